"""Which words of an incident name one party: "gunmen", "the attackers" and "the Red Column" of one raid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dateline.reader.model.cluster import cluster
from dateline.reader.model.decode import Floats, Tagged
from dateline.reader.model.load import Weights

if TYPE_CHECKING:
    from dateline.reader.model.incidents import Belonging

PARTS = ("perpetrator", "target", "victim", "responder", "other")
_MOST = 80  # words of one part that are compared; a longer list is a roll of names
#: Which of some words cannot name one party: square, symmetric.
Strangers = Callable[[Sequence[Tagged]], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Sides:
    """What each span of a text brings to a pair with another."""

    known: Mapping[Tagged, Floats]

    def of(self, spans: Sequence[Tagged]) -> Floats:
        """(spans, size)."""
        return np.stack([self.known[span] for span in spans])


def with_parties(
    share: Sequence[Belonging], sides: Sides, weights: Weights, strangers: Strangers | None = None
) -> list[Belonging]:
    """The words of one incident, those that play a part with the number of their party: by average linkage of
    how probable it is that two of them name the same one, where ``strangers`` does not exclude it."""
    found = list(share)
    number = 0
    for part in PARTS:
        own = [i for i, one in enumerate(found) if one.label == part][:_MOST]
        for group in _parties([found[i].words for i in own], sides, weights, strangers):
            for member in group:
                found[own[member]] = replace(found[own[member]], party=number)
            number += 1
    return found


def _parties(
    spans: Sequence[Tagged], sides: Sides, weights: Weights, strangers: Strangers | None
) -> list[list[int]]:
    """The numbers of the words that name one party each."""
    if len(spans) < 2:
        return [[number] for number in range(len(spans))]  # nobody to be told from
    first = np.array([s.first for s in spans], np.int64)
    same = weights.heads.party(sides.of(spans), np.subtract.outer(first, first))
    return cluster(same, weights.fits["party"], None if strangers is None else strangers(spans))
