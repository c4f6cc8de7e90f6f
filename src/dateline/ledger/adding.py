"""How a batch of reports becomes rows: few statements for many reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dateline.ledger import schema, words
from dateline.ledger.built import MOST
from dateline.ledger.records import Fate, Prepared


def add(connection: sa.Connection, entries: Sequence[Prepared]) -> list[Fate]:
    """Store what is not there yet, in the order of the entries; the fate of each."""
    read = _already_read(connection, entries)
    standing = _standing(connection, entries)
    fresh: list[Prepared] = []
    superseded: list[int] = []
    fates = [_fate(entry, read, standing, (fresh, superseded)) for entry in entries]
    for begin in range(0, len(superseded), MOST):
        old = schema.reports.c.seq.in_(superseded[begin : begin + MOST])
        connection.execute(schema.reports.update().where(old).values(superseded=1))
    if fresh:
        _store_pages(connection, fresh)
        _store_reports(connection, fresh)
    return fates


class _Standing:
    """The report of some id that stands: a row of the ledger, or one of this batch."""

    def __init__(self, digest: str, extraction: str, seq: int = 0, entry: Prepared | None = None) -> None:
        self.version = (digest, extraction)
        self.seq, self.entry = seq, entry


def _fate(
    entry: Prepared,
    read: set[tuple[str, str]],
    standing: dict[str, _Standing],
    todo: tuple[list[Prepared], list[int]],
) -> Fate:
    fresh, superseded = todo
    page, extraction = entry.report["page"], entry.report["extraction"]
    if (page, extraction) in read:
        return Fate.KNOWN
    before = standing.get(entry.report["id"])
    if before is not None and before.version == (entry.page["sha256"], extraction):
        return Fate.KNOWN  # the same bytes from elsewhere: the same report
    read.add((page, extraction))
    standing[entry.report["id"]] = _Standing(entry.page["sha256"], extraction, entry=entry)
    fresh.append(entry)
    if before is None:
        return Fate.NEW
    if before.entry is not None:
        before.entry.report["superseded"] = 1
    else:
        superseded.append(before.seq)
    return Fate.SUPERSEDED


def _already_read(connection: sa.Connection, entries: Sequence[Prepared]) -> set[tuple[str, str]]:
    table = schema.reports
    query = sa.select(table.c.page, table.c.extraction)
    keys = [entry.report["page"] for entry in entries]
    return {(row.page, row.extraction) for row in among(connection, query, table.c.page, keys)}


def _standing(connection: sa.Connection, entries: Sequence[Prepared]) -> dict[str, _Standing]:
    reports, pages = schema.reports, schema.pages
    query = (
        sa.select(reports.c.id, reports.c.seq, reports.c.extraction, pages.c.sha256)
        .join(pages, pages.c.key == reports.c.page)
        .where(reports.c.superseded == 0)
    )
    rows = among(connection, query, reports.c.id, [entry.report["id"] for entry in entries])
    return {row.id: _Standing(row.sha256, row.extraction, row.seq) for row in rows}


def _store_pages(connection: sa.Connection, fresh: Sequence[Prepared]) -> None:
    table = schema.pages
    keys = [entry.page["key"] for entry in fresh]
    there = {row.key for row in among(connection, sa.select(table.c.key), table.c.key, keys)}
    rows = {entry.page["key"]: entry.page for entry in fresh if entry.page["key"] not in there}
    if rows:
        connection.execute(table.insert(), list(rows.values()))


def _store_reports(connection: sa.Connection, fresh: Sequence[Prepared]) -> None:
    table = schema.reports
    insert = table.insert().returning(table.c.seq, sort_by_parameter_order=True)
    numbers = connection.execute(insert, [entry.report for entry in fresh]).scalars().all()
    words.note(connection, {n: entry.report["data"] for n, entry in zip(numbers, fresh, strict=True)})
    heads: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    for number, entry in zip(numbers, fresh, strict=True):
        heads += [{**row, "report": number} for row in entry.accounts]
        parts += [{**row, "report": number} for row in entry.statements]
    if heads:
        connection.execute(schema.accounts.insert(), heads)
    if parts:
        connection.execute(schema.statements.insert(), parts)


def among(
    connection: sa.Connection, query: sa.Select[Any], column: sa.Column[str], ids: Iterable[str]
) -> list[Any]:
    """The rows of a query in which a column is one of ``ids``."""
    wanted = sorted(set(ids))
    chunks = [wanted[i : i + MOST] for i in range(0, len(wanted), MOST)]
    return [row for chunk in chunks for row in connection.execute(query.where(column.in_(chunk)))]


def upsert(
    connection: sa.Connection, table: sa.Table, key: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Put a row in the place of the one with this key."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table).values(**key, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=dict(values)))
