"""The accounts that wait for review, asked for by keys: a page of the desk never reads the whole queue."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.ledger import conditions, schema
from dateline.ledger.finding import Finding
from dateline.ledger.records import Filter

_PAGE = 500  # rows in one statement
_Key = tuple[int, int]
_ALL = Filter()


@dataclass(frozen=True, slots=True)
class Line:
    """Which accounts wait: those of incidents that pass the filter and that nobody has cleared; with
    ``coded``, the ones that a second coder has done, those that are not among these, whoever cleared them."""

    wanted: Filter = _ALL
    coded: Collection[str] | None = None


class Waiting(Finding):
    """Questions about the queue. Older reports come first, the accounts of one report in its order."""

    def waiting(self, line: Line, after: str = "") -> Iterator[str]:
        """The accounts of a line, behind the account ``after`` where it is one; read as they are taken."""
        key = self._key_of(after)
        while True:
            with self._reading() as connection:
                dialect = connection.dialect.name
                query = _rows(line, dialect).order_by(schema.accounts.c.report, schema.accounts.c.position)
                rows = list(connection.execute(query.where(*_behind(key)).limit(_PAGE)))
            yield from (row.id for row in rows if not line.coded or row.id not in line.coded)
            if len(rows) < _PAGE:
                return
            key = (rows[-1].report, rows[-1].position)

    def place_in(self, line: Line, account: str) -> tuple[int, int]:
        """The number of an account in its line (0 where it does not wait), and how many wait."""
        key = self._key_of(account) or (-1, -1)
        with self._reading() as connection:
            rows = _rows(line, connection.dialect.name)
            upto, total, own = _counted(connection, rows, key, account)
            for part in _parts(sorted(line.coded or ())):
                done = rows.where(schema.accounts.c.id.in_(part))
                before, all_done, is_done = _counted(connection, done, key, account)
                upto, total, own = upto - before, total - all_done, own - is_done
        return (upto if own else 0), total

    def _key_of(self, account: str) -> _Key | None:
        table = schema.accounts
        query = _standing(sa.select(table.c.report, table.c.position)).where(table.c.id == account)
        with self._reading() as connection:
            row = connection.execute(query).first() if account else None
        return (row[0], row[1]) if row else None


def _standing(query: sa.Select[Any]) -> sa.Select[Any]:
    reports = schema.reports
    return query.join(reports, reports.c.seq == schema.accounts.c.report).where(reports.c.superseded == 0)


def _rows(line: Line, dialect: str) -> sa.Select[Any]:
    """The accounts of a line, with those that are coded."""
    table, members, incidents = schema.accounts, schema.members, schema.incidents
    query = _standing(sa.select(table.c.id, table.c.report, table.c.position))
    if line.wanted != _ALL:
        passing = sa.select(members.c.account).join(incidents, incidents.c.id == members.c.incident)
        query = query.where(table.c.id.in_(passing.where(*conditions.of(line.wanted, dialect))))
    if line.coded is None:
        query = query.where(table.c.id.not_in(sa.select(schema.cleared.c.account)))
    return query


def _behind(key: _Key | None) -> list[sa.ColumnElement[bool]]:
    if key is None:
        return []
    report, position = schema.accounts.c.report, schema.accounts.c.position
    # the first condition says nothing new; it is the one that an index serves
    return [report >= key[0], sa.or_(report > key[0], position > key[1])]


def _counted(
    connection: sa.Connection, rows: sa.Select[Any], key: _Key, account: str
) -> tuple[int, int, int]:
    """How many there are up to a place, in all, and of one account."""
    found = rows.subquery()
    upto = sa.or_(found.c.report < key[0], sa.and_(found.c.report == key[0], found.c.position <= key[1]))
    told = [sa.func.sum(sa.case((upto, 1), else_=0)), sa.func.count()]
    told.append(sa.func.sum(sa.case((found.c.id == account, 1), else_=0)))
    row = connection.execute(sa.select(*told).select_from(found)).one()
    return int(row[0] or 0), int(row[1]), int(row[2] or 0)


def _parts(names: list[str]) -> Iterator[list[str]]:
    for begin in range(0, len(names), _PAGE):
        yield names[begin : begin + _PAGE]
