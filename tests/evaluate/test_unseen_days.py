"""Days are measured with weights that were fitted without the incident that is asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dateline.evaluate import unseen_days
from dateline.model import Published, Span
from dateline.resolve.when import Scene, choose_incident_day, find_times
from dateline.resolve.when.incident_day import weights
from dateline.text import sentences

TEXT = "Two men were shot outside a bar on Saturday, the sheriff said on Monday."


def _chances() -> list[float]:
    day = date(2015, 10, 19)
    published = Published(day.isoformat(), day, day)
    scene = Scene(TEXT, sentences(TEXT), Span("r", TEXT.index("shot"), TEXT.index("shot") + 4))
    return [c.score for c in choose_incident_day(find_times(TEXT, "r", published), scene, published)]


def test_every_tenth_has_weights_of_its_own() -> None:
    tables = unseen_days.tables()
    assert len(tables) == unseen_days.FOLDS
    texts = {repr(sorted(table["weights"].items())) for table in [*tables, weights()]}
    assert len(texts) == unseen_days.FOLDS + 1
    assert all(table.keys() == weights().keys() for table in tables)


def test_incidents_are_spread_over_the_tenths() -> None:
    spread = Counter(unseen_days.fold(str(number)) for number in range(2_000))
    assert sorted(spread) == list(range(unseen_days.FOLDS))
    assert min(spread.values()) > 150


def test_days_are_chosen_with_other_weights_inside_and_with_the_shipped_ones_after() -> None:
    before = _chances()
    with unseen_days.without("1"):
        inside = _chances()
        assert weights() is unseen_days.tables()[unseen_days.fold("1")]
    assert inside != before
    assert _chances() == before


def test_weights_are_kept_and_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unseen_days, "TABLES", tmp_path / "folds.json.gz")
    made = [{"weights": {"a": 0.1 * n}, "shares": {}, "cover": 0.97} for n in range(3)]
    unseen_days.save(made)
    first = unseen_days.TABLES.read_bytes()
    assert unseen_days.tables() == made
    unseen_days.save(made)
    assert unseen_days.TABLES.read_bytes() == first
    unseen_days.tables.cache_clear()
