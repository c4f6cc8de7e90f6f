"""Words with their offsets, as :mod:`dateline.resolve.how_many` reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from dateline.text import number_value, sentences

_SPELT = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven"
    r"|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen)"
)
# One group around all of it: split() then gives the words with what stands between them.
_TOKEN = re.compile(
    r"((?:[A-Z]\.){2,}"
    r"|[^\W\d_]+(?:-[^\W\d_]+|['’](?![sS]\b)[^\W\d_]+)*"
    r"(?:[ ](?:[Yy]ear|month|YEAR)s?[ -](?:[Oo]lds?|OLDS?)\b)?"  # "twenty year old"
    # an age is one word: "24-year-old", "9 month old", "2yo"
    r"|\d{1,3}(?:-and-a-half)?[ ]?[-–‑ ][ ]?(?i:year|month|week|day|yr)s?[ ]?[-–‑ ][ ]?(?i:olds?)\b"
    r"|\d{1,2}[- ]?(?:yo|y/o)\b"
    r"|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?:st|nd|rd|th|s)?\b"
    r"|''|``|['’][sS]\b"
    r"|\S)"
)
_LONGEST = 400  # words of a sentence; what is longer is cut, so that the work stays linear in the text
_NOT = frozenset(("n'", "n’", "N'", "N’"))
_HAS_NOT = re.compile(r"[nN]['’][tT]")
_AGE = re.compile(
    rf"(\d{{1,3}}|{_SPELT})(?:-and-a-half)?[-–‑ ]*(year|yr|yo|y/o|month|week|day)s?(?:[-–‑ ]*olds?)?$"
)

_Columns = tuple[list[str], list[int], list[int]]  # words, where they start, where they end


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
    found: list[Tokens] = []
    for begin, finish in sentences(text):
        # what stands between, a word, what stands between, a word …
        pieces = _TOKEN.split(text[begin:finish])
        bounds = list(accumulate(map(len, pieces), initial=begin))
        raw, start, end = pieces[1::2], bounds[1:-1:2], bounds[2::2]
        sentence = (
            _with_not_apart(raw, start, end) if _HAS_NOT.search(text, begin, finish) else (raw, start, end)
        )
        found += _parted(*sentence)
    return tuple(found)


def _with_not_apart(raw: list[str], start: list[int], end: list[int]) -> _Columns:
    """The words, "didn't" as "did" and "n't"."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for word, first, last in zip(raw, start, end, strict=True):
        if word[-1] in "tT" and word[-3:-1] in _NOT and len(word) > 3:
            words += (word[:-3], word[-3:])
            starts += (first, last - 3)
            ends += (last - 3, last)
            continue
        words.append(word)
        starts.append(first)
        ends.append(last)
    return words, starts, ends


def _parted(raw: list[str], start: list[int], end: list[int]) -> list[Tokens]:
    """The sentence, cut where it is longer than any sentence is (a list without full stops)."""
    if 0 < len(raw) <= _LONGEST:
        return [_made(raw, start, end)]
    cuts = range(0, len(raw), _LONGEST)
    return [_made(raw[c : c + _LONGEST], start[c : c + _LONGEST], end[c : c + _LONGEST]) for c in cuts]


def _made(raw: list[str], start: list[int], end: list[int]) -> Tokens:
    low = list(map(str.lower, raw))
    if "’" in "".join(raw):
        low = [w.replace("’", "'") for w in low]
    shouted = False
    if sum(map(str.isupper, raw)) > 0.4 * len(raw):
        words = [w for w in raw if len(w) > 2 and w.isalpha()]
        shouted = len(words) > 2 and sum(w.isupper() for w in words) > 0.7 * len(words)
    return Tokens(raw, low, start, end, shouted)
