"""Stretches of days, and how they are written in EDTF and in TIMEX3."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.model import Granularity

#: Reason for a day that a date cannot hold.
OUTSIDE = "the day lies outside the calendar (years 1 to 9999)"

_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_SEASON_EDTF = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


@dataclass(frozen=True, slots=True)
class Stretch:
    """First and last day, how fine, and the value as EDTF and TIMEX3 write it.

    ``earliest`` is None when the words name no day that can be counted; ``reason`` then says why.
    """

    earliest: date | None
    latest: date | None
    granularity: Granularity
    timex: str
    edtf: str | None
    reason: str = ""


def nothing(reason: str, timex: str = "XXXX-XX-XX") -> Stretch:
    """No day, and why."""
    return Stretch(None, None, Granularity.UNKNOWN, timex, None, reason)


def one_day(day: date) -> Stretch:
    """A single day."""
    return Stretch(day, day, Granularity.DAY, day.isoformat(), day.isoformat())


def days(earliest: date, latest: date, timex: str) -> Stretch:
    """A stretch of several days that is no week, month or year of the calendar."""
    if earliest == latest:
        return replace(one_day(earliest), timex=timex)
    edtf = f"{earliest.isoformat()}/{latest.isoformat()}"
    return Stretch(earliest, latest, Granularity.RANGE, timex, edtf)


def week(day: date) -> Stretch:
    """The ISO week (Monday to Sunday) that holds ``day``."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    sunday = monday + timedelta(days=6)
    year, number, _ = day.isocalendar()
    edtf = f"{monday.isoformat()}/{sunday.isoformat()}"
    return Stretch(monday, sunday, Granularity.WEEK, f"{year:04d}-W{number:02d}", edtf)


def weekend(day: date) -> Stretch:
    """Saturday and Sunday of the ISO week that holds ``day``."""
    whole = week(day)
    assert whole.earliest is not None
    saturday = whole.earliest + timedelta(days=5)
    return days(saturday, saturday + timedelta(days=1), f"{whole.timex}-WE")


def month(year: int, number: int) -> Stretch:
    """A month of the calendar."""
    first = date(year, number, 1)
    last = date(year, number, calendar.monthrange(year, number)[1])
    written = f"{year:04d}-{number:02d}"
    return Stretch(first, last, Granularity.MONTH, written, written)


def year(number: int) -> Stretch:
    """A year of the calendar."""
    written = f"{number:04d}"
    return Stretch(date(number, 1, 1), date(number, 12, 31), Granularity.YEAR, written, written)


def decade(first_year: int) -> Stretch:
    """Ten years from ``first_year``."""
    written = f"{first_year // 10:03d}"
    first, last = date(first_year, 1, 1), date(first_year + 9, 12, 31)
    return Stretch(first, last, Granularity.YEAR, written, f"{written}X")


def century(number: int) -> Stretch:
    """The ``number``-th century, in the loose sense of the news: the 20th is 1900 to 1999."""
    written = f"{number - 1:02d}"
    first, last = date(max(100 * (number - 1), 1), 1, 1), date(100 * number - 1, 12, 31)
    return Stretch(first, last, Granularity.YEAR, written, f"{written}XX")


def season(year_: int, code: str) -> Stretch:
    """A season of the northern hemisphere in whole months (spring: March to May)."""
    start = _SEASON_START[code]
    first = date(year_, start, 1)
    last = month(*shift_month(year_, start, 2)).latest
    timex = f"{year_:04d}-{code}"
    return Stretch(first, last, Granularity.SEASON, timex, f"{year_:04d}-{_SEASON_EDTF[code]}")


def quarter(year_: int, number: int) -> Stretch:
    """A quarter of the calendar year (EDTF 33 to 36)."""
    first = date(year_, 3 * number - 2, 1)
    last = month(year_, 3 * number).latest
    return Stretch(first, last, Granularity.SEASON, f"{year_:04d}-Q{number}", f"{year_:04d}-{32 + number}")


def shift_month(year_: int, number: int, by: int) -> tuple[int, int]:
    """``(year, month)`` that lies ``by`` months away."""
    index = year_ * 12 + number - 1 + by
    return index // 12, index % 12 + 1


def part_of(whole: Stretch, part: str, ref: date | None) -> Stretch:
    """The early, middle or late part of a stretch; "earlier this week" ends before publication (``ref``).

    TIMEX3 keeps the value of the whole and says the part in ``mod``.
    """
    first, last = whole.earliest, whole.latest
    if first is None or last is None or part not in ("early", "mid", "late", "before", "after"):
        return whole
    length = (last - first).days + 1
    if part == "before":
        if ref is None or not first <= ref <= last:
            return whole
        yesterday = ref - timedelta(days=1)
        return replace(days(min(first, yesterday), yesterday, whole.timex), timex=whole.timex)
    if part == "after":
        if ref is None or not first <= ref <= last:
            return whole
        return days(ref, last, whole.timex)
    if length < 6:
        return whole
    third = length // 3
    cut = {
        "early": (first, first + timedelta(days=third)),
        "mid": (first + timedelta(days=third), last - timedelta(days=third)),
        "late": (last - timedelta(days=third), last),
    }
    return days(*cut[part], whole.timex)
