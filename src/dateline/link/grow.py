"""One more account: whom it meets, and which pairs meet no longer because it took a pivot's place.

What comes out is exactly what judging all accounts anew would change, see :mod:`dateline.link.block`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dateline.link.block import enough_for, is_enough, pivots_of
from dateline.link.judge import judgement
from dateline.link.keys import ENOUGH, rank, words_of
from dateline.link.profile import Profile
from dateline.model import Judgement


class Index(Protocol):
    """The blocks of the accounts that are there, by handles: numbers that stand for accounts."""

    def lowest(self, key: int, count: int) -> Sequence[tuple[int, int]]:
        """The first ``count`` members of a block as (rank, handle), lowest rank first."""

    def members(self, key: int) -> Iterable[int]:
        """All members of a block."""

    def profiles(self, handles: Iterable[int]) -> dict[int, Profile]:
        """The profiles of accounts."""

    def days(self, handles: Iterable[int]) -> dict[int, int | None]:
        """The exact days of accounts, None where they have none."""

    def judged(self, handle: int) -> Iterable[int]:
        """The accounts that one has a standing judgement with."""


@dataclass(slots=True)
class Growth:
    """What one account brings: new judgements, and pairs (by account id, smaller first) that go."""

    judgements: list[Judgement] = field(default_factory=list)
    withdrawn: list[tuple[str, str]] = field(default_factory=list)


def grow(newcomer: Profile, index: Index) -> Growth:
    """Judge an account that is not yet in the index."""
    met: dict[int, float] = {}
    displaced: dict[int, None] = {}
    own = rank(newcomer.id)
    for word in words_of(newcomer):
        seen: set[int] = set()
        pivots = pivots_of(word)
        for key in word.keys:
            low = index.lowest(key, pivots)
            if not low:
                continue
            full = len(low) == pivots
            if full and own < low[-1][0]:
                displaced[low[-1][1]] = None
                seen.update(index.members(key))
            else:
                seen.update(handle for _, handle in low)
        for handle in seen:
            met[handle] = met.get(handle, 0.0) + word.weight
    days = index.days(h for h, weight in met.items() if weight >= ENOUGH)
    others = index.profiles(h for h, day in days.items() if enough_for(met[h], day, newcomer.exact_day))
    found = Growth()
    for handle, other in others.items():
        if is_enough(met[handle], other, newcomer):
            judged = judgement(newcomer, other)
            if judged is not None:
                found.judgements.append(judged)
    _withdraw(found, list(displaced), newcomer, index)
    return found


def _withdraw(found: Growth, displaced: Sequence[int], newcomer: Profile, index: Index) -> None:
    """Pairs of accounts that met only because one of them was a pivot, and is no longer."""
    for handle in displaced:
        partners = list(index.judged(handle))
        known = index.profiles([handle, *partners])
        for partner in partners:
            one, other = known[handle], known[partner]
            if not _still_meet(one, other, newcomer, index):
                left, right = sorted((one.id, other.id))
                found.withdrawn.append((left, right))


def _still_meet(one: Profile, other: Profile, newcomer: Profile, index: Index) -> bool:
    theirs = {key for word in words_of(other) for key in word.keys}
    taken = {key for word in words_of(newcomer) for key in word.keys}
    lower = min(rank(one.id), rank(other.id))
    total = 0.0
    for word in words_of(one):
        for key in word.keys:
            if key in theirs:
                low = [r for r, _ in index.lowest(key, pivots_of(word))]
                if key in taken:
                    low = sorted([*low, rank(newcomer.id)])[: pivots_of(word)]
                if len(low) < pivots_of(word) or lower <= low[-1]:
                    total += word.weight
                    break
    return is_enough(total, one, other)


class Memory:
    """An index in memory: what the ledger's is held against in the tests."""

    def __init__(self) -> None:
        self._known: list[Profile] = []
        self._blocks: dict[int, list[tuple[int, int]]] = {}
        self.standing: dict[tuple[str, str], Judgement] = {}

    def add(self, newcomer: Profile) -> Growth:
        """Judge an account and take it in."""
        growth = grow(newcomer, self)
        handle = len(self._known)
        self._known.append(newcomer)
        for word in words_of(newcomer):
            for key in word.keys:
                self._blocks.setdefault(key, []).append((rank(newcomer.id), handle))
        for pair in growth.withdrawn:
            self.standing.pop(pair, None)
        self.standing.update({(j.left, j.right): j for j in growth.judgements})
        return growth

    def lowest(self, key: int, count: int) -> Sequence[tuple[int, int]]:
        """See :class:`Index`."""
        return sorted(self._blocks.get(key, ()))[:count]

    def members(self, key: int) -> Iterable[int]:
        """See :class:`Index`."""
        return [handle for _, handle in self._blocks.get(key, ())]

    def profiles(self, handles: Iterable[int]) -> dict[int, Profile]:
        """See :class:`Index`."""
        return {h: self._known[h] for h in handles}

    def days(self, handles: Iterable[int]) -> dict[int, int | None]:
        """See :class:`Index`."""
        return {h: self._known[h].exact_day for h in handles}

    def judged(self, handle: int) -> Iterable[int]:
        """See :class:`Index`."""
        name, where = self._known[handle].id, {p.id: h for h, p in enumerate(self._known)}
        return [where[b if a == name else a] for a, b in self.standing if name in (a, b)]
