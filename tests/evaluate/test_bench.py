"""The bench runs on the examples and gives every cost; how fast the machine is, no test says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import InputError
from dateline.evaluate import bench

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_the_bench_gives_costs_and_rates() -> None:
    outcome = bench.run(EXAMPLES / "invented-airstrike")
    assert [row[0] for row in outcome.rows] == [
        "times in text, ms",
        "places in text, ms",
        "both, ms",
        "pages read, a second",
        "reports extracted, a second",
    ]
    assert all(value > 0 for value in outcome.figures.values())


def test_no_report_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", "utf-8")
    with pytest.raises(InputError, match="holds no report"):
        bench.run(tmp_path)
