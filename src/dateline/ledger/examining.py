"""What can be asked of a ledger to find out whether it is whole: for ``dateline doctor``."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.ledger import records, schema
from dateline.ledger.store import Ledger
from dateline.model import Account, Incident, Page, Report, Statement
from dateline.model.codec import from_json

_ROWS = 100


@dataclass(frozen=True, slots=True)
class Stored:
    """One row of reports with all that belongs to it."""

    report: Report
    page: Page
    page_key: str
    sha256: str
    accounts: list[Account]
    standing: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be read any more, or that its own values forbid."""

    where: str
    problem: str


def store_problems(ledger: Ledger) -> list[str]:
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


def breaches(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """``(row, what is wrong)`` for breaches that one query finds."""
    reports, pairs, members = schema.reports, schema.pairs, schema.members
    incidents, judgements = schema.incidents, schema.judgements
    twice = (
        sa.select(reports.c.id)
        .where(reports.c.superseded == 0)
        .group_by(reports.c.id)
        .having(sa.func.count() > 1)
    )
    homeless = sa.select(members.c.account).where(members.c.incident.not_in(sa.select(incidents.c.id)))
    newest = sa.select(sa.func.max(judgements.c.seq).label("seq")).group_by(
        judgements.c.left, judgements.c.right
    )
    standing = (
        sa.select(judgements.c.left, judgements.c.right, judgements.c.data)
        .where(judgements.c.seq.in_(newest), judgements.c.verdict != "withdrawn")
        .subquery()
    )
    same = sa.and_(standing.c.left == pairs.c.left, standing.c.right == pairs.c.right)
    unlike = sa.select(pairs.c.left).outerjoin(standing, same).where(
        sa.or_(standing.c.data.is_(None), standing.c.data != pairs.c.data)
    )  # fmt: skip
    missing = sa.select(standing.c.left).outerjoin(pairs, same).where(pairs.c.data.is_(None))
    questions = (
        ("two rows of one report stand", twice),
        ("is a member of an incident that is not there", homeless),
        ("a pair stands that its history does not say", unlike),
        ("a judgement that stands is not among the pairs", missing),
    )
    with ledger._reading() as connection:
        for problem, query in questions:
            for row in connection.execute(query.limit(20)):
                yield str(row[0]), problem


def stored(ledger: Ledger) -> Iterator[Stored | Broken]:
    """Every row of reports with its page and accounts, oldest first; a hundred are held at a time."""
    reports, pages = schema.reports, schema.pages
    last = 0
    while True:
        query = (
            sa.select(reports.c.seq, reports.c.data, reports.c.superseded, pages)
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
            try:
                yield _stored(row, told[row.seq])
            except _UNREADABLE as error:
                yield Broken(f"row {row.seq} of reports", _words(error))
        last = rows[-1].seq


_UNREADABLE = (ValueError, KeyError, TypeError, zlib.error)
_Heads = list[tuple[sa.Row[Any], list[sa.Row[Any]]]]


def _words(error: Exception) -> str:
    return f"it cannot be read ({type(error).__name__}: {error})"[:200]


def _stored(row: sa.Row[Any], told: _Heads) -> Stored:
    report = from_json(Report, json.loads(row.data))
    accounts = []
    for head, parts in told:
        statements = [from_json(Statement, json.loads(part.data)) for part in parts]
        accounts.append(records.account_of(head, report.id, statements))
    return Stored(report, records.page_of(row), row.key, row.sha256, accounts, not row.superseded)


def computed(ledger: Ledger) -> Iterator[Incident | Broken]:
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
                yield Broken(name, _words(error))
        if not names:
            return
        last = names[-1]


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


def sizes(ledger: Ledger) -> dict[str, int]:
    """How many rows each table has."""
    with ledger._reading() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
            for table in schema.metadata.sorted_tables
        }
