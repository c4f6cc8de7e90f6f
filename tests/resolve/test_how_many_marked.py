"""Counts in words that a reader marked: amounts, nobody, and somebody told of alone."""

from __future__ import annotations

import pytest

from dateline.model import Effect, Span
from dateline.resolve.how_many import count_of


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
    ],
)
def test_what_marked_words_count(
    text: str, marked: str, expected: tuple[int | None, int | None, int | None] | None
) -> None:
    assert figures(text, marked) == expected
