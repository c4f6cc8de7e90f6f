"""Counts in words that a reader marked: amounts, nobody, and somebody told of alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Effect, Span
from dateline.resolve.how_many import count_of, may_be_one


def figures(text: str, marked: str) -> tuple[int | None, int | None, int | None] | None:
    start = text.index(marked)
    count = count_of(text, Span("r", start, start + len(marked)), Effect.KILLED, 0)
    if count is None:
        return None
    assert text[count.span.start : count.span.end].startswith(marked)
    return count.toll.low, count.toll.best, count.toll.high


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("The blaze took four of the crew.", "four", (4, 4, 4)),
        ("The killing of no fewer than 13 villagers shook the town.", "no fewer than 13", (13, 13, None)),
        ("Neither man came back.", "Neither", (0, 0, 0)),
        ("Not one of the passengers died.", "Not one", (0, 0, 0)),
        ("The 33 hostages were unhurt.", "unhurt", (0, 0, 0)),
        ("They came for a barangay treasurer at noon.", "barangay treasurer", (1, 1, 1)),
        ("Then they fired at Joram Bett.", "Joram Bett", (1, 1, 1)),
        ("Then they shot him.", "him", (1, 1, 1)),
        ("The sisters lay in the yard.", "sisters", None),
        ("The casualties were many.", "casualties", None),
        ("He was stabbed at noon.", "stabbed", None),
        ("How many people were hurt is not known.", "many people", None),
        ("Both died on the way.", "Both", (2, 2, 2)),
        ("The pair were found at dawn.", "pair", (2, 2, 2)),
        ("The driver was not harmed.", "not", (0, 0, 0)),
        ("It ended without deaths.", "without", (0, 0, 0)),
        ("The girl was not touched.", "was not", (0, 0, 0)),
        ("A motorcyclist lost his life.", "A", (1, 1, 1)),
        ("They shot a cattle buyer in the market.", "a", (1, 1, 1)),
        ("Forty or more were hurt.", "Forty or more", (40, 40, None)),
        ("They put it at eleven thousand at least.", "eleven thousand at least", (11000, 11000, None)),
        ("Not fewer than 250 bandits fell.", "Not fewer than 250", (250, 250, None)),
        ("He has killed at least twenty-one people.", "at least twenty-one", (21, 21, None)),
        ("By eleven five men were dead.", "five", (5, 5, 5)),
        ("The other two have head wounds.", "two", (2, 2, 2)),
        ("The toll rose from 11 to 14 on Sunday.", "11", (11, 11, 11)),
        ("The toll rose from 11 to 14 on Sunday.", "14", (14, 14, 14)),
        ("The count has gone up to fourteen.", "fourteen", (14, 14, 14)),
        ("From 11 to 14 people were hurt.", "11", (11, None, 14)),
        ("Rockets fell on the market, killing from 15 to 20 people.", "15 to 20 people", (15, None, 20)),
        ("The house went up in flames and from 10 to 15 people died.", "10 to 15", (10, None, 15)),
        ("This takes the toll from one to two.", "one", (1, 1, 1)),
        ("Gunmen took up to 40 people hostage.", "up to 40", (None, None, 40)),
        ("Gunmen shot the 14 one after another.", "14", (14, 14, 14)),
        ("A family of five died.", "A", None),
        ("A number of people died.", "A", None),
        ("A bomb wounded three.", "A", None),
        ("Not all died.", "Not", None),
        ("Not more than 12 people died.", "Not more than 12", (None, None, 12)),
        ("Officers not wearing vests were hurt.", "Officers", None),
        ("She wasn't hurt.", "wasn't", (0, 0, 0)),
    ],
)
def test_what_marked_words_count(
    text: str, marked: str, expected: tuple[int | None, int | None, int | None] | None
) -> None:
    assert figures(text, marked) == expected


@pytest.mark.parametrize(
    ("text", "marked", "words", "expected"),
    [
        ("Medics say more than 150 were hurt.", "150", "more than 150", (151, None, None)),
        (
            "One hundred and twenty families fled.",
            "twenty families",
            "One hundred and twenty families",
            (120,) * 3,
        ),
        ("At least thirty others were hurt.", "least thirty", "At least thirty others", (30, 30, None)),
        (
            "They took between 70 and 100 passengers.",
            "70 and 100",
            "between 70 and 100 passengers",
            (70, None, 100),
        ),
    ],
)
def test_an_amount_is_read_whole_where_a_part_of_it_is_marked(
    text: str, marked: str, words: str, expected: tuple[int | None, int | None, int | None]
) -> None:
    start = text.index(marked)
    count = count_of(text, Span("r", start, start + len(marked)), Effect.INJURED, 0)
    assert count is not None
    assert text[count.span.start : count.span.end] == words
    assert (count.toll.low, count.toll.best, count.toll.high) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A toddler", "Jonas Bett, 41,", False),
        ("The boy", "Jonas Bett, 9,", True),
        ("A youth", "Jonas Bett, 24,", True),
        ("The boy's father", "Jonas Bett, 41,", True),
        ("The boy", "Jonas Bett, 41,", False),
        ("A man", "Jonas Bett, 41,", True),
        ("A woman", "Jonas Bett", True),  # nothing says that the name is a man's
    ],
)
def test_age_and_what_people_are_called_tell_them_apart(one: str, other: str, same: bool) -> None:
    text = f"{one} was found there. {other} died later."
    assert _are_one(text, one, other) is same


@pytest.mark.parametrize(
    ("text", "one", "other", "same"),
    [
        ("They shot a committee member, Omar Bal, at noon.", "a committee member", "Omar Bal", True),
        ("They shot a teacher, identified as Omar Bal.", "a teacher", "Omar Bal", True),
        ("They shot a teacher and Omar Bal.", "a teacher", "Omar Bal", False),
        ("A guard was shot. The other man died.", "A guard", "The other man", False),
        ("They shot Amira Bett, Omar Bal and a guard.", "Amira Bett", "Omar Bal", False),
    ],
)
def test_a_name_right_behind_somebody_is_theirs(text: str, one: str, other: str, same: bool) -> None:
    assert _are_one(text, one, other) is same


def _are_one(text: str, one: str, other: str) -> bool:
    found = []
    for marked in (one, other):
        start = text.index(marked)
        count = count_of(text, Span("r", start, start + len(marked)), Effect.KILLED, start)
        assert count is not None
        found += count.individuals
    return may_be_one(found[1], found[0], text)


@given(st.text(alphabet=" \n\u00a0ab,.-0129'", max_size=160), st.integers(0, 160), st.integers(1, 40))
def test_any_marked_words_are_read_and_stay_inside_the_text(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    if start >= end:
        return
    count = count_of(text, Span("r", start, end), Effect.KILLED, 0)
    if count is not None:
        assert 0 <= count.span.start < count.span.end <= len(text)
        assert all(0 <= i.span.start < i.span.end <= len(text) for i in count.individuals)
