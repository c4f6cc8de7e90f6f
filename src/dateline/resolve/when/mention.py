"""What :func:`find_times` returns."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import DayOffset, Span, When


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One time expression of a report.

    ``kind`` is ``date``, ``time``, ``duration`` or ``set``; ``timex_value`` the TIMEX3 value (TimeML
    1.2.1), with ``X`` for what is not known. ``modifier`` is ``early``, ``mid``, ``late``, ``approx``,
    ``less``, ``more`` or ``""``; ``preposition`` the word before ("since", "until" …). ``tense`` is the
    tense of the nearest verb: ``past``, ``future`` or ``""``. ``is_reporting`` marks the time of saying
    ("officials said Friday"), which is not the time of what is told. ``shift`` counts the days from the
    event that the words name ("two days after the attack": ``(2, 2)``). ``rule`` names the rule.
    """

    span: Span
    when: When
    kind: str
    timex_value: str
    modifier: str = ""
    preposition: str = ""
    tense: str = ""
    is_reporting: bool = False
    shift: DayOffset | None = None
    rule: str = ""

    def describe(self) -> str:
        """One line that says what the words were taken to mean, and why.

        >>> from datetime import date
        >>> TimeMention(Span("r", 0, 9), When.day(date(2016, 10, 27), "yesterday", "publication"), "date",
        ...             "2016-10-27").describe()
        '“yesterday”: 2016-10-27 (day), counted from publication'
        """
        when = self.when
        value = when.edtf or "unknown day"
        told = f"“{when.words}”: {value} ({when.granularity.value})"
        if when.offset is not None:
            low, high = when.offset.low, when.offset.high
            told += f", D{low:+d}" if low == high else f", D{low:+d} to D{high:+d}"
        if when.time_of_day:
            told += f", {when.time_of_day}"
        if when.anchor:
            told += f", counted from {when.anchor}" if when.anchor != "absolute" else ", as written"
        if self.is_reporting:
            told += "; the time of saying"
        if self.tense == "future":
            told += "; lies ahead"
        return told + (f" — {when.reason}" if when.reason else "")
