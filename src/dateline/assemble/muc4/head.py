"""The head of a message, "LIMA, 3 JAN 90 (EFE) -- [REPORT] [TEXT]": where and when it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(?P<month{0}>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?)"
_DATE = (
    rf"(?:no\s+date|(?P<day1>\d{{1,2}})\s+{_MONTH.format(1)}(?:\s+(?P<year1>(?:19|20)?\d\d))?"
    rf"|{_MONTH.format(2)}\s+(?P<day2>\d{{1,2}}),?(?:\s+(?P<year2>(?:19|20)?\d\d))?)"
)
_HEAD = re.compile(
    rf"\s*(?P<city>[^\W\d][^,()\[\]\n]{{1,40}}?)\s*(?:\((?P<country>[^()]{{2,40}})\))?,\s+{_DATE}"
    r"(?:\s+\((?P<agency>[^()]{1,80})\))?\s*--?(?:\s|$)",
    re.IGNORECASE,
)
_TEXT = re.compile(r"\[text\]\s*", re.IGNORECASE)
_MARK = re.compile(r"\s*\[[^\[\]]{1,200}\]")
_REACH = 500  # "[INTERVIEW WITH … BY …] [TEXT]" stands within so many letters of the head
_NOWHERE = frozenset({"no city", "clandestine"})


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says: ``city`` and ``country`` as written, the day, and where the story begins."""

    city: str = ""
    country: str = ""
    day: date | None = None
    end: int = 0


def read_head(text: str) -> Head:
    """The head of a text in upper or lower case; an empty one where the text has none.

    >>> head = read_head("LIMA, 2 MAR 89 (EFE) -- [TEXT] A BRIDGE WAS BLOWN UP.")
    >>> head.city, head.day.isoformat(), head.end
    ('LIMA', '1989-03-02', 31)
    """
    found = _HEAD.match(text)
    if not found:
        start = _TEXT.match(text.lstrip())
        return Head(end=len(text) - len(text.lstrip()) + start.end() if start else 0)
    city = " ".join(found["city"].split())
    end = found.end()
    if mark := _TEXT.search(text, end, end + _REACH):
        end = mark.end()
    else:
        while more := _MARK.match(text, end):
            end = more.end()
    return Head("" if city.lower() in _NOWHERE else city, found["country"] or "", _day(found), end)


def _day(found: re.Match[str]) -> date | None:
    """The day, where the year stands there, too: "12 NOV" alone is a day of any year."""
    for n in ("1", "2"):
        if found[f"day{n}"] and found[f"year{n}"]:
            year = int(found[f"year{n}"])
            month = _MONTHS[found[f"month{n}"][:3].lower()]
            try:
                return date(year + 1900 if year < 100 else year, month, int(found[f"day{n}"]))
            except ValueError:
                return None
    return None
