"""Words that say that something happened: found by the codebook's lexicon, kept or dropped by context.

A word of the list is not yet an incident. "The Monday night raid" is one; "major assaults from time to
time", "no shooting took place" and "a heart attack" are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from dateline.codebook.lexicon import Lexicon, StageCue
from dateline.codebook.lexicon import Trigger as LexiconTrigger
from dateline.model import ActorKind, Stage
from dateline.resolve.who import ActorMention
from dateline.text import PhraseMatcher, Token


class Determiner(StrEnum):
    """How a noun is introduced: the news tells old from new with it."""

    DEFINITE = "definite"  # the raid, this attack
    POSSESSIVE = "possessive"  # Monday's attack
    INDEFINITE = "indefinite"  # an attack
    NEW = "new"  # another attack, a second blast, a separate raid
    NUMBER = "number"  # three attacks
    NONE = "none"  # attacks; and all verbs


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger in its text. ``start``/``end`` are character offsets, ``first``/``last`` token indices
    (last exclusive), ``sentence`` the index of its sentence."""

    start: int
    end: int
    first: int
    last: int
    sentence: int
    word: str
    type: str
    subtype: str
    noun: bool
    strong: bool
    plural: bool
    determiner: Determiner
    stage: Stage
    founds: bool = (
        True  # False: may join an incident told elsewhere, not found one ("anniversary of the attack")
    )
    sums_up: bool = False  # "four people were hurt in a shooting": names what its own sentence tells
    relates: bool = False  # "linked to an attack": names another incident than its sentence tells

    @property
    def generic(self) -> bool:
        """True for a bare plural: "attacks have become rarer" tells of no single incident."""
        return self.noun and self.plural and self.determiner is Determiner.NONE


_DEFINITE = frozenset("the this that these those his her their its".split())
_INDEFINITE = frozenset("a an".split())
_NEW = frozenset("another second third separate similar different earlier previous other".split())
_STOP = frozenset(
    """of in on at by to from for with and or but as was were is are be been has have had after before during
    when while where who which that who said told he she it they we i not since until into over under
    against about""".split()
)
_NEGATION = re.compile(r"(?i)\b(?:no|not|never|without|denied|n't|nor)\b[^,;.]{0,24}$")
# What might happen has not happened: "could face attacks", "fears of a bombing", "in case of an attack".
_IRREALIS = re.compile(
    r"(?i)\b(?:could|might|may|would|should|if|in case of|fears? of|risk of|threat of|"
    r"to (?:prevent|avoid|stop|deter|fight|combat|counter)|potential|possible|future|against)"
    r"\s+(?:\w+\s+){0,3}$"
)
_AGENTS = {
    ActorKind.STATE_FORCES: "security_forces",
    ActorKind.POLICE: "security_forces",
    ActorKind.EXTERNAL: "security_forces",
    ActorKind.REBELS: "militants",
    ActorKind.MILITIA: "militants",
    ActorKind.UNIDENTIFIED: "militants",
    ActorKind.CRIMINAL: "militants",
    ActorKind.CIVILIANS: "civilians",
    ActorKind.PROTESTERS: "civilians",
}
# Sentences with these cues speak of no incident at all; with others (an anniversary, a trial) they may speak
# of one that is told elsewhere in the report.
_NEVER = frozenset("fiction sport statistics trend history drill politics".split())
# … unless they name one that was told: "Monday night's raid served as a reminder that …".
_KNOWN = (Determiner.DEFINITE, Determiner.POSSESSIVE)
# Tokens between a cue of stage and its trigger: "foiled a suicide bomb attack", "the attempt failed".
_STAGE_REACH = 3
# "killed in a shooting", "wounded during an ambush": the noun names what was just told.
_SAME = re.compile(
    r"(?i)\b(?:in|during|after|following|by|from|with|as|when)\s+(?:what\s+\w+\s+(?:\w+\s+)?|apparent\s+)?an?\b[^,;.]*$"
)
# "militants linked to an attack", "in retaliation for a bombing": the noun names another incident than the
# one that its sentence tells.
_RELATES = re.compile(
    r"(?i)\b(?:(?:linked|connected|related|tied) (?:to|with)|in (?:connection with|response to|"
    r"retaliation for|revenge for|the wake of)|(?:responsible|blamed|wanted|sought|revenge) for|"
    r"(?:involved|suspected|wanted) in|"
    r"(?:suspected|accused|guilty|convicted) of|similar to|ahead of|since|before|days after|weeks after|"
    r"months after|years after|hours after|a (?:day|week|month|year) after)\s+(?:\S+\s+){0,4}$"
)
_NUMBER_WORDS = frozenset("two three four five six seven eight nine ten several multiple".split())


