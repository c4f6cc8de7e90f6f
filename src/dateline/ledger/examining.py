"""What can be asked of a ledger to find out whether it is whole: for ``dateline doctor``."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.ledger import records, schema, words
from dateline.ledger.engine import plainly
from dateline.ledger.finding import Finding
from dateline.ledger.queries import Queries
from dateline.ledger.store import Ledger
from dateline.model import Account, Decision, Incident, Page, Report, Statement
from dateline.model.codec import from_json

_ROWS = 100


class Moment(Finding):
    """A ledger as it is at one moment: whatever others write meanwhile, all that is asked of it fits
    together."""

    def __init__(self, connection: sa.Connection, name: str) -> None:
        super().__init__(connection.engine, name)
        self.connection = connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with plainly(self.name):
            yield self.connection

    def count_rows(self) -> int:
        """How many rows of reports there are, those that no longer stand among them."""
        with self._reading() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(schema.reports)).scalar() or 0


@contextmanager
def at_one_moment(ledger: Ledger) -> Iterator[Moment]:
    """The moment that begins now, for as long as the block runs."""
    with ledger._reading() as connection:
        connection.execute(sa.select(sa.func.count()).select_from(schema.meta))  # SQLite's begins with a read
        yield Moment(connection, ledger.name)


@dataclass(frozen=True, slots=True)
class Stored:
    """One row of reports with all that belongs to it; ``indexed``: whether a search for its words finds
    it."""

    report: Report
    page: Page
    page_key: str
    sha256: str
    accounts: list[Account]
    standing: bool
    indexed: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read any more, or that its own values forbid: by which invariant (0: none, it is
    damaged)."""

    invariant: int
    where: str
    problem: str


def store_problems(ledger: Moment) -> list[str]:
    """What the database itself finds: damage, rows without what they belong to, guards that are gone."""
    with ledger._reading() as connection:
        guards = _guards(connection)
        found = [f"the guard of {t}'s history is gone" for t in schema.APPEND_ONLY if t not in guards]
        if connection.dialect.name == "sqlite":
            checked = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars()
            found += [line for line in checked if line != "ok"]
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20)
            found += [f"row {row[1]} of {row[0]} belongs to no row of {row[2]}" for row in lost]
    return found


def _guards(connection: sa.Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' GROUP BY 1 HAVING count(*) >= 2"
    else:
        # information_schema shows them only to those who may write; one that is switched off guards nothing
        query = (
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
    return set(connection.exec_driver_sql(query).scalars())


def stored(ledger: Moment) -> Iterator[Stored | Broken]:
    """Every row of reports with its page and accounts, oldest first; a hundred are held at a time."""
    reports, pages = schema.reports, schema.pages
    last = 0
    while True:
        query = (
            sa.select(reports.c.seq, reports.c.id, reports.c.data, reports.c.superseded, pages)
            .join(pages, pages.c.key == reports.c.page)
            .where(reports.c.seq > last)
            .order_by(reports.c.seq)
            .limit(_ROWS)
        )
        with ledger._reading() as connection:
            rows = list(connection.execute(query))
            if not rows:
                return
            told = _accounts(connection, [row.seq for row in rows])
            for row in rows:
                yield _stored(connection, row, told[row.seq])
        last = rows[-1].seq


_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, zlib.error)
#: The invariant that a type keeps by refusing to be made otherwise.
_KEPT_BY = {"Span": 1, "OffsetMap": 1, "Statement": 2, "Toll": 4}
_Heads = list[tuple[sa.Row[Any], list[sa.Row[Any]]]]


def _broken(where: str, error: Exception) -> Broken:
    """What a row that could not be read breaks: what the type that refused it keeps."""
    invariant, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "__post_init__":
            made = type(trace.tb_frame.f_locals.get("self")).__name__
            invariant = _KEPT_BY.get(made, 0)
        trace = trace.tb_next
    return Broken(invariant, where, f"it cannot be read ({type(error).__name__}: {error})"[:200])


def _stored(connection: sa.Connection, row: sa.Row[Any], told: _Heads) -> Stored | Broken:
    where = f"report {row.id} (row {row.seq})"
    try:
        report = from_json(Report, json.loads(row.data))
        indexed = words.holds(connection, row.seq, row.data)
        accounts = []
        for head, parts in told:
            statements = []
            for part in parts:
                where = f"statement {part.id}"
                statements.append(from_json(Statement, json.loads(part.data)))
            where = f"account {head.id}"
            accounts.append(records.account_of(head, report.id, statements))
        where = f"page of {row.id}"
        page = records.page_of(row)
    except zlib.error as error:
        return Broken(5, where, f"its bytes cannot be unpacked ({error})")
    except _UNREADABLE as error:
        return _broken(where, error)
    return Stored(report, page, row.key, row.sha256, accounts, not row.superseded, indexed)


def computed(ledger: Moment) -> Iterator[Incident | Broken]:
    """Every incident, by id; a hundred are held at a time."""
    table, last = schema.incidents, ""
    while True:
        query = sa.select(table.c.id).where(table.c.id > last).order_by(table.c.id).limit(_ROWS)
        with ledger._reading() as connection:
            names = list(connection.execute(query).scalars())
        for name in names:
            try:
                yield ledger.incident(name)
            except _UNREADABLE as error:
                yield _broken(f"incident {name}", error)
        if not names:
            return
        last = names[-1]


def decided(ledger: Moment) -> Iterator[Decision | Broken]:
    """Every decision, oldest first."""
    table = schema.decisions
    with ledger._reading() as connection:
        for row in connection.execute(sa.select(table.c.id, table.c.data).order_by(table.c.seq)).all():
            try:
                yield from_json(Decision, json.loads(row.data))
            except _UNREADABLE as error:
                yield _broken(f"decision {row.id}", error)


def _accounts(connection: sa.Connection, seqs: list[int]) -> dict[int, _Heads]:
    heads, parts = schema.accounts, schema.statements
    said: dict[tuple[int, str], list[sa.Row[Any]]] = defaultdict(list)
    query = sa.select(parts).where(parts.c.report.in_(seqs)).order_by(parts.c.report, parts.c.seq)
    for row in connection.execute(query):
        said[row.report, row.account].append(row)
    found: dict[int, _Heads] = defaultdict(list)
    for row in connection.execute(sa.select(heads).where(heads.c.report.in_(seqs)).order_by(heads.c.seq)):
        found[row.report].append((row, said[row.report, row.id]))
    return found


def sizes(ledger: Queries) -> dict[str, int]:
    """How many rows each table has."""
    with ledger._reading() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
            for table in schema.metadata.sorted_tables
        }
