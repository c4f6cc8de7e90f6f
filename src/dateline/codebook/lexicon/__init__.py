"""The words of the native codebook: what tells of an incident, how far it got, what looks like one.

The data stand in the YAML files beside this module; each says at its top how it is written. What is loaded is
compiled.json, which ``python -m dateline.codebook.lexicon.build`` makes of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import CodebookError

__all__ = ["Lexicon", "NotIncident", "StageCue", "Trigger", "Word", "load"]

COMPILED = "compiled.json"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Surface words that tell of an incident.

    ``words`` are the tokens (``dateline.text.tokens``, lower case); where ``then`` is not empty it must
    follow after a gap of at most five tokens (often none) in the same sentence ("took" … "hostage").
    ``pos`` is "noun", "verb" or "phrase"; ``strength`` "strong" (by itself), "weak" (only beside a toll, an
    actor or a weapon) or "joins" (never by itself: "died", "the gunman"). ``agent`` is "" or the group that
    must act for this type to hold ("security_forces": a raid by police is a security operation). ``lemma``
    is the entry of the file without its marks.
    """

    words: tuple[str, ...]
    type: str
    subtype: str
    pos: str
    strength: str
    then: tuple[str, ...] = ()
    agent: str = ""
    lemma: str = ""

    @property
    def pattern(self) -> str:
        """The words before the gap as one string, the form that ``PhraseMatcher`` takes."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class StageCue:
    """Words that tell that an incident was attempted, prevented or threatened; ``side`` is where they
    stand as seen from the trigger: "before", "after" or "any"."""

    words: tuple[str, ...]
    stage: str
    side: str
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotIncident:
    """Words that look like an incident and are none. ``scope``: "mask" (a trigger inside them is void) or
    "sentence" (the sentence speaks of a film, an anniversary, a trend …; ``cue`` says which)."""

    words: tuple[str, ...]
    cue: str
    scope: str
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """Words for a thing and its kind in the codebook: ("car", "bomb") -> vehicle_bomb."""

    words: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, expanded to surface forms. In ``triggers`` the default reading of equal words comes
    first; readings that need an ``agent`` follow it."""

    triggers: tuple[Trigger, ...]
    stages: tuple[StageCue, ...]
    not_incident: tuple[NotIncident, ...]
    weapons: tuple[Word, ...]
    targets: tuple[Word, ...]


@cache
def load() -> Lexicon:
    """The built-in lexicon. Raises :class:`CodebookError` when its compiled form is missing or broken."""
    try:
        data = json.loads((files("dateline.codebook.lexicon") / COMPILED).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CodebookError(
            f"{COMPILED}: {error}", "run python -m dateline.codebook.lexicon.build"
        ) from error
    heads = data["heads"]
    return Lexicon(
        triggers=tuple(_trigger(words, then, heads[head]) for words, then, head in data["triggers"]),
        stages=tuple(
            StageCue(_split(w), stage, side, _split(then)) for w, then, stage, side in data["stages"]
        ),
        not_incident=tuple(
            NotIncident(_split(w), cue, scope, _split(then)) for w, then, cue, scope in data["not_incident"]
        ),
        weapons=tuple(Word(_split(words), kind) for words, kind in data["weapons"]),
        targets=tuple(Word(_split(words), kind) for words, kind in data["targets"]),
    )


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _trigger(words: str, then: str, head: list[str]) -> Trigger:
    kind, subtype, pos, strength, agent, lemma = head
    return Trigger(_split(words), kind, subtype, pos, strength, _split(then), agent, lemma)
