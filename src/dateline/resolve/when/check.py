"""Dates that contradict each other, reported with both sides quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model import Granularity, Published, Span
from dateline.resolve.when.mention import TimeMention

_WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BESIDE = 12  # characters between a weekday and the date it is said to fall on: "Monday (Oct. 24)"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that cannot both be so. ``spans`` are the words of either side (one, when the other is
    the day of publication); ``reason`` quotes both."""

    spans: tuple[Span, ...]
    reason: str


def contradictions(mentions: Sequence[TimeMention], published: Published) -> list[Contradiction]:
    """Weekdays beside dates that do not fall on them, dates that do not exist, a past after publication, and
    weekdays of saying that do not go with the day of publication.

    "Monday, Oct. 25, 2016" was a Tuesday; "was killed on Nov. 3" cannot stand in a report of Oct. 28; a
    report in which "police said Friday" hardly came out on a Wednesday.
    """
    found: list[Contradiction] = []
    for index, mention in enumerate(mentions):
        checks = (
            _weekday_within(mention),
            _impossible(mention),
            _after_publication(mention, published),
            _said_long_before(mention, published),
        )
        found += [problem for problem in checks if problem is not None]
        if index and (beside := _weekday_beside(mentions[index - 1], mention)) is not None:
            found.append(beside)
    return found


def _weekday_within(mention: TimeMention) -> Contradiction | None:
    when = mention.when
    if when.weekday is None or when.granularity is not Granularity.DAY or when.earliest is None:
        return None
    falls = when.earliest.isoweekday()
    if falls == when.weekday:
        return None
    reason = f"“{when.words}” names {_WEEKDAYS[when.weekday]}, but {when.earliest} was a {_WEEKDAYS[falls]}"
    return Contradiction((mention.span,), reason)


def _weekday_beside(one: TimeMention, two: TimeMention) -> Contradiction | None:
    if two.span.start - one.span.end > _BESIDE:
        return None
    for weekday, dated in ((one, two), (two, one)):
        named, day = weekday.when.weekday, dated.when.earliest
        bare = weekday.rule.endswith("weekday") and dated.rule in (
            "mdy",
            "dmy",
            "md",
            "us_numeric",
            "dmy_numeric",
            "iso",
        )
        if bare and named is not None and day is not None and day.isoweekday() != named:
            falls = _WEEKDAYS[day.isoweekday()]
            reason = f"“{weekday.when.words}” stands beside “{dated.when.words}”, which was a {falls}"
            return Contradiction((weekday.span, dated.span), reason)
    return None


def _impossible(mention: TimeMention) -> Contradiction | None:
    reason = mention.when.reason
    if not reason.startswith("there is no"):
        return None
    return Contradiction((mention.span,), f"“{mention.when.words}”: {reason}")


def _after_publication(mention: TimeMention, published: Published) -> Contradiction | None:
    when = mention.when
    if published.latest is None or when.earliest is None or mention.tense != "past":
        return None
    if when.anchor != "absolute" or (when.earliest - published.latest).days <= 1:
        return None
    reason = (
        f"“{when.words}” is told as past, but the report came out on {published.edtf or published.latest}"
    )
    return Contradiction((mention.span,), reason)


def _said_long_before(mention: TimeMention, published: Published) -> Contradiction | None:
    """News is told within a day or two of what is said to it: "police said Friday" is of that weekend."""
    when = mention.when
    if not mention.is_reporting or not mention.rule.endswith("weekday") or published.day is None:
        return None
    if when.earliest is None or when.weekday is None:
        return None
    days = (published.day - when.earliest).days
    if not 3 <= days <= 6:
        return None
    reason = (
        f"“{when.words}” is the day of saying, but the report is dated {published.edtf}, a "
        f"{_WEEKDAYS[published.day.isoweekday()]}, {days} days later"
    )
    return Contradiction((mention.span,), reason)
