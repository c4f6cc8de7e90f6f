"""Telling words in little room: a hundred thousand accounts must be compared in the memory of a laptop."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.link.rarity import number, of_token

MOST = 96  # words that are kept of one account, the rarest first


@dataclass(frozen=True, slots=True)
class Bag:
    """``ids``: words as 32-bit numbers, ascending; ``weights``: their rarities, in nats; ``square``: the sum
    of the squared weights, the squared length that a cosine divides by."""

    ids: array[int]
    weights: array[float]
    square: float

    def as_dict(self) -> dict[int, float]:
        """Rarity by word."""
        return dict(zip(self.ids, self.weights, strict=True))


def bag_of(tokens: Iterable[str], most: int = MOST) -> Bag:
    """The rarest ``most`` words; of equals those with the smaller number."""
    ranked = sorted({(-of_token(t), number(t)) for t in tokens})[:most]
    kept = dict(sorted((n, -w) for w, n in ranked))
    weights = array("f", kept.values())
    return Bag(array("I", kept), weights, math.fsum(w * w for w in weights))


def cosine(shared: float, left: float, right: float) -> float:
    """Cosine from the squared length of the shared part and the two squared lengths."""
    return shared / math.sqrt(left * right) if left > 0 and right > 0 else 0.0
