"""The head of a message, and texts that have none."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.assemble.muc4.head import read_head
from dateline.assemble.muc4.reading import without_head


@pytest.mark.parametrize(
    ("text", "city", "country", "day", "story"),
    [
        ("LIMA, 2 MAR 89 (EFE) -- [TEXT] A BRIDGE FELL.", "LIMA", "", date(1989, 3, 2), "A BRIDGE FELL."),
        ("lima, 2 mar 89 (efe) -- [text] a bridge fell.", "lima", "", date(1989, 3, 2), "a bridge fell."),
        ("PARIS (FRANCE), 5 APRIL 90 (AFP) -- [TEXT] X.", "PARIS", "FRANCE", date(1990, 4, 5), "X."),
        ("PERTH (AUSTRALIA), JUNE 11 89 (AFP) -- [TEXT] X.", "PERTH", "AUSTRALIA", date(1989, 6, 11), "X."),
        ("\n   QUITO, 9 OCT (AFP) -- [TEXT] X.", "QUITO", "", None, "X."),
        ("CLANDESTINE, NO DATE (RADIO X) -- [REPORT] [TEXT] X.", "", "", None, "X."),
        ("QUITO, 9 OCT 89 -- [REPORT] [STAFF OF Y] X.", "QUITO", "", date(1989, 10, 9), " X."),
        ("QUITO, 31 FEB 89 -- [TEXT] X.", "QUITO", "", None, "X."),
        ("[TEXT] X.", "", "", None, "X."),
        ("A MAN WAS SHOT, 3 JAN 90 -- NOT A HEAD, TOO MANY WORDS OF A SENTENCE BEFORE", "A MAN WAS SHOT", "",
         date(1990, 1, 3), "NOT A HEAD, TOO MANY WORDS OF A SENTENCE BEFORE"),
        ("a man was shot in the street.", "", "", None, "a man was shot in the street."),
        ("", "", "", None, ""),
    ],
)  # fmt: skip
def test_heads(text: str, city: str, country: str, day: date | None, story: str) -> None:
    head = read_head(text)
    assert (head.city, head.country, head.day) == (city, country, day)
    assert text[head.end :] == story


def test_the_head_goes_and_offsets_stay() -> None:
    text = "LIMA, 2 MAR 89 (EFE) -- [TEXT] A BRIDGE FELL."
    bare = without_head(text)
    assert len(bare) == len(text)
    assert bare.index("BRIDGE") == text.index("BRIDGE")
    assert "LIMA" not in bare
