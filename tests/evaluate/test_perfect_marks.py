"""Behind a reader that marks as the authors did, what is stated is what they told: a floor for all that comes
after the reader, on reports that were written to be hard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from dateline.evaluate.corpus import Tally, page_of, readings, tally_of
from dateline.evaluate.marked import part, read
from dateline.evaluate.perfect_marks import PerfectReader

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"
_LATER = re.compile(r"h[a-h]-")  # written after the others, and harder
#: F1 on these reports when this was written, rounded down to the next two points: on every twentieth of the
#: first reports, and on every fifth of the later ones.
FIRST = {
    "incidents": 1.0,
    "types": 1.0,
    "sides": 0.96,
    "tolls": 0.94,
    "claims": 0.92,
    "stance": 0.88,
    "when": 0.94,
    "where": 0.92,
}
LATER = {
    "incidents": 1.0,
    "types": 1.0,
    "sides": 0.96,
    "tolls": 0.96,
    "claims": 0.98,
    "stance": 0.92,
    "when": 0.90,
    "where": 0.70,
}


@cache
def _tally(later: bool) -> Tally:
    train = [one for one in read(CORPUS) if part(one.id) == "train"]
    gold = [one for one in train if bool(_LATER.match(one.id)) is later][:: 5 if later else 20]
    return tally_of(gold, PerfectReader(gold))


@pytest.mark.parametrize("measure", FIRST)
@pytest.mark.parametrize(("floors", "later"), [(FIRST, False), (LATER, True)], ids=["first", "later"])
def test_what_follows_the_reader_keeps_what_was_marked(
    floors: Mapping[str, float], later: bool, measure: str
) -> None:
    assert _tally(later).scores(measure)[2] >= floors[measure]


def test_a_report_that_nobody_marked_has_no_incident() -> None:
    gold = next(one for one in read(CORPUS) if one.incidents)
    (told,) = readings([gold], PerfectReader([]))
    assert told[1] == []
    assert page_of(gold).id == gold.id
