"""The gun violence benchmark runs from page to score on its first reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import InputError
from dateline.evaluate import gva

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "bench" / "gva"


@pytest.mark.skipif(not DATA.is_dir(), reason="the benchmark data are not beside the checkout")
def test_the_first_reports_are_scored() -> None:
    seen: list[tuple[int, int]] = []
    found = gva.run(DATA, limit=8, progress=lambda done, every: seen.append((done, every)))
    assert seen[-1] == (8, 8)
    assert found.figures["reports"] == 8
    shares = [v for k, v in found.figures.items() if k != "reports"]
    assert all(0 <= v <= 1 for v in shares)
    assert {"linked_b3_f1", "leaving_every_report_alone_b3_f1", "linked_ceaf_e_f1", "date_exact"} <= set(
        found.figures
    )
    assert all(len(row) == len(found.columns) for row in found.rows)


def test_missing_data_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--data"):
        gva.run(tmp_path)
