"""Words with their offsets, as :mod:`dateline.resolve.how_many` reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.text import number_value, sentences

_SPELT = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven"
    r"|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen)"
)
_TOKEN = re.compile(
    rf"(?:\d{{1,3}}|{_SPELT})(?:-and-a-half)?[ ]?[- ][ ]?(?:year|month|week|day|yr)s?[ ]?[- ][ ]?olds?\b"  # an age is one word
    r"|\d{1,2}[- ]?(?:yo|y/o)\b"
    r"|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:st|nd|rd|th|s)?\b"
    r"|(?:[A-Z]\.){2,}"
    r"|['’]s\b|n['’]t\b"
    r"|[^\W\d_]+?(?=n['’]t\b)"
    r"|[^\W\d_]+(?:-[^\W\d_]+)*(?:['’](?!s\b)[^\W\d_]+)*"
    r"|\S",
    re.IGNORECASE,
)
_AGE = re.compile(
    rf"(\d{{1,3}}|{_SPELT})(?:-and-a-half)?[- ]*(year|yr|yo|y/o|month|week|day)s?(?:[- ]*olds?)?$"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """One sentence: words as written, in lower case, and where they stand in the text."""

    raw: list[str]
    low: list[str]
    start: list[int]
    end: list[int]
    shouted: bool  # in capitals throughout: letter case says nothing about names

    def __len__(self) -> int:
        return len(self.low)

    def word(self, at: int) -> str:
        """The lower-case word at ``at``; "" outside of the sentence."""
        return self.low[at] if 0 <= at < len(self.low) else ""

    def capital(self, at: int) -> bool:
        """Whether the word starts with a capital, where capitals tell anything."""
        return not self.shouted and 0 <= at < len(self.raw) and self.raw[at][0].isupper()


def age_of(word: str) -> int | None:
    """Years of "24-year-old"; 0 for months, weeks and days; None for other words."""
    if not word.endswith(("old", "olds", "yo", "y/o")):
        return None
    match = _AGE.match(word)
    if match is None:
        return None
    return number_value(match[1]) if match[2].startswith("y") else 0


@lru_cache(maxsize=4)  # counts and sources read the same report one after the other
def tokenise(text: str) -> tuple[Tokens, ...]:
    """The sentences of ``text`` as tokens."""
    found = []
    for begin, finish in sentences(text):
        raw: list[str] = []
        start: list[int] = []
        end: list[int] = []
        for match in _TOKEN.finditer(text, begin, finish):
            raw.append(match.group())
            start.append(match.start())
            end.append(match.end())
        low = [w.lower().replace("’", "'") for w in raw]
        words = [w for w in raw if len(w) > 2 and w.isalpha()]
        shouted = len(words) > 2 and sum(w.isupper() for w in words) > 0.7 * len(words)
        found.append(Tokens(raw, low, start, end, shouted))
    return tuple(found)
