"""The index of accounts in a ledger: blocks by key, profiles, and the part that an account belongs to.

Whatever the size of the ledger, a look-up reads a bounded number of rows: the first of each block, the
profiles of those that may matter, and the pairs that touch them. Many keys go in one statement, since most of
what a small statement costs is the way to the database and back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from dateline.ledger import schema
from dateline.ledger.queries import Queries
from dateline.ledger.records import Indexed
from dateline.model import DecisionVerb, Verdict

_T = TypeVar("_T")
_TOGETHER = 32  # blocks that are looked up in one statement
_MANY = 500  # values in one IN (…)
_AT_ONCE = 10_000  # accounts that are taken in together: a large ledger must not stand in memory twice


class Blocks(Queries):
    """What a new account is looked up in. Accounts go by handles: their numbers in the ledger."""

    def __init__(self, connection: sa.Connection, name: str) -> None:
        super().__init__(connection.engine, name)
        self._connection = connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        yield self._connection

    # --- looking up -----------------------------------------------------------------------------------------

    def lowest(self, wanted: Mapping[int, int]) -> dict[int, list[tuple[int, int]]]:
        """The first members of blocks as (rank, handle), as many of each key as ``wanted`` says; a block
        without members is left out."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for keys in _parts(list(wanted), _TOGETHER):
            # the last key again and again: one form of the statement serves every number of keys
            full = [*keys, *[keys[-1]] * (_TOGETHER - len(keys))]
            values = {f"key{n}": key for n, key in enumerate(full)}
            values |= {f"most{n}": wanted[key] if n < len(keys) else 0 for n, key in enumerate(full)}
            for key, rank, handle in self._connection.execute(_first_of_each(), values).all():
                found[key].append((rank, handle))
        return dict(found)

    def members(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """All members of blocks."""
        table, found = schema.blocks, defaultdict[int, list[int]](list)
        for part in _parts(sorted(set(keys)), _MANY):
            query = sa.select(table.c.key, table.c.account).where(table.c.key.in_(part))
            for key, handle in self._connection.execute(query).all():
                found[key].append(handle)
        return dict(found)

    def packed(self, handles: Iterable[int], letters: int | None = None) -> dict[int, str]:
        """The profiles of accounts, as they were packed; of each the first ``letters`` alone where that is
        enough, so that a long line is not read for its beginning."""
        table = schema.profiles
        data = table.c.data if letters is None else sa.func.substr(table.c.data, 1, letters)
        found: dict[int, str] = {}
        for part in _parts(sorted(set(handles)), _MANY):
            query = sa.select(table.c.account, data).where(table.c.account.in_(part))
            found.update((row[0], row[1]) for row in self._connection.execute(query).all())
        return found

    def partners(self, handles: Iterable[int]) -> dict[int, set[int]]:
        """The accounts that each of these has a standing judgement with; those without one are left out."""
        pairs, one, other = schema.pairs, schema.profiles.alias(), schema.profiles.alias()
        found: dict[int, set[int]] = defaultdict(set)
        for part in _parts(sorted(set(handles)), _MANY):
            for own, far in ((pairs.c.left, pairs.c.right), (pairs.c.right, pairs.c.left)):
                query = (
                    sa.select(one.c.account, other.c.account)
                    .join(pairs, own == one.c.id)
                    .join(other, other.c.id == far)
                    .where(one.c.account.in_(part))
                )
                for handle, partner in self._connection.execute(query):
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
        handles = self._handles([e.account for e in entries])
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
        self._connection.execute(schema.profiles.insert(), profiles)
        # in the order of the table: a tree that grows at random places is read and written over and over
        blocks = sorted((key, e.rank, handles[e.account]) for e in entries for key in dict.fromkeys(e.keys))
        for part in _parts(blocks, _AT_ONCE):
            rows = [{"key": key, "rank": rank, "account": account} for key, rank, account in part]
            self._connection.execute(schema.blocks.insert(), rows)

    def _handles(self, accounts: Sequence[str]) -> dict[str, int]:
        table, found = schema.accounts, dict[str, int]()
        query = sa.select(table.c.id, sa.func.max(table.c.seq)).group_by(table.c.id)
        for part in _parts(accounts, _MANY):
            rows = self._connection.execute(query.where(table.c.id.in_(part)))
            found.update((row[0], row[1]) for row in rows)
        return found

    # --- the part of the ledger that accounts belong to -----------------------------------------------------

    def part_of(self, accounts: Iterable[str], known: Collection[str] = ()) -> set[str]:
        """All accounts that mean anything to these: see :mod:`dateline.link.closures`. What is beyond the
        ``known`` ones is not looked up: they are met, and the rest of their part is known, too."""
        found: set[str] = set()
        edge = set(accounts)
        while edge:
            found |= edge
            beyond = {account for account in edge if account not in known}
            near = self._merged(beyond) | self._linked(beyond) | self._in_undated(beyond)
            edge = near - found
        return found

    def _merged(self, accounts: Iterable[str]) -> set[str]:
        """Whom persons merged with these, undone or not: an undone merge, too, says what changes."""
        decisions, about = schema.decisions, schema.subjects
        query = (
            sa.select(decisions.c.data)
            .join(about, about.c.decision == decisions.c.seq)
            .where(decisions.c.verb == DecisionVerb.MERGE.value)
        )
        rows = self._rows(query, about.c.subject, accounts)
        return {name for row in rows for name in json.loads(row.data)["subject"]}

    def _linked(self, accounts: Iterable[str]) -> set[str]:
        table, found = schema.pairs, set[str]()
        for part in _parts(sorted(accounts), _MANY):
            for own, far in ((table.c.left, table.c.right), (table.c.right, table.c.left)):
                query = sa.select(far).where(own.in_(part), table.c.verdict == Verdict.SAME.value)
                found.update(self._connection.execute(query).scalars())
        return found

    def _in_undated(self, accounts: Iterable[str]) -> set[str]:
        own, others = schema.profiles.alias(), schema.profiles.alias()
        query = sa.select(others.c.id).join(own, sa.and_(own.c.report == others.c.report, own.c.undated == 1))
        return {row.id for row in self._rows(query, own.c.id, accounts)}


def _parts(values: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for begin in range(0, len(values), size):
        yield values[begin : begin + size]


@cache
def _first_of_each() -> sa.CompoundSelect[Any]:
    """The first members of :data:`_TOGETHER` blocks. Each part stops by itself, which a window over all of
    the blocks would not: it reads them to their ends."""
    table = schema.blocks
    parts = [
        sa.select(table.c.key, table.c.rank, table.c.account)
        .where(table.c.key == sa.bindparam(f"key{n}"))
        .order_by(table.c.rank)
        .limit(sa.bindparam(f"most{n}", type_=sa.Integer))
        .subquery()
        for n in range(_TOGETHER)
    ]
    return sa.union_all(*(sa.select(part) for part in parts))
