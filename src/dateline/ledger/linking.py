"""One transaction of linking: the index of accounts, the pairs that stand, and the incidents that follow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dateline.ledger import incident_rows, records, schema
from dateline.ledger.blocks import Blocks
from dateline.ledger.built import Built, ByIds, ByPairs, Ids, by, gone, put
from dateline.ledger.queries import META
from dateline.ledger.records import Computed, DecisionRow, Happened
from dateline.model import Account, Decision, Incident, Judgement, Verdict
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
        self._names: dict[str, int | None] = {}

    def fresh(self) -> list[str]:
        """The ids of reports that came in since the ledger was last linked, in the order of their coming."""
        return [row.id for row in _FRESH.rows(self._connection, mark=self._mark("linked"))]

    def newly_decided(self) -> list[Decision]:
        """The decisions that came since the incidents were last computed."""
        table, mark = schema.decisions, self._mark("decided")
        if self.last()[1] <= mark:
            return []
        query = sa.select(table.c.data).where(table.c.seq > mark).order_by(table.c.seq)
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

    def has_superseded(self, fresh: Iterable[str]) -> bool:
        """Whether the index holds accounts of reports that no longer stand: another report of the same id
        is among the ``fresh`` ones that came in since, or nothing could have taken their place."""
        return bool(_SUPERSEDED.rows(self._connection, fresh))

    def state(self) -> tuple[str, str]:
        """How far the ledger is linked: up to which report, and up to which decision."""
        return self.setting("linked"), self.setting("decided")

    def judgements(self, accounts: Iterable[str] | None = None) -> list[Judgement]:
        """See :meth:`Queries.judgements`."""
        if accounts is None:
            return super().judgements()
        wanted = set(accounts)
        rows = _OF_LEFT.rows(self._connection, wanted)
        found = [records.judgement_of(row.data) for row in rows if row.right in wanted]
        return sorted(found, key=lambda j: (j.left, j.right))

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
            self._settings = {row.key: row.value for row in META.rows(self._connection)}
        if value is not None:
            self._note({name: value})
        return self._settings.get(name, "")

    def _note(self, settings: Mapping[str, str]) -> None:
        known = self._settings or {}
        new = [{"key": k, "value": v} for k, v in settings.items() if known.get(k) != v]
        _SETTING.write(self._connection, new)
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

    def change_pairs(
        self, judgements: Iterable[Judgement], withdrawn: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], bool]:
        """Write judgements and withdraw pairs; what stands already is not written again. Of the pairs that
        are judged no longer, whether they were the same."""
        ordered = sorted(judgements, key=lambda j: (j.left, j.right))
        for begin in range(0, len(ordered), _PAIRS):
            part = ordered[begin : begin + _PAIRS]
            self._write(part, self._standing([(j.left, j.right) for j in part]))
        lapsed = sorted(set(withdrawn))
        were_same: dict[tuple[str, str], bool] = {}
        for begin in range(0, len(lapsed), _PAIRS):
            rows = _THESE.rows(self._connection, lapsed[begin : begin + _PAIRS])
            standing = {(row.left, row.right): row.verdict == Verdict.SAME for row in rows}
            self._withdraw(sorted(standing))
            were_same |= standing
        return were_same

    def _write(self, judgements: Sequence[Judgement], standing: Mapping[tuple[str, str], str]) -> None:
        rows = [_pair_row(j.left, j.right, j.verdict.value, records.dump(to_json(j))) for j in judgements]
        fresh = [row for row in rows if standing.get((row["left"], row["right"])) != row["data"]]
        self._drop([pair for row in fresh if (pair := (row["left"], row["right"])) in standing])
        if fresh:
            _PAIR.write(self._connection, fresh)
            _JUDGED.write(self._connection, fresh)

    def _withdraw(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._drop(pairs)
        if pairs:
            rows = [_pair_row(left, right, WITHDRAWN, "") for left, right in pairs]
            _JUDGED.write(self._connection, rows)

    def _standing(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """What stands of these pairs, as it was written."""
        return {(row.left, row.right): row.data for row in _THESE.rows(self._connection, pairs)}

    def _drop(self, pairs: Sequence[tuple[str, str]]) -> None:
        _NO_PAIR.write(self._connection, [{"one": left, "other": right} for left, right in pairs])

    # --- incidents ------------------------------------------------------------------------------------------

    def named(self, accounts: Iterable[str] | None) -> dict[str, int]:
        """Which accounts gave incidents their ids, with the order in which they did."""
        if accounts is None:
            return {row.account: row.seq for row in self._rows(_ALL_NAMES, schema.names.c.account, None)}
        wanted = set(accounts)
        new = wanted - self._names.keys()
        self._names |= dict.fromkeys(new)
        self._names.update((row.account, row.seq) for row in _NAMES.rows(self._connection, new))
        return {name: seq for name in wanted if (seq := self._names[name]) is not None}

    def homes(self, accounts: Mapping[str, Account]) -> list[Incident]:
        """The incidents that these accounts are in at present."""
        data = {row.data for row in _HOMES.rows(self._connection, accounts)}
        return sorted(self._whole(sorted(data), accounts), key=lambda i: i.id)

    def homes_by_account(self, accounts: Iterable[str]) -> dict[str, str]:
        """The ids of the incidents that these accounts are in at present; without those in none."""
        return {row.account: row.incident for row in _HOME_IDS.rows(self._connection, accounts)}

    def replace_incidents(self, before: Iterable[str] | None, computed: Computed) -> None:
        """Put the computed incidents in the place of those with the ids ``before`` (None: of all)."""
        machine = {account.id: account for account in computed.accounts}
        if before is None:
            for table in (schema.incidents, schema.members, schema.dated):
                self._connection.execute(table.delete())
        else:
            old = [{"gone": name} for name in sorted(set(before))]
            _NO_INCIDENT.write(self._connection, old)
            _NO_MEMBERS.write(self._connection, old)
            reports = sorted({a.report_id for a in computed.accounts})
            _NO_DAY.write(self._connection, [{"gone": name} for name in reports])
        rows, homes = self._rows_of(sorted(computed.incidents, key=lambda i: i.id), machine)
        dated = sorted(computed.dated.items())
        _INCIDENT.write(self._connection, rows)
        _MEMBER.write(self._connection, homes)
        _DAY.write(
            self._connection, [{"report": name, "data": records.dump(to_json(day))} for name, day in dated]
        )

    def _rows_of(
        self, found: Sequence[Incident], machine: Mapping[str, Account]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The rows of incidents and of their members. An incident's number is the least of its accounts':
        no other has it, and neighbours have neighbouring ones, which is what makes a search fast."""
        places = self.places(account.id for incident in found for account in incident.accounts)
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
        _NAME.write(self._connection, rows)
        for row in rows:
            self._names.pop(row["account"])  # the database gave the number

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
        _CHANGE.write(self._connection, rows)

    def set_cleared(self, standing: Mapping[str, str], among: Sequence[str] | None = None) -> None:
        """Let exactly these accounts be cleared, by these decisions; with ``among``, of these only."""
        table = schema.cleared
        rows: list[dict[str, Any]] = [{"account": a, "decision": d} for a, d in sorted(standing.items())]
        gone = table.delete()
        self._connection.execute(gone if among is None else gone.where(table.c.account.in_(list(among))))
        if rows:
            self._connection.execute(table.insert(), rows)

    def finish(self, made_by: Mapping[str, str]) -> None:
        """Note that the incidents follow from all that is there, and by which versions."""
        linked, decided = self.last()
        self._note({**made_by, "linked": str(linked), "decided": str(decided), "stale": "0"})


