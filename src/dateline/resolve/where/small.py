"""Places of texts in small letters throughout: which words are none, and how the places are called.

Such texts are read in capitals, where every word may be a name, so that ordinary words have to be told apart
here; and what was found must be called as people write it.
"""

from __future__ import annotations

from dataclasses import replace
from string import capwords

from dateline.model import Where
from dateline.resolve.where.cues import cues
from dateline.resolve.where.mention import PlaceMention

_ORDINARY = 3  # the class of frequency from which a word is an ordinary one
_SHORTEST = 3  # letters: "in" and "or" are states of the US only where they are written so


def of_ordinary_words(words: str) -> bool:
    """Whether words say nothing but what they say: "the city", "in", whatever town or state is called so."""
    common = cues().common
    return all(
        len(w) < _SHORTEST or w == "the" or common.get(w, 0) >= _ORDINARY for w in words.lower().split()
    )


def as_written(mention: PlaceMention) -> PlaceMention:
    """The mention with the names that were read in capitals as names are written."""
    return replace(
        mention,
        where=_named(mention.where),
        candidates=tuple(map(_named, mention.candidates)),
        reasons=tuple(_without_capitals(r, mention.where.name) for r in mention.reasons),
    )


def _named(where: Where) -> Where:
    name = capwords(where.name) if where.name.isupper() else where.name
    detail = where.detail.lower() if where.detail.isupper() else where.detail
    return replace(where, name=name, detail=detail, reason=_without_capitals(where.reason, where.name))


def _without_capitals(reason: str, name: str) -> str:
    return reason.replace(name, capwords(name)) if name.isupper() else reason
