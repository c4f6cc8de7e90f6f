"""Counts days from the day of publication, or, when that is unknown, says what can be said without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateline.model import DayOffset, Granularity, Published
from dateline.resolve.when import stretch
from dateline.resolve.when.compute import evaluate
from dateline.resolve.when.grammar import Arg
from dateline.resolve.when.stretch import Stretch, nothing

#: The reason of every relative time in a report whose own day is unknown.
NO_DATE = "no date to count from"

_BY_WEEK = frozenset(["weekday", "weekday_of_week", "weekday_range", "days", "overnight", "weekend"])
_WEEK_UNITS = frozenset(["D", "W", "F", "WE", "H", "m", "S"])
_LONGEST_RANGE = 62  # days over which a publication may range and still be counted from


@dataclass(frozen=True, slots=True)
class Outcome:
    """Days where they are known, and the offset from publication where the words are relative."""

    days: Stretch
    offset: DayOffset | None
    granularity: Granularity


def is_absolute(op: str, args: Mapping[str, Arg]) -> bool:
    """Whether the words name their day themselves ("5 May 2014", "1990s") and need nothing to count from."""
    return op in ("absolute", "iso", "year", "decade", "century") or "year" in args


def count(op: str, args: Mapping[str, Arg], tense: str, published: Published) -> Outcome:
    """The days of one expression in a report that came out at ``published``."""
    if is_absolute(op, args):
        made = evaluate(op, args, published.day or date(2000, 1, 1), tense)
        return Outcome(made, None, made.granularity)
    if published.day is not None:
        made = evaluate(op, args, published.day, tense)
        return Outcome(made, _offset(made, published.day), made.granularity)
    key = tuple(sorted(args.items(), key=lambda item: item[0]))
    if (
        published.earliest
        and published.latest
        and (published.latest - published.earliest).days <= _LONGEST_RANGE
    ):
        return _from_range(op, args, tense, (published.earliest, published.latest))
    return _hull(op, key, tense, published.weekday)


def _offset(made: Stretch, ref: date) -> DayOffset | None:
    if made.earliest is None or made.latest is None:
        return None
    return DayOffset((made.earliest - ref).days, (made.latest - ref).days)


def _from_range(op: str, args: Mapping[str, Arg], tense: str, bounds: tuple[date, date]) -> Outcome:
    """ "yesterday" in a report of Oct. 26 or 27: Oct. 25 to 26."""
    first, last = bounds
    refs = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    made = [(ref, evaluate(op, args, ref, tense)) for ref in refs]
    known = [m for _, m in made if m.earliest is not None and m.latest is not None]
    if not known:
        return Outcome(made[0][1], None, made[0][1].granularity)
    low = min(m.earliest for m in known if m.earliest)
    high = max(m.latest for m in known if m.latest)
    timex = known[0].timex if len({m.timex for m in known}) == 1 else "XXXX-XX-XX"
    same = len({(m.earliest, m.latest) for m in known}) == 1
    days = known[0] if same else stretch.days(low, high, timex)
    return Outcome(days, _join_offsets(made), days.granularity)


def _join_offsets(made: Iterable[tuple[date, Stretch]]) -> DayOffset | None:
    offsets = [o for ref, m in made if (o := _offset(m, ref)) is not None]
    return DayOffset(min(o.low for o in offsets), max(o.high for o in offsets)) if offsets else None


@lru_cache(maxsize=4096)
def _hull(op: str, key: tuple[tuple[str, Arg], ...], tense: str, weekday: int | None) -> Outcome:
    """All that the words can mean, whatever the day of publication, as an offset from it."""
    args = dict(key)
    made = [(ref, evaluate(op, args, ref, tense)) for ref in _references(op, args, weekday)]
    offset = _join_offsets(made)
    example = made[0][1]
    if offset is None:
        return Outcome(example, None, Granularity.UNKNOWN)
    return Outcome(nothing(NO_DATE, _timex_without_date(op, args)), offset, example.granularity)


def _references(op: str, args: Mapping[str, Arg], weekday: int | None) -> list[date]:
    """Days of publication to try: a week decides weekdays and weeks; months and years need two years."""
    monday = date(2001, 1, 1)
    by_week = op in _BY_WEEK or (
        op in ("unit", "ago", "anchored", "from_now") and args.get("unit") in _WEEK_UNITS
    )
    if by_week:
        refs = [monday + timedelta(days=n) for n in range(7)]
    else:
        refs = [monday + timedelta(days=n) for n in range(0, 731, 3)]
    return [ref for ref in refs if weekday is None or ref.isoweekday() == weekday]


def _timex_without_date(op: str, args: Mapping[str, Arg]) -> str:
    if "weekday" in args:
        return f"XXXX-WXX-{args['weekday']}"
    if "month" in args:
        day = f"-{int(args['day']):02d}" if "day" in args else ""
        return f"XXXX-{int(args['month']):02d}{day}"
    return {"W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(str(args.get("unit", "")), "XXXX-XX-XX")
