"""The weekdays that a story itself speaks of, and what they say of the day it came out.

News English dates what was said by the weekday alone: "officials said Friday" comes out on that Friday,
or at the latest in the next morning's paper. So a story bears witness for or against a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = r"(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_VERB = (
    r"(?:said|says|told|announced|confirmed|reported|stated|added|disclosed|claimed|acknowledged|declared)"
)
_PART = r"(?:(?:late|early|later|earlier)\s+)?"
_VENUE = (
    r"(?:\s+(?:in|at|during|by|via|through)\s+(?:(?:an?|the|his|her|its|their)\s+)?[\w-]+(?:\s[\w-]+){0,3}?)?"
)
# "officials said Friday", "police told reporters at the scene on Friday", "said in a statement Friday"
_AFTER = re.compile(
    rf"\b(?:{_VERB}|told\s+[\w'’.-]+(?:\s[\w'’.-]+){{0,3}}?){_VENUE},?\s+(?:on\s+)?{_PART}{_DAY}\b"
    r"(?!['’]s|\s+(?:night|evening|morning|afternoon)['’]s)"
)
# "officials on Friday said", "police said on Friday", "A spokesman Friday told"
_BEFORE = re.compile(rf"\b(?:on\s+)?{_DAY}(?:\s+(?:night|evening|morning|afternoon))?,?\s+{_VERB}\b")
_TODAY = re.compile(
    rf"\b(?:today|tonight|this (?:morning|afternoon|evening))\s*[,(]\s*{_DAY}\b", re.IGNORECASE
)
_ANY = re.compile(rf"\b{_DAY}\b")
_DATED = re.compile(  # "said Friday, May 4, 2012" and "said last Friday" tell of another week
    r"\s*(?:,\s*)?(?:the\s+)?(?:\d{1,2}\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]*\s+\d)"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A weekday in the story: ISO number, the words, where they start, and whether somebody spoke on it."""

    weekday: int
    words: str
    start: int
    speech: bool


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the story's weekdays say of its publication.

    ``weekday`` is the day of the latest speech, when the story leaves no doubt which that is;
    ``allowed`` are the weekdays on which the story can have come out, empty when it says nothing.
    """

    weekday: int | None
    allowed: frozenset[int]
    words: str

    def allows(self, day: date) -> bool:
        """False when the story speaks against the day."""
        return not self.allowed or day.isoweekday() in self.allowed


def spoken_weekdays(text: str) -> list[Spoken]:
    """Every weekday named in the text, in reading order."""
    found = []
    for match in _ANY.finditer(text):
        if _elsewhen(text, match.start(), match.end()):
            continue
        weekday = NAMES.index(match[1]) + 1
        words = _speech(text, match.start(), match.end())
        found.append(Spoken(weekday, words or match.group(), match.start(), words is not None))
    return found


def _speech(text: str, start: int, end: int) -> str | None:
    """The words by which somebody spoke on the weekday at ``start:end``, or None."""
    for pattern, low, high in (
        (_AFTER, start - 80, end + 14),
        (_BEFORE, start - 4, end + 40),
        (_TODAY, start - 20, end),
    ):
        for match in pattern.finditer(text, max(low, 0), min(high, len(text))):
            if match.start("day") == start:
                return match.group()
    return None


def _elsewhen(text: str, start: int, end: int) -> bool:
    before = text[max(start - 14, 0) : start].lower().rstrip()
    if before.endswith((" last", " next", " every", " each", " each", " previous", " following", " of last")):
        return True
    return bool(_DATED.match(text, end)) or text[end : end + 1] == "s"


def testimony(text: str) -> Testimony:
    """What the story's weekdays say of its publication; see :class:`Testimony`.

    >>> testimony("Troops raided a house late Thursday, officials said Friday.").weekday
    5
    """
    spoken = spoken_weekdays(text[:6000])
    speech = [s for s in spoken if s.speech]
    if not speech:
        return Testimony(None, frozenset(), "")
    latest = _latest({s.weekday for s in speech})
    if latest is None:
        return Testimony(None, frozenset(), "")
    words = next(s.words for s in speech if s.weekday == latest)
    # The day itself, or the next morning's paper.
    allowed = frozenset({latest, latest % 7 + 1})
    return Testimony(latest, allowed, " ".join(words.split()))


def _latest(days: set[int]) -> int | None:
    """The last of days that lie within one stretch of at most four: Thursday of {Wednesday, Thursday}."""
    if len(days) == 1:
        return next(iter(days))
    ends = [d for d in days if all((d - other) % 7 <= 3 for other in days)]
    return ends[0] if len(ends) == 1 else None
