"""What Explore shows of a ledger: a list in pages, counts by facet, days, and points for the map."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from dateline.errors import UsageError
from dateline.export.material import headline
from dateline.export.words import describe, describe_counts, describe_type
from dateline.ledger import FACETS, Bucket, Filter, Ledger
from dateline.model import Claim, ClaimStance, Effect, Incident, Where
from dateline.service.joining import bring_up_to_date

T = TypeVar("T")

#: Incidents on one page of a list unless asked otherwise, and at most.
PAGE, MOST = 50, 500


@dataclass(frozen=True, slots=True)
class Line:
    """One incident in a list, in words."""

    id: str
    kind: str
    stage: str
    when: str
    where: str
    precise: str
    killed: str
    injured: str
    claims: str
    disputed: tuple[str, ...]
    reports: int
    origins: int
    invented: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list. ``next`` leads to the page after it, "" at the end."""

    lines: tuple[Line, ...]
    incidents: tuple[Incident, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many incidents begin in a stretch of days, ends included."""

    first: str
    last: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many incidents pass, by each facet (its own filter left out), and how many lack a day or place."""

    total: int
    undated: int
    placeless: int
    facets: dict[str, list[tuple[Any, int]]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was computed for a filter at a state of the ledger; see :class:`Memory`."""

    generation: str
    value: Any


def generation(ledger: Ledger) -> str:
    """A mark of the ledger's state: equal marks, equal answers."""
    bring_up_to_date(ledger)
    return ledger.generation()


class Memory:
    """Keeps the last answers of a ledger for as long as its state stays the same."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._known: dict[tuple[str, Filter], Answered] = {}
        self._lock = Lock()  # pages are made in many threads; what takes time is made outside of it

    def forget(self) -> None:
        """Answer everything anew."""
        with self._lock:
            self._known.clear()

    def answer(self, what: str, ledger: Ledger, wanted: Filter, make: Callable[[Ledger, Filter], T]) -> T:
        """What ``make`` says, from memory where the ledger has not changed."""
        mark = generation(ledger)
        known = self._known.get((what, wanted))
        if known is None or known.generation != mark:
            known = Answered(mark, make(ledger, wanted))
            with self._lock:
                self._known.pop((what, wanted), None)
                self._known[what, wanted] = known
                while len(self._known) > self._size:
                    self._known.pop(next(iter(self._known)))
        value: T = known.value
        return value


def listing(ledger: Ledger, wanted: Filter, cursor: str = "", limit: int = PAGE) -> Listing:
    """A page of the incidents that pass, by day. Raises UsageError for a cursor that is none."""
    bring_up_to_date(ledger)
    limit = max(1, min(limit, MOST))
    found = ledger.page_of(wanted, _place_of(cursor) if cursor else None, limit + 1)
    more, found = len(found) > limit, found[:limit]
    narrow = ledger.narrow(i.id for i in found)
    lines = tuple(_line(i, narrow[i.id].reports if i.id in narrow else 0) for i in found)
    return Listing(lines, tuple(found), _cursor_of(found[-1]) if more else "")


def _cursor_of(incident: Incident) -> str:
    earliest = getattr(incident.when.value, "earliest", None)
    place = json.dumps([earliest.isoformat() if earliest else "", incident.id])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _place_of(cursor: str) -> tuple[str, str]:
    try:
        day, name = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:  # of the alphabet, of UTF-8, of JSON, of its length
        raise UsageError("this cursor is none", "begin without one and follow `next`") from error
    if not (isinstance(day, str) and isinstance(name, str)):
        raise UsageError("this cursor is none", "begin without one and follow `next`")
    return day, name


def _line(incident: Incident, reports: int) -> Line:
    killed, injured = headline(incident, Effect.KILLED), headline(incident, Effect.INJURED)
    where = incident.where.value
    claims = [c.value for c in incident.claims if isinstance(c.value, Claim)]
    claimants = dict.fromkeys(c.claimant for c in claims if c.stance is ClaimStance.CLAIMS)
    parts = (incident.when, incident.where, *incident.actors, *incident.tolls, *incident.claims)
    return Line(
        id=incident.id,
        kind=describe_type(incident.type, incident.subtype),
        stage="" if incident.stage == "accomplished" else incident.stage,
        when=describe(incident.when.value),
        where=describe(where),
        precise=precision(where),
        killed=describe_counts(killed) if killed else "",
        injured=describe_counts(injured) if injured else "",
        claims=", ".join(claimants),
        disputed=tuple(sorted({c.field for c in parts if c.dissent})),
        reports=reports,
        origins=incident.origins,
        invented=incident.invented,
    )


def precision(where: object) -> str:
    """``± 9 km``; "" where no point is known."""
    if not isinstance(where, Where) or where.lat is None or not where.radius_m:
        return ""
    return (
        f"± {where.radius_m / 1000:.2g} km" if where.radius_m < 100_000 else f"± {where.radius_m // 1000} km"
    )


def counts(ledger: Ledger, wanted: Filter) -> Counts:
    """Counts for a filter. Each facet is counted as if its own filter were not set: what could be chosen."""
    buckets = ledger.buckets(wanted)
    tallies: dict[str, Counter[Any]] = {name: Counter() for name in FACETS}
    total = undated = placeless = 0
    for one in buckets:
        outside = _outside(one, wanted)
        if not outside:
            total += one.inside
            placeless += 0 if one.placed == "1" else one.inside
            undated += 0 if one.year else one.all
        for name in outside or FACETS:
            count = one.all if name == "year" else one.inside
            if count and len(outside) < 2:
                tallies[name][_value(name, one)] += count
    if wanted.box:
        placeless = ledger.number(replace(wanted, box=None, located=False))
    ordered = {n: sorted(t.items(), key=lambda one: (-one[1], str(one[0]))) for n, t in tallies.items()}
    return Counts(total, undated, placeless, ordered)


def _outside(one: Bucket, wanted: Filter) -> list[str]:
    """The facets whose filter a bucket does not pass; a facet's own filter does not bear on its counts."""
    found = []
    if wanted.type and not any(_typed(name, one) for name in _names(wanted.type)):
        found.append("type")
    if wanted.country and (one.country or "none") not in _names(wanted.country):
        found.append("country")
    for name in ("disputed", "claimed", "invented"):
        flag = getattr(wanted, name)
        if flag is not None and getattr(one, name) != str(int(flag)):
            found.append(name)
    return found


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def _typed(name: str, one: Bucket) -> bool:
    kind, _, fine = name.partition("/")
    return (one.type, one.subtype) == (kind, fine) if fine else name in (one.type, one.subtype)


def _value(facet: str, one: Bucket) -> Any:
    text = getattr(one, facet)
    return int(text) if facet in ("disputed", "claimed", "invented") else text or None


def number(ledger: Ledger) -> int:
    """How many incidents there are in all."""
    bring_up_to_date(ledger)
    return ledger.number(Filter())


def timeline(ledger: Ledger, wanted: Filter, bars: int = 60) -> list[Bar]:
    """The days of the incidents that pass, in bars of equal length; without regard to the filter by day."""
    days = ledger.days(replace(wanted, first=None, last=None))
    if not days:
        return []
    # counted in numbers of days: the day after 31 December 9999 is none
    first, last = (date.fromisoformat(days[n][0]).toordinal() for n in (0, -1))
    step = max(1, -(-(last - first + 1) // bars))
    sums: Counter[int] = Counter()
    for day, count in days:
        sums[(date.fromisoformat(day).toordinal() - first) // step] += count
    ends = [(begin, min(last, begin + step - 1)) for begin in range(first, last + 1, step)]
    return [
        Bar(date.fromordinal(begin).isoformat(), date.fromordinal(end).isoformat(), sums[n])
        for n, (begin, end) in enumerate(ends)
    ]


def points(ledger: Ledger, wanted: Filter) -> str:
    """What the map draws, as JSON, without regard to the filter by day: it follows the window while it is
    dragged.

    ``places``: [lon, lat, radius in metres, name]; ``at``: for each incident the number of its place (-1:
    none); ``first`` and ``last``: its days as days since 1970 (null: unknown).
    """
    found = ledger.spots(replace(wanted, first=None, last=None))
    known = [s for s in found if s.lat is not None and s.lon is not None]
    lost = [s for s in found if s.lat is None or s.lon is None]
    places = [[s.lon, s.lat, s.radius or 0, s.place or ""] for s in known]
    at = [",".join([str(n)] * s.count) for n, s in enumerate(known)] + [
        ",".join(["-1"] * s.count) for s in lost
    ]
    parts = {"at": at, "first": [s.first for s in known + lost], "last": [s.last for s in known + lost]}
    columns = "".join(f',"{name}":[{",".join(texts)}]' for name, texts in parts.items())
    return f'{{"places":{json.dumps(places, ensure_ascii=False, separators=(",", ":"))}{columns}}}'


def support_of(incident: Incident) -> str:
    """How well an incident is supported, in the words of Airwars' grading.

    ``contested``: a claim or blame for it is disputed; ``confirmed``: the party itself and an official say
    so, from two origins; ``fair``: two origins that do not depend on each other; ``weak``: one.
    """
    told = [re.search(r"\bsupport (\w+)", c.reason) for c in incident.claims]
    grades = {hit[1] for hit in told if hit}
    if "contested" in grades:
        return "contested"
    if "confirmed" in grades:
        return "confirmed"
    return "fair" if incident.origins > 1 else "weak"
