"""Sketches of a text: a few of its three-word runs stand for all (MinHash, Broder 1997, bottom-k form)."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection
from zlib import crc32

KEPT = 64
_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> frozenset[str]:
    """The three-word runs of a text, lower-cased, without punctuation."""
    words = _WORD.findall(text.lower())
    if len(words) < 3:
        return frozenset({" ".join(words)} if words else set())
    return frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def sketch(text: str) -> array[int]:
    """The :data:`KEPT` smallest hashes of the runs of a text, ascending."""
    return array("I", sorted({crc32(run.encode()) for run in shingles(text)})[:KEPT])


def alike(left: Collection[int], right: Collection[int]) -> float:
    """Estimated share of runs that two texts have in common, of all that either has (standard error .06)."""
    one, other = set(left), set(right)
    if one.isdisjoint(other):
        return 0.0
    lowest = sorted(one | other)[:KEPT]
    return sum(n in one and n in other for n in lowest) / len(lowest) if lowest else 0.0