class TriggerFinder:
    """Finds the triggers of a text; built once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._triggers = _by_words((t.words, t) for t in lexicon.triggers)
        self._not_incident = _by_words((n.words, n) for n in lexicon.not_incident)
        self._stages = _by_words((c.words, c) for c in lexicon.stages)

    def find(
        self,
        text: str,
        words: Sequence[Token],
        bounds: Sequence[tuple[int, int]],
        actors: Sequence[ActorMention],
    ) -> list[Trigger]:
        """The triggers in reading order. ``words`` are the text's tokens, ``bounds`` its sentences as
        character offsets; ``actors`` tell a police raid from an armed one."""
        found: list[Trigger] = []
        for sentence, (low, high) in enumerate(_token_ranges(words, bounds)):
            found += self._in_sentence(_Sentence(text, words, low, high, sentence), actors)
        return found

    def _in_sentence(self, here: _Sentence, actors: Sequence[ActorMention]) -> list[Trigger]:
        masked, cues = self._masks(here)
        stages = list(self._matches(here, self._stages))
        found = []
        for first, last, entry in self._matches(here, self._triggers, actors):
            one = (
                _trigger(here, first, last, entry, stages) if masked.isdisjoint(range(first, last)) else None
            )
            if one is None or (one.determiner not in _KNOWN and not cues.isdisjoint(_NEVER)):
                continue
            found.append(replace(one, founds=False) if cues else one)
        return found

    def _masks(self, here: _Sentence) -> tuple[set[int], set[str]]:
        """The tokens in which a trigger is void, and the cues that the sentence tells of something else
        than of what happened (a film, an anniversary, a trend)."""
        masked: set[int] = set()
        cues: set[str] = set()
        for first, last, entry in self._matches(here, self._not_incident):
            if entry.scope == "sentence":
                cues.add(entry.cue)
            elif entry.scope == "mask":
                masked.update(range(first, last))
        return masked, cues

    @staticmethod
    def _matches(
        here: _Sentence, matcher: PhraseMatcher[list[E]], actors: Sequence[ActorMention] = ()
    ) -> Iterator[tuple[int, int, E]]:
        index = here.low
        while index < here.high:
            step = index + 1
            for stop, entries in matcher.at(here.text, here.words, index):
                if stop <= here.high and (entry := _choose(here, index, stop, entries, actors)) is not None:
                    yield index, stop, entry
                    step = stop
                    break
            index = step


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as the token range ``low..high`` of a text."""

    text: str
    words: Sequence[Token]
    low: int
    high: int
    index: int


class _Entry(Protocol):
    @property
    def then(self) -> tuple[str, ...]: ...


E = TypeVar("E", bound=_Entry)


def _by_words(entries: Iterable[tuple[tuple[str, ...], E]]) -> PhraseMatcher[list[E]]:
    grouped: dict[tuple[str, ...], list[E]] = {}
    for words, entry in entries:
        grouped.setdefault(words, []).append(entry)
    return PhraseMatcher((" ".join(words), same) for words, same in grouped.items())


