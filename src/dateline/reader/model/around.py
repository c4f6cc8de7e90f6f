"""What stands around words of a text, as features for the regressions by words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
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

    def words(self, start: int, end: int) -> list[str]:
        """The features of ``text[start:end]`` within its sentence."""
        first, last = self._between(start, end)
        begin, stop = self._between(*self._bounds[sentence_at(self._bounds, start)])
        left, right = self._stems[begin:first][::-1], self._stems[last:stop]
        found = [f"s:{w}" for w in left] + [f"s:{w}" for w in right]
        for side, words in (("l", left), ("r", right)):
            found += [f"{side}:{w}" for w in words[:_NEAR]]
            found += [f"{side}{n}:{w}" for n, w in enumerate(words[:_NEXT])]
        found += [f"w:{w}" for w in self._stems[first:last]]
        found.append("capital" if self._text[start : start + 1].isupper() else "small")
        found.append(f"part:{min(2, len(left) // _EARLY)}")
        return found

    def neighbours(self, start: int) -> Iterator[str]:
        """The words of the sentences before and after."""
        number = sentence_at(self._bounds, start)
        for side, other in (("p", number - 1), ("n", number + 1)):
            if 0 <= other < len(self._bounds):
                first, last = self._between(*self._bounds[other])
                yield from (f"{side}:{w}" for w in self._stems[first:last])

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)


@lru_cache(maxsize=256)
def around(text: str) -> Around:
    """The texts asked for last are kept: every regression asks about the same ones."""
    return Around(text)
