"""Groups from the probabilities that two belong together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.reader.model.decode import Floats


def cluster(same: Floats, least: float, forbidden: NDArray[np.bool_] | None = None) -> list[list[int]]:
    """Groups by average linkage: the two whose members are surest to belong together join first, as long as
    the mean probability is at least ``least``. ``same`` is square; its rows' numbers in reading order.
    Two members that are ``forbidden`` (symmetric) are never in one group."""
    groups = [[i] for i in range(len(same))]
    links = ((same + same.T) / 2).astype(np.float64)
    sizes = np.ones(len(same))
    alive = list(range(len(same)))
    np.fill_diagonal(links, -1)
    if forbidden is not None:
        links[forbidden] = -np.inf  # and so is every mean with it
    while len(alive) > 1:
        part = links[np.ix_(alive, alive)]
        at = int(part.argmax())
        one, two = alive[at // len(alive)], alive[at % len(alive)]
        if links[one, two] < least:
            break
        one, two = min(one, two), max(one, two)
        joint = (links[one] * sizes[one] + links[two] * sizes[two]) / (sizes[one] + sizes[two])
        links[one], links[:, one] = joint, joint
        links[one, one] = -1
        sizes[one] += sizes[two]
        groups[one] += groups[two]
        alive.remove(two)
    return sorted(sorted(groups[i]) for i in alive)
