"""Messages of MUC-4 with the templates of their keys, as far as day and place are measured.

A template is tied to its message by its own fills: the sentences in which the strings of its perpetrators,
targets and instruments stand, and in them the first word of its type of incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from dateline.errors import UsageError
from dateline.model import OffsetMap, Published, Report, Span
from dateline.text import sentence_at, sentences

TRIGGERS = {
    "KIDNAPPING": r"kidnap\w*|abduct\w*|hostages?",
    "BOMBING": r"bomb(?:ed|ing|ings)?|explo\w+|dynamit\w+|blast\w*|bombs?",
    "ATTACK": r"attack\w*|kill\w*|murder\w*|assassinat\w*|shot|ambush\w*|wounded|machinegunned|fired",
    "ARSON": r"burn\w*|arson|set fire|fire",
    "HIJACKING": r"hijack\w*",
    "ROBBERY": r"rob(?:bed|bery|bers)|stole\w*",
}
PARTS = ("dev", "tst1", "tst2")
_HEAD = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b.*$", re.MULTILINE)
_MARKS = re.compile(r"\[[^\]]{0,80}\]\s*")
_MONTHS = {m: n for n, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_DAY = re.compile(r"(\d{1,2})\s+([A-Z]{3})[A-Z]*\.?\s+(\d\d)\b", re.IGNORECASE)
_FILL = re.compile(r'"([^"]{3,})"')


@dataclass(frozen=True, slots=True)
class Dates:
    """One value of slot 2: "on or between" ``first`` and ``last``; ``first`` None: "on or before"."""

    first: date | None
    last: date


@dataclass(frozen=True, slots=True)
class Template:
    """One incident of a key: its type, the alternatives of its slot 2, and where its message tells of it."""

    report: Report
    kind: str
    dates: tuple[Dates, ...]
    trigger: Span
    scope: tuple[Span, ...]
    half: int


def parse_dates(fill: str) -> tuple[Dates, ...]:
    """The alternatives of a slot 2: "(11 JAN 90) / (- 12 JAN 90)". Empty when it holds no whole date."""
    found = []
    for part in fill.replace("(", "").replace(")", "").replace("?", "").split("/"):
        days = [day for m in _DAY.finditer(part) if (day := _day(m)) is not None]
        if len(days) == 2:
            found.append(Dates(min(days), max(days)))
        elif len(days) == 1:
            found.append(Dates(None if part.strip().startswith("-") else days[0], days[0]))
    return tuple(found)


def _day(match: re.Match[str]) -> date | None:
    month = _MONTHS.get(match[2].upper())
    try:
        return date(1900 + int(match[3]), month, int(match[1])) if month else None
    except ValueError:
        return None


def read_templates(data: Path, part: str) -> Iterator[Template]:
    """The templates of one part that give a date, in messages with a dated header. Raises UsageError when
    the part is not there."""
    folder = data / "corpora" / part
    if not folder.is_dir():
        raise UsageError(f"no corpora/{part} in {data}", "pass the folder of the muc4 set")
    keys: dict[str, list[str]] = {}
    for path in sorted(folder.glob("key*")):
        for block in re.split(r"(?m)^0\.\s+MESSAGE: ID\s+", path.read_text("latin-1"))[1:]:
            keys.setdefault(block.split()[0], []).append(block)
    for path in sorted(folder.glob(f"{part}-muc*")):
        pieces = _HEAD.split(path.read_text("latin-1"))
        for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
            report = _report(name, body)
            if report is not None:
                yield from (t for b in keys.get(name, ()) if (t := _template(report, b)) is not None)


def _report(name: str, body: str) -> Report | None:
    text = _MARKS.sub("", body.strip())
    header = _DAY.search(text[:120])
    day = _day(header) if header else None
    if day is None:
        return None
    published = Published(day.isoformat(), day, day, how="exact", reason="the head of the dispatch")
    return Report(name, text, OffsetMap.identity(len(text)), "", published=published)


def _template(report: Report, block: str) -> Template | None:
    kind = re.search(r"(?m)^4\.\s+INCIDENT: TYPE\s+(\w+)", block)
    dates = re.search(r"(?m)^2\.\s+INCIDENT: DATE\s+(.*(?:\n\s{20,}.*)*)", block)
    told = parse_dates(dates[1]) if dates else ()
    if kind is None or not told:
        return None
    text, bounds = report.text, sentences(report.text)
    fills = [re.sub(r"\s+", r"\\s+", re.escape(f).replace("\\ ", " ")) for f in _FILL.findall(block)]
    hits = [m for fill in dict.fromkeys(fills) if (m := re.search(fill, text, re.IGNORECASE))]
    scope = sorted({sentence_at(bounds, m.start()) for m in hits})
    words = re.compile(rf"(?i)\b(?:{TRIGGERS.get(kind[1], TRIGGERS['ATTACK'])})\b")
    told_in = [m for s in scope if (m := words.search(text, *bounds[s]))]
    first = told_in[0] if told_in else words.search(text)
    trigger = first.span() if first else hits[0].span() if hits else None
    if trigger is None:
        return None
    half = sha256(report.id.encode()).digest()[0] % 2
    spans = tuple(report.span(*bounds[s]) for s in scope)
    return Template(report, kind[1], told, report.span(*trigger), spans, half)
