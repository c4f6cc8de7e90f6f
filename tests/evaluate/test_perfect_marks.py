"""Behind a reader that marks as the authors did, what is stated is what they told: a floor for all that comes
after the reader, on reports that were written to be hard."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.evaluate.corpus import Tally, compare, page_of, readings
from dateline.evaluate.marked import part, read
from dateline.evaluate.perfect_marks import PerfectReader

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"
#: F1 on these reports when this was written, rounded down to the next two points.
FLOORS = {
    "incidents": 1.0,
    "types": 1.0,
    "sides": 0.96,
    "tolls": 0.94,
    "claims": 0.92,
    "stance": 0.82,
    "when": 0.94,
    "where": 0.92,
}


@pytest.fixture(scope="module")
def tally() -> Tally:
    gold = [one for one in read(CORPUS) if part(one.id) == "train"][::20]
    made = Tally()
    for told, accounts in readings(gold, PerfectReader(gold)):
        compare(told, accounts, made)
    return made


@pytest.mark.parametrize("measure", FLOORS)
def test_what_follows_the_reader_keeps_what_was_marked(tally: Tally, measure: str) -> None:
    assert tally.scores(measure)[2] >= FLOORS[measure]


def test_a_report_that_nobody_marked_has_no_incident() -> None:
    gold = next(one for one in read(CORPUS) if one.incidents)
    (told,) = readings([gold], PerfectReader([]))
    assert told[1] == []
    assert page_of(gold).id == gold.id
