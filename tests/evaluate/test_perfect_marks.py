"""Behind a reader that marks as the authors did, what is stated is what they told: a floor for all that comes
after the reader, on reports that were written to be hard."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from dateline.evaluate.corpus import Tally, page_of, readings, tally_of
from dateline.evaluate.marked import part, read
from dateline.evaluate.perfect_marks import PerfectReader

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"
#: Reports of four ages, the later the harder: what their names begin with, and of how many one is read.
GROUPS = {
    "first": (re.compile(r"[^hjk]"), 20),
    "later": (re.compile(r"h[a-h]-"), 5),
    "latest": (re.compile(r"j[a-x]-"), 15),
    "newest": (re.compile(r"k[a-p]-"), 15),
}
#: F1 on these reports as they are marked now, rounded down to the next two points.
FLOORS = {
    "incidents": {"first": 1.0, "later": 1.0, "latest": 1.0, "newest": 1.0},
    "types": {"first": 1.0, "later": 1.0, "latest": 1.0, "newest": 1.0},
    "sides": {"first": 0.98, "later": 0.96, "latest": 0.96, "newest": 0.96},
    "tolls": {"first": 0.94, "later": 0.96, "latest": 0.96, "newest": 0.96},
    "claims": {"first": 0.94, "later": 0.96, "latest": 0.96, "newest": 0.86},
    "stance": {"first": 0.92, "later": 0.94, "latest": 0.90, "newest": 0.96},
    "when": {"first": 0.94, "later": 0.90, "latest": 0.88, "newest": 0.90},
    "where": {"first": 0.92, "later": 0.70, "latest": 0.82, "newest": 0.72},
}


@cache
def _tally(group: str) -> Tally:
    names, every = GROUPS[group]
    train = [one for one in read(CORPUS) if part(one.id) == "train"]
    gold = [one for one in train if names.match(one.id)][::every]
    return tally_of(gold, PerfectReader(gold))


@pytest.mark.parametrize("measure", FLOORS)
@pytest.mark.parametrize("group", GROUPS)
def test_what_follows_the_reader_keeps_what_was_marked(group: str, measure: str) -> None:
    assert _tally(group).scores(measure)[2] >= FLOORS[measure][group]


def test_a_report_that_nobody_marked_has_no_incident() -> None:
    gold = next(one for one in read(CORPUS) if one.incidents)
    (told,) = readings([gold], PerfectReader([]))
    assert told[1] == []
    assert page_of(gold).id == gold.id
