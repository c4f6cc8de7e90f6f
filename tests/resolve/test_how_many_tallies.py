"""Counts that name what they count before the number."""

from __future__ import annotations

import pytest

from dateline.model import Effect
from dateline.resolve.how_many import find_counts


@pytest.mark.parametrize(
    ("text", "words", "effect", "figures"),
    [
        ("A spokesman put the number of injured at 118.", "118", Effect.INJURED, (118, 118, 118)),
        (
            "The clinic lowered its count of people killed in the raid from 18 to 16.",
            "16",
            Effect.KILLED,
            (16, 16, 16),
        ),
        ("The number of wounded remained at 27.", "27", Effect.INJURED, (27, 27, 27)),
        ("The tally of the missing reached at least 40 by dusk.", "40", Effect.MISSING, (40, 40, None)),
    ],
)
def test_tallies(
    text: str, words: str, effect: Effect, figures: tuple[int | None, int | None, int | None]
) -> None:
    (mention,) = [m for m in find_counts(text, "r") if m.toll.best is not None]
    assert text[mention.span.start : mention.span.end] == words
    assert mention.toll.effect is effect
    assert (mention.toll.low, mention.toll.best, mention.toll.high) == figures


def test_rates_and_hours_are_no_tallies() -> None:
    assert find_counts("The number of deaths was 12 percent lower than last year.", "r") == []
