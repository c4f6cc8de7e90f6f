"""What the desk asks of incidents: pages of a list, counts, days and points. Reads narrow columns only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from dateline.ledger import conditions, incident_rows, records, schema
from dateline.ledger.queries import Queries
from dateline.ledger.records import Filter
from dateline.model import Incident, Judgement, Verdict
from dateline.model.codec import from_json

#: Where a page of a list ended: the first day ("" when unknown) and the id of its last incident.
Place = tuple[str, str]

#: What incidents can be counted by.
FACETS = ("type", "country", "year", "disputed", "claimed", "invented")


@dataclass(frozen=True, slots=True)
class Bucket:
    """Incidents that are alike in all that they are counted by; numbers as text, "" where unknown. ``all``
    of them, and those ``inside`` the filter by day."""

    type: str
    subtype: str
    country: str
    year: str
    disputed: str
    claimed: str
    invented: str
    placed: str
    all: int
    inside: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place (None: unknown) and its incidents: how many, and their first and last days as days since
    1970, parted by commas, ``null`` where unknown."""

    lon: float | None
    lat: float | None
    radius: int | None
    place: str | None
    count: int
    first: str
    last: str


class Finding(Queries):
    """Questions about many incidents that are answered without reading them whole."""

    def page_of(self, wanted: Filter, after: Place | None, limit: int) -> list[Incident]:
        """The next incidents by day, without their accounts."""
        table = schema.incidents
        # the dated ones first, on their own: along the index, and no further than the page reaches
        dated = sa.select(table.c.id).where(table.c.earliest.is_not(None))
        parts = [(dated.order_by(table.c.earliest, table.c.id), _beyond(after))] if _in_dated(after) else []
        undated = sa.select(table.c.id).where(table.c.earliest.is_(None)).order_by(table.c.id)
        parts.append((undated, None if _in_dated(after) or after is None else table.c.id > after[1]))
        wanted_ids: list[str] = []
        with self._reading() as connection:
            passes = conditions.of(wanted, connection.dialect.name)
            for query, further in parts:
                if (left := limit - len(wanted_ids)) > 0:
                    chosen = query.where(*passes).limit(left)
                    chosen = chosen if further is None else chosen.where(further)
                    wanted_ids += connection.execute(chosen).scalars()
        rows = self._rows(sa.select(table.c.id, table.c.data), table.c.id, wanted_ids)
        data = {row.id: row.data for row in rows}
        return [incident_rows.summary_of(data[name]) for name in wanted_ids if name in data]

    def narrow(self, ids: Iterable[str]) -> dict[str, Any]:
        """Reports, origins and the other narrow columns of some incidents, by id."""
        table = schema.incidents
        query = sa.select(table.c.id, table.c.reports, table.c.origins, table.c.claimed)
        return {row.id: row for row in self._rows(query, table.c.id, ids)}

    def number(self, wanted: Filter) -> int:
        """How many incidents pass."""
        query = sa.select(sa.func.count()).select_from(schema.incidents)
        with self._reading() as connection:
            chosen = query.where(*conditions.of(wanted, connection.dialect.name))
            return connection.execute(chosen).scalar() or 0

    def buckets(self, wanted: Filter) -> list[Bucket]:
        """The incidents that pass, counted by all of :data:`FACETS` at once. The filters by these, and by
        day, do not bear on it: one look serves every facet, each with the others' filters on or off."""
        table = schema.incidents
        free = replace(wanted, type=None, country=None, disputed=None, claimed=None, invented=None)
        touched = _touching(wanted.first, wanted.last)
        inside = sa.func.count() if touched is None else sa.func.sum(sa.case((touched, 1), else_=0))
        query = sa.select(table.c.bucket, sa.func.count(), inside).group_by(table.c.bucket)
        with self._reading() as connection:
            passes = conditions.of(replace(free, first=None, last=None), connection.dialect.name)
            rows: list[Any] = list(connection.execute(query.where(*passes)))
        return [Bucket(*[*name.split("|"), count, part]) for name, count, part in rows]

    def days(self, wanted: Filter) -> list[tuple[str, int]]:
        """How many incidents begin on each day; those without a day are left out."""
        table = schema.incidents
        query = sa.select(table.c.earliest, sa.func.count()).where(table.c.earliest.is_not(None))
        query = query.group_by(table.c.earliest).order_by(table.c.earliest)
        with self._reading() as connection:
            chosen = query.where(*conditions.of(wanted, connection.dialect.name))
            return [(row[0], row[1]) for row in connection.execute(chosen)]

    def spots(self, wanted: Filter) -> list[Spot]:
        """Every place with the days of its incidents that pass, places by longitude; made by the database,
        as a hundred thousand rows take it a fifth of what they take here."""
        table = schema.incidents
        place = [table.c[name] for name in ("lon", "lat", "radius", "place")]
        with self._reading() as connection:
            dialect = connection.dialect.name
            days = [_listed(table.c[name], dialect) for name in ("earliest", "latest")]
            query = sa.select(*place, sa.func.count(), *days).where(*conditions.of(wanted, dialect))
            rows: list[Any] = list(connection.execute(query.group_by(*place).order_by(*place)))
        return [Spot(*row) for row in rows]

    def generation(self) -> str:
        """Differs whenever anything that the desk shows may differ."""
        parts = [sa.select(sa.func.max(table.c.seq)) for table in _GROWING]
        query = sa.select(*[part.scalar_subquery() for part in parts])
        with self._reading() as connection:
            marks = connection.execute(query).one()
            meta = connection.execute(sa.select(schema.meta).order_by(schema.meta.c.key)).all()
        return json.dumps([list(marks), [list(row) for row in meta]])

    # --- review -------------------------------------------------------------------------------------------

    def cleared(self, accounts: Iterable[str] | None = None) -> dict[str, str]:
        """The decision that cleared each account."""
        table = schema.cleared
        return {row.account: row.decision for row in self._rows(sa.select(table), table.c.account, accounts)}

    def account_ids(self, ids: Iterable[str]) -> set[str]:
        """Those of these ids that are accounts of reports that stand."""
        accounts, reports = schema.accounts, schema.reports
        query = sa.select(accounts.c.id).join(reports, reports.c.seq == accounts.c.report)
        return {r.id for r in self._rows(query.where(reports.c.superseded == 0), accounts.c.id, ids)}

    def homes_of(self, accounts: Iterable[str]) -> dict[str, str]:
        """The id of the incident that each account is in."""
        table = schema.members
        return {row.account: row.incident for row in self._rows(sa.select(table), table.c.account, accounts)}

    def members_of(self, incidents: Iterable[str]) -> dict[str, list[str]]:
        """The accounts of incidents, by incident."""
        table = schema.members
        found: dict[str, list[str]] = {}
        for row in self._rows(sa.select(table).order_by(table.c.account), table.c.incident, incidents):
            found.setdefault(row.incident, []).append(row.account)
        return found

    def ids_of(self, wanted: Filter) -> list[str]:
        """The ids of the incidents that pass, by day."""
        query = sa.select(schema.incidents.c.id).order_by(*conditions.BY_DAY)
        with self._reading() as connection:
            chosen = query.where(*conditions.of(wanted, connection.dialect.name))
            return list(connection.execute(chosen).scalars())

    def ids_beginning(self, beginning: str, limit: int) -> list[str]:
        """The incidents whose ids begin so, by id."""
        name = schema.incidents.c.id
        query = sa.select(name).where(name >= beginning, name < beginning + "\U0010ffff").order_by(name)
        with self._reading() as connection:
            return list(connection.execute(query.limit(limit)).scalars())

    def unsure(self) -> list[Judgement]:
        """The pairs of accounts that the machine is unsure of, the likeliest first."""
        table = schema.pairs
        query = sa.select(table.c.data).where(table.c.verdict == Verdict.UNSURE.value)
        with self._reading() as connection:
            found = [from_json(Judgement, json.loads(d)) for d in connection.execute(query).scalars()]
        return sorted(found, key=lambda j: (-j.score, j.left, j.right))

    def judged(self, pair: tuple[str, str]) -> Judgement | None:
        """The standing judgement of a pair, if there is one."""
        table = schema.pairs
        query = sa.select(table.c.data).where(table.c.left == pair[0], table.c.right == pair[1])
        with self._reading() as connection:
            data = connection.execute(query).scalar()
        return from_json(Judgement, json.loads(data)) if data else None

    # --- sources and runs ---------------------------------------------------------------------------------

    def latest_runs(self, limit: int = 200) -> list[Any]:
        """The last runs, newest first: seq, verb, version, started, finished, summary."""
        query = sa.select(schema.runs).order_by(schema.runs.c.seq.desc()).limit(limit)
        with self._reading() as connection:
            return list(connection.execute(query))

    def report_heads(self) -> list[dict[str, str | None]]:
        """Outlet, agency, language and first day of publication of every report that stands."""
        table = schema.reports
        with self._reading() as connection:
            name = connection.dialect.name
            told = [_told(table.c.data, name, *path).label(path[-1]) for path in _HEAD]
            rows = connection.execute(sa.select(*told).where(table.c.superseded == 0)).mappings()
            return [{**row, "outlet": row["outlet"] or None} for row in rows]

    def incidents_by_outlet(self) -> dict[str | None, int]:
        """How many incidents the reports of each outlet tell of; None: of those that name none."""
        reports, members = schema.reports, schema.members
        with self._reading() as connection:
            outlet = _told(reports.c.data, connection.dialect.name, "outlet")
            named = sa.func.nullif(outlet, "").label("outlet")
            known = sa.select(reports.c.seq, named).where(reports.c.superseded == 0).cte()
            known = known.prefix_with("MATERIALIZED")  # or each account reads its report anew
            told = sa.func.count(members.c.number.distinct())
            query = sa.select(known.c.outlet, told).join(members, members.c.report == known.c.seq)
            rows = connection.execute(query.group_by(known.c.outlet))
            return {row[0]: row[1] for row in rows}

    def extractions(self) -> list[tuple[str, int]]:
        """How many standing reports each version of the reading made."""
        table = schema.reports
        query = sa.select(table.c.extraction, sa.func.count()).where(table.c.superseded == 0)
        with self._reading() as connection:
            return [(r[0], r[1]) for r in connection.execute(query.group_by(table.c.extraction))]

    def changes_of(self, incident: str) -> list[records.Happened]:
        """What became of one incident, oldest first."""
        table = schema.changes
        query = sa.select(table).where(table.c.incident == incident).order_by(table.c.seq)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [records.Happened(r.kind, r.incident, r.successor, r.data, r.at) for r in rows]

    def latest_statements(self, limit: int = 20_000) -> list[tuple[str, str]]:
        """The statements that came in last, newest first, of reports that stand: field and JSON."""
        statements, reports = schema.statements, schema.reports
        last = sa.select(sa.func.max(statements.c.seq)).scalar_subquery()
        query = (
            sa.select(statements.c.field, statements.c.data)
            .join(reports, reports.c.seq == statements.c.report)
            .where(statements.c.seq > last - limit, reports.c.superseded == 0)
            .order_by(statements.c.seq.desc())
        )
        with self._reading() as connection:
            return [(row.field, row.data) for row in connection.execute(query)]

    def last_decided(self) -> str | None:
        """When the last decision was made (ISO 8601)."""
        query = sa.select(sa.func.max(schema.decisions.c.at))
        with self._reading() as connection:
            found: str | None = connection.execute(query).scalar()
        return found


