"""What one transaction of linking has read of reports and accounts: nobody else writes meanwhile, so each is
read and decoded once, however often it is asked for, until it is let go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from dateline.ledger import records, schema
from dateline.ledger.built import by
from dateline.ledger.queries import Queries
from dateline.model import Account, Report, Statement
from dateline.model.codec import from_json

_REPORT, _ACCOUNT, _STATEMENT = schema.reports, schema.accounts, schema.statements
_REPORTS = by(
    sa.select(_REPORT.c.id, _REPORT.c.invented, _REPORT.c.data).where(_REPORT.c.superseded == 0),
    _REPORT.c.id,
)
_WHOLE = (
    sa.select(
        _ACCOUNT.c.seq,
        _ACCOUNT.c.id,
        _ACCOUNT.c.main,
        _ACCOUNT.c.type,
        _ACCOUNT.c.subtype,
        _ACCOUNT.c.stage,
        _ACCOUNT.c.report,
        _REPORT.c.id.label("report_id"),
        _STATEMENT.c.data,
    )
    .join(_REPORT, _REPORT.c.seq == _ACCOUNT.c.report)
    .join(
        _STATEMENT,
        sa.and_(_STATEMENT.c.account == _ACCOUNT.c.id, _STATEMENT.c.report == _ACCOUNT.c.report),
        isouter=True,
    )
    .where(_REPORT.c.superseded == 0)
    .order_by(_ACCOUNT.c.seq, _STATEMENT.c.position)
)
_BY_ID, _BY_REPORT = by(_WHOLE, _ACCOUNT.c.id), by(_WHOLE, _REPORT.c.id)
_PLACES = by(
    sa.select(_ACCOUNT.c.id, _ACCOUNT.c.seq, _ACCOUNT.c.report)
    .join(_REPORT, _REPORT.c.seq == _ACCOUNT.c.report)
    .where(_REPORT.c.superseded == 0),
    _ACCOUNT.c.id,
)


class Remembering(Queries):
    """A ledger as one transaction sees it."""

    def __init__(self, connection: sa.Connection, name: str) -> None:
        super().__init__(connection.engine, name)
        self._connection = connection
        self._reports: dict[str, Report | None] = {}
        self._invented: set[str] = set()
        self._accounts: dict[str, Account | None] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._last: tuple[int, int] | None = None

    def forget(self, beyond: int = 0) -> None:
        """Let go of the reports and accounts that were read, where they are more than so many accounts: what
        is done with is not held to the end."""
        if len(self._accounts) > beyond:
            self._reports.clear()
            self._invented.clear()
            self._accounts.clear()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        yield self._connection

    def reports(self, ids: Iterable[str] | None = None) -> dict[str, Report]:
        """See :meth:`Queries.reports`."""
        if ids is None:
            return super().reports()
        wanted = sorted(set(ids))
        self._learn_reports(wanted)
        return {name: report for name in wanted if (report := self._reports[name]) is not None}

    def invented(self, ids: Iterable[str] | None = None) -> set[str]:
        """See :meth:`Queries.invented`."""
        if ids is None:
            return super().invented()
        wanted = set(ids)
        self._learn_reports(wanted)
        return wanted & self._invented

    def _learn_reports(self, ids: Iterable[str]) -> None:
        new = [name for name in ids if name not in self._reports]
        self._reports |= dict.fromkeys(new)
        for row in _REPORTS.rows(self._connection, new):
            self._reports[row.id] = from_json(Report, json.loads(row.data))
            if row.invented:
                self._invented.add(row.id)

    def accounts(self, ids: Iterable[str] | None = None) -> list[Account]:
        """See :meth:`Queries.accounts`."""
        if ids is None:
            return super().accounts()
        wanted = sorted(set(ids))
        new = [name for name in wanted if name not in self._accounts]
        self._accounts |= dict.fromkeys(new)
        self._learn(_BY_ID.rows(self._connection, new))
        return [account for name in wanted if (account := self._accounts[name]) is not None]

    def accounts_of_reports(self, ids: Iterable[str]) -> list[list[Account]]:
        """See :meth:`Queries.accounts_of_reports`."""
        wanted = list(ids)
        told: dict[str, list[Account]] = {name: [] for name in wanted}
        for account in self._learn(_BY_REPORT.rows(self._connection, wanted)):
            told[account.report_id].append(account)
        return [sorted(found, key=lambda a: a.id) for found in told.values() if found]

    def _learn(self, rows: Iterable[Any]) -> list[Account]:
        of: dict[int, list[Any]] = {}
        for row in rows:
            of.setdefault(row.seq, []).append(row)
        found = []
        for seq, parts in of.items():
            head = parts[0]
            told = [from_json(Statement, json.loads(p.data)) for p in parts if p.data is not None]
            account = records.account_of(head, head.report_id, told)
            self._accounts[account.id], self._places[account.id] = account, (seq, head.report)
            found.append(account)
        return found

    def places(self, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
        """The numbers of these accounts and of their reports; without those that do not stand."""
        wanted = list(ids)
        rows = _PLACES.rows(self._connection, (name for name in wanted if name not in self._places))
        self._places |= {row.id: (row.seq, row.report) for row in rows}
        return {name: self._places[name] for name in wanted if name in self._places}