def _pair_row(left: str, right: str, verdict: str, data: str) -> dict[str, Any]:
    return {"left": left, "right": right, "verdict": verdict, "data": data}


def _superseded(ids: Ids) -> sa.Select[Any]:
    reports, accounts = schema.reports, schema.accounts
    return (
        sa.select(schema.profiles.c.account)
        .join(accounts, accounts.c.seq == schema.profiles.c.account)
        .join(reports, reports.c.seq == accounts.c.report)
        .where(reports.c.superseded == 1, reports.c.id.in_(ids))
    )


def _homes(ids: Ids) -> sa.Select[Any]:
    incidents, members = schema.incidents, schema.members
    return sa.select(incidents.c.data).where(
        incidents.c.id.in_(sa.select(members.c.incident).where(members.c.account.in_(ids)))
    )


def _fresh() -> sa.Select[Any]:
    reports = schema.reports
    later = reports.c.seq > sa.bindparam("mark", type_=sa.Integer)
    return sa.select(reports.c.id).where(later, reports.c.superseded == 0).order_by(reports.c.seq)


def _these(ids: Sequence[Ids]) -> sa.CompoundSelect[Any]:
    """Some pairs, each by itself: of a list of pairs SQLite would read the whole table."""
    table = schema.pairs
    return sa.union_all(
        *(sa.select(table).where(table.c.left == one, table.c.right == other) for one, other in ids)
    )


def _no_pair() -> sa.Delete:
    table = schema.pairs
    one, other = sa.bindparam("one", type_=sa.Text), sa.bindparam("other", type_=sa.Text)
    return table.delete().where(table.c.left == one, table.c.right == other)


_HOME_IDS = by(sa.select(schema.members.c.account, schema.members.c.incident), schema.members.c.account)
_FRESH, _SUPERSEDED, _HOMES = Built(_fresh), ByIds(_superseded), ByIds(_homes)
_SETTING = Built(
    lambda: sa.text(
        'INSERT INTO meta ("key", value) VALUES (:key, :value)'
        ' ON CONFLICT ("key") DO UPDATE SET value = excluded.value'
    )
)
_ALL_NAMES = sa.select(schema.names.c.account, schema.names.c.seq)
_NAMES = by(_ALL_NAMES, schema.names.c.account)
_OF_LEFT = by(sa.select(schema.pairs), schema.pairs.c.left)
_THESE = ByPairs(_these, most=64)
_PAIR, _JUDGED, _NO_PAIR = put(schema.pairs), put(schema.judgements, "seq"), Built(_no_pair)
_INCIDENT, _NO_INCIDENT = put(schema.incidents), gone(schema.incidents, schema.incidents.c.id)
_MEMBER, _NO_MEMBERS = put(schema.members), gone(schema.members, schema.members.c.incident)
_DAY, _NO_DAY = put(schema.dated), gone(schema.dated, schema.dated.c.report)
_NAME, _CHANGE = put(schema.names, "seq"), put(schema.changes, "seq")
