"""The index of accounts in a ledger: blocks by key, profiles, and the part that an account belongs to.

Whatever the size of the ledger, a look-up reads a bounded number of rows: the first of each block, the
profiles of those that may matter, and the pairs that touch them. Many keys go in one statement, since most of
what a small statement costs is the way to the database and back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any, TypeVar

import sqlalchemy as sa

from dateline.ledger import schema
from dateline.ledger.built import MOST, Built, ByIds, Ids, by, put
from dateline.ledger.records import Indexed
from dateline.ledger.remembering import Remembering
from dateline.model import DecisionVerb, Verdict

_T = TypeVar("_T")
_TOGETHER = 32  # blocks that are looked up in one statement
_AT_ONCE = 10_000  # accounts that are taken in together: a large ledger must not stand in memory twice


class Blocks(Remembering):
    """What a new account is looked up in. Accounts go by handles: their numbers in the ledger."""

    # --- looking up -----------------------------------------------------------------------------------------

    def lowest(self, wanted: Mapping[int, int]) -> list[tuple[int, int, int, int | None]]:
        """The first members of blocks as (key, rank, handle, exact day), as many of each key as ``wanted``
        says, in the order of rank."""
        found: list[Any] = []
        for keys in _parts(list(wanted), _TOGETHER):
            # the last key again and again: one form of the statement serves every number of keys
            full = [*keys, *[keys[-1]] * (_TOGETHER - len(keys))]
            values = {f"key{n}": key for n, key in enumerate(full)}
            values |= {f"most{n}": wanted[key] if n < len(keys) else 0 for n, key in enumerate(full)}
            found += _FIRST.rows(self._connection, **values)
        return found

    def members(self, keys: Iterable[int]) -> list[tuple[int, int, int | None]]:
        """All members of blocks as (key, handle, exact day)."""
        return _MEMBERS.rows(self._connection, keys)

    def packed(self, handles: Iterable[int]) -> dict[int, str]:
        """The profiles of accounts, as they were packed."""
        return {row[0]: row[1] for row in _PACKED.rows(self._connection, handles)}

    def partners(self, handles: Iterable[int]) -> dict[int, set[int]]:
        """The accounts that each of these has a standing judgement with; those without one are left out."""
        found: dict[int, set[int]] = defaultdict(set)
        for handle, partner in _PARTNERS.rows(self._connection, handles):
            found[handle].add(partner)
        return dict(found)

    # --- taking in ------------------------------------------------------------------------------------------

    def clear_index(self) -> None:
        """Forget all profiles and blocks."""
        self._connection.execute(schema.blocks.delete())
        self._connection.execute(schema.profiles.delete())

    def index(self, entries: Iterable[Indexed]) -> None:
        """Take accounts in: their profiles, and the blocks that they stand in."""
        while some := list(islice(entries := iter(entries), _AT_ONCE)):
            self._take_in(some)

    def _take_in(self, entries: Sequence[Indexed]) -> None:
        places = self.places(e.account for e in entries)
        handles = {name: seq for name, (seq, _) in places.items()}
        profiles = [
            {
                "account": handles[e.account],
                "id": e.account,
                "report": e.report,
                "undated": int(e.undated),
                "data": e.packed,
            }
            for e in entries
        ]
        _PROFILE.write(self._connection, profiles)
        # in the order of the table: a tree that grows at random places is read and written over and over
        blocks = sorted(
            (key, e.rank, handles[e.account], e.day) for e in entries for key in dict.fromkeys(e.keys)
        )
        for part in _parts(blocks, _AT_ONCE):
            _BLOCK.write_in_order(self._connection, _BLOCK_COLUMNS, part)

    # --- the part of the ledger that accounts belong to -----------------------------------------------------

    def part_of(self, accounts: Iterable[str], known: Collection[str] = ()) -> set[str]:
        """All accounts that mean anything to these: see :mod:`dateline.link.closures`. What is beyond the
        ``known`` ones is not looked up: they are met, and the rest of their part is known, too."""
        return self.linked(accounts, known)[0]

    def linked(
        self, accounts: Iterable[str], known: Collection[str] = ()
    ) -> tuple[set[str], list[tuple[str, str]]]:
        """The same, with the pairs through which they hang together."""
        found: set[str] = set()
        pairs: list[tuple[str, str]] = []
        edge = set(accounts)
        while edge:
            found |= edge
            met = self.near(account for account in edge if account not in known)
            pairs += met
            edge = {name for pair in met for name in pair} - found
        return found, pairs

    def near(self, accounts: Iterable[str]) -> list[tuple[str, str]]:
        """Pairs that stand in one part because one of these accounts is directly linked with another."""
        wanted = list(accounts)
        return [*map(tuple, _NEAR.rows(self._connection, wanted)), *self._merged(wanted)]

    def _merged(self, accounts: Iterable[str]) -> list[tuple[str, str]]:
        """Whom persons merged with these, undone or not: an undone merge, too, says what changes."""
        if not self.is_decided():
            return []
        told = [json.loads(row.data)["subject"] for row in _MERGES.rows(self._connection, accounts)]
        return [pair for subject in told for pair in pairwise(subject)]

    def is_decided(self) -> bool:
        """Whether anybody decided anything."""
        return self.last()[1] > 0

    def last(self) -> tuple[int, int]:
        """The numbers of the last report and of the last decision, 0 where there is none."""
        if self._last is None:
            [row] = _LAST.rows(self._connection)
            self._last = row[0] or 0, row[1] or 0
        return self._last


def _parts(values: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for begin in range(0, len(values), size):
        yield values[begin : begin + size]


def _first_of_each() -> sa.CompoundSelect[Any]:
    """The first members of :data:`_TOGETHER` blocks. Each part stops by itself, which a window over all of
    the blocks would not: it reads them to their ends."""
    table = schema.blocks
    parts = [
        sa.select(table.c.key, table.c.rank, table.c.account, table.c.day)
        .where(table.c.key == sa.bindparam(f"key{n}", type_=sa.BigInteger))
        .order_by(table.c.rank)
        .limit(sa.bindparam(f"most{n}", type_=sa.Integer))
        .subquery()
        for n in range(_TOGETHER)
    ]
    return sa.union_all(*(sa.select(part) for part in parts))


def _partners(ids: Ids) -> sa.CompoundSelect[Any]:
    pairs, one, other = schema.pairs, schema.profiles.alias(), schema.profiles.alias()
    sides = ((pairs.c.left, pairs.c.right), (pairs.c.right, pairs.c.left))
    return sa.union_all(
        *(
            sa.select(one.c.account, other.c.account)
            .join(pairs, own == one.c.id)
            .join(other, other.c.id == far)
            .where(one.c.account.in_(ids))
            for own, far in sides
        )
    )


def _near(ids: Ids) -> sa.CompoundSelect[Any]:
    """These accounts, each with who is judged the same, on either side, or stands beside it in an undated
    report."""
    pairs, own, others = schema.pairs, schema.profiles.alias(), schema.profiles.alias()
    same = pairs.c.verdict == Verdict.SAME.value
    beside = sa.and_(own.c.report == others.c.report, own.c.undated == 1)
    return sa.union_all(
        sa.select(pairs.c.left, pairs.c.right).where(pairs.c.left.in_(ids), same),
        sa.select(pairs.c.right, pairs.c.left).where(pairs.c.right.in_(ids), same),
        sa.select(own.c.id, others.c.id).join(others, beside).where(own.c.id.in_(ids)),
    )


def _merges(ids: Ids) -> sa.Select[Any]:
    decisions, about = schema.decisions, schema.subjects
    return (
        sa.select(decisions.c.data)
        .join(about, about.c.decision == decisions.c.seq)
        .where(decisions.c.verb == DecisionVerb.MERGE.value, about.c.subject.in_(ids))
    )


def _last() -> sa.Select[Any]:
    numbers = [sa.func.max(t.c.seq) for t in (schema.reports, schema.decisions)]
    return sa.select(*(sa.select(number).scalar_subquery() for number in numbers))


_FIRST, _LAST = Built(_first_of_each), Built(_last)
_MEMBERS = by(
    sa.select(schema.blocks.c.key, schema.blocks.c.account, schema.blocks.c.day),
    schema.blocks.c.key,
    sa.BigInteger,
)
_PACKED = by(
    sa.select(schema.profiles.c.account, schema.profiles.c.data), schema.profiles.c.account, sa.Integer
)
_PARTNERS = ByIds(_partners, sa.Integer, MOST // 2)
_NEAR, _MERGES = ByIds(_near, most=MOST // 3), ByIds(_merges)
_PROFILE, _BLOCK = put(schema.profiles), put(schema.blocks)
_BLOCK_COLUMNS = tuple(schema.blocks.columns.keys())
