"""Word pieces with their offsets, and how a long text is cut into windows of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Piece = tuple[int, int]


def encode(tokenizer: Tokenizer, text: str) -> tuple[NDArray[np.int64], list[Piece]]:
    """``(ids, pieces)``: ids with the special piece at either end, pieces as offsets in ``text`` without
    them. ``tokenizer`` neither cuts nor pads."""
    encoding = tokenizer.encode(text)
    return np.array(encoding.ids, np.int64), encoding.offsets[1:-1]


def cut(count: int, size: int, overlap: int) -> Iterator[tuple[int, int]]:
    """``(first, last)`` of windows of at most ``size`` pieces that share ``overlap``; the last one is as
    long as the others where there is more than one."""
    first = 0
    while count - first > size:
        yield first, first + size
        first += size - overlap
    yield max(0, min(first, count - size)), count
