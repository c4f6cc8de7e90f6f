"""The gun violence benchmark runs from page to score on its first reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts_by_hand import account

from dateline.errors import InputError
from dateline.evaluate import gva
from dateline.model import Effect, Field, Group, Toll
from made_up import report_of

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


@pytest.mark.parametrize(
    ("groups", "right"),
    [
        ((Group.CIVILIANS,), 1.0),
        ((Group.UNKNOWN,), 0.0),
        ((Group.CIVILIANS, Group.ATTACKERS), 0.0),
        ((), 0.0),
    ],
)
def test_victims_are_civilians(groups: tuple[Group, ...], right: float) -> None:
    tolls = [(Field.TOLL, Toll(Effect.KILLED, group, 1, 1, 1)) for group in groups]
    told = account("armed_attack/shooting", *tolls)
    victim = {
        "participants": [
            {"Type": " Victim", "Status": " Killed"},
            {"Type": " Subject-Suspect", "Status": " Arrested"},
        ]
    }
    both = {
        "participants": [
            {"Type": " Victim", "Status": " Killed"},
            {"Type": " Subject-Suspect", "Status": " Injured, Arrested"},
        ]
    }
    report = report_of("x" * 40, "r")
    cases = [gva.Case(report, (told,), victim), gva.Case(report, (told,), both)]
    assert gva.group_share(cases) == right, "where a suspect was hurt, too, nobody is asked"
