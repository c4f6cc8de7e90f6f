"""The index of accounts in a ledger: blocks by key, profiles, and the part that an account belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from dateline.ledger import schema
from dateline.ledger.queries import Queries
from dateline.ledger.records import Indexed
from dateline.model import Verdict


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

    def lowest(self, key: int, count: int) -> Sequence[tuple[int, int]]:
        """The first ``count`` members of a block as (rank, handle)."""
        found: list[tuple[int, int]] = self._at_once(
            "SELECT rank, account FROM blocks WHERE key = ? ORDER BY rank LIMIT ?", (key, count)
        )
        return found

    def _at_once(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """The rows of a statement, by the driver alone: over a hundred look-ups of a new report cost less
        than what SQLAlchemy adds to each."""
        driver: Any = self._connection.connection.driver_connection
        if self._connection.dialect.name == "postgresql":
            cursor = driver.execute(statement.replace("?", "%s"), values)
            return list(cursor) if cursor.description else []
        return list(driver.execute(statement, values))

    def members(self, key: int) -> list[int]:
        """All members of a block."""
        return [row[0] for row in self._at_once("SELECT account FROM blocks WHERE key = ?", (key,))]

    def packed(self, handles: Iterable[int]) -> dict[int, str]:
        """The profiles of accounts, as they were packed."""
        query = "SELECT data FROM profiles WHERE account = ?"
        return {h: self._at_once(query, (h,))[0][0] for h in sorted(set(handles))}

    def partners(self, handle: int) -> list[int]:
        """The accounts that one has a standing judgement with."""
        table, profiles = schema.pairs, schema.profiles
        own = self._connection.execute(sa.select(profiles.c.id).where(profiles.c.account == handle)).scalar()
        others = sa.union(
            sa.select(table.c.right).where(table.c.left == own),
            sa.select(table.c.left).where(table.c.right == own),
        )
        query = sa.select(profiles.c.account).where(profiles.c.id.in_(others))
        return list(self._connection.execute(query).scalars())

    def clear_index(self) -> None:
        """Forget all profiles and blocks."""
        self._connection.execute(schema.blocks.delete())
        self._connection.execute(schema.profiles.delete())

    def index(self, entries: Sequence[Indexed]) -> None:
        """Take accounts in: their profiles, and the blocks that they stand in."""
        if not entries:
            return
        table, handles = schema.accounts, dict[str, int]()
        ids = [e.account for e in entries]
        for begin in range(0, len(ids), 500):
            query = sa.select(table.c.id, sa.func.max(table.c.seq)).group_by(table.c.id)
            handles.update(
                (row[0], row[1])
                for row in self._connection.execute(query.where(table.c.id.in_(ids[begin : begin + 500])))
            )
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
        blocks = [(key, e.rank, handles[e.account]) for e in entries for key in dict.fromkeys(e.keys)]
        if blocks:
            mark = "%s" if self._connection.dialect.name == "postgresql" else "?"
            self._connection.exec_driver_sql(
                f"INSERT INTO blocks (key, rank, account) VALUES ({mark}, {mark}, {mark})", blocks
            )

    def part_of(self, accounts: Iterable[str], merged: Iterable[tuple[str, str]]) -> set[str]:
        """All accounts that mean anything to these: see :mod:`dateline.link.closures`. ``merged`` are the
        pairs that persons merged."""
        by_person: dict[str, set[str]] = {}
        for left, right in merged:
            by_person.setdefault(left, set()).add(right)
            by_person.setdefault(right, set()).add(left)
        found: set[str] = set()
        edge = set(accounts)
        while edge:
            found |= edge
            near = {other for account in edge for other in by_person.get(account, ())}
            edge = (near | self._linked(edge) | self._in_undated(edge)) - found
        return found

    def _linked(self, accounts: Iterable[str]) -> set[str]:
        same = Verdict.SAME.value
        rights = 'SELECT "right" FROM pairs WHERE "left" = ? AND verdict = ?'
        lefts = 'SELECT "left" FROM pairs WHERE "right" = ? AND verdict = ?'
        found: set[str] = set()
        for name in accounts:
            for query in (rights, lefts):
                found.update(row[0] for row in self._at_once(query, (name, same)))
        return found

    def _in_undated(self, accounts: Iterable[str]) -> set[str]:
        table = schema.profiles
        query = sa.select(table.c.report).where(table.c.undated == 1)
        reports = {row.report for row in self._rows(query, table.c.id, accounts)}
        return {row.id for row in self._rows(sa.select(table.c.id), table.c.report, reports)}
