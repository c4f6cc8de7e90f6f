"""A report as tokens with offsets, made for finding names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.text import sentences

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*|\d+")
_APOSTROPHE = ("'", "’")
#: What may stand between two words of one name: a space, a hyphen, one line break of wire copy.
_INSIDE = frozenset({" ", "-", "\n", "\u00a0", "‑", "–"})
_SAINT = frozenset({"st", "ste", "ft", "mt"})


@dataclass(slots=True)
class Tokens:
    """Parallel lists over the tokens of a text. ``upper`` marks a text without lower case."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]
    first: list[bool]
    upper: bool

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, i: int) -> str:
        """The characters between token ``i - 1`` and token ``i``."""
        return self.text[self.ends[i - 1] : self.starts[i]] if i > 0 else ""

    def joined(self, i: int) -> bool:
        """Whether token ``i`` may continue a name that token ``i - 1`` is part of."""
        gap = self.gap(i)
        return gap in _INSIDE or (gap in (". ", ".") and self.lower[i - 1] in _SAINT)


def tokenize(text: str) -> Tokens:
    """Tokens of ``text``; a possessive "'s" belongs to none of them."""
    upper = is_upper(text)
    words: list[str] = []
    starts: list[int] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[-2:-1] in _APOSTROPHE and word[-1] in "sS":
            word = word[:-2]
        if word:
            words.append(word)
            starts.append(match.start())
    begins = set() if upper else {start for start, _ in sentences(text)}
    return Tokens(
        text=text,
        words=words,
        lower=[w.lower() for w in words],
        starts=starts,
        ends=[s + len(w) for s, w in zip(starts, words, strict=True)],
        capital=[w[0].isupper() for w in words],
        first=[s in begins or (s - 1) in begins for s in starts],
        upper=upper,
    )


def is_upper(text: str) -> bool:
    """Whether the text is written in capitals throughout, as old wire copy is."""
    sample = text[:1500]
    lower = sum(map(str.islower, sample))
    upper = sum(map(str.isupper, sample))
    return upper > 20 and lower * 10 < upper
