"""Slots 14 and 21: how many a filler stands for, from its own words and those before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.text.numbers import NUMBER, number_value

PLURAL = "PLURAL"
_ABOUT = "ABOUT|APPROXIMATELY|NEARLY|ALMOST|SOME|AROUND|ROUGHLY|CLOSE TO"
_LEAST = "AT LEAST|MORE THAN|OVER|A MINIMUM OF|NO FEWER THAN|NOT LESS THAN"
_AMOUNT = re.compile(
    rf"(?<![\w.,$-])(?:(?P<about>{_ABOUT})\s+|(?P<least>{_LEAST})\s+)?(?:BETWEEN\s+)?"
    rf"(?P<number>{NUMBER})(?:\s*(?:-|TO|OR|AND)\s*(?P<more>{NUMBER}))?(?![\w%])",
    re.IGNORECASE,
)
# What may stand between a number and its noun: "FOUR OTHER YOUNG PEASANTS", "TWO OF THE PRIESTS".
_BETWEEN = re.compile(r"\s+(?:OF\s+(?:THE|THEM|THESE|HIS|ITS)\s+)?(?:[A-Z][A-Z'.-]*\s+){0,3}\Z")
_STOPS = re.compile(
    r"\b(?:AND|IN|AT|BY|ON|TO|FROM|WITH|WAS|WERE|HAS|HAVE|IS|ARE|A|AN|AS|HIS|HER|YEARS?|DAYS?|HOURS?|KM|KILOMETERS|"
    r"MINUTES|PERCENT|AGO|WHO|WHEN|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)\b"
)
_HEAD_ENDS = frozenset(
    """OF WHO WHOM WHOSE WHICH THAT WHERE IN AT ON NEAR FROM WITH BY FOR TO BELONGING LOCATED INCLUDING PARKED
    OWNED USED OPERATING TRAVELING WORKING LIVING RIDING LOADED FILLED STATIONED GUARDING""".split()
)
_PLURALS = frozenset(
    """PEOPLE MEN WOMEN CHILDREN POLICE CATTLE DEAD WOUNDED INJURED OTHERS PERSONNEL TROOPS VICTIMS CIVILIANS
    FACILITIES PREMISES CASUALTIES POPULATION""".split()
)
_SINGULARS = frozenset("BUS CAMPUS HEADQUARTERS PRESS GAS CONGRESS BUSINESS SERIES POLITICS".split())
_ONE = frozenset(("A", "AN", "ONE", "ANOTHER"))


def number_of(text: str, spans: Sequence[tuple[int, int]], *, named: bool = False) -> str:
    """The number of an entity that stands at ``spans`` of a text in upper case, the surest first: "3", "~50",
    "6-", "6-8", else PLURAL or "1". ``named``: the entity is one person with a name.

    >>> number_of("AT LEAST SIX YOUNG PEASANTS WERE TAKEN", [(19, 27)])
    '6-'
    """
    if named:
        return "1"
    for start, end in spans:
        if said := _said(text, start, end):
            return said
    return PLURAL if any(is_plural(text[start:end]) for start, end in spans[:1]) else "1"


def _said(text: str, start: int, end: int) -> str:
    """The number that the words of a span begin with, or that stands before them."""
    own = _AMOUNT.match(text, start, end)
    if own and own.end() < end and not _is_name(text[start:end]):
        return _written(own)
    before = text[max(0, start - 70) : start]
    for found in reversed(list(_AMOUNT.finditer(before))):
        between = before[found.end() :]
        if _BETWEEN.match(between) and not _STOPS.search(between):
            return _written(found)
        break
    return ""


def _is_name(words: str) -> bool:
    """ "8TH FRONT" and "3D BRIGADE" count nothing."""
    return bool(re.match(r"\d+(?:ST|ND|RD|TH|D)\b", words))


def _written(found: re.Match[str]) -> str:
    low = number_value(" ".join(found["number"].split()))
    high = number_value(" ".join(found["more"].split())) if found["more"] else None
    if low is None or low == 0:
        return ""
    if high is not None and high > low:
        return f"{low}-{high}"
    return f"~{low}" if found["about"] else f"{low}-" if found["least"] else str(low)


def is_plural(words: str) -> bool:
    """Whether a noun phrase in upper case speaks of more than one.

    >>> is_plural("PRESUMED MEMBERS OF THE COLUMN"), is_plural("HEADQUARTERS"), is_plural("TWO POLICEMEN")
    (True, False, True)
    """
    every = re.findall(r"[A-Z0-9]+(?:['’][A-Z]+)?", words)
    if not every:
        return False
    cut = next((n for n, w in enumerate(every) if n and w in _HEAD_ENDS), len(every))
    head = every[cut - 1]
    if every[0] in _ONE or head in _SINGULARS or re.search(r"['’]S?$", head):
        return False
    return (
        head in _PLURALS
        or head.endswith("MEN")
        or (head.endswith("S") and not head.endswith(("SS", "US", "IS")))
    )
