"""A report as tokens with offsets, made for finding names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateline.resolve.where.cues import cues
from dateline.text import Runs, runs, sentences

_INITIALS = re.compile(r"(?:[A-Z]\.){2,}")
_STOPPED = re.compile(r"\.[A-Z]\.")  # quickly told that there are none
_MARK = re.compile(r"['’ʼ`](?=[^\W\d_])")
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
    words, lower, starts, ends = _joined(text, runs(text))
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


def _joined(text: str, cut: Runs) -> tuple[list[str], list[str], list[int], list[int]]:
    """The columns of the shared runs, with "O'Brien" and "U.S." as one word and without possessives."""
    joints = _apostrophes(text, cut)
    if _STOPPED.search(text):
        joints = sorted([*joints, *_initials(text, cut)])
    words: list[str] = []
    lower: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for first, stop, end in joints:
        if first < done:  # "d'A.B.": the apostrophe comes first
            continue
        word = text[cut.starts[first] : end]
        words += (*cut.words[done:first], word)
        lower += (*cut.lower[done:first], word.lower())
        starts += (*cut.starts[done:first], cut.starts[first])
        ends += (*cut.ends[done:first], end)
        done = stop
    words += cut.words[done:]
    lower += cut.lower[done:]
    starts += cut.starts[done:]
    ends += cut.ends[done:]
    return words, lower, starts, ends


def _apostrophes(text: str, cut: Runs) -> list[tuple[int, int, int]]:
    """``(first run, last run + 1, end)`` of what apostrophes hold together: a possessive is left out."""
    found: list[tuple[int, int, int]] = []
    for mark in _MARK.finditer(text):
        at = mark.start()
        before = bisect_left(cut.ends, at)
        if before == len(cut) or cut.ends[before] != at or not cut.words[before].isalpha():
            continue
        first = before
        if found and found[-1][1] == before + 1:  # "O'Brien" goes on
            first = found.pop()[0]
        possessive = mark.group() in _APOSTROPHE and cut.words[before + 1] in ("s", "S")
        found.append((first, before + 2, at if possessive else cut.ends[before + 1]))
    return found


def _initials(text: str, cut: Runs) -> Iterator[tuple[int, int, int]]:
    """ "U.S.", "N.Y.P.D.": the letters with their stops."""
    for match in _INITIALS.finditer(text):
        first = bisect_left(cut.starts, match.start())
        if first < len(cut) and cut.starts[first] == match.start():
            yield first, first + len(match.group()) // 2, match.end()


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
