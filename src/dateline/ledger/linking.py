"""One transaction of linking: the index of accounts, the pairs that stand, and the incidents that follow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dateline.ledger import records, schema
from dateline.ledger.blocks import Blocks
from dateline.ledger.records import Computed, Happened
from dateline.model import Decision, Incident, Judgement
from dateline.model.codec import from_json, to_json

WITHDRAWN = "withdrawn"


class Linking(Blocks):
    """What linking reads and writes, as one transaction; made by :meth:`Ledger.linking`.

    Everything that a ledger can be asked can be asked here, too, and sees what was written before.
    """

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

    def has_superseded(self) -> bool:
        """Whether the index holds accounts of reports that no longer stand."""
        query = (
            sa.select(schema.profiles.c.account)
            .join(schema.accounts, schema.accounts.c.seq == schema.profiles.c.account)
            .join(schema.reports, schema.reports.c.seq == schema.accounts.c.report)
            .where(schema.reports.c.superseded == 1)
            .limit(1)
        )
        return self._connection.execute(query).first() is not None

    def _mark(self, name: str) -> int:
        value = self._connection.execute(
            sa.select(schema.meta.c.value).where(schema.meta.c.key == name)
        ).scalar()
        return int(value) if value is not None else 0

    def toll_rule(self, name: str = "") -> str:
        """The rule for counts that this ledger goes by, "" for the codebook's; ``name`` sets it."""
        table = schema.meta
        if name:
            self._connection.execute(table.delete().where(table.c.key == "tolls"))
            self._connection.execute(table.insert().values(key="tolls", value=name))
        return self._connection.execute(sa.select(table.c.value).where(table.c.key == "tolls")).scalar() or ""

    # --- pairs ----------------------------------------------------------------------------------------------

    def replace_pairs(self, judgements: Iterable[Judgement]) -> None:
        """Let exactly these judgements stand: a pair that is no longer judged is withdrawn."""
        gone = {(j.left, j.right) for j in self.judgements()}
        kept = list(judgements)
        self.change_pairs(kept, sorted(gone - {(j.left, j.right) for j in kept}))

    def change_pairs(self, judgements: Iterable[Judgement], withdrawn: Iterable[tuple[str, str]]) -> None:
        """Write judgements and withdraw pairs; what stands already is not written again."""
        table = schema.pairs
        rows: list[dict[str, Any]] = []
        for judgement in sorted(judgements, key=lambda j: (j.left, j.right)):
            left, right = judgement.left, judgement.right
            row = _pair_row(left, right, judgement.verdict.value, records.dump(to_json(judgement)))
            standing = self._at_once('SELECT data FROM pairs WHERE "left" = ? AND "right" = ?', (left, right))
            if standing and standing[0][0] == row["data"]:
                continue
            self._at_once(
                'INSERT INTO pairs ("left", "right", verdict, data) VALUES (?, ?, ?, ?) '
                'ON CONFLICT ("left", "right") '
                "DO UPDATE SET verdict = excluded.verdict, data = excluded.data",
                (left, right, row["verdict"], row["data"]),
            )
            rows.append(row)
        for left, right in withdrawn:
            at = (table.c.left == left, table.c.right == right)
            if self._connection.execute(table.delete().where(*at)).rowcount:
                rows.append(_pair_row(left, right, WITHDRAWN, ""))
        if rows:
            self._connection.execute(schema.judgements.insert(), rows)

    # --- incidents ------------------------------------------------------------------------------------------

    def named(self, accounts: Iterable[str] | None) -> dict[str, int]:
        """Which accounts gave incidents their ids, with the order in which they did."""
        table = schema.names
        return {row.account: row.seq for row in self._rows(sa.select(table), table.c.account, accounts)}

    def homes(self, accounts: Iterable[str]) -> list[Incident]:
        """The incidents that these accounts are in at present."""
        table = schema.members
        found = {row.incident for row in self._rows(sa.select(table), table.c.account, accounts)}
        rows = self._rows(sa.select(schema.incidents.c.data), schema.incidents.c.id, found)
        return sorted(self._whole([row.data for row in rows]), key=lambda i: i.id)

    def replace_incidents(self, before: Iterable[str] | None, computed: Computed) -> None:
        """Put the computed incidents in the place of those with the ids ``before`` (None: of all)."""
        machine = {account.id: account for account in computed.accounts}
        self._delete(schema.incidents, schema.incidents.c.id, before)
        self._delete(schema.members, schema.members.c.incident, before)
        reports = None if before is None else {a.report_id for a in computed.accounts}
        self._delete(schema.dated, schema.dated.c.report, reports)
        found = sorted(computed.incidents, key=lambda i: i.id)
        homes = [{"account": a.id, "incident": i.id} for i in found for a in i.accounts]
        dated = sorted(computed.dated.items())
        days = [{"report": name, "data": records.dump(to_json(day))} for name, day in dated]
        rows = [records.incident_row(incident, machine) for incident in found]
        for table, new in ((schema.incidents, rows), (schema.members, homes), (schema.dated, days)):
            if new:
                self._connection.execute(table.insert(), new)

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
        marks = {
            "linked": sa.select(sa.func.max(schema.reports.c.seq)),
            "decided": sa.select(sa.func.max(schema.decisions.c.seq)),
        }
        upto = {name: str(self._connection.execute(query).scalar() or 0) for name, query in marks.items()}
        table = schema.meta
        for key, value in {**made_by, **upto, "stale": "0"}.items():
            self._connection.execute(table.delete().where(table.c.key == key))
            self._connection.execute(table.insert().values(key=key, value=value))

    def _delete(self, table: sa.Table, column: sa.Column[str], ids: Iterable[str] | None) -> None:
        if ids is None:
            self._connection.execute(table.delete())
            return
        wanted = sorted(set(ids))
        for begin in range(0, len(wanted), 500):
            self._connection.execute(table.delete().where(column.in_(wanted[begin : begin + 500])))


def _pair_row(left: str, right: str, verdict: str, data: str) -> dict[str, Any]:
    return {"left": left, "right": right, "verdict": verdict, "data": data}
