"""What reports are worth under given numbers is the same however many processes read them."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from dateline.evaluate.marked import read
from dateline.reader.model.load import folder_of, load

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"


def test_processes_count_what_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.train.reader import tune_reading

    weights = load(folder_of("base"))
    gold = [report for report in islice(read(CORPUS), 12) if report.incidents]
    scored = weights.session.score([report.text for report in gold])
    told = tune_reading.told_of(gold, weights, {g.id: s for g, s in zip(gold, scored, strict=True)})
    other = replace(weights, thresholds={**weights.thresholds, "ev": 0.95})
    found = []
    for cores in (1, 3):
        monkeypatch.setattr(tune_reading.os, "cpu_count", lambda cores=cores: cores)
        with tune_reading._Scores(told, weights) as score_of:
            found.append((score_of(weights), score_of(other), score_of(weights)))
    assert found[0] == found[1]
    assert found[0][0] == found[0][2] > found[0][1] > 0
