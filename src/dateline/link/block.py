"""Which pairs of accounts are worth comparing: never all of them.

Every account stands in a block for each of its keys. In a block, the accounts of lowest rank are its
*pivots*: a pair is looked at when one of the two is a pivot. In a small block that is every pair; in a crowd,
each member meets the pivots only. The rank is drawn from the account's id, so the pairs are a function of the
set of accounts, whatever the order in which these came; and a newcomer meets a bounded number of others.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from dateline.link.compare import MOST_DAYS_APART
from dateline.link.keys import ENOUGH, STRONG, Word, rank, words_of
from dateline.link.profile import Profile

PIVOTS = 24  # of a block that is enough by itself
WORD_PIVOTS = 16  # of a block of one name or word
_ENOUGH_TO_DOUBT = 30.0  # for a pair whose days exclude each other: worth a word to a person


def pivots_of(word: Word) -> int:
    """How many pivots the blocks of a word have."""
    return PIVOTS if word.weight >= STRONG else WORD_PIVOTS


def is_enough(weight: float, left: Profile, right: Profile) -> bool:
    """Whether what two accounts share is reason to compare them."""
    if left.report_id == right.report_id:
        return False  # whoever wrote it knew how many incidents it tells of
    if left.table and left.table == right.table:
        return False  # whoever coded a table made a row of each incident
    return enough_for(weight, left.exact_day, right.exact_day)


def enough_for(weight: float, one: int | None, other: int | None) -> bool:
    """:func:`is_enough` for two exact days."""
    near = one is None or other is None or abs(one - other) <= MOST_DAYS_APART
    return weight >= (ENOUGH if near else _ENOUGH_TO_DOUBT)


def candidate_pairs(found: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Pairs of positions in ``found``, smaller first, sorted by the larger, each once."""
    blocks = _Blocks(found)
    for position, profile in enumerate(found):
        for other, weight in sorted(blocks.met_by(position).items()):
            if other < position and is_enough(weight, found[other], profile):
                yield other, position


class _Blocks:
    """All blocks of a set of accounts, in arrays: their members in the order of rank."""

    def __init__(self, found: Sequence[Profile]) -> None:
        keys, owners, weights, word_numbers = array("q"), array("i"), array("f"), array("i")
        self._starts = array("i", [0])
        for position, profile in enumerate(found):
            for number, word in enumerate(words_of(profile)):
                for key in word.keys:
                    keys.append(key)
                    owners.append(position)
                    weights.append(word.weight)
                    word_numbers.append(number)
            self._starts.append(len(keys))
        ranks = np.array([rank(p.id) for p in found], dtype=np.int64)
        self._lay_out(np.array(keys, np.int64), np.array(owners, np.int32), ranks)
        self._weights, self._words = weights, word_numbers

    def _lay_out(self, keys: Any, owners: Any, ranks: Any) -> None:
        order = np.lexsort((owners, ranks[owners], keys)) if len(keys) else np.zeros(0, np.int64)
        ordered = keys[order]
        fresh = np.ones(len(keys), bool)
        fresh[1:] = ordered[1:] != ordered[:-1]
        first = np.flatnonzero(fresh)
        group = np.cumsum(fresh) - 1
        ends = np.append(first[1:], len(keys))
        self._members = owners[order]
        place = np.empty(len(keys), np.int64)
        place[order] = np.arange(len(keys))
        self._place = place
        self._begin = first[group[place]] if len(keys) else place
        self._end = ends[group[place]] if len(keys) else place

    def met_by(self, position: int) -> dict[int, float]:
        """The accounts that one meets in its blocks, with the weight of what they share."""
        low, high = self._starts[position], self._starts[position + 1]
        begin, end = self._begin[low:high].tolist(), self._end[low:high].tolist()
        place = self._place[low:high].tolist()
        total: dict[int, float] = {}
        last, seen = -1, set[int]()
        for n, (first, stop, own) in enumerate(zip(begin, end, place, strict=True)):
            if stop - first < 2:
                continue
            weight = self._weights[low + n]
            if self._words[low + n] != last:
                last, seen = self._words[low + n], set()
            pivots = PIVOTS if weight >= STRONG else WORD_PIVOTS
            upto = stop if own - first < pivots else min(stop, first + pivots)
            for other in self._members[first:upto].tolist():
                if other != position and other not in seen:
                    seen.add(other)
                    total[other] = total.get(other, 0.0) + weight
        return total
