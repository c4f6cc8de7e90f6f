"""Days and towns beside the triggers tell incidents apart where the network alone would join them."""

from __future__ import annotations

from datetime import date

import numpy as np

from dateline.model import DayOffset, Span, Stage, When
from dateline.reader.contract import IncidentReading, Occurrence, Reading
from dateline.reader.findings import find
from dateline.reader.model.apart import parted, weighed
from dateline.reader.model.decode import Tagged
from dateline.reader.rules.facts import Facts
from dateline.resolve.who import Registry
from dateline.text import sentence_at, sentences
from made_up import report_of

THURSDAY, MONDAY = When.day(date(2016, 10, 27)), When.day(date(2016, 10, 24))


def _same(probability: float) -> np.ndarray:
    return np.array([[1.0, probability], [probability, 1.0]], np.float32)


def test_another_day_speaks_against() -> None:
    found = weighed(_same(0.8), [Facts(0, [THURSDAY]), Facts(1, [MONDAY])])
    assert found[0, 1] < 0.3


def test_the_same_day_speaks_for() -> None:
    found = weighed(_same(0.6), [Facts(0, [THURSDAY]), Facts(1, [THURSDAY])])
    assert found[0, 1] > 0.65


def test_days_without_a_publication_are_compared_by_what_is_known() -> None:
    day_before, four_before = (When(offset=DayOffset(n, n), reason="no date") for n in (-1, -4))
    found = weighed(_same(0.8), [Facts(0, [day_before]), Facts(1, [four_before])])
    assert found[0, 1] < 0.3


def test_nothing_known_changes_nothing() -> None:
    assert np.allclose(weighed(_same(0.7), [Facts(0), Facts(1)]), _same(0.7), atol=1e-3)


_STORY = (
    "Troops raided a compound on Thursday. Gunmen attacked a school on Monday. The raid killed four. "
    "The attack was claimed. Officers detained five."
)


def _reading(*told: tuple[str, ...]) -> Reading:
    bounds = tuple(sentences(_STORY))
    incidents = tuple(
        IncidentReading(
            "armed_attack",
            "",
            Stage.ACCOMPLISHED,
            number == 0,
            tuple(Occurrence(_span(w), sentence_at(bounds, _span(w).start)) for w in words),
            (),
        )
        for number, words in enumerate(told)
    )
    return Reading(bounds, incidents, "rules@0")


def _span(words: str) -> Span:
    at = _STORY.index(words)
    return Span("r", at, at + len(words))


def _parted(*told: tuple[str, ...]) -> np.ndarray:
    """Of "The raid", "The attack" and "detained", which the network all takes for one incident."""
    triggers = [
        Tagged(n, n, *_span(words).pair(), 0, 0.9)
        for n, words in enumerate(("The raid", "The attack", "detained"))
    ]
    report = report_of(_STORY, "r", "2016-10-28")
    same = np.full((3, 3), 0.7, np.float32)
    return parted(_STORY, same, triggers, _reading(*told), find(report, Registry.load()))


def test_triggers_without_a_day_have_that_of_their_incident_of_the_rules() -> None:
    found = _parted(("raided", "The raid"), ("attacked", "The attack"))
    assert np.allclose(found, found.T)
    assert found[0, 1] < 0.2  # the raid of Thursday, the attack of Monday
    assert np.allclose(found[2, :2], 0.7, atol=1e-3)  # the rules do not know it


def test_incidents_of_the_rules_that_may_be_of_one_day_are_not_parted() -> None:
    assert np.allclose(_parted(("The raid",), ("attacked", "The attack")), 0.7, atol=1e-3)
    assert np.allclose(_parted(("raided", "The raid", "attacked", "The attack")), 0.7, atol=1e-3)
