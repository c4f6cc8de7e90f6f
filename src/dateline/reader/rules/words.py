"""The closed classes of words that tell who did what to whom, read from ``roles.yaml``."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import yaml

from dateline.model import ActorRole

_DATA: dict[str, Any] = yaml.safe_load(
    files("dateline.reader.rules").joinpath("roles.yaml").read_text(encoding="utf-8")
)


def _words(name: str) -> frozenset[str]:
    return frozenset(str(_DATA[name]).split())


BE = _words("be")
AUXILIARIES = BE | _words("auxiliaries")
ADVERBS = _words("adverbs")
BREAKS = _words("breaks") | {";", ":", '"', "“", "”", "—", "–"}
RELATIVES = _words("relatives")
PRONOUNS = _words("pronouns")
PREPOSITIONS = _words("prepositions")
ON = _words("on")
EVENTS = _words("events")
HARM_NOUNS = _words("harm_nouns")
HARM_VERBS = _words("harm_verbs")
HEADS_OF = _words("heads_of")
LIGHT = _words("light")
HELPED = _words("helped")
DOERS = _words("doers")
SUFFERERS = _words("sufferers")
SUSPECTS = _words("suspects")
_VAGUE = _words("vague")
_VAGUE_DOERS = _VAGUE | _words("vague_doers")
TITLES = _words("titles")
OUTLETS = _words("outlets")

_DIES = re.compile(
    r"\b(?:die[sd]?|dying|perish\w*|los\w+ (?:their|his|her) (?:lives|life)|succumb\w*|drown\w*|dead)\b"
)


def dies(word: str) -> bool:
    """ "died", "lost their lives", "was pronounced dead": the subject of these words suffers."""
    return _DIES.search(word) is not None


def vague_in(role: ActorRole) -> frozenset[str]:
    """Words for people that say less than any other name for those who play the same part. Among those
    who suffered, "men" and "women" are people of their own."""
    return _VAGUE_DOERS if role is ActorRole.PERPETRATOR else _VAGUE
