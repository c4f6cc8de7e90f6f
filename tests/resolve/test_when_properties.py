"""What holds for any text: spans, order, offsets, and time that grows with the length."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Published, Span
from dateline.resolve.when import DayChoice, Scene, choose_incident_day, find_times, settle, with_published
from dateline.resolve.when.calendars import easter, from_jalali, holiday
from dateline.resolve.when.grammar import grammar
from dateline.text import sentences

WORDS = st.sampled_from(
    "on Monday Friday night last next the week of 5 May 2014 2016 , . ago two days earlier later early "
    "at 9 p.m. "
    "in 31 April a year Ramadan Easter since will was said İ ½ 0 9999 every "
    "this weekend Oct. 25 's - \n\n".split(" ")
)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def known(day: date) -> Published:
    return Published(day.isoformat(), day, day, how="exact")


@given(st.lists(WORDS, max_size=30), DAYS)
@settings(max_examples=150, deadline=None)
def test_spans_are_words_of_the_text_in_order(words: list[str], day: date) -> None:
    text = " ".join(words)
    end = 0
    for mention in find_times(text, "r", known(day)):
        assert mention.span.start >= end
        end = mention.span.end
        assert text[mention.span.start : mention.span.end] == mention.when.words
        when = mention.when
        assert (when.edtf is None) == (when.earliest is None)
        assert when.edtf or when.reason
        if when.earliest is not None and when.latest is not None:
            assert when.earliest <= when.latest
        assert mention.describe()


@given(st.text(max_size=200), DAYS)
@settings(max_examples=80, deadline=None)
def test_any_text_is_read(text: str, day: date) -> None:
    found = find_times(text, "r", known(day), "es") + find_times(text, "r", Published(reason="unknown"))
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found)


@given(
    st.sampled_from(["on Monday", "yesterday", "two days ago", "last night", "on Sunday", "overnight"]),
    st.dates(date(1990, 1, 1), date(2040, 1, 1)),
)
@settings(max_examples=100, deadline=None)
def test_dating_later_equals_dating_at_once(words: str, day: date) -> None:
    text = f"It was attacked {words}."
    at_once = find_times(text, "r", known(day))[0].when
    undated = find_times(text, "r", Published(reason="unknown"))[0].when
    later = with_published(undated, day)
    assert (later.edtf, later.earliest, later.latest, later.offset) == (
        at_once.edtf, at_once.earliest, at_once.latest, at_once.offset,
    )  # fmt: skip


@given(st.integers(1, 200), st.integers(1, 100))
@settings(max_examples=60, deadline=None)
def test_scores_are_probabilities_and_the_list_is_never_empty(start: int, back: int) -> None:
    text = "Gunmen shot four people on Monday, police said Tuesday. Two died in May 2014."
    bounds = sentences(text)
    day = date(2016, 10, 28) - timedelta(days=back)
    scene = Scene(text, bounds, Span("r", min(start, len(text) - 1), len(text)))
    for published in (known(day), Published(reason="unknown")):
        choices = choose_incident_day(find_times(text, "r", published), scene, published)
        assert sum(choice.score for choice in choices) == pytest.approx(1.0)
        assert [c.score for c in choices] == sorted((c.score for c in choices), reverse=True)
        assert settle(choices).reasons


def test_the_day_of_the_deed_not_of_the_charge() -> None:
    text = (
        "A man was charged on Thursday over a shooting. Four people were shot at about 9 p.m. on Monday. "
        "He is due in court on Friday."
    )
    published = known(date(2016, 10, 27))
    trigger = text.index("shot at")
    scene = Scene(text, sentences(text), Span("r", trigger, trigger + 4))
    best = choose_incident_day(find_times(text, "r", published), scene, published)[0]
    assert best.when.edtf == "2016-10-24"
    assert best.mention is not None and best.mention.span.start == text.index("at about 9 p.m.") + 3
    assert best.reasons


def choose(text: str, published: Published, trigger: str = "shot") -> list[DayChoice]:
    at = text.index(trigger)
    scene = Scene(text, sentences(text), Span("r", at, at + len(trigger)))
    return choose_incident_day(find_times(text, "r", published), scene, published)


def test_no_time_named_gives_an_interval_with_its_reason() -> None:
    published = known(date(2016, 10, 27))
    choices = choose("Two people were shot outside a shop.", published)
    assert all(c.mention is None and c.when.reason.startswith("inferred") for c in choices)
    stretch = next(c for c in choices if c.when.earliest != c.when.latest)
    assert stretch.when.earliest is not None and stretch.when.earliest < date(2016, 10, 24)
    assert "between" in stretch.when.reason and "publication" in stretch.when.reason
    undated = choose("Two people were shot outside a shop.", Published(reason="unknown"))
    assert undated[0].when.edtf is None and undated[0].when.reason == "no date to count from"
    assert undated[0].within is None


def test_an_hour_and_no_day_is_the_day_of_the_report_and_marked_as_inferred() -> None:
    text = (
        "Officers are at the scene of a reported shooting in the 200 block of Elm Street. A woman was shot "
        "shortly after 2 p.m. More will be told as it becomes known."
    )
    best = settle(choose(text, known(date(2016, 10, 27))))
    assert best.when.edtf == "2016-10-27" and best.mention is None
    assert best.inferred and "it tells an hour and no other day" in best.when.reason


def test_the_weekday_six_days_ago_may_be_the_day_after_the_pages_date() -> None:
    # a page that is dated Sunday evening and was finished on Monday
    text = "A man was shot dead early Monday at a restaurant. The gunman fired about 1:30 a.m. Monday."
    ranked = choose(text, known(date(2016, 10, 23)))
    days = {c.when.edtf: c.score for c in ranked if c.mention is not None}
    assert set(days) == {"2016-10-17", "2016-10-24"}


def test_the_stretch_grows_with_the_doubt() -> None:
    published = known(date(2016, 10, 28))
    sure = choose(
        "Gunmen shot four people at 9 p.m. on Monday. The Monday night shooting was the third.", published
    )
    torn = choose("A man was sentenced on Tuesday to ten years. He had shot a guard.", published)
    assert sure[0].within is not None and torn[0].within is not None
    assert sure[0].within[0] <= date(2016, 10, 24) <= sure[0].within[1] <= date(2016, 10, 29)
    assert torn[0].within[0] < date(2016, 1, 1)


@given(st.integers(1, 3000), st.sampled_from([date(1, 1, 1), date(1, 1, 3), date(9999, 12, 31)]))
@settings(max_examples=40, deadline=None)
def test_the_ends_of_the_calendar_hold(n: int, day: date) -> None:
    for choice in choose(f"{n} were shot at noon. One was shot on Monday, {n} days ago.", known(day)):
        assert choice.within is None or choice.within[0] <= choice.within[1]


def test_two_megabytes_take_linear_time() -> None:
    for piece in (
        "on the 5th of May 2014 at 9 p.m. ",
        "the the a a one two ",
        "1 2 3 4 5 6 ",
        "said said told him ",
    ):
        text = piece * (2_000_000 // len(piece))
        # the least of three: the collector of memory may stop any one of them
        part, four = (min(_seconds(text[:size]) for _ in range(3)) for size in (20_000, 80_000))
        assert four < 12 * part + 0.2


def _seconds(text: str) -> float:
    begin = time.process_time()
    find_times(text, "r", known(date(2016, 10, 28)))
    return time.process_time() - begin


def test_calendars() -> None:
    assert easter(2016) == date(2016, 3, 27)
    assert from_jalali(1395, 8, 3) == date(2016, 10, 24)
    assert from_jalali(1398, 12, 30) is None
    assert holiday("ramadan", 2016) == (date(2016, 6, 6), date(2016, 7, 5))
    assert holiday("memorial_day", 2016) == (date(2016, 5, 30), date(2016, 5, 30))


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_rule_has_an_operation_and_its_values(language: str) -> None:
    from dateline.resolve.when.compute import OPERATIONS

    others = {"none", "clock", "part", "duration", "anchored_event", "ref", "vague_past", "vague_future"}
    for rules in grammar(language).rules_by_first.values():
        for rule in rules:
            assert rule.op in OPERATIONS or rule.op in others or rule.op.startswith("set"), rule.name
            given_values = {name.rstrip("_") for name in rule.classes} | set(rule.fixed)
            if rule.op in ("unit", "ago", "from_now", "anchored_unit"):
                assert "unit" in given_values, rule.name
            assert not rule.regex.match(""), rule.name
