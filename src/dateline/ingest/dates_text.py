"""Clues to the date of publication in an address and in plain text: datelines, "Posted:" lines, banners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dateline.ingest.credits import archived_at
from dateline.ingest.days import WrittenDay, find_days, iso_day, weekday_beside
from dateline.ingest.evidence import Clue, Evidence

_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_*]*/")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.])(\d{1,2})\2(\d{1,2})(?!\d)")
_URL_NAMED = re.compile(rf"(?i)/((?:19|20)\d\d)/({'|'.join(_MONTHS)})[a-z]*/(\d{{1,2}})(?!\d)")
_URL_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_DAY_FIRST = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.]((?:19|20)\d\d)(?!\d)")

_PUBLISHED = re.compile(
    r"(?i)\b(?:(?:first |originally )?(?:published|posted)|publication date|date published|created|issued"
    r"|filed|veröffentlicht|veröffentlichung|erstellt|mise en ligne|publié|publicado|pubblicato|geplaatst"
    r"|dipublikasikan|yayınlan\w+)\b(?: ?(?:on|at|am|le|el|il|op))?\W{0,4}(?:by [^\n|]{3,40}?[|,] )?"
)
_DATED = re.compile(r"(?i)\b(?:date|datum|fecha)\b\W{0,4}")
UPDATED = re.compile(
    r"(?i)\b(?:(?:last )?(?:updated|modified|update|edited)|aktualisiert|geändert|(?:letzte )?änderung|stand"
    r"|mis à jour|actualizado|aggiornato)\b(?: ?(?:on|at|am|le|el|il))?\W{0,4}"
)
_TO_DAY = re.compile(  # what may stand between a label and its date: a clock, a weekday
    r"(?i)(?:(?:[^\W\d_]+day|[^\W\d_]{2,10}),?\s+"
    r"|\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?,?\s*(?:on\s+)?){0,3}\W{0,3}"
)
# In a story only a remark is a label: "(Published Monday, May 4, 2015)", not "a law issued on 4 May 2015".
# Only with its weekday: a bare date over a story may well be the story's own.
_PAGE_DATE = re.compile(
    r"(?i)^(?:today(?: is)?:?\s*)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+[\w.,/ -]{6,30}$"
)
_HEAD, _STORY_START = 3000, 40
_REMARK = re.compile(r"(?im)[(\[]\s*((?:published|posted|updated|created)\b[^)\]\n]{4,60})[)\]]")
_DATELINE_END = re.compile(r"\s*(?:\([^()\n]{2,40}\)|\[[^\]\n]{2,40}\])?\s*\)?\s*(?:--|[-–—:]|\.\s)")
_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[A-Za-z]*\.?"
_NO_YEAR = re.compile(  # KABUL, Oct 28 (Reuters) -
    rf"^[A-Z][^\n,]{{1,40}}(?:,[^\n,]{{2,30}})?,\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})"
    r"\s*(?:\([A-Za-z /.-]{2,30}\))?\s*(?:--|[-–—])"
)


def url_clues(url: str | None) -> Iterator[Clue]:
    """The day in an address (``/2015/05/20/``, ``/2015/nov/30/``, ``-20161201-story``)."""
    address = _ARCHIVE.sub("", url or "")
    if not address:
        return
    path = re.sub(r"^[a-z]+://[^/]*", "", address)
    for pattern, order, weight in (
        (_URL_DAY, (1, 3, 4), 4.0),
        (_URL_NAMED, (1, 2, 3), 4.0),
        (_URL_COMPACT, (1, 2, 3), 3.0),
        (_URL_DAY_FIRST, (3, 2, 1), 3.0),
    ):
        for match in pattern.finditer(path):
            year, month, day = (match[i] for i in order)
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
            try:
                found = date(int(year), number, int(day))
            except ValueError:
                continue
            if 1994 <= found.year <= 2100:
                yield Clue("url", match.group().strip("/"), found, weight, how="exact")
                return


def archive_day(url: str | None) -> date | None:
    """The day on which a web archive took its copy: no page is younger than its copy."""
    stamp = archived_at(url)
    return iso_day(stamp[:8]) if stamp and len(stamp) >= 8 else None


def text_clues(evidence: Evidence) -> Iterator[Clue]:
    """Datelines, labelled dates, dates under the headline, banners."""
    yield from _dateline(evidence.story)
    yield from _labelled_lines(evidence)
    yield from _page_head(evidence)
    for line in evidence.furniture:
        if line.kind != "banner":
            continue
        for written in find_days(line.words):
            below = line.below_title and line.zone == "top"
            clue = _clue("text" if below else "banner", line.words, written, 2.5 if below else 0.5, evidence)
            wrong = _wrong_weekday(line.words, written)
            yield Clue(clue.source, clue.words, clue.day, clue.weight, clue.doubt or wrong, clue.how)


def _page_head(evidence: Evidence) -> Iterator[Clue]:
    """The date that a site prints over every page it serves: "Today is Monday, June 8, 2020"."""
    head = evidence.visible[:_HEAD].partition(evidence.story[:_STORY_START])[0]
    for line in head.splitlines():
        if match := _PAGE_DATE.match(line.strip()):
            for written in find_days(match.group()):
                yield _clue("banner", line.strip(), written, 0.3, evidence)


def _wrong_weekday(words: str, written: WrittenDay) -> str:
    beside = weekday_beside(words, written)
    if beside is None or beside == written.day.isoweekday():
        return ""
    return f"{words!r} names a weekday that {written.day.isoformat()} was not"


def _dateline(story: str) -> Iterator[Clue]:
    """ "SAN SALVADOR, 3 JAN 90 --", "INDIANAPOLIS, Ind. (Dec. 10, 2015) –" """
    head = story[:180].split("\n", 1)[0]
    for written in find_days(head):
        if _DATELINE_END.match(head, written.end) and head[: written.start].count(" ") <= 9:
            weight = 1.0 if written.ambiguous else 3.0
            yield Clue("dateline", head[: written.end].strip(), written.day, weight)
        return
    if match := _NO_YEAR.match(head):
        yield Clue("dateline", match.group().strip(" -–—"), None, 0.0, "it gives no year")


def _labelled_lines(evidence: Evidence) -> Iterator[Clue]:
    texts = [
        d.words
        for d in evidence.furniture
        if d.kind in ("posted", "byline", "caption", "banner", "copyright")
    ]
    for words in texts:
        yield from labelled(words, evidence, "text")
    if not evidence.markup:
        for remark in _REMARK.finditer(evidence.story):
            yield from labelled(remark[1], evidence, "text")


def labelled(words: str, evidence: Evidence, source: str) -> Iterator[Clue]:
    """Dates that say what they are: "Posted: Wednesday, May 27, 2015", "Updated 3 June 2015"."""
    if not find_days(words):
        return
    for pattern, weight, doubt in (
        (_PUBLISHED, 3.0, ""),
        (_DATED, 1.8, ""),
        (UPDATED, 1.2, "the day of an update"),
    ):
        for label in pattern.finditer(words):
            gap = _TO_DAY.match(words, label.end())
            reach = gap.end() if gap else label.end()
            for written in find_days(words, label.end(), min(reach + 40, len(words))):
                if written.start <= reach + 1:
                    quote = words[label.start() : written.end]
                    clue = _clue(source, quote, written, weight, evidence)
                    yield Clue(clue.source, clue.words, clue.day, clue.weight, clue.doubt or doubt, clue.how)
                break


def _clue(source: str, quote: str, written: WrittenDay, weight: float, evidence: Evidence) -> Clue:
    day, doubt = settle(written, evidence)
    return Clue(source, " ".join(quote.split()), day, weight * (0.6 if doubt else 1.0), doubt)


def settle(written: WrittenDay, evidence: Evidence) -> tuple[date, str]:
    """The reading of "5/6/2015" that fits the page, and what remains in doubt."""
    if not written.ambiguous or written.other is None:
        return written.day, ""
    if month_first(evidence):
        return written.day, ""
    if evidence.language not in (None, "en"):
        return written.other, ""
    host = re.sub(r"^[a-z]+://([^/]*).*", r"\1", _ARCHIVE.sub("", evidence.url or ""))
    if re.search(r"\.(?:uk|au|nz|ie|in|pk|za|ng|ke|lk|bd|eu|de|fr)(?::\d+)?$", host):
        return written.other, ""
    return written.day, "day and month cannot be told apart"


def month_first(evidence: Evidence) -> bool:
    """True where dates are written as in the United States, by the signs of the story."""
    return evidence.language in (None, "en") and bool(
        re.search(r"\b(?:a\.m\.|p\.m\.|AM|PM)\s*(?:E[SD]T|C[SD]T|M[SD]T|P[SD]T)?\b", evidence.story[:4000])
        and re.search(r"\.(?:com|us|gov|net|tv|org)(?::\d+)?/", _ARCHIVE.sub("", evidence.url or "") + "/")
    )
