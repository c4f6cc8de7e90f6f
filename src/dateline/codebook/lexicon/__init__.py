"""The words of the native codebook: what tells of an incident, how far it got, what looks like one.

The data stand in the YAML files beside this module; each says at its top how it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dateline.codebook.lexicon.forms import Forms, expand, load_forms, read_data
from dateline.errors import CodebookError

__all__ = ["Lexicon", "NotIncident", "StageCue", "Trigger", "Word", "load"]

_STRENGTHS = ("strong", "weak", "joins")
_TRIGGER_FILES = ("attacks", "bombs", "crime", "unrest", "developments")


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
    """The built-in lexicon. Raises :class:`CodebookError` when one of its files is wrong."""
    forms = load_forms()
    triggers: dict[tuple[tuple[str, ...], tuple[str, ...], str, str, str], Trigger] = {}
    for name in _TRIGGER_FILES:
        for trigger in _triggers(f"triggers_{name}.yaml", forms):
            key = (trigger.words, trigger.then, trigger.type, trigger.subtype, trigger.agent)
            triggers.setdefault(key, trigger)
    ordered = sorted(triggers.values(), key=lambda t: (bool(t.agent), _STRENGTHS.index(t.strength)))
    return Lexicon(
        triggers=tuple(ordered),
        stages=tuple(
            StageCue(words, block["stage"], block["side"], then)
            for block in read_data("stages.yaml")
            for entry in block["words"]
            for words, then in expand(str(entry), "phrase", forms)
        ),
        not_incident=tuple(
            NotIncident(words, block["cue"], block["scope"], then)
            for block in read_data("not_incident.yaml")
            for entry in block["words"]
            for words, then in expand(str(entry), "phrase", forms)
        ),
        weapons=tuple(_words("weapons.yaml", forms)),
        targets=tuple(_words("targets.yaml", forms)),
    )


def _triggers(name: str, forms: Forms) -> Iterator[Trigger]:
    for block in read_data(name):
        for strength in _STRENGTHS:
            for pos, entries in block.get(strength, {}).items():
                if pos not in ("noun", "verb", "phrase"):
                    raise CodebookError(f"{name}: word class {pos!r}", "use noun, verb or phrase")
                for entry in entries:
                    for words, then in expand(str(entry), pos, forms):
                        yield Trigger(
                            words,
                            block["type"],
                            block.get("subtype", ""),
                            pos,
                            strength,
                            then,
                            block.get("agent", ""),
                            str(entry).replace("~", "").replace("+", ""),
                        )


def _words(name: str, forms: Forms) -> Iterator[Word]:
    seen: set[tuple[str, ...]] = set()
    for kind, entries in read_data(name).items():
        for entry in entries:
            for words, _ in expand(str(entry), "noun", forms):
                if words not in seen:
                    seen.add(words)
                    yield Word(words, kind)
