"""A second opinion on the date of an HTML page: htmldate, believed where its answer can be quoted."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from datetime import date

from dateline.ingest.dates_text import UPDATED
from dateline.ingest.days import find_days, iso_day
from dateline.ingest.evidence import Clue, Evidence

_ENOUGH = 4.5  # weight on one day that makes a second opinion needless
_MACHINE = {"json-ld", "opengraph", "meta", "time"}
_NO_LATER = "2100-01-01"  # htmldate would read the clock


def second_opinion(evidence: Evidence, clues: Sequence[Clue]) -> Iterator[Clue]:
    """htmldate's answer as a clue, unless the clues at hand already settle the day.

    A date that it took from machine-readable places and short forms weighs more than one from the
    extensive search, which falls back to whatever looks like a date.
    """
    weights: dict[date, float] = {}
    for clue in clues:
        if clue.day is not None:
            weights[clue.day] = weights.get(clue.day, 0.0) + clue.weight
    if max(weights.values(), default=0.0) >= _ENOUGH:
        return
    latest = evidence.retrieved.date().isoformat() if evidence.retrieved else _NO_LATER
    for extensive, weight in ((False, 1.6), (True, 1.0)):
        day = _ask(evidence.markup, extensive, latest)
        if day is None:
            continue
        same = {c.source for c in clues if c.day == day}
        if same & _MACHINE:  # the same words, read twice, are one witness
            return
        words = _quote(evidence, day)
        if words is None:
            yield Clue("text", day.isoformat(), day, 0.2, "no words on the page say so")
        elif UPDATED.search(words):
            yield Clue("text", words, day, 1.0, "the day of an update", second=True)
        else:
            yield Clue("text", words, day, 1.0 if same else weight, second=True)
        return


def _ask(markup: str, extensive: bool, latest: str) -> date | None:
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    from htmldate import find_date

    try:
        answer = find_date(markup, original_date=True, extensive_search=extensive, max_date=latest)
    except Exception:  # it meets markup that its parser gives up on
        return None
    return iso_day(answer) if answer else None


def _quote(evidence: Evidence, day: date) -> str | None:
    """The visible words that are this day; what only stands in a script is no witness."""
    text = evidence.visible
    for year in re.finditer(rf"{day.year}|{day.year % 100:02d}(?!\d)", text):
        for written in find_days(text, max(year.start() - 26, 0), min(year.end() + 14, len(text))):
            if day in (written.day, written.other):
                return " ".join(text[max(written.start - 30, 0) : written.end + 10].split())
    return None
