"""Words as offsets, and a matcher for long lists of phrases."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from operator import eq
from typing import Generic, NamedTuple, TypeVar

#: A word that begins with a capital, as part of a pattern.
CAPITALISED = r"[^\W\d_a-zß-ÿ][\w'’-]*"
_RUN = re.compile(r"([^\W\d_]+|\d+)")
# Written out for texts in Latin script: three times as fast as "letter, by its category".
_LATIN_RUN = re.compile(r"([A-Za-zªµº²³¹¼½¾À-ÖØ-öø-ʯ]+|[0-9]+)")
_OTHER_SCRIPT = re.compile("[\u02b0-\u1fff\u2c00-\udfff\uf900-\U0010ffff]")

_SHORT = 200  # characters: phrases of word lists are not worth remembering

T = TypeVar("T")


class Token(NamedTuple):
    """One run of letters or digits: "anti-terrorist" is two, "Monday's" is "Monday" and "s"."""

    start: int
    end: int
    lower: str


_MADE = partial(tuple.__new__, Token)  # Token._make, without a call of Python for each word


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of letters and the runs of digits of a text, as parallel columns: "24th" is "24" and "th".

    The list that every room starts from: words with an hour in them, names of places, phrases and actors are
    put together out of these.
    """

    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)


def runs(text: str) -> Runs:
    """The runs of a text in reading order; not to be changed by who asks. The texts asked for last are
    remembered, so that a report is cut once, whichever room is the first to ask."""
    return _runs(text) if len(text) > _SHORT else _runs_of(text)


@lru_cache(maxsize=16)
def _runs(text: str) -> Runs:
    return _runs_of(text)


def _runs_of(text: str) -> Runs:
    pattern = _LATIN_RUN if text.isascii() or not _OTHER_SCRIPT.search(text) else _RUN
    pieces = pattern.split(text)  # what stands between, a run, what stands between, a run …
    ends = list(accumulate(map(len, pieces)))
    words = pieces[1::2]
    return Runs(words, list(map(str.lower, words)), ends[:-1:2], ends[1::2])


def tokens(text: str) -> list[Token]:
    """The tokens of a text in reading order. The texts asked for last are remembered: every room that reads
    a report takes the same ones."""
    return list(_tokens(text)) if len(text) > _SHORT else _cut(text)


@lru_cache(maxsize=16)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(_cut(text))


def _cut(text: str) -> list[Token]:
    found = runs(text)
    starts, ends, lower = found.starts, found.ends, found.lower
    if True not in map(eq, starts[1:], ends):  # no "24th", no "M23"
        return list(map(_MADE, zip(starts, ends, lower, strict=True)))
    heads = [0, *(i for i in range(1, len(starts)) if starts[i] != ends[i - 1])]
    stops = [*heads[1:], len(starts)]
    return [
        Token(starts[i], ends[k - 1], lower[i] if k == i + 1 else "".join(lower[i:k]))
        for i, k in zip(heads, stops, strict=True)
    ]


class PhraseMatcher(Generic[T]):
    """Finds phrases of a long list in linear time, longest first, not overlapping.

    Phrases match word by word whatever their case, and whatever stands between the words as long as it
    is one blank, hyphen or apostrophe: "car bomb" finds "car-bomb", not "car. Bomb".
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        # By first and second word, for many phrases begin with "was" or "the"; one-word phrases have "".
        self._by_start: dict[str, dict[str, list[tuple[tuple[str, ...], T]]]] = {}
        for phrase, payload in phrases:
            words = tuple(t.lower for t in tokens(phrase))
            if words:
                second = words[1] if len(words) > 1 else ""
                self._by_start.setdefault(words[0], {}).setdefault(second, []).append((words, payload))
        for entries in self._by_start.values():
            for same in entries.values():
                same.sort(key=lambda entry: -len(entry[0]))

    @property
    def starts(self) -> Container[str]:
        """The first words of all phrases: where a word is none of them, no phrase begins."""
        return self._by_start

    def at(self, text: str, words: Sequence[Token], index: int) -> Iterator[tuple[int, T]]:
        """``(last token + 1, payload)`` of each phrase that begins at token ``index``, longest first."""
        entries = self._by_start.get(words[index].lower)
        if entries is None:
            return
        if index + 1 < len(words):
            for phrase, payload in entries.get(words[index + 1].lower, ()):
                if self._matches(text, words, index, phrase):
                    yield index + len(phrase), payload
        for _, payload in entries.get("", ()):
            yield index + 1, payload

    def find(self, text: str, words: Sequence[Token]) -> Iterator[tuple[int, int, T]]:
        """``(first token, last token + 1, payload)`` of each match among ``words = tokens(text)``."""
        index, starts = 0, self._by_start
        while index < len(words):
            if words[index].lower not in starts:
                index += 1
                continue
            stop, payload = next(self.at(text, words, index), (index + 1, None))
            if payload is not None:
                yield index, stop, payload
            index = stop

    @staticmethod
    def _matches(text: str, words: Sequence[Token], index: int, phrase: tuple[str, ...]) -> bool:
        if index + len(phrase) > len(words):
            return False
        for offset in range(1, len(phrase)):
            token = words[index + offset]
            gap = text[words[index + offset - 1].end : token.start]
            if token.lower != phrase[offset] or len(gap) > 2 or gap.strip(" \n-‐‑–'’"):
                return False
        return True
