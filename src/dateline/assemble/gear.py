"""What somebody wears or carries is not who they are: "militants in police uniforms", "men with rifles"."""

from __future__ import annotations

import re

from dateline.codebook.lexicon import matchers
from dateline.text import tokens

_WEARS = re.compile(r"(?i)\b(?:in|wearing|with|dressed in|donning|wore|under)(?: (?:the|their|his|an?))?\s+$")
_BEFORE = 14  # characters before the words in which it stands that somebody wears them
_FEW_WORDS = 3
_WORN = frozenset(
    "uniform uniforms fatigues camouflage clothes clothing dress mask masks hood hoods balaclava balaclavas "
    "turban turbans burqa burqas robes vests".split()
)
# What one person can carry. "Drones" and "warplanes" stand in the news for those who send them.
_CARRIED = frozenset(
    "firearm explosive suicide_vest grenade rocket mortar incendiary blade blunt teargas stones".split()
)


def is_worn(text: str, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` are what somebody wears: "army fatigues" accuse no army.
    ("The Yellow Vests" are people.)"""
    words = text[start:end].split()
    worn = bool(words) and words[-1] in _WORN and len(words) <= _FEW_WORDS
    return worn and _WEARS.search(text[max(0, start - _BEFORE) : start]) is not None


def is_carried(words: str) -> bool:
    """Whether the last of them, the head, is something that one carries and hurts with. "Suicide bombers" are
    people: ask only of words in which nobody was found."""
    if words[:1].isupper():
        return False
    told = tokens(words)
    return any(
        stop == len(told) and kind in _CARRIED for _, stop, kind in matchers.weapons().find(words, told)
    )
