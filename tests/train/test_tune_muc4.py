"""Fits of MUC-4 are tried until none is better: what one makes worth trying comes behind it in no order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dateline.train.reader import tune_muc4


def test_fits_are_tried_until_none_is_better(monkeypatch: pytest.MonkeyPatch) -> None:
    def score(told: object, weights: object, fits: Mapping[str, Any], *rest: object) -> float:
        # each is worth something behind the one that is tried after it
        share = fits["share"] == 0.3
        split = share and fits["split"] == 0.2
        return share + split + (split and fits["incident"] == 0.0)

    monkeypatch.setattr(tune_muc4, "read_gtt", lambda path: {"a": []})
    monkeypatch.setattr(tune_muc4, "candidates", lambda *_: [])
    monkeypatch.setattr(tune_muc4, "rows_of", lambda *_: [])
    monkeypatch.setattr(tune_muc4, "_ranker", lambda told: {})
    monkeypatch.setattr(tune_muc4, "_least_chance", lambda *_: 0.25)
    monkeypatch.setattr(tune_muc4, "_types", lambda *_: 0.0)
    monkeypatch.setattr(tune_muc4, "_score", score)
    message: Any = SimpleNamespace(id="a")
    weights: Any = None
    fits = tune_muc4.fit_muc4([(message, message)], weights, Path("none"))
    assert (fits["share"], fits["split"], fits["incident"]) == (0.3, 0.2, 0.0)


def test_without_messages_the_fits_are_the_usual_ones() -> None:
    weights: Any = None
    assert tune_muc4.fit_muc4([], weights, Path("none")) == tune_muc4.USUAL
