"""Invariants 1, 2, 3, 4, 7 and 8 of the house on what is read from pages that nobody thought of.

The pages are put together at random from sentences of the news (written for this test), names, numbers,
days, furniture and noise; whatever comes out must hold.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.assemble import extract
from dateline.ingest import decode, read
from dateline.model import (
    Account,
    ActorRole,
    ClaimStance,
    How,
    Page,
    Report,
    Stance,
    Statement,
    Toll,
    When,
    Where,
)

PLACES = (
    "Quetta",
    "Goma",
    "Maiduguri",
    "Bogotá",
    "Mosul",
    "Springfield",
    "the Sahel",
    "Sariab Road in Quetta",
)
DAYS = (
    "on Monday",
    "late Thursday",
    "on 24 October 2016",
    "last week",
    "in 2014",
    "on the 5th",
    "yesterday",
    "",
)
GROUPS = (
    "the Red Valley Front (RVF)",
    "Islamic State",
    "gunmen",
    "police",
    "the army",
    "Boko Haram",
    "a faction of the RVF",
)
SHAPES = (
    "{group} killed {number} people in {place} {day}.",
    "{number} soldiers were wounded when a bomb went off in {place} {day}, officials said.",
    "{group} claimed responsibility for the attack {day}.",
    "The government blamed {group} for the raid.",
    "{group} denied that it had attacked {place}.",
    "Suspected members of {group} abducted {number} villagers near {place} {day}.",
    "At least {number} people died, a doctor in {place} said {day}.",
    "No one was hurt in {place} {day}.",
    "It is unclear who was behind the blast in {place}.",
    "“They shot {number} of us,” said Jane Roe, 34, a trader from {place}.",
    "The trial of a man accused of killing {number} people opened in {place} {day}.",
    "Share this: Facebook Twitter",
    "{noise}",
)
NUMBERS = ("two", "12", "dozens of", "at least 40", "1,200", "between 10 and 15", "0")


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A plain page of one to ten lines, with or without a day of publication."""
    lines = []
    for shape in draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=10)):
        lines.append(
            shape.format(
                group=draw(st.sampled_from(GROUPS)),
                number=draw(st.sampled_from(NUMBERS)),
                place=draw(st.sampled_from(PLACES)),
                day=draw(st.sampled_from(DAYS)),
                noise=draw(st.text(max_size=40)),
            )
        )
    given_ = {"id": "r1"} | draw(st.sampled_from(({}, {"published": "2016-10-28"})))
    return Page("\n\n".join(["A headline", *lines]).encode("utf-8", "ignore"), "text/plain", given=given_)


def read_all(page: Page) -> tuple[Report, list[Account]] | None:
    try:
        report = read(page)
    except Exception as error:  # a page of noise alone holds no story; anything else is a fault
        assert "story" in str(error) or "binary" in str(error) or "encoding" in str(error), error
        return None
    return report, extract(report)


def statements(accounts: list[Account]) -> list[Statement]:
    return [s for a in accounts for s in a.statements]


relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(pages())
def test_every_span_is_its_words_and_leads_to_the_page(page: Page) -> None:
    found = read_all(page)
    if found is None:
        return
    report, accounts = found
    text = decode(page)
    for statement in statements(accounts):
        for span in [*statement.spans, *filter(None, [statement.said_by.span])]:
            assert 0 <= span.start < span.end <= len(report.text)
            ranges = report.offsets.to_page(span.start, span.end)
            there = "".join(text[low:high] for low, high in ranges)
            assert "".join(there.split()) == "".join(report.quote(span).split())


@relaxed
@given(pages())
def test_no_value_rests_on_nothing_and_unknown_has_a_reason(page: Page) -> None:
    found = read_all(page)
    for statement in statements(found[1] if found else []):
        if statement.value is None:
            assert statement.reason
        else:
            assert statement.spans or statement.inferred_from or statement.how is How.HUMAN
        if statement.how is How.INFERRED:
            assert statement.reason
        if isinstance(statement.value, When) and statement.value.edtf is None:
            assert statement.value.reason


@relaxed
@given(pages())
def test_precision_travels_with_the_value(page: Page) -> None:
    found = read_all(page)
    for statement in statements(found[1] if found else []):
        value = statement.value
        if isinstance(value, Where) and value.lat is not None:
            assert value.radius_m is not None and value.radius_m > 0
        if isinstance(value, When) and value.earliest is not None and value.latest is not None:
            assert value.earliest <= value.latest
        if isinstance(value, Toll):
            known = [n for n in (value.low, value.best, value.high) if n is not None]
            assert known and known == sorted(known)


@relaxed
@given(pages())
def test_nobody_is_a_perpetrator_by_claiming_or_being_blamed(page: Page) -> None:
    """An actor that the report only lets claim, or lets others blame, is no asserted perpetrator."""
    found = read_all(page)
    for account in found[1] if found else []:
        asserted = {
            span
            for actor, s in account.actors
            if actor.role is ActorRole.PERPETRATOR and s.stance is Stance.ASSERTED
            for span in s.spans
        }
        for claim, statement in account.claims:
            if claim.stance in (ClaimStance.CLAIMS, ClaimStance.BLAMED):
                assert not any(claimed.covers(span) for claimed in statement.spans for span in asserted)
            assert statement.stance is not Stance.ASSERTED


@relaxed
@given(pages())
def test_reading_twice_gives_the_same(page: Page) -> None:
    assert read_all(page) == read_all(page)


@pytest.mark.parametrize("text", ["", " ", "😀" * 2000, "في كويتا قتل مسلحون شخصين على الأقل", "a " * 20_000])
def test_odd_texts_are_no_trouble(text: str) -> None:
    found = read_all(Page(text.encode(), "text/plain", given={"id": "odd"})) if text.strip() else None
    assert found is None or all(a.report_id == "odd" for a in found[1])
