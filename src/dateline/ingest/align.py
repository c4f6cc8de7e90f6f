"""Where extracted paragraphs stand in the visible text of their page.

Extractors give text without offsets. Their paragraphs are found again by their letters, white space
left out; paragraphs keep the order of the page, so the longest one that occurs once is the anchor and
the others are sought on their side of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

#: A paragraph of one story: ``(start, end)`` ranges of the stream, joined by single spaces.
Ranges = list[tuple[int, int]]

_SILENT = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff"))
_SOUNDING = re.compile("[^\\s\u00ad\u200b\u200c\u200d\ufeff]+")
_SHORTEST = 12  # letters of a piece that is still sought when its paragraph is not found whole


class _Squashed:
    """A text without its white space, and where each of its letters stood."""

    def __init__(self, text: str) -> None:
        runs = [run.span() for run in _SOUNDING.finditer(text)]
        self.letters = "".join([text[start:end] for start, end in runs])
        self._begins = [start for start, _ in runs]
        # the letters before each run
        self._before = [0, *accumulate(end - start for start, end in runs)]

    def place(self, letter: int) -> int:
        """Where the letter of this number stood."""
        run = bisect_right(self._before, letter) - 1
        return self._begins[run] + letter - self._before[run]


def locate(paragraphs: Sequence[str], stream: str) -> list[Ranges]:
    """For each paragraph the ranges of ``stream`` that hold its letters; empty when none do."""
    squashed = _Squashed(stream)
    hay = squashed.letters
    needles = ["".join(p.translate(_SILENT).split()) for p in paragraphs]
    spots = _spots(needles, hay)
    found: list[Ranges] = []
    floor = 0
    for needle, spot, paragraph in zip(needles, spots, paragraphs, strict=True):
        if spot >= 0:
            pieces = [(spot, spot + len(needle))]
        else:
            pieces = _in_pieces(paragraph, hay, floor)
        if pieces:
            floor = pieces[-1][1]
        found.append([(squashed.place(s), squashed.place(e - 1) + 1) for s, e in pieces])
    return found


def _spots(needles: Sequence[str], hay: str) -> list[int]:
    """Where each needle begins in ``hay``, in rising order; -1 where it does not."""
    spots = [-1] * len(needles)
    anchor = _anchor(needles, hay)
    if anchor is None:
        return spots
    index, place = anchor
    spots[index] = place
    floor = place + len(needles[index])
    for i in range(index + 1, len(needles)):
        if needles[i] and (at := hay.find(needles[i], floor)) >= 0:
            spots[i], floor = at, at + len(needles[i])
    ceiling = place
    for i in range(index - 1, -1, -1):
        if needles[i] and (at := hay.rfind(needles[i], 0, ceiling)) >= 0:
            spots[i] = ceiling = at
    return spots


def _anchor(needles: Sequence[str], hay: str) -> tuple[int, int] | None:
    """The longest needle that occurs, once if one does."""
    fallback = None
    for i in sorted(range(len(needles)), key=lambda i: -len(needles[i])):
        if len(needles[i]) < 2:
            break
        place = hay.find(needles[i])
        if place < 0:
            continue
        if hay.find(needles[i], place + 1) < 0:
            return i, place
        fallback = fallback or (i, place)
    return fallback


def _in_pieces(paragraph: str, hay: str, floor: int) -> list[tuple[int, int]]:
    """The words of a paragraph as the longest runs of them that ``hay`` holds, in order.

    Needed where the extractor left something out in the middle: a share button inside a sentence.
    """
    words = ["".join(w.translate(_SILENT).split()) for w in paragraph.split()]
    pieces: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        best = _longest(words, i, hay, floor)
        if best is None:
            i += 1
            continue
        i, start, end = best
        pieces.append((start, end))
        floor = end
    return pieces


def _longest(words: Sequence[str], i: int, hay: str, floor: int) -> tuple[int, int, int] | None:
    """``(next word, start, end)`` of the longest run of words from ``i`` on, or None."""
    low, run = i, ""
    while low < len(words) and len(run) < _SHORTEST:
        run += words[low]
        low += 1
    start = hay.find(run, floor) if len(run) >= _SHORTEST else -1
    if start < 0:
        return None
    end = start + len(run)
    while low < len(words) and hay.startswith(words[low], end):
        end += len(words[low])
        low += 1
    return low, start, end
