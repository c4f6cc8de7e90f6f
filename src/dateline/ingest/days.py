"""Whole days (year, month and day) written in a text, in the languages of the press."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml

from dateline.ingest.weekdays import NAMES

_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)|\d[./-][ ]?\d{1,2}[./-][ ]?\d\d|\d\d(?=\s+(?:--|\(|\[))")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it is written at ``start:end`` of the text that was searched.

    ``ambiguous`` is true for "5/6/2015", where nothing tells day from month; ``day`` then reads it
    with the month first, and ``other`` with the day first.
    """

    start: int
    end: int
    words: str
    day: date
    ambiguous: bool = False
    other: date | None = None


@cache
def _months() -> dict[str, int]:
    text = resources.files("dateline.ingest").joinpath("months.yaml").read_text("utf-8")
    found: dict[str, int] = {}
    for names in yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)).values():
        for number, forms in enumerate(names, 1):
            for form in forms.split():
                found.setdefault(form, number)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    month = rf"(?:{names})(?![^\W\d_])\.?"
    year = r"(?:19|20)\d\d(?!\d)"
    return re.compile(
        rf"(?<![\d.,/-])(?P<y1>{year})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?![\d-])(?!\.\d)"
        rf"|(?<![\d.,/-])(?P<a>\d{{1,2}})(?P<s2>[./-])[ ]?(?P<b>\d{{1,2}})(?P=s2)[ ]?"
        rf"(?P<y2>{year}|\d\d(?![\d:./]))"
        rf"|(?<![\d])(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[ -]?[ ]?(?:(?:of|de|di|do)[ ])?(?P<m3>{month})"
        rf",?[ -]{{0,2}}(?:(?:of|de|del|do)[ ])?(?P<y3>{year}|['’]?\d\d(?=\s+(?:--|\(|\[)))"
        rf"|(?<![^\W\d_])(?P<m4>{month})[ -]?(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?[ -]{{1,2}}"
        rf"(?P<y4>{year}|['’]?\d\d(?=\s+(?:--|\(|\[)))"
        rf"|(?P<y5>{year})\s?[年년]\s?(?P<m5>\d{{1,2}})\s?[月월]\s?(?P<d5>\d{{1,2}})\s?[日일]"
        rf"|(?P<y6>{year})\.?[ ](?P<m6>{month})[ ](?P<d6>\d{{1,2}})(?!\d)",
        re.IGNORECASE,
    )


def find_days(text: str, start: int = 0, end: int | None = None) -> list[WrittenDay]:
    """The days written in ``text[start:end]``, in reading order. Impossible ones (31 April) are left out.

    >>> [w.day.isoformat() for w in find_days("Posted: May 27, 2015, updated 3. Juni 2015")]
    ['2015-05-27', '2015-06-03']
    """
    found: list[WrittenDay] = []
    stop = len(text) if end is None else end
    for low, high in _windows(text, start, stop):
        for match in _pattern().finditer(text, low, high):
            if written := _written(match):
                found.append(written)
    return found


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a year stands, with room for its month and day: few places of a text, quickly found."""
    windows: list[tuple[int, int]] = []
    for match in _YEAR.finditer(text, start, end):
        low, high = max(match.start() - 30, start), min(match.end() + 24, end)
        while low > start and not text[low].isspace():  # never into a word, nor into a number
            low -= 1
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows


def _written(match: re.Match[str]) -> WrittenDay | None:
    g = match.groupdict()
    if g["a"]:
        return _numeric(match, int(g["a"]), int(g["b"]), g["y2"])
    for year, month, day in (("y1", "m1", "d1"), ("y5", "m5", "d5")):
        if g[year]:
            return _made(match, g[year], int(g[month]), g[day])
    for year, month, day in (("y3", "m3", "d3"), ("y4", "m4", "d4"), ("y6", "m6", "d6")):
        if g[month] and g[year]:
            return _made(match, g[year], _months()[g[month].lower().rstrip(".")], g[day])
    return None


def _numeric(match: re.Match[str], a: int, b: int, year: str) -> WrittenDay | None:
    day_first, month_first = _day(year, b, a), _day(year, a, b)
    dotted = match["s2"] == "."  # 3.6.2015 is written where the day comes first
    if dotted or month_first is None or day_first is None or a == b:
        day = day_first if (dotted or month_first is None) else month_first
        return WrittenDay(*match.span(), match.group(), day) if day else None
    return WrittenDay(*match.span(), match.group(), month_first, True, day_first)


def _made(match: re.Match[str], year: str, month: int, day: str) -> WrittenDay | None:
    made = _day(year, month, int(day))
    return WrittenDay(*match.span(), match.group(), made) if made else None


def _day(year: str, month: int, day: int) -> date | None:
    full = int(year.strip("'’"))
    if full < 100:
        full += 2000 if full < 70 else 1900
    try:
        return date(full, month, day) if _FIRST_YEAR <= full <= _LAST_YEAR else None
    except ValueError:
        return None


def weekday_beside(text: str, written: WrittenDay) -> int | None:
    """The ISO weekday that stands with a date ("Wednesday, December 6, 2023"), or None."""
    around = text[max(written.start - 16, 0) : written.start]
    match = re.search(r"(?i)\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s*$", around)
    if match is None:
        return None
    return next(i for i, name in enumerate(NAMES, 1) if name.lower().startswith(match[1].lower()))


def iso_day(words: str) -> date | None:
    """The day of a machine-readable date ("2016-10-28T06:30:00+05:00", "20161028"), as it is written
    there: a newsroom dates its story by its own clock, so nothing is moved to UTC."""
    match = re.match(r"\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)", words)
    match = match or re.match(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4}|\d{6})?(?!\d)", words)
    if match:
        return _day(match[1], int(match[2]), int(match[3]))
    return None
