"""What stands around words of a text, as features for the regressions by words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from dateline.reader.model.decode import Floats
from dateline.reader.model.regression import Regression, Rows
from dateline.text import sentence_at, sentences, tokens

_ENDINGS = re.compile("(?:ing|ed|es|s|e)$")
_LONG = 4  # shorter words have no ending that could be parted
_NEAR, _NEXT = 6, 2  # words on each side: in any order, in their order
_EARLY = 5  # so many words before: the first, second, or a later part of the sentence

#: Where a word may stand: in the sentence, near on the left or right, next to what is asked about (l0, r0) or
#: second next, in it, in the sentence before or after.
SIDES = ("s", "l", "r", "l0", "l1", "r0", "r1", "w", "p", "n")
#: Words in a row, first and last + 1, by the side of the words asked about on which they stand.
Stretch = tuple[str, int, int]


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
        self.stems = [stem(t.lower) for t in told]
        self._bounds = tuple(sentences(text)) or ((0, len(text)),)
        self._numbered: dict[int, Numbered] = {}

    def words(self, start: int, end: int) -> list[str]:
        """The features of ``text[start:end]`` within its sentence."""
        stretches, others = self.stretches(start, end)
        return [*self._told(stretches), *self.named(*others)]

    def neighbours(self, start: int) -> list[str]:
        """The words of the sentences before and after."""
        return self._told(self.beside(start))

    def named(self, *features: str) -> list[str]:
        """Features that are no words of the text."""
        return list(features)

    def _told(self, stretches: Iterable[Stretch]) -> list[str]:
        return [f"{side}:{word}" for side, first, last in stretches for word in self.stems[first:last]]

    def stretches(self, start: int, end: int) -> tuple[list[Stretch], tuple[str, str]]:
        """The words that :meth:`words` has, by where they stand, and its other features."""
        first, last = self._between(start, end)
        begin, stop = self._between(*self._bounds[sentence_at(self._bounds, start)])
        found = [
            ("s", begin, first),
            ("s", last, stop),
            ("l", max(begin, first - _NEAR), first),
            ("r", last, min(stop, last + _NEAR)),
            ("w", first, last),
        ]
        found += [(f"l{n}", first - 1 - n, first - n) for n in range(min(_NEXT, first - begin))]
        found += [(f"r{n}", last + n, last + n + 1) for n in range(min(_NEXT, stop - last))]
        case = "capital" if self._text[start : start + 1].isupper() else "small"
        return found, (case, f"part:{min(2, max(first - begin, 0) // _EARLY)}")

    def beside(self, start: int) -> list[Stretch]:
        """The words that :meth:`neighbours` has, by where they stand."""
        number = sentence_at(self._bounds, start)
        sides = (("p", number - 1), ("n", number + 1))
        return [
            (side, *self._between(*self._bounds[other]))
            for side, other in sides
            if 0 <= other < len(self._bounds)
        ]

    def numbered(self, regression: Regression) -> Numbered:
        """The text by the numbers of the features that a regression knows."""
        if id(regression) not in self._numbered:
            self._numbered[id(regression)] = Numbered(self, regression)
        return self._numbered[id(regression)]

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)


class Numbered:
    """The words of one text as numbers of features: each word of it is looked up once, and not for all the
    words that it stands beside."""

    def __init__(self, text: Around, regression: Regression) -> None:
        self._text, self._regression = text, regression  # kept, so that no other takes its identity
        numbers = regression.numbers(text.stems, SIDES)
        self._named: dict[tuple[str, ...], Rows] = {}
        self._sides = {side: numbers[:, column] for column, side in enumerate(SIDES)}

    def words(self, start: int, end: int) -> list[Rows]:
        """What :meth:`Around.words` has, in parts."""
        stretches, others = self._text.stretches(start, end)
        return [*self._told(stretches), *self.named(*others)]

    def neighbours(self, start: int) -> list[Rows]:
        """What :meth:`Around.neighbours` has, in parts."""
        return self._told(self._text.beside(start))

    def named(self, *features: str) -> list[Rows]:
        """What :meth:`Around.named` has, in one part."""
        if features not in self._named:
            self._named[features] = np.array([self._regression.number(f) for f in features], np.int64)
        return [self._named[features]]

    def odds(self, cases: Sequence[Sequence[Rows]]) -> Floats:
        """(cases, answers) scores of cases in parts."""
        if not cases:
            return self._regression.odds([])
        lengths = [sum(map(len, parts)) for parts in cases]
        return self._regression.odds_by_rows(np.concatenate([p for parts in cases for p in parts]), lengths)

    def _told(self, stretches: Iterable[Stretch]) -> list[Rows]:
        return [self._sides[side][first:last] for side, first, last in stretches]


@lru_cache(maxsize=256)
def around(text: str) -> Around:
    """The texts asked for last are kept: every regression asks about the same ones."""
    return Around(text)
