"""The day of what a report tells by the hour alone is that of the incident told of before."""

from __future__ import annotations

import pytest

from dateline.assemble.extract import assemble
from dateline.ingest import read
from dateline.model import Account, How, Page, Stage
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence, Reading
from dateline.reader.findings import find
from dateline.resolve.who import Registry
from dateline.text import sentences


def _accounts(text: str, *told: tuple[str, str]) -> list[Account]:
    """One account for each trigger with the words that the reader marked as its day or hour."""
    report = read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2021-03-09"}))
    bounds = tuple(sentences(report.text))

    def span(words: str):
        start = report.text.index(words)
        return report.span(start, start + len(words))

    incidents = []
    for number, (trigger, when) in enumerate(told):
        at = next(n for n, (_, end) in enumerate(bounds) if span(trigger).start < end)
        marks = (Mark(span(when), Label.WHEN, confidence=0.9),)
        happened = (Occurrence(span(trigger), at),)
        incidents.append(
            IncidentReading("armed_attack", "", Stage.ACCOMPLISHED, number == 0, happened, (at,), marks)
        )
    reading = Reading(bounds, tuple(incidents), "test@1", "", ())
    return assemble(report, find(report, Registry.load()), reading)


@pytest.mark.parametrize("hour", ["Ten minutes later", "At dusk", "Before nightfall", "At 01.15"])
def test_an_hour_is_of_the_day_told_before(hour: str) -> None:
    text = (
        "Gunmen stormed a post near Kohlu on Saturday. Shops stayed shut, and the bazaar was empty. "
        f"{hour} others raided a depot in Sibi. Nobody was hurt there."
    )
    first, second = _accounts(text, ("stormed", "Saturday"), ("raided", hour))
    assert first.when is not None and first.when.edtf == "2021-03-06"
    assert second.when is not None and second.when.edtf == "2021-03-06"
    stated = next(s for s in second.statements if s.field.value == "when")
    assert [text[s.start : s.end] for s in stated.spans] == [hour]
    if hour in ("Ten minutes later", "At 01.15"):  # the grammar of days reads the others by itself
        assert stated.how is How.INFERRED and "hour" in stated.reason


def test_a_day_of_its_own_stands() -> None:
    text = "Gunmen stormed a post near Kohlu on Saturday. On Sunday others raided a depot in Sibi."
    _, second = _accounts(text, ("stormed", "Saturday"), ("raided", "On Sunday"))
    assert second.when is not None and second.when.edtf == "2021-03-07"


@pytest.mark.parametrize(
    "when",
    [
        "In the dry season", "During the civil war", "Before the election", "At the time of the coup",
        "Long ago", "Recently", "In the previous attack", "Since then", "Two nights later",
        "On the night of the coup",
    ],
)  # fmt: skip
def test_what_tells_no_hour_is_not_of_the_day_before(when: str) -> None:
    text = (
        "Gunmen stormed a post near Kohlu on Saturday. Shops stayed shut, and the bazaar was empty. "
        f"{when} others raided a depot in Sibi. Nobody was hurt there."
    )
    _, second = _accounts(text, ("stormed", "Saturday"), ("raided", when))
    assert all("hour" not in s.reason for s in second.statements if s.field.value == "when")
