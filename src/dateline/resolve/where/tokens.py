"""A report as tokens with offsets, made for finding names."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from dateline.resolve.where.cues import cues
from dateline.text import sentences

# The ranges are written out for texts in Latin script: three times as fast as "letter, by its category".
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*|\d+")
_LATIN = re.compile(r"(?:[A-Z]\.){2,}|[A-Za-zÀ-ÖØ-öø-ʯ]+(?:['’ʼ`][A-Za-zÀ-ÖØ-öø-ʯ]+)*|[0-9]+")
_OTHER_SCRIPT = re.compile("[ªµº\u0300-\u1fff\u2c00-\udfff\uf900-\U0010ffff]")
_APOSTROPHE = ("'", "’")
#: What may stand between two words of one name: a space, a hyphen, one line break of wire copy ("in the
#: Zaafaraniyah  district", "Abu Chir \nneighborhood"), a hyphen with the mark of a sound ("Al-‘Arfi").
_INSIDE = frozenset({" ", "-", "\n", "\u00a0", "‑", "–", "  ", " \n", "\n ", "-‘", "-’", "-'"})
_SAINT = frozenset({"st", "ste", "ft", "mt"})


@dataclass(slots=True)
class Tokens:
    """Parallel lists over the tokens of a text; ``gaps`` the characters before each,
    ``heads`` the positions at which a name may begin. ``upper`` marks a text without lower case."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]
    first: list[bool]
    gaps: list[str]
    upper: bool
    heads: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, i: int) -> str:
        """The characters between token ``i - 1`` and token ``i``."""
        return self.gaps[i]

    def joined(self, i: int) -> bool:
        """Whether token ``i`` may continue a name that token ``i - 1`` is part of."""
        gap = self.gaps[i]
        return gap in _INSIDE or (gap in (". ", ".") and self.lower[i - 1] in _SAINT)


@lru_cache(maxsize=64)
def bounds_of(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text, remembered: every incident of a report asks for them."""
    return tuple(sentences(text)) or ((0, len(text)),)


def tokenize(text: str) -> Tokens:
    """Tokens of ``text``; a possessive "'s" belongs to none of them."""
    upper = is_upper(text)
    pattern = _TOKEN if not text.isascii() and _OTHER_SCRIPT.search(text) else _LATIN
    found = [(m.group(), m.start()) for m in pattern.finditer(text)]
    if "'" in text or "’" in text:
        found = [(word, at) for whole, at in found if (word := _bare(whole))]
    words = [word for word, _ in found]
    starts = [at for _, at in found]
    ends = [at + len(word) for word, at in found]
    lower = [word.lower() for word in words]
    capital = [word[0].isupper() for word in words]
    articles = cues().article_prefix
    heads = [
        i
        for i, big in enumerate(capital)
        if big or (lower[i] in articles and text[ends[i] : ends[i] + 1] == "-")
    ]
    return Tokens(
        text=text,
        words=words,
        lower=lower,
        starts=starts,
        ends=ends,
        capital=capital,
        first=_first(text, starts, upper),
        gaps=[text[e:s] for e, s in zip([starts[0] if starts else 0, *ends], starts, strict=False)],
        upper=upper,
        heads=heads,
    )


def _bare(word: str) -> str:
    """The word without its possessive."""
    return word[:-2] if word[-2:-1] in _APOSTROPHE and word[-1] in "sS" else word


def _first(text: str, starts: list[int], upper: bool) -> list[bool]:
    """Which tokens begin a sentence (behind one mark at most)."""
    first = [False] * len(starts)
    if not upper:
        for begin, _ in bounds_of(text):
            k = bisect_left(starts, begin)
            if k < len(starts) and starts[k] <= begin + 1:
                first[k] = True
    return first


def is_upper(text: str) -> bool:
    """Whether the text is written in capitals throughout, as old wire copy is."""
    if sum(map(str.islower, text[:300])) >= 150:  # then the whole sample cannot be
        return False
    sample = text[:1500]
    lower = sum(map(str.islower, sample))
    upper = sum(map(str.isupper, sample))
    return upper > 20 and lower * 10 < upper
