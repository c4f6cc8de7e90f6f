"""Texts in small letters throughout: where their sentences end, and when they are taken for such."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text import in_capitals, is_mostly_small, is_small, sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "mobs burned shops in the old town on sunday. police opened fire. two people died.",
            ["mobs burned shops in the old town on sunday.", "police opened fire.", "two people died."],
        ),
        (
            "the officer, v. k. rao, met gen. abebe in the town at 5 p.m. on sunday. nobody was hurt.",
            ["the officer, v. k. rao, met gen. abebe in the town at 5 p.m. on sunday.", "nobody was hurt."],
        ),
        (
            "shops in the bazaar had closed by 6 p.m. the men came later with tins of petrol.",
            ["shops in the bazaar had closed by 6 p.m.", "the men came later with tins of petrol."],
        ),
        ("was it a mob? nobody in the street could say! they ran.", None),
    ],
)
def test_a_stop_ends_a_sentence_whatever_letter_follows(text: str, expected: list[str] | None) -> None:
    assert is_small(text)
    assert pieces(text) == (expected or ["was it a mob?", "nobody in the street could say!", "they ran."])


def test_a_line_with_capitals_above_makes_no_difference() -> None:
    story = "police fired on a crowd in the town. two men were killed."
    text = "This story is from March 4, 2002\n\n" + " ".join([story] * 4)
    assert pieces(text)[1:3] == ["police fired on a crowd in the town.", "two men were killed."]
    assert is_mostly_small(text)


@pytest.mark.parametrize(
    "text",
    [
        "The men drove approx. forty kilometres north of the border before the engine failed them.",
        "al-Qaeda said that it had sent the men who attacked the embassy in Sanaa. al-Shabaab did not.",
        "",
        "no. 5",
    ],
)
def test_cased_and_short_texts_are_read_as_before(text: str) -> None:
    assert not is_small(text) and not is_mostly_small(text)


def test_in_cased_text_a_small_letter_still_goes_on() -> None:
    text = "The convoy moved approx. forty kilometres north. Nobody in Marib stopped it."
    assert pieces(text) == ["The convoy moved approx. forty kilometres north.", "Nobody in Marib stopped it."]


@given(st.text())
def test_capitals_keep_every_letter_in_its_place(text: str) -> None:
    raised = in_capitals(text)
    assert len(raised) == len(text)
    assert all(r == c or r == c.upper() for r, c in zip(raised, text, strict=True))


@given(st.text(alphabet='abc .?!\n"', max_size=300))
def test_sentences_of_small_text_cover_all_but_white_space(text: str) -> None:
    bounds = sentences(text)
    assert all(a < b for a, b in bounds) and all(x[1] <= y[0] for x, y in pairwise(bounds))
    left = [c for i, c in enumerate(text) if not any(a <= i < b for a, b in bounds)]
    assert all(c.isspace() for c in left)