def _touching(first: str | None, last: str | None) -> sa.ColumnElement[bool] | None:
    """What the filter by day lets through; None without one."""
    table = schema.incidents
    ends = [table.c.latest >= first] if first else []
    ends += [table.c.earliest <= last] if last else []
    return sa.and_(*ends) if ends else None


#: Where `reports.data` holds what is asked of all reports.
_HEAD = (("outlet",), ("agency",), ("language",), ("published", "earliest"))


def _told(data: sa.Column[str], dialect: str, *path: str) -> sa.ColumnElement[str]:
    """A text within JSON, read by the database: the rest of it, a report's words, need not come along."""
    if dialect == "sqlite":
        return sa.func.json_extract(data, "$." + ".".join(path), type_=sa.Text)
    return sa.func.json_extract_path_text(sa.cast(data, sa.JSON), *path, type_=sa.Text)


def _listed(day: sa.Column[Any], dialect: str) -> sa.ColumnElement[str]:
    """The days of a group as one text, ``17098,null,17099``."""
    if dialect == "sqlite":
        number = sa.cast(sa.func.julianday(day) - 2440587.5, sa.Integer)
        return sa.func.group_concat(sa.func.coalesce(number, "null"), ",")
    since = sa.cast(day, sa.Date) - sa.cast("1970-01-01", sa.Date)
    return sa.func.string_agg(sa.func.coalesce(sa.cast(since, sa.Text), "null"), ",")


_GROWING: Sequence[sa.Table] = (schema.reports, schema.decisions, schema.changes, schema.runs)


def _in_dated(after: Place | None) -> bool:
    return after is None or bool(after[0])


def _beyond(after: Place | None) -> sa.ColumnElement[bool] | None:
    """What follows the dated incident where a page ended."""
    if after is None:
        return None
    table, (day, name) = schema.incidents, after
    return sa.and_(
        table.c.earliest >= day,
        sa.or_(table.c.earliest > day, sa.and_(table.c.earliest == day, table.c.id > name)),
    )
