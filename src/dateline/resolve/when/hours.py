"""Times of the day: clock times and parts of the day, for ``When.time_of_day`` and for TIMEX3."""

from __future__ import annotations

import re

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.]\d\d)?\s*([ap])?", re.IGNORECASE)
_TIMEX_PART = {
    "morning": "TMO", "dawn": "TMO", "early": "TMO", "afternoon": "TAF", "evening": "TEV", "dusk": "TEV",
    "night": "TNI", "noon": "T12:00", "midnight": "T24:00",
}  # fmt: skip
_WORD = {"early": "morning", "noon": "12:00", "midnight": "24:00"}


def clock(words: str) -> str:
    """ "3:30 a.m." → "03:30", "9 p.m." → "21:00", "2130" → "21:30"; "" when it is no time.

    >>> clock("3:30 a.m."), clock("12 p.m."), clock("2130")
    ('03:30', '12:00', '21:30')
    """
    if re.fullmatch(r"\d{4}", words):
        return f"{words[:2]}:{words[2:]}"
    found = _CLOCK.match(words)
    if not found:
        return ""
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def time_of_day(clock_words: str, part: str, modifier: str) -> str:
    """What ``When.time_of_day`` holds: ``HH:MM`` where a clock time is given, else the part of the day.

    "late Thursday" is Thursday night, "early Thursday" its morning: so the news uses the words.
    """
    if clock_words and (read := clock(clock_words)):
        return read
    if part:
        return _WORD.get(part, part)
    return {"early": "morning", "late": "night"}.get(modifier, "")


def timex_suffix(clock_words: str, part: str) -> str:
    """The tail of a TIMEX3 value: ``T03:30``, ``TNI`` or ``""``."""
    if clock_words and (read := clock(clock_words)):
        return f"T{read}"
    return _TIMEX_PART.get(part, "")
