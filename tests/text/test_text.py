"""Sentences, numbers and phrases, by offset."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text import (
    PhraseMatcher,
    find_numbers,
    number_value,
    paragraphs,
    runs,
    sentence_at,
    sentences,
    tokens,
)


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MESA, Ariz. — A gunman fled. He was found.", ["MESA, Ariz. — A gunman fled.", "He was found."]),
        (
            "Maj. Gen. Afgan spoke at 5 p.m. Tuesday. He left.",
            ["Maj. Gen. Afgan spoke at 5 p.m. Tuesday.", "He left."],
        ),
        ("It began at 6 p.m. The police came.", ["It began at 6 p.m.", "The police came."]),
        (
            "He was hit at home Monday.Leaving her house, she wept.",
            ["He was hit at home Monday.", "Leaving her house, she wept."],
        ),
        ("“Nobody was hurt.” The mayor left!", ["“Nobody was hurt.”", "The mayor left!"]),
        ("J. Smith of the U.S. Marshals came", ["J. Smith of the U.S. Marshals came"]),
        ("A headline without a stop\n\nThe story.", ["A headline without a stop", "The story."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@given(st.text(max_size=400))
def test_sentences_cover_everything_but_white_space(text: str) -> None:
    covered = [False] * len(text)
    last = 0
    for start, end in sentences(text):
        assert last <= start < end <= len(text)
        last = end
        covered[start:end] = [True] * (end - start)
    assert all(done or char.isspace() for done, char in zip(covered, text, strict=True))


def test_the_sentence_of_an_offset() -> None:
    text = "One here. Two there."
    bounds = sentences(text)
    assert [sentence_at(bounds, text.index(w)) for w in ("One", "here", "Two", "there")] == [0, 0, 1, 1]
    assert sentence_at([], 3) == 0


def test_paragraphs_keep_offsets() -> None:
    text = "\n One.\n\n Two words \n"
    assert [text[s:e] for s, e in paragraphs(text)] == ["One.", "Two words"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("61", 61),
        ("1,200", 1200),
        ("twenty-three", 23),
        ("two dozen", 24),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("a hundred and six", 106),
        ("3 thousand", 3000),
        ("two hundred thousand", 200_000),
        ("1.5", None),
        ("1.5 million", 1_500_000),
    ],
)
def test_number_value(words: str, value: int | None) -> None:
    assert number_value(words) == value


def test_find_numbers_gives_positions() -> None:
    text = "At least twenty-three died and 1,200 fled."
    assert [(text[s:e], n) for s, e, n in find_numbers(text)] == [("twenty-three", 23), ("1,200", 1200)]


def test_phrases_match_over_hyphens_but_not_over_a_full_stop() -> None:
    matcher = PhraseMatcher([("car bomb", "a"), ("bomb", "b")])
    text = "A car-bomb. In a car. Bomb squad."
    words = tokens(text)
    found = [(text[words[i].start : words[j - 1].end], label) for i, j, label in matcher.find(text, words)]
    assert found == [("car-bomb", "a"), ("Bomb", "b")]


def test_runs_are_the_shared_list_and_tokens_are_put_together_from_them() -> None:
    text = "On the 24th, O'Brien's M23 unit fled Íslamabad (½ mile)."
    cut = runs(text)
    assert list(zip(cut.words, cut.starts, cut.ends, strict=True))[2:9] == [
        ("24", 7, 9), ("th", 9, 11), ("O", 13, 14), ("Brien", 15, 20), ("s", 21, 22), ("M", 23, 24),
        ("23", 24, 26),
    ]  # fmt: skip
    assert [(t.start, t.end, t.lower) for t in tokens(text)][2:6] == [
        (7, 11, "24th"), (13, 14, "o"), (15, 20, "brien"), (21, 22, "s"),
    ]  # fmt: skip
    assert tokens(text)[6] == (23, 26, "m23")


@given(st.text(max_size=300))
def test_runs_hold_every_letter_and_digit_once(text: str) -> None:
    cut = runs(text)
    assert [text[s:e] for s, e in zip(cut.starts, cut.ends, strict=True)] == cut.words
    assert "".join(cut.words) == "".join(re.findall(r"[^\W_]+", text))
    assert [text[t.start : t.end] for t in tokens(text)] == re.findall(r"[^\W_]+", text)
