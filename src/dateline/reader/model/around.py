"""What stands around words of a text, as features for the regressions by words."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from dateline.text import sentence_at, sentences, tokens

_ENDINGS = re.compile("(?:ing|ed|es|s|e)$")
_LONG = 4  # shorter words have no ending that could be parted
_NEAR, _NEXT = 6, 2  # words on each side: in any order, in their order
_EARLY = 5  # so many words before: the first, second, or a later part of the sentence


def stem(word: str) -> str:
    """A word in lower case without its ending; crude, and the same for all who compare words."""
    lower = word.lower()
    return _ENDINGS.sub("", lower) if len(lower) > _LONG else lower


class Around:
    """One text, cut once for all the words that are asked about."""

    def __init__(self, text: str) -> None:
        self._text = text
        told = tokens(text)
        self._starts = [t.start for t in told]
        self._stems = [stem(t.lower) for t in told]
        self._bounds = tuple(sentences(text)) or ((0, len(text)),)
        self._told: dict[str, list[str]] = {}

    def words(self, start: int, end: int) -> list[str]:
        """The features of ``text[start:end]`` within its sentence."""
        first, last = self._between(start, end)
        begin, stop = self._between(*self._bounds[sentence_at(self._bounds, start)])
        every, left, right = self._as("s"), self._as("l"), self._as("r")
        found = every[begin:first] + every[last:stop]
        found += left[max(begin, first - _NEAR) : first] + right[last : min(stop, last + _NEAR)]
        found += [f"l{n}:{self._stems[first - 1 - n]}" for n in range(min(_NEXT, first - begin))]
        found += [f"r{n}:{self._stems[last + n]}" for n in range(min(_NEXT, stop - last))]
        found += self._as("w")[first:last]
        found.append("capital" if self._text[start : start + 1].isupper() else "small")
        found.append(f"part:{min(2, max(first - begin, 0) // _EARLY)}")
        return found

    def neighbours(self, start: int) -> list[str]:
        """The words of the sentences before and after."""
        number = sentence_at(self._bounds, start)
        found: list[str] = []
        for side, other in (("p", number - 1), ("n", number + 1)):
            if 0 <= other < len(self._bounds):
                first, last = self._between(*self._bounds[other])
                found += self._as(side)[first:last]
        return found

    def _as(self, side: str) -> list[str]:
        """All words of the text as features of one side; each is asked for many times."""
        if side not in self._told:
            self._told[side] = [f"{side}:{word}" for word in self._stems]
        return self._told[side]

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)


@lru_cache(maxsize=256)
def around(text: str) -> Around:
    """The texts asked for last are kept: every regression asks about the same ones."""
    return Around(text)
