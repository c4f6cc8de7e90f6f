"""Who acts in the words that name a deed."""

from __future__ import annotations

import pytest

from dateline.ingest import read
from dateline.model import Page, Report
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence
from dateline.reader.findings import find
from dateline.reader.model.doers import with_doers
from dateline.resolve.who import Registry
from dateline.text import sentences


def _report(text: str) -> Report:
    return read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2020-05-20"}, origin="t"))


def _perpetrators(
    text: str, trigger: str, marks: tuple[str, ...] = (), kind: str = "armed_attack"
) -> list[str]:
    report = _report(text)
    at = report.text.index(trigger)
    span = report.span(at, at + len(trigger))
    sentence = next(i for i, (a, b) in enumerate(sentences(report.text)) if a <= at < b)
    own = tuple(Mark(report.span(i := report.text.index(w), i + len(w)), Label.PERPETRATOR) for w in marks)
    incident = IncidentReading(
        type=kind, subtype="", stage="accomplished", main=True,
        occurrences=(Occurrence(span, sentence, 0.9),), sentences=(sentence,), marks=own, confidence=0.9,
    )  # fmt: skip
    told = with_doers(report, incident, find(report, Registry.load()).actors)
    return [report.quote(m.span) for m in told.marks if m.label is Label.PERPETRATOR]


@pytest.mark.parametrize(
    ("text", "trigger", "doers"),
    [
        ("Officials said 73 people died in police firing.", "firing", ["police"]),
        ("Nine villagers were killed in army shelling on Monday.", "shelling", ["army"]),
        ("Nine villagers were killed in a Taliban attack on Monday.", "attack", ["Taliban"]),
        ("Nine villagers were killed in a police station.", "killed", []),
        ("Police said nine villagers were killed in the attack.", "attack", []),
        ("Nine people were killed in an army camp attack on Monday.", "attack", []),
        ("Police firing went on while a mob burned a shop.", "burned", []),
    ],
)
def test_the_group_before_the_noun_acted(text: str, trigger: str, doers: list[str]) -> None:
    assert _perpetrators(text, trigger) == doers


def test_who_is_marked_stays_the_only_one() -> None:
    text = "Gunmen killed two in a clash, and police firing killed a third."
    assert _perpetrators(text, "firing", ("Gunmen",)) == ["Gunmen"]


def test_no_doer_of_a_development() -> None:
    assert _perpetrators("A court heard of police firing in Kota.", "firing", kind="trial") == []
