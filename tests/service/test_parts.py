"""What is computed together: whole parts, and what stands as one incident at present; no more than asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.service.parts import AT_ONCE, lots_of

_NAMES = st.sampled_from("abcdefghij")


class _Room:
    """What a ledger tells of links and homes."""

    def __init__(self, pairs: Iterable[tuple[str, str]], homes: dict[str, str]) -> None:
        self._pairs, self._homes = list(pairs), homes

    def linked(self, accounts: Collection[str], known: Collection[str]) -> Any:
        found = set(accounts)
        while more := {n for p in self._pairs if (set(p) & found) - set(known) for n in p} - found:
            found |= more
        return found, [p for p in self._pairs if found.issuperset(p)]

    def homes_by_account(self, accounts: Collection[str]) -> dict[str, str]:
        return {a: home for a, home in self._homes.items() if a in accounts}


def _lots(room: _Room, touched: set[str], known: set[str]) -> tuple[list[set[str]], set[str]]:
    return lots_of(cast(Any, room), touched, known)


@given(
    pairs=st.lists(st.tuples(_NAMES, _NAMES), max_size=8),
    homes=st.dictionaries(_NAMES, st.sampled_from("XYZ"), max_size=6),
    touched=st.sets(_NAMES, min_size=1),
    known=st.sets(_NAMES, max_size=2),
    most=st.integers(1, 12),
)
def test_lots_part_what_is_touched_and_tear_nothing_apart(
    pairs: list[tuple[str, str]], homes: dict[str, str], touched: set[str], known: set[str], most: int
) -> None:
    room = _Room(pairs, homes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.service.parts.AT_ONCE", most)
        lots, beside = _lots(room, touched, known)
    part = room.linked(touched, known)[0]
    every = [*lots, *([beside] if beside else [])]
    assert sorted(name for lot in every for name in lot) == sorted(part)
    for lot in every:
        for pair in room.linked(touched, known)[1]:
            assert not lot & set(pair) or lot.issuperset(pair)
        for home in set(homes.values()):
            here = {a for a, h in homes.items() if h == home and a in part}
            assert not lot & here or here <= lot
    assert not any(lot & known for lot in lots)


def test_lots_are_no_larger_than_they_must_be() -> None:
    chain = [(f"a{n}", f"a{n + 1}") for n in range(AT_ONCE + 500)]
    alone = {f"b{n}" for n in range(2 * AT_ONCE)}
    lots, beside = _lots(_Room(chain, {}), {"a0", *alone}, set())
    assert not beside
    assert sorted(map(len, lots)) == [AT_ONCE, AT_ONCE, AT_ONCE + 501]
