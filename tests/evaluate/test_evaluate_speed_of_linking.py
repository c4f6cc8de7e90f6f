"""The benchmarks of linking run, and count what they say they count; how long it takes is not asked here."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.evaluate import joining, linking_speed, one_incident


def test_reports_join_ledgers_of_each_size(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_EVALUATE_JOIN", "10,20")
    monkeypatch.setattr(joining, "_JOINING", 3)
    found = joining.run(tmp_path)
    assert [row[0] for row in found.rows] == ["10", "20"]
    assert 0 < found.figures["median_ms_20"] <= found.figures["most_ms_20"]


def test_a_crowd_is_one_incident(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_EVALUATE_CROWD", "60")
    found = one_incident.run(tmp_path)
    assert found.figures["largest"] == 66
    assert found.figures["pairs"] < 66 * 32 < 66 * 65 / 2 * 1.1, "pivots, not all with all"


def test_accounts_are_linked_from_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_EVALUATE_SIZES", "30")
    assert linking_speed.run(tmp_path).rows[0][0] == "30"
