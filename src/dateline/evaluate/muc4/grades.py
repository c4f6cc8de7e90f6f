"""How one value of a response is graded against what the key wants, without looking at anything else.

Scoring-guidelines.v7, section 3. Where the program of 1992 asked a person, a rule answers here, the same
for everybody:

- **strings** (3.1.1): right if the same words are left without articles, numbers and the like, or if the
  response is what the key wants with modifiers before it or a phrase or clause behind it; half right if
  other words stand behind, if it is a part of the key with its head, or a part of a person's name;
- **dates** (3.2.2): half right if the date lies in the key's range, or if an open range ends where the key
  ends; a default, "- 26 AUG 89", covers the week before it;
- **places** (3.2.3): half right with the right country, or if all but the country is right;
- **numbers** (3.2.14): half right if a single number bounds the key's range or is the key's without ``~``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from functools import lru_cache

from dateline.codebook.muc4.slots import Slot
from dateline.codebook.muc4.templates import Filler


class Grade(IntEnum):
    """What a value earns: nothing, half, or all."""

    WRONG = 0
    PARTIAL = 1
    RIGHT = 2


def best(grades: Iterable[Grade]) -> Grade:
    """The best of some grades, WRONG if there is none."""
    return max(grades, default=Grade.WRONG)


# --- strings ----------------------------------------------------------------------------------------------

_UNESSENTIAL = frozenset(
    "A AN THE SOME ANY ANOTHER SEVERAL MORE OF GROUP ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN".split()
)
# Words that open a phrase or clause behind a noun: "PEASANTS WHO WERE WITNESSES", "TOWERS IN THE REGION".
_OPENERS = frozenset(
    "WHO WHOM WHOSE WHICH THAT WHERE WHEN OF IN AT ON NEAR FROM WITH BY FOR TO INTO INSIDE OUTSIDE AFTER"
    " DURING BELONGING LOCATED INCLUDING WEARING DRESSED CARRYING OPERATING TRAVELING KILLED INJURED"
    " WOUNDED KIDNAPPED BLOWN ALL AS".split()
)


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a string in upper case, without punctuation; ``X'S`` is one word however it is spaced."""
    joined = re.sub(r"\s*['`]\s*S\b", "'S", text.upper())
    return tuple(re.findall(r"[^\W_]+(?:'S)?", joined))


@lru_cache(maxsize=20_000)
def essential(text: str) -> tuple[str, ...]:
    """The words that are left without articles, numbers and the like; all if none is left."""
    every = words(text)
    return tuple(w for w in every if w not in _UNESSENTIAL and not w.isdigit()) or every


def essence(slot: Slot, text: str) -> object:
    """What two fillers must share for the program of 1992 to take them for the same.

    Numbers count as unessential in strings, and, as its reports show, in dates too: "26 AUG 88" passed for
    "25 AUG 88" wherever nobody had been asked.
    """
    if slot.kind == "string":
        return essential(text)
    return re.sub(r"\b\d{1,2}(?= [A-Z])", "", text) if slot.kind == "date" else text


def string_grade(slot: Slot, text: str, wanted: str) -> Grade:
    """A string against one alternative of the key (3.1.1)."""
    said, right = essential(text), essential(wanted)
    if said == right:
        return Grade.RIGHT
    if not said or not right:
        return Grade.WRONG
    if any(said[at : at + len(right)] == right for at in range(len(said) - len(right) + 1)):
        behind = _behind(words(text), right[-1])
        return Grade.RIGHT if not behind or (len(behind) > 1 and behind[0] in _OPENERS) else Grade.PARTIAL
    if set(said) <= set(right) and (slot.name == "hum-tgt-name" or _head(words(wanted)) in said):
        return Grade.PARTIAL
    singular = said[:-1] == right[:-1] and said[-1].rstrip("S") == right[-1].rstrip("S")
    return Grade.PARTIAL if singular else Grade.WRONG


def _behind(every: tuple[str, ...], last: str) -> tuple[str, ...]:
    return every[len(every) - every[::-1].index(last) :]


def _head(every: tuple[str, ...]) -> str:
    """The noun that a phrase is about: the word before "OF", "WHO" and their like, else the last."""
    ends = (at for at, word in enumerate(every) if at and word in _OPENERS)
    return every[next(ends, len(every)) - 1]


# --- set fills, dates, places, numbers --------------------------------------------------------------------


def set_grade(slot: Slot, text: str, filler: Filler) -> Grade:
    """Right if it is one of the alternatives; half right if broader than one (3.1.2, 3.2.4 to 3.2.23)."""
    if any(value.text == text for value in filler.values):
        return Grade.RIGHT
    return Grade(any(text in slot.broader.get(value.text, ()) for value in filler.values))


_MONTHS = {m: n for n, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_DAY = re.compile(r"(\d{1,2})\s+([A-Z]{3})[A-Z]*\s+(?:19)?(\d{2})")
_WEEK = 7


@lru_cache(maxsize=4_000)
def days(text: str) -> tuple[date | None, date] | None:
    """``(first, last)`` of a date or a range; first is None for an open one, "- 26 AUG 89". None if the
    text is no date."""
    parts = [part.strip() for part in re.split(r"(?:^|\s)-(?=\s|\d)", text.upper())]
    found = [day for part in parts if part and (day := _day(part))]
    if len(found) != sum(map(bool, parts)) or not 1 <= len(parts) <= 2 or not parts[-1]:
        return None
    if len(parts) == 1:
        return found[0], found[0]
    return (found[0] if len(found) == 2 else None), found[-1]


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if not match or match[2] not in _MONTHS:
        return None
    try:
        return date(1900 + int(match[3]), _MONTHS[match[2]], int(match[1]))
    except ValueError:
        return None


def date_grade(text: str, wanted: str) -> Grade:
    """A date against one alternative of the key (3.2.2)."""
    said, right = days(text), days(wanted)
    if not said or not right:
        return Grade(2 * (text == wanted))
    if said == right:
        return Grade.RIGHT
    (first, last), (start, end) = said, right
    if first is None:
        return Grade(last == end)
    if start is None:
        return Grade(last <= end and (end - first).days <= _WEEK)
    return Grade(start <= first and last <= end)


def location_grade(text: str, wanted: str) -> Grade:
    """A place against one alternative of the key (3.2.3): all of it; the country; all but the country."""
    said, right = _places(text), _places(wanted)
    if said == right:
        return Grade.RIGHT
    return Grade(said[0] == right[0] or (len(said) > 1 and said[1:] == right[1:]))


@lru_cache(maxsize=4_000)
def _places(text: str) -> tuple[str, ...]:
    """The parts of a place, the country first; the ends of a range are one part."""
    return tuple(re.sub(r"\s+", " ", part).strip().upper() for part in text.split(":"))


_BOUNDS = re.compile(r"~?(\d*)-?(\d*)")


def number_grade(text: str, wanted: str) -> Grade:
    """A number against one alternative of the key (3.2.14): ``7``, ``~7``, ``5-7``, ``7-``, ``PLURAL``."""
    said, right = re.sub(r"\s", "", text.upper()), re.sub(r"\s", "", wanted.upper())
    if said == right:
        return Grade.RIGHT
    bounds = _BOUNDS.fullmatch(right)
    return Grade(said.isdigit() and bounds is not None and said in bounds.groups())
