"""What reports and imported tables have in common, and what is missing on either side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.model import Incident, When, Where

#: The name under which incidents are counted that were read from reports.
READ = "reports"


@dataclass(frozen=True, slots=True)
class Missing:
    """An incident that one side has and the other has not. ``has`` names who has it, ``lacks`` who lacks
    it."""

    incident: str
    type: str
    day: str
    place: str
    country: str
    has: tuple[str, ...]
    lacks: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """``sources``: the imported ones. ``both``, ``only_reports``, ``only_source``: incidents by source,
    within the days and countries that both sides have (``window``); ``outside`` are those that lie beyond it
    and could not be in both. ``by_type`` and ``by_country``: (key, source) to (both, only reports, only
    source)."""

    sources: tuple[str, ...]
    window: Mapping[str, str]
    both: Mapping[str, int]
    only_reports: Mapping[str, int]
    only_source: Mapping[str, int]
    outside: Mapping[str, int]
    missing: tuple[Missing, ...]
    by_type: Mapping[tuple[str, str], tuple[int, int, int]]
    by_country: Mapping[tuple[str, str], tuple[int, int, int]]


def coverage_of(incidents: Sequence[Incident], source_of: Mapping[str, str]) -> Coverage:
    """Compare the reports of a ledger with each source; ``source_of`` gives a report's source, "" for one
    that was read."""
    has = {i.id: frozenset(source_of.get(a.report_id, "") or READ for a in i.accounts) for i in incidents}
    sources = sorted({name for names in has.values() for name in names} - {READ})
    window: dict[str, str] = {}
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("both", READ, "source", "outside")}
    missing: list[Missing] = []
    tables: list[dict[tuple[str, str], list[int]]] = [{}, {}]
    for source in sources:
        inside = _window(incidents, has, source)
        window[source] = inside.words
        for incident in incidents:
            ours, theirs = READ in has[incident.id], source in has[incident.id]
            if not (ours or theirs):
                continue
            if not (ours and theirs) and not inside.holds(incident):
                counts["outside"][source] += 1
                continue
            kind = 0 if ours and theirs else 1 if ours else 2
            counts[("both", READ, "source")[kind]][source] += 1
            for table, key in zip(tables, (incident.type, _country(incident) or "unknown"), strict=True):
                table.setdefault((key, source), [0, 0, 0])[kind] += 1
            if kind:
                missing.append(_missing(incident, has[incident.id], source if ours else READ))
    by_type, by_country = ({key: (n[0], n[1], n[2]) for key, n in sorted(t.items())} for t in tables)
    return Coverage(
        tuple(sources), window, counts["both"], counts[READ], counts["source"], counts["outside"],
        tuple(missing),
        by_type, by_country,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Window:
    first: date | None
    last: date | None
    countries: frozenset[str]

    @property
    def words(self) -> str:
        if self.first is None or self.last is None or not self.countries:
            return "nothing in common"
        return f"{self.first.isoformat()} to {self.last.isoformat()}; {', '.join(sorted(self.countries))}"

    def holds(self, incident: Incident) -> bool:
        """Whether both sides could have it: an unknown day or country is no reason to doubt that."""
        when = incident.when.value
        if self.first is None or self.last is None:
            return False
        first, last = (when.earliest, when.latest) if isinstance(when, When) else (None, None)
        if first is not None and last is not None and (last < self.first or self.last < first):
            return False
        country = _country(incident)
        return country is None or country in self.countries


def _window(incidents: Sequence[Incident], has: Mapping[str, frozenset[str]], source: str) -> _Window:
    """The days and countries that both sides speak of."""
    days: list[list[date]] = [[], []]
    lands: list[set[str]] = [set(), set()]
    for incident in incidents:
        when = incident.when.value
        for side, name in enumerate((READ, source)):
            if name in has[incident.id]:
                if isinstance(when, When) and when.earliest and when.latest:
                    days[side] += [when.earliest, when.latest]
                lands[side] |= {c for c in (_country(incident),) if c}
    if not days[0] or not days[1]:
        return _Window(None, None, frozenset())
    first, last = max(min(d) for d in days), min(max(d) for d in days)
    return _Window(
        first if first <= last else None, last if first <= last else None, frozenset(lands[0] & lands[1])
    )


def _country(incident: Incident) -> str | None:
    where = incident.where.value
    return where.country if isinstance(where, Where) else None


def _missing(incident: Incident, has: frozenset[str], lacks: str) -> Missing:
    when, where = incident.when.value, incident.where.value
    return Missing(
        incident.id,
        f"{incident.type}/{incident.subtype}" if incident.subtype else incident.type,
        (when.edtf or "") if isinstance(when, When) else "",
        where.name if isinstance(where, Where) else "",
        _country(incident) or "",
        tuple(sorted(has)),
        lacks,
    )
