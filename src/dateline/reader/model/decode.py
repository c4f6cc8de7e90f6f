"""From the network's word-piece probabilities to spans on word borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.model import Span
from dateline.reader.model.pieces import Piece

Floats = NDArray[np.float32]
_SPLIT = 0.5


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch of words with a label: first and last piece (included), its offsets in the text, the
    number of its label and the mean probability of its words."""

    first: int
    last: int
    start: int
    end: int
    label: int
    probability: float

    def meets(self, span: Span) -> bool:
        """Whether it shares a character with a span of the same text."""
        return span.start < self.end and self.start < span.end


def joined(parts: Sequence[tuple[int, Floats]], count: int) -> Floats:
    """One row for each of ``count`` pieces from overlapping windows ``(first piece, rows)``: each piece
    takes its row from the window in which it stands farthest from a border."""
    if len(parts) == 1:
        return parts[0][1]
    out = np.zeros((count, parts[0][1].shape[1]), np.float32)
    depth = np.full(count, -1)
    for first, rows in parts:
        length = len(rows)
        here = np.minimum(np.arange(length), np.arange(length)[::-1])
        part = slice(first, first + length)
        better = here > depth[part]
        out[part][better] = rows[better]
        depth[part][better] = here[better]
    return out


def words(pieces: Sequence[Piece], continues: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The first piece of every word; ``continues`` says which pieces go on with a word."""
    apart = ~continues
    if len(pieces):
        apart[0] = True
    return np.flatnonzero(apart)


def decode(
    text: str,
    probabilities: Floats,
    pieces: Sequence[Piece],
    borders: NDArray[np.int64],
    thresholds: Floats,
    edge: float = 0.0,
) -> list[Tagged]:
    """Every label's spans of ``text`` in reading order. ``probabilities`` (pieces, 2 * labels): inside,
    then start; ``borders`` first pieces of words; ``thresholds`` by label. A word's probability is that of
    its most probable piece; a run of words above the threshold parts where a word is probably a start, and
    loses the words at its ends that have less than ``edge`` of its best word's probability."""
    if not len(pieces):
        return []
    labels = probabilities.shape[1] // 2
    inside = np.maximum.reduceat(probabilities[:, :labels], borders, axis=0)
    starts = probabilities[borders, labels:]
    above = inside >= thresholds
    stops = [*borders[1:].tolist(), len(pieces)]
    begins = borders.tolist()
    found = []
    for label in np.flatnonzero(above.any(0)).tolist():
        own = inside[:, label].tolist()
        for run in _runs(np.flatnonzero(above[:, label]).tolist(), starts[:, label]):
            first, last = _trimmed(*run, own, edge)
            while last > first and _only_marks(text, pieces, begins[last], stops[last]):
                last -= 1  # "Jerome Whitsett, 34": the comma is nobody's name
            if _only_marks(text, pieces, begins[first], stops[last]):
                continue
            begin, end = begins[first], stops[last] - 1
            mean = sum(own[first : last + 1]) / (last + 1 - first)
            found.append(Tagged(begin, end, pieces[begin][0], pieces[end][1], label, mean))
    found.sort(key=lambda t: (t.start, -t.end, t.label))
    return found


def _trimmed(first: int, last: int, inside: Sequence[float], edge: float) -> tuple[int, int]:
    """A run without what is much less probable at its ends."""
    least = edge * max(inside[first : last + 1])
    while inside[first] < least:
        first += 1
    while inside[last] < least:
        last -= 1
    return first, last


def _only_marks(text: str, pieces: Sequence[Piece], first: int, stop: int) -> bool:
    """Whether pieces are punctuation alone."""
    words = text[pieces[first][0] : pieces[stop - 1][1]]
    # nearly all that is asked about begins with a letter, and need not be gone through
    return not words[:1].isalnum() and not any(map(str.isalnum, words))


def _runs(words: Sequence[int], starts: Floats) -> Iterator[tuple[int, int]]:
    """Neighbouring words as ``(first, last)``, parted where one is probably a start."""
    first, last = -1, -1
    for word in words:
        if first >= 0 and (word != last + 1 or starts[word] > _SPLIT):
            yield first, last
            first = -1
        if first < 0:
            first = word
        last = word
    if first >= 0:
        yield first, last
