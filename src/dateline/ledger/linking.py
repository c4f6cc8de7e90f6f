"""One transaction of linking: the index of accounts, the pairs that stand, and the incidents that follow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dateline.ledger import incident_rows, records, schema
from dateline.ledger.blocks import Blocks
from dateline.ledger.records import Computed, DecisionRow, Happened
from dateline.model import Account, Decision, Incident, Judgement
from dateline.model.codec import from_json, to_json

WITHDRAWN = "withdrawn"
_PAIRS = 250  # pairs in one statement
_DECISION = (schema.decisions.c.seq, schema.decisions.c.id, schema.decisions.c.verb, schema.decisions.c.data)


class Linking(Blocks):
    """What linking reads and writes, as one transaction; made by :meth:`Ledger.linking`.

    Everything that a ledger can be asked can be asked here, too, and sees what was written before.
    """

    def __init__(self, connection: sa.Connection, name: str) -> None:
        super().__init__(connection, name)
        self._settings: dict[str, str] | None = None

    def fresh(self) -> list[str]:
        """The ids of reports that came in since the ledger was last linked, in the order of their coming."""
        reports = schema.reports
        query = (
            sa.select(reports.c.id)
            .where(reports.c.seq > self._mark("linked"), reports.c.superseded == 0)
            .order_by(reports.c.seq)
        )
        return list(self._connection.execute(query).scalars())

    def newly_decided(self) -> list[Decision]:
        """The decisions that came since the incidents were last computed."""
        table = schema.decisions
        query = sa.select(table.c.data).where(table.c.seq > self._mark("decided")).order_by(table.c.seq)
        return [from_json(Decision, json.loads(d)) for d in self._connection.execute(query).scalars()]

    def decided_on(self, subjects: Iterable[str]) -> list[DecisionRow]:
        """The decisions that are about any of these accounts, statements or decisions, each once."""
        table, about = schema.decisions, schema.subjects
        query = sa.select(*_DECISION).join(about, about.c.decision == table.c.seq)
        rows = self._rows(query, about.c.subject, subjects)
        return list({row.seq: DecisionRow(*row) for row in rows}.values())

    def decisions_called(self, ids: Iterable[str]) -> list[DecisionRow]:
        """The decisions of these ids."""
        rows = self._rows(sa.select(*_DECISION), schema.decisions.c.id, ids)
        return [DecisionRow(*row) for row in rows]

    def is_decided(self) -> bool:
        """Whether anybody decided anything."""
        return self._connection.execute(sa.select(sa.func.max(schema.decisions.c.seq))).scalar() is not None

    def has_superseded(self, fresh: Iterable[str]) -> bool:
        """Whether the index holds accounts of reports that no longer stand: another report of the same id
        is among the ``fresh`` ones that came in since, or nothing could have taken their place."""
        reports, accounts = schema.reports, schema.accounts
        query = (
            sa.select(schema.profiles.c.account)
            .join(accounts, accounts.c.seq == schema.profiles.c.account)
            .join(reports, reports.c.seq == accounts.c.report)
            .where(reports.c.superseded == 1)
        )
        return bool(self._rows(query, reports.c.id, fresh))

    def state(self) -> tuple[str, str]:
        """How far the ledger is linked: up to which report, and up to which decision."""
        return self.setting("linked"), self.setting("decided")

    def judgements_of(self, accounts: Iterable[str]) -> list[Judgement]:
        """The judgements that stand of these accounts, with whomever, sorted by pair."""
        table, names = schema.pairs, list(accounts)
        rows = [
            row for side in (table.c.left, table.c.right) for row in self._rows(sa.select(table), side, names)
        ]
        found = {(row.left, row.right): row.data for row in rows}
        return [records.judgement_of(found[pair]) for pair in sorted(found)]

    def _mark(self, name: str) -> int:
        return int(self.setting(name) or 0)

    def setting(self, name: str, value: str | None = None) -> str:
        """What the ledger goes by, "" where nothing was set; ``value`` sets it."""
        if self._settings is None:
            query = sa.select(schema.meta.c.key, schema.meta.c.value)
            self._settings = {row.key: row.value for row in self._connection.execute(query).all()}
        if value is not None:
            self._note({name: value})
        return self._settings.get(name, "")

    def _note(self, settings: Mapping[str, str]) -> None:
        table = schema.meta
        self._connection.execute(table.delete().where(table.c.key.in_(list(settings))))
        rows = [{"key": key, "value": value} for key, value in settings.items()]
        self._connection.execute(table.insert(), rows)
        if self._settings is not None:
            self._settings.update(settings)

    # --- pairs ----------------------------------------------------------------------------------------------

    def replace_pairs(self, judgements: Iterable[Judgement]) -> None:
        """Let exactly these judgements stand: a pair that is no longer judged is withdrawn."""
        table = schema.pairs
        rows = self._connection.execute(sa.select(table.c.left, table.c.right, table.c.data)).all()
        standing = {(row.left, row.right): row.data for row in rows}
        ordered = sorted(judgements, key=lambda j: (j.left, j.right))
        self._withdraw(sorted(standing.keys() - {(j.left, j.right) for j in ordered}))
        for begin in range(0, len(ordered), _PAIRS):
            self._write(ordered[begin : begin + _PAIRS], standing)

    def change_pairs(self, judgements: Iterable[Judgement], withdrawn: Iterable[tuple[str, str]]) -> None:
        """Write judgements and withdraw pairs; what stands already is not written again."""
        ordered = sorted(judgements, key=lambda j: (j.left, j.right))
        for begin in range(0, len(ordered), _PAIRS):
            part = ordered[begin : begin + _PAIRS]
            self._write(part, self._standing([(j.left, j.right) for j in part]))
        gone = sorted(set(withdrawn))
        for begin in range(0, len(gone), _PAIRS):
            part_gone = gone[begin : begin + _PAIRS]
            self._withdraw(sorted(self._standing(part_gone).keys() & set(part_gone)))

    def _write(self, judgements: Sequence[Judgement], standing: Mapping[tuple[str, str], str]) -> None:
        rows = [_pair_row(j.left, j.right, j.verdict.value, records.dump(to_json(j))) for j in judgements]
        fresh = [row for row in rows if standing.get((row["left"], row["right"])) != row["data"]]
        self._drop([pair for row in fresh if (pair := (row["left"], row["right"])) in standing])
        if fresh:
            self._connection.execute(schema.pairs.insert(), fresh)
            self._connection.execute(schema.judgements.insert(), fresh)

    def _withdraw(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._drop(pairs)
        if pairs:
            rows = [_pair_row(left, right, WITHDRAWN, "") for left, right in pairs]
            self._connection.execute(schema.judgements.insert(), rows)

    def _standing(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """What stands of these pairs (and of others between the same accounts), as it was written."""
        table = schema.pairs
        # not as a list of pairs: SQLite reads the whole table for one
        lefts, rights = (sorted({pair[side] for pair in pairs}) for side in (0, 1))
        query = sa.select(table).where(table.c.left.in_(lefts), table.c.right.in_(rights))
        return {(row.left, row.right): row.data for row in self._connection.execute(query).all()}

    def _drop(self, pairs: Sequence[tuple[str, str]]) -> None:
        table = schema.pairs
        own = (table.c.left == sa.bindparam("one"), table.c.right == sa.bindparam("other"))
        if pairs:
            gone = [{"one": left, "other": right} for left, right in pairs]
            self._connection.execute(table.delete().where(*own), gone)

    # --- incidents ------------------------------------------------------------------------------------------

    def named(self, accounts: Iterable[str] | None) -> dict[str, int]:
        """Which accounts gave incidents their ids, with the order in which they did."""
        table = schema.names
        return {row.account: row.seq for row in self._rows(sa.select(table), table.c.account, accounts)}

    def homes(self, accounts: Mapping[str, Account]) -> list[Incident]:
        """The incidents that these accounts are in at present."""
        table = schema.members
        found = {row.incident for row in self._rows(sa.select(table), table.c.account, accounts)}
        rows = self._rows(sa.select(schema.incidents.c.data), schema.incidents.c.id, found)
        return sorted(self._whole([row.data for row in rows], accounts), key=lambda i: i.id)

    def replace_incidents(self, before: Iterable[str] | None, computed: Computed) -> None:
        """Put the computed incidents in the place of those with the ids ``before`` (None: of all)."""
        machine = {account.id: account for account in computed.accounts}
        self._delete(schema.incidents, schema.incidents.c.id, before)
        self._delete(schema.members, schema.members.c.incident, before)
        reports = None if before is None else {a.report_id for a in computed.accounts}
        self._delete(schema.dated, schema.dated.c.report, reports)
        found = sorted(computed.incidents, key=lambda i: i.id)
        rows, homes = self._rows_of(found, machine)
        dated = sorted(computed.dated.items())
        days = [{"report": name, "data": records.dump(to_json(day))} for name, day in dated]
        for table, new in ((schema.incidents, rows), (schema.members, homes), (schema.dated, days)):
            if new:
                self._connection.execute(table.insert(), new)

    def _rows_of(
        self, found: Sequence[Incident], machine: Mapping[str, Account]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The rows of incidents and of their members. An incident's number is the least of its accounts':
        no other has it, and neighbours have neighbouring ones, which is what makes a search fast."""
        accounts, reports = schema.accounts, schema.reports
        query = sa.select(accounts.c.id, accounts.c.seq, accounts.c.report)
        query = query.join(reports, reports.c.seq == accounts.c.report).where(reports.c.superseded == 0)
        ids = [account.id for incident in found for account in incident.accounts]
        places = {row.id: (row.seq, row.report) for row in self._rows(query, accounts.c.id, ids)}
        rows, homes = [], []
        for incident in found:
            known = [places.get(account.id, (0, None)) for account in incident.accounts]
            number = min((seq for seq, _ in known), default=0)
            rows.append(incident_rows.incident_row(incident, machine, number))
            homes += [
                {"account": account.id, "incident": incident.id, "report": report, "number": number}
                for account, (_, report) in zip(incident.accounts, known, strict=True)
            ]
        return rows, homes

    def note_names(self, founders: Mapping[str, str]) -> None:
        """Note the ids of new incidents, by the accounts that gave them; what is noted stays."""
        known = self.named(founders)
        rows = [{"account": a, "incident": i} for a, i in sorted(founders.items()) if a not in known]
        if rows:
            self._connection.execute(schema.names.insert(), rows)

    def tell(self, happened: Sequence[Happened], at: datetime) -> None:
        """Note what became of incidents."""
        rows = [
            {
                "at": at.isoformat(),
                "incident": one.incident,
                "kind": one.kind,
                "successor": one.successor,
                "data": one.data,
            }
            for one in happened
        ]
        if rows:
            self._connection.execute(schema.changes.insert(), rows)

    def finish(self, made_by: Mapping[str, str]) -> None:
        """Note that the incidents follow from all that is there, and by which versions."""
        last = [sa.select(sa.func.max(t.c.seq)).scalar_subquery() for t in (schema.reports, schema.decisions)]
        linked, decided = self._connection.execute(sa.select(*last)).one()
        upto = {"linked": str(linked or 0), "decided": str(decided or 0)}
        self._note({**made_by, **upto, "stale": "0"})

    def _delete(self, table: sa.Table, column: sa.Column[str], ids: Iterable[str] | None) -> None:
        if ids is None:
            self._connection.execute(table.delete())
            return
        wanted = sorted(set(ids))
        for begin in range(0, len(wanted), 500):
            self._connection.execute(table.delete().where(column.in_(wanted[begin : begin + 500])))


def _pair_row(left: str, right: str, verdict: str, data: str) -> dict[str, Any]:
    return {"left": left, "right": right, "verdict": verdict, "data": data}
