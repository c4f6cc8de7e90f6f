"""One more account: whom it meets, and which pairs meet no longer because it took a pivot's place.

What comes out is exactly what judging all accounts anew would change, see :mod:`dateline.link.block`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dateline.link.block import enough_for, is_enough, pivots_of
from dateline.link.judge import judgement
from dateline.link.keys import ENOUGH, Word, rank, words_of
from dateline.link.profile import Profile
from dateline.model import Judgement

_AT_ONCE = 500  # profiles that are asked for together: who was a pivot for long met very many


class Index(Protocol):
    """The blocks of the accounts that are there, by handles: numbers that stand for accounts."""

    def lowest(self, wanted: Mapping[int, int]) -> Mapping[int, Sequence[tuple[int, int]]]:
        """The first members of blocks as (rank, handle), lowest rank first, as many of each key as ``wanted``
        says."""

    def members(self, keys: Iterable[int]) -> Mapping[int, Collection[int]]:
        """All members of blocks."""

    def profiles(self, handles: Iterable[int]) -> dict[int, Profile]:
        """The profiles of accounts."""

    def days(self, handles: Iterable[int]) -> dict[int, int | None]:
        """The exact days of accounts, None where they have none."""

    def partners(self, handles: Iterable[int]) -> Mapping[int, Collection[int]]:
        """The accounts that each of these has a standing judgement with."""


@dataclass(slots=True)
class Growth:
    """What one account brings: new judgements, and pairs (by account id, smaller first) that go."""

    judgements: list[Judgement] = field(default_factory=list)
    withdrawn: list[tuple[str, str]] = field(default_factory=list)


def grow(newcomer: Profile, words: Sequence[Word], index: Index) -> Growth:
    """Judge an account that is not yet in the index; ``words`` are those of it."""
    met: dict[int, float] = {}
    lowest = index.lowest({key: pivots_of(word) for word in words for key in word.keys})
    taken = set(_taken_over(newcomer, words, lowest))
    partners = index.partners({lowest[key][-1][1] for key in taken})
    displaced: dict[int, set[int]] = {}  # who stops being a pivot, and whom it is judged with as one
    for word in words:
        seen: set[int] = set()
        for key in word.keys:
            pivots = [handle for _, handle in lowest.get(key, ())]
            if key not in taken:
                seen.update(pivots)
                continue
            crowd = index.members([key])[key]  # one at a time: a block may hold a tenth of the ledger
            seen.update(crowd)
            # who is a pivot still meets the one that is none any more
            lost = partners.get(pivots[-1], frozenset())
            displaced.setdefault(pivots[-1], set()).update(
                handle for handle in crowd if handle in lost and handle not in pivots
            )
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
    _withdraw(found, displaced, _Newcomer(newcomer.id, words), index)
    return found


def _taken_over(
    newcomer: Profile, words: Iterable[Word], lowest: Mapping[int, Sequence[tuple[int, int]]]
) -> list[int]:
    """The full blocks in which the newcomer becomes a pivot in another's place."""
    own = rank(newcomer.id)
    return [
        key
        for word in words
        for key in word.keys
        if len(low := lowest.get(key, ())) == pivots_of(word) and own < low[-1][0]
    ]


def _withdraw(found: Growth, displaced: Mapping[int, set[int]], newcomer: _Newcomer, index: Index) -> None:
    """Pairs of accounts that met only because one of them was a pivot, and is no longer."""
    for handle, others in sorted(displaced.items()):
        partners = sorted(others)
        if not partners:
            continue
        one = _Meeting(index.profiles([handle])[handle], newcomer, index)
        for begin in range(0, len(partners), _AT_ONCE):
            for other in index.profiles(partners[begin : begin + _AT_ONCE]).values():
                if not one.still_meets(other):
                    left, right = sorted((one.profile.id, other.id))
                    found.withdrawn.append((left, right))


class _Newcomer:
    """Where a newcomer will stand: in which blocks, and at which place of each."""

    def __init__(self, account_id: str, words: Iterable[Word]) -> None:
        self.rank = rank(account_id)
        self.keys = {key for word in words for key in word.keys}


class _Meeting:
    """Whom an account meets once the newcomer stands in the blocks."""

    def __init__(self, profile: Profile, newcomer: _Newcomer, index: Index) -> None:
        self.profile = profile
        self._words = words_of(profile)
        lowest = index.lowest({key: pivots_of(word) for word in self._words for key in word.keys})
        self._last: dict[int, int] = {}  # the rank of the last pivot of each block that has as many
        for word in self._words:
            for key in word.keys:
                ranks = [r for r, _ in lowest.get(key, ())]
                if key in newcomer.keys:
                    ranks = sorted([*ranks, newcomer.rank])[: pivots_of(word)]
                if len(ranks) == pivots_of(word):
                    self._last[key] = ranks[-1]

    def still_meets(self, other: Profile) -> bool:
        """Whether what the two share in blocks where one of them is a pivot is still reason to compare."""
        theirs = {key for word in words_of(other) for key in word.keys}
        lower = min(rank(self.profile.id), rank(other.id))
        total = sum(
            word.weight
            for word in self._words
            if any(key in theirs and lower <= self._last.get(key, lower) for key in word.keys)
        )
        return is_enough(total, self.profile, other)


class Memory:
    """An index in memory: what the ledger's is held against in the tests."""

    def __init__(self) -> None:
        self._known: list[Profile] = []
        self._blocks: dict[int, list[tuple[int, int]]] = {}
        self.standing: dict[tuple[str, str], Judgement] = {}

    def add(self, newcomer: Profile) -> Growth:
        """Judge an account and take it in."""
        words = words_of(newcomer)
        growth = grow(newcomer, words, self)
        handle = len(self._known)
        self._known.append(newcomer)
        for word in words:
            for key in word.keys:
                self._blocks.setdefault(key, []).append((rank(newcomer.id), handle))
        for pair in growth.withdrawn:
            self.standing.pop(pair, None)
        self.standing.update({(j.left, j.right): j for j in growth.judgements})
        return growth

    def lowest(self, wanted: Mapping[int, int]) -> Mapping[int, Sequence[tuple[int, int]]]:
        """See :class:`Index`."""
        return {key: sorted(self._blocks.get(key, ()))[:count] for key, count in wanted.items()}

    def members(self, keys: Iterable[int]) -> Mapping[int, Collection[int]]:
        """See :class:`Index`."""
        return {key: [handle for _, handle in self._blocks.get(key, ())] for key in keys}

    def profiles(self, handles: Iterable[int]) -> dict[int, Profile]:
        """See :class:`Index`."""
        return {h: self._known[h] for h in handles}

    def days(self, handles: Iterable[int]) -> dict[int, int | None]:
        """See :class:`Index`."""
        return {h: self._known[h].exact_day for h in handles}

    def partners(self, handles: Iterable[int]) -> Mapping[int, Collection[int]]:
        """See :class:`Index`."""
        where = {p.id: h for h, p in enumerate(self._known)}
        names = {self._known[h].id: h for h in handles}
        return {
            h: {where[b if a == name else a] for a, b in self.standing if name in (a, b)}
            for name, h in names.items()
        }
