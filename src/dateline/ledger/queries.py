"""The reading half of the ledger."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from dateline.errors import NotFound
from dateline.ledger import conditions, incident_rows, records, schema, watching
from dateline.ledger.built import MOST, Built
from dateline.ledger.engine import plainly
from dateline.ledger.records import Address, Failed, Feed, Filter, Happened
from dateline.model import Account, Decision, Incident, Judgement, Page, Published, Report, Statement
from dateline.model.codec import from_json

#: The settings of a ledger: asked before anything else is.
META = Built(lambda: sa.select(schema.meta.c.key, schema.meta.c.value))


class Queries:
    """What a ledger can be asked. Every method raises LedgerError when the store refuses."""

    def __init__(self, engine: sa.Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    @property
    def is_file(self) -> bool:
        """Whether the ledger is a file, and neither on a server nor in memory."""
        return self._engine.dialect.name == "sqlite" and os.path.isfile(self.name)

    def feeds(self) -> dict[str, Feed]:
        """All feeds that were ever watched, by address."""
        with self._reading() as connection:
            return watching.feeds(connection)

    def quiet_hosts(self) -> dict[str, tuple[str, str]]:
        """Hosts that asked to be left alone: from when, until when (ISO 8601, UTC)."""
        with self._reading() as connection:
            return watching.quiet_hosts(connection)

    def addresses_due(self, at: str, most: int = 100) -> list[Address]:
        """The addresses to be asked at this moment (ISO 8601, UTC), the longest due first; of one host at
        most ``most``, so that one with a long archive does not crowd out the others."""
        with self._reading() as connection:
            return watching.due(connection, at, most)

    def count_due(self, at: str) -> int:
        """How many addresses wait to be asked at this moment."""
        with self._reading() as connection:
            return watching.count_due(connection, at)

    def addresses_of(self, urls: Iterable[str]) -> dict[str, Address]:
        """What is known of some addresses."""
        rows = self._rows(sa.select(schema.addresses.c.data), schema.addresses.c.url, urls)
        found = [from_json(Address, json.loads(row.data)) for row in rows]
        return {address.url: address for address in found}

    def addresses_with(self, digests: Iterable[str]) -> list[Address]:
        """The addresses whose reports have these words."""
        kept = sa.select(schema.addresses.c.data).where(schema.addresses.c.state == "kept")
        rows = self._rows(kept, schema.addresses.c.digest, digests)
        return [from_json(Address, json.loads(row.data)) for row in rows]

    def addresses_ending_at(self, urls: Iterable[str]) -> list[Address]:
        """The addresses that led to these."""
        kept = sa.select(schema.addresses.c.data).where(schema.addresses.c.state == "kept")
        rows = self._rows(kept, schema.addresses.c.canonical, [url for url in urls if url])
        return [from_json(Address, json.loads(row.data)) for row in rows]

    def versions(self, report_id: str) -> list[tuple[Page, Report]]:
        """Every state in which a report was had, oldest first. Readings of one page count once, and so do
        pages of the same bytes one after the other; one that goes back to what it said is a state again."""
        reports, pages = schema.reports, schema.pages
        query = (
            sa.select(reports.c.data, pages)
            .join(pages, pages.c.key == reports.c.page)
            .where(reports.c.id == report_id)
            .order_by(reports.c.seq)
        )
        with self._reading() as connection:
            rows = list(connection.execute(query))
        newest = list({row.key: row for row in rows}.values())
        told = [
            row
            for row, after in zip(newest, [*newest[1:], None], strict=True)
            if after is None or after.sha256 != row.sha256
        ]
        return [(records.page_of(row), from_json(Report, json.loads(row.data))) for row in told]

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Any:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with plainly(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with plainly(self.name), self._engine.execution_options(write=True).begin() as connection:
            yield connection

    def known_pages(self, keys: Iterable[str], version: str) -> set[str]:
        """Which of the pages with these :func:`~.records.page_key` were read by this version.

        Pages whose report was superseded are among them. Where two records of a file share an id the
        later one stands, and reading the file again must not put the earlier one back.
        """
        reports = schema.reports
        query = sa.select(reports.c.page).where(reports.c.extraction == version)
        return {row.page for row in self._rows(query, reports.c.page, keys)}

    def positions(self, version: str) -> dict[str, str]:
        """Where this version's reading of each archive goes on: mark by source."""
        own = schema.positions.c.source.startswith(f"{version}|", autoescape=True)
        query = sa.select(schema.positions).where(own)
        with self._reading() as connection:
            return {row.source[len(version) + 1 :]: row.mark for row in connection.execute(query)}

    def reports(self, ids: Iterable[str] | None = None) -> dict[str, Report]:
        """The reports that stand, by id and sorted by it; with ``ids``, only those."""
        reports = schema.reports
        query = sa.select(reports.c.data).where(reports.c.superseded == 0)
        rows = self._rows(query, reports.c.id, ids)
        found = [from_json(Report, json.loads(row.data)) for row in rows]
        return {report.id: report for report in sorted(found, key=lambda r: r.id)}

    def invented(self, ids: Iterable[str] | None = None) -> set[str]:
        """The ids of the reports that are labelled as invented; with ``ids``, those of these."""
        reports = schema.reports
        query = sa.select(reports.c.id).where(reports.c.superseded == 0, reports.c.invented == 1)
        return {row.id for row in self._rows(query, reports.c.id, ids)}

    def dated(self, ids: Iterable[str] | None = None) -> dict[str, Published]:
        """The days of publication that reports have through links, by report; with ``ids``, only those."""
        table = schema.dated
        rows = self._rows(sa.select(table).order_by(table.c.report), table.c.report, ids)
        return {row.report: from_json(Published, json.loads(row.data)) for row in rows}

    def page(self, report_id: str) -> Page:
        """The page that a report was read from. Raises NotFound."""
        query = (
            sa.select(schema.pages)
            .join(schema.reports, schema.reports.c.page == schema.pages.c.key)
            .where(schema.reports.c.id == report_id, schema.reports.c.superseded == 0)
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFound(f"no report {report_id!r}", "list what is there with: dateline incidents")
        return records.page_of(row)

    def accounts(self, ids: Iterable[str] | None = None) -> list[Account]:
        """The accounts of the reports that stand, sorted by id; with ``ids``, only those."""
        reports, accounts, statements = schema.reports, schema.accounts, schema.statements
        heads = self._rows(
            sa.select(accounts, reports.c.id.label("report_id"))
            .join(reports, reports.c.seq == accounts.c.report)
            .where(reports.c.superseded == 0),
            accounts.c.id,
            ids,
        )
        parts = self._rows(
            sa.select(statements.c.report, statements.c.account, statements.c.data)
            .join(reports, reports.c.seq == statements.c.report)
            .where(reports.c.superseded == 0)
            .order_by(statements.c.report, statements.c.account, statements.c.position),
            statements.c.account,
            ids,
        )
        of: dict[tuple[int, str], list[Statement]] = defaultdict(list)
        for row in parts:
            of[row.report, row.account].append(from_json(Statement, json.loads(row.data)))
        found = [records.account_of(row, row.report_id, of[row.report, row.id]) for row in heads]
        return sorted(found, key=lambda account: account.id)

    def accounts_of_reports(self, ids: Iterable[str]) -> list[list[Account]]:
        """The accounts of these reports, report by report in the given order; reports without any are left
        out."""
        reports, accounts = schema.reports, schema.accounts
        query = (
            sa.select(accounts.c.id, reports.c.id.label("report_id"))
            .join(reports, reports.c.seq == accounts.c.report)
            .where(reports.c.superseded == 0)
        )
        wanted = list(ids)
        rows = self._rows(query, reports.c.id, wanted)
        told: dict[str, list[Account]] = {name: [] for name in wanted}
        for account in self.accounts([row.id for row in rows]):
            told[account.report_id].append(account)
        return [found for found in told.values() if found]

    def accounts_of_statements(self, ids: Iterable[str]) -> dict[str, str]:
        """The id of the account that each of these statements belongs to; those that stand."""
        reports, statements = schema.reports, schema.statements
        query = (
            sa.select(statements.c.id, statements.c.account)
            .join(reports, reports.c.seq == statements.c.report)
            .where(reports.c.superseded == 0)
        )
        return {row.id: row.account for row in self._rows(query, statements.c.id, ids)}

    def judgements(self, accounts: Iterable[str] | None = None) -> list[Judgement]:
        """The judgements that stand, sorted by pair; with ``accounts``, those between two of them."""
        table = schema.pairs
        wanted = None if accounts is None else set(accounts)
        rows = self._rows(sa.select(table).order_by(table.c.left, table.c.right), table.c.left, wanted)
        inner = [row for row in rows if wanted is None or row.right in wanted]
        found = [records.judgement_of(row.data) for row in inner]
        return sorted(found, key=lambda j: (j.left, j.right))

    def changes(self, since: str = "") -> list[Happened]:
        """What became of incidents, oldest first; from the moment ``since`` (ISO 8601) on."""
        table = schema.changes
        query = sa.select(table).where(table.c.at >= since).order_by(table.c.seq)
        with self._reading() as connection:
            return [
                Happened(row.kind, row.incident, row.successor, row.data, row.at)
                for row in connection.execute(query)
            ]

    def successors(self, incident_id: str) -> list[str]:
        """The incidents that the accounts of one stand in that is no longer, newest change first."""
        table = schema.changes
        query = (
            sa.select(table.c.successor)
            .where(table.c.incident == incident_id, table.c.successor != "")
            .order_by(table.c.seq.desc())
        )
        with self._reading() as connection:
            return list(dict.fromkeys(connection.execute(query).scalars()))

    def decisions(self) -> list[Decision]:
        """All decisions, oldest first."""
        query = sa.select(schema.decisions.c.data).order_by(schema.decisions.c.seq)
        with self._reading() as connection:
            return [from_json(Decision, json.loads(data)) for data in connection.execute(query).scalars()]

    def failures(self) -> list[Failed]:
        """The pages that could not be read, sorted by where they are."""
        table = schema.failures
        query = sa.select(table.c.origin, table.c.problem, table.c.way_out).order_by(table.c.origin)
        with self._reading() as connection:
            return [Failed(*row) for row in connection.execute(query)]

    def made_by(self) -> dict[str, str]:
        """What is noted in ``meta``: versions of link and codebook behind the incidents; ``stale``."""
        with self._reading() as connection:
            return {row.key: row.value for row in META.rows(connection)}

    def readings(self) -> list[str]:
        """The versions that read the reports that stand."""
        reports = schema.reports
        query = sa.select(reports.c.extraction).where(reports.c.superseded == 0).distinct()
        with self._reading() as connection:
            return sorted(connection.execute(query).scalars())

    def runs(self, verb: str) -> list[tuple[str, str]]:
        """Verb and beginning of the runs whose verb begins so, oldest first."""
        runs = schema.runs
        query = sa.select(runs.c.verb, runs.c.started).order_by(runs.c.seq)
        with self._reading() as connection:
            rows = connection.execute(query.where(runs.c.verb.startswith(verb, autoescape=True)))
            return [(row.verb, row.started) for row in rows]

    @property
    def stale(self) -> bool:
        """True when the incidents do not yet follow from what the ledger holds."""
        return self.made_by().get("stale") == "1"

    def count(self) -> dict[str, int]:
        """How many reports, accounts, statements, decisions and incidents there are."""
        standing = sa.select(schema.reports.c.seq).where(schema.reports.c.superseded == 0)
        queries = {
            "reports": sa.select(sa.func.count()).select_from(standing.subquery()),
            "accounts": sa.select(sa.func.count()).where(schema.accounts.c.report.in_(standing)),
            "statements": sa.select(sa.func.count()).where(schema.statements.c.report.in_(standing)),
            "decisions": sa.select(sa.func.count()).select_from(schema.decisions),
            "incidents": sa.select(sa.func.count()).select_from(schema.incidents),
        }
        with self._reading() as connection:
            return {name: connection.execute(query).scalar() or 0 for name, query in queries.items()}

    def incidents(self, wanted: Filter | None = None) -> list[Incident]:
        """The incidents that pass a filter, by day (unknown days last), then by id."""
        wanted = wanted or Filter()
        with self._reading() as connection:
            query = sa.select(schema.incidents.c.data).order_by(*conditions.BY_DAY)
            chosen = query.where(*conditions.of(wanted, connection.dialect.name))
            rows = list(connection.execute(chosen))
        return self._whole([row.data for row in rows])

    def incidents_of(self, ids: Iterable[str]) -> list[Incident]:
        """The incidents with these ids."""
        table = schema.incidents
        return self._whole([row.data for row in self._rows(sa.select(table.c.data), table.c.id, ids)])

    def incident(self, incident_id: str) -> Incident:
        """One incident. Raises NotFound."""
        query = sa.select(schema.incidents.c.data).where(schema.incidents.c.id == incident_id)
        with self._reading() as connection:
            data = connection.execute(query).scalar()
        if data is None:
            raise NotFound(f"no incident {incident_id!r}", "list what is there with: dateline incidents")
        return self._whole([data])[0]

    def incident_bytes(self) -> bytes:
        """All that is computed, as bytes, to compare one computation with another. (A part of a value that
        tells nothing is left out: an older release may not have known it.)"""
        tables = (schema.incidents, schema.dated)
        queries = [sa.select(table).order_by(*table.primary_key) for table in tables]
        with self._reading() as connection:
            rows = [dict(row._mapping) for query in queries for row in connection.execute(query)]
        told = [{**row, "data": records.telling(json.loads(row["data"]))} for row in rows]
        return "\n".join(records.dump(row) for row in told).encode()

    def _whole(self, data: Sequence[str], known: Mapping[str, Account] | None = None) -> list[Incident]:
        """Incidents with their accounts; those that are ``known`` are not read again."""
        accounts = dict(known or {})
        names = {name for one in data for name in incident_rows.incident_accounts(one)} - accounts.keys()
        accounts |= {account.id: account for account in self.accounts(names)} if names else {}
        if gone := names - accounts.keys():
            accounts |= self._superseded_accounts(gone)
        return [incident_rows.incident_of(one, accounts) for one in data]

    def _superseded_accounts(self, names: Iterable[str]) -> dict[str, Account]:
        """Accounts of reports that no longer stand: an incident holds them until it is computed again."""
        reports, accounts, statements = schema.reports, schema.accounts, schema.statements
        query = sa.select(accounts, reports.c.id.label("report_id")).join(
            reports, reports.c.seq == accounts.c.report
        )
        last = {row.id: row for row in self._rows(query.order_by(accounts.c.seq), accounts.c.id, names)}
        parts = self._rows(sa.select(statements).order_by(statements.c.seq), statements.c.account, last)
        of: dict[tuple[int, str], list[Statement]] = defaultdict(list)
        for row in parts:
            of[row.report, row.account].append(from_json(Statement, json.loads(row.data)))
        return {n: records.account_of(r, r.report_id, of[r.report, n]) for n, r in last.items()}

    def _rows(self, query: sa.Select[Any], column: sa.Column[str], ids: Iterable[str] | None) -> list[Any]:
        """The rows of ``query``, where ``column`` is one of ``ids`` (all rows when None)."""
        with self._reading() as connection:
            if ids is None:
                return list(connection.execute(query).all())
            wanted = sorted(set(ids))
            chunks = [wanted[i : i + MOST] for i in range(0, len(wanted), MOST)]
            return [
                row for chunk in chunks for row in connection.execute(query.where(column.in_(chunk))).all()
            ]