def _token_ranges(words: Sequence[Token], bounds: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = 0
    for _, end in bounds:
        low = at
        while at < len(words) and words[at].start < end:
            at += 1
        yield low, at


def _choose(
    here: _Sentence, first: int, last: int, entries: Sequence[E], actors: Sequence[ActorMention]
) -> E | None:
    """The reading of equal words that holds here: with its second part ("took … hostage") before one
    without, with its agent before the default."""
    holding = [e for e in entries if not e.then or _follows(here, last, e.then)]
    agent = _agent(here, first, last, actors) if len(holding) > 1 else ""
    holding.sort(key=lambda e: (not e.then, getattr(e, "agent", "") != agent))
    return next((e for e in holding if getattr(e, "agent", "") in ("", agent)), None)


def _follows(here: _Sentence, last: int, then: tuple[str, ...]) -> bool:
    lowers = [t.lower for t in here.words[last : min(last + 6 + len(then), here.high)]]
    return any(tuple(lowers[i : i + len(then)]) == then for i in range(len(lowers)))


def _agent(here: _Sentence, first: int, last: int, actors: Sequence[ActorMention]) -> str:
    """The group that acts: the nearest actor on the left of the words, else one behind "by"."""
    begin, start = here.words[here.low].start, here.words[first].start
    end, stop = here.words[last - 1].end, here.words[here.high - 1].end
    left = [a for a in actors if begin <= a.span.start and a.span.end <= start]
    if left:
        return _AGENTS.get(left[-1].kind, "")
    right = [a for a in actors if end <= a.span.start and a.span.end <= stop]
    if right and re.search(r"\bby\s+(?:\w+\s+){0,3}$", here.text[end : right[0].span.start]):
        return _AGENTS.get(right[0].kind, "")
    return ""


def _trigger(
    here: _Sentence,
    first: int,
    last: int,
    entry: LexiconTrigger,
    stages: Sequence[tuple[int, int, StageCue]],
) -> Trigger | None:
    words, text = here.words, here.text
    start, end = words[first].start, words[last - 1].end
    before = text[words[here.low].start : start]
    if _NEGATION.search(before[-40:]):
        return None
    stage = _stage(first, last, stages)
    if stage is Stage.ACCOMPLISHED and _IRREALIS.search(before[-50:]):
        return None
    surface = text[start:end].lower()
    relates = bool(_RELATES.search(before[-70:]))
    determiner = _determiner(text, words, first)
    noun = entry.pos == "noun" or _used_as_noun(entry, surface, determiner)
    return Trigger(
        start=start,
        end=end,
        first=first,
        last=last,
        sentence=here.index,
        word=surface,
        type=entry.type,
        subtype=entry.subtype,
        noun=noun,
        strong=entry.strength == "strong",
        plural=noun and surface.endswith("s") and not surface.endswith("ss"),
        determiner=determiner if noun else Determiner.NONE,
        stage=stage,
        sums_up=noun and not relates and bool(_SAME.search(before[-60:])),
        relates=relates,
    )


def _used_as_noun(entry: LexiconTrigger, surface: str, determiner: Determiner) -> bool:
    """ "The raid", "major assaults": verb forms of the list that stand as nouns. The news tells in the
    past tense, so a form in -s is far more often a plural than a present."""
    if entry.pos != "verb" or surface not in (entry.lemma, entry.lemma + "s"):
        return False
    return surface != entry.lemma or determiner not in (Determiner.NONE, Determiner.NUMBER)


def _stage(first: int, last: int, stages: Sequence[tuple[int, int, StageCue]]) -> Stage:
    """The stage that a cue near the trigger gives: "foiled a bomb attack", "a raid was thwarted"."""
    for begin, end, cue in stages:
        before = 0 <= first - end <= _STAGE_REACH and cue.side != "after"
        after = 0 <= begin - last <= _STAGE_REACH and cue.side != "before"
        if before or after:
            return Stage(cue.stage)
    return Stage.ACCOMPLISHED


def _determiner(text: str, words: Sequence[Token], first: int) -> Determiner:
    """Look left over adjectives: "the deadliest assault", "Monday night's raid", "a second bombing"."""
    result = Determiner.NONE
    for index in range(first - 1, max(first - 7, -1), -1):
        gap = text[words[index].end : words[index + 1].start]
        if gap.strip(" -‐‑'’\n") or (words[index].lower in _STOP):
            break
        lower = words[index].lower
        if lower in _NEW:
            return Determiner.NEW
        if lower == "s" and text[words[index].start - 1] in "'’":
            return Determiner.POSSESSIVE
        if lower in _DEFINITE:
            return Determiner.DEFINITE
        if lower in _INDEFINITE:
            return Determiner.INDEFINITE
        if lower in _NUMBER_WORDS or lower.isdigit():
            result = Determiner.NUMBER
    return result
