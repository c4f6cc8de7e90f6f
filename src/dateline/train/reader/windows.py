"""Examples cut into windows of word pieces, with the targets of the network as numpy arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.reader.model.pieces import Piece, cut, encode
from dateline.train.reader.example import Example, Labelled
from dateline.train.reader.tags import TAGS, WINDOW

_TAG = {tag: number for number, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class WindowSpan:
    """A labelled span inside a window: first and last piece, both included."""

    first: int
    last: int
    label: int
    incidents: tuple[int, ...]
    classes: dict[str, str]
    party: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """What the network learns from at once. ``ids`` with the two special pieces; ``inside`` and ``starts``
    are (pieces, tags) of 0/1; ``taught`` (tags) says where the tag losses count; ``window`` are the answers
    about the window (nan: not asked)."""

    example: str
    source: str
    ids: NDArray[np.int64]
    inside: NDArray[np.float32]
    starts: NDArray[np.float32]
    taught: NDArray[np.float32]
    spans: tuple[WindowSpan, ...]
    window: NDArray[np.float32]
    weight: float


def windows(example: Example, tokenizer: Tokenizer, size: int, overlap: int) -> Iterator[Window]:
    """The windows of one example; a span counts where a window holds it whole."""
    ids, pieces = encode(tokenizer, example.text)
    taught = np.array([tag in example.taught for tag in TAGS], np.float32)
    for first, last in cut(len(pieces), size - 2, overlap):
        part = pieces[first:last]
        spans = tuple(_spans(example.spans, part))
        inside, starts = _targets(example, first, part)
        yield Window(
            example.id,
            example.source,
            np.concatenate(([ids[0]], ids[first + 1 : last + 1], [ids[-1]])),
            inside,
            starts,
            taught,
            spans,
            _answers(example, len(spans) > 0, last - first == len(pieces)),
            example.weight,
        )


def _targets(
    example: Example, first: int, part: Sequence[Piece]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the tags of a window's pieces should be, inside and start; the special pieces have none."""
    inside = np.zeros((len(part) + 2, len(TAGS)), np.float32)
    starts = np.zeros_like(inside)
    if example.doubts is not None:
        rows = example.doubts[first : first + len(part)]
        inside[1:-1], starts[1:-1] = rows[:, : len(TAGS)], rows[:, len(TAGS) :]
        return inside, starts
    for span in _tagged(example.spans, part):
        inside[span.first : span.last + 1, span.label] = 1
        starts[span.first, span.label] = 1
    return inside, starts


def _answers(example: Example, filled: bool, whole: bool) -> NDArray[np.float32]:
    """The answers about the report hold for a window that is all of it, or has its share of the marks."""
    answers = np.full(len(WINDOW), np.nan, np.float32)
    for name, value in example.window.items():
        if whole or filled or value == 0:
            answers[WINDOW.index(name)] = value
    return answers


def _tagged(spans: Sequence[Labelled], part: Sequence[Piece]) -> Iterator[WindowSpan]:
    """The spans as far as they lie in the window; those that a border cuts, too."""
    if not part:
        return
    starts = np.array([p[0] for p in part])
    ends = np.array([p[1] for p in part])
    for span in spans:
        first = int(np.searchsorted(ends, span.start, "right"))
        last = int(np.searchsorted(starts, span.end, "left")) - 1
        if first <= last:
            tag, classes = _TAG[span.label], dict(span.classes)
            yield WindowSpan(first + 1, last + 1, tag, span.incidents, classes, span.party)


def _spans(spans: Sequence[Labelled], part: Sequence[Piece]) -> Iterator[WindowSpan]:
    if not part:
        return
    low, high = part[0][0], part[-1][1]
    inner = [s for s in spans if s.start >= low and s.end <= high]
    yield from _tagged(inner, part)
