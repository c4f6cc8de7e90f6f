"""The year that a date without its year means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dateline.resolve.when.stretch import Stretch

PAST, FUTURE = "past", "future"


def nearest(make: Callable[[int], Stretch], ref: date, tense: str) -> Stretch:
    """The stretch of this, the last or the next year that the tense asks for."""
    last = _first_made(make, range(ref.year, max(ref.year - 9, 0), -1), lambda day: day <= ref)
    coming = _first_made(make, range(ref.year, min(ref.year + 9, 10000)), lambda day: day > ref)
    if last is None or coming is None:
        return last or coming or make(ref.year)
    assert last.latest and coming.earliest
    if tense == FUTURE:
        return last if last.latest >= ref else coming
    gap_ahead, gap_behind = (coming.earliest - ref).days, (ref - last.latest).days
    # "The vote is set for Nov. 6", printed on Oct. 28 without any verb to tell: eight days ahead beats
    # 356 behind; but a report may be stamped a day before the day it tells of (time zones)
    if (tense != PAST and gap_ahead <= 45 and gap_behind > 240) or (gap_ahead <= 1 and gap_behind > 300):
        return coming
    return last


def _first_made(make: Callable[[int], Stretch], years: range, fits: Callable[[date], bool]) -> Stretch | None:
    """The first year whose stretch exists and fits; Feb. 29 may need eight years."""
    for year in years:
        made = make(year)
        if made.earliest is not None and fits(made.earliest):
            return made
    return None
