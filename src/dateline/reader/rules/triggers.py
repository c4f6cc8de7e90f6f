"""Words that say that something happened: found by the codebook's lexicon, kept or dropped by context.

A word of the list is not yet an incident. "The Monday night raid" is one; "major assaults from time to
time", "no shooting took place" and "a heart attack" are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from dateline.codebook.families import DEVELOPMENTS
from dateline.codebook.lexicon import Lexicon, StageCue
from dateline.codebook.lexicon import Trigger as LexiconTrigger
from dateline.model import ActorKind, Stage
from dateline.reader.rules import context
from dateline.reader.rules.nouns import (
    OF_A_DEED_TOLD,
    Determiner,
    Sentence,
    determiner_of,
    has_a_subject,
    is_plural,
    names_a_kind,
    used_as_noun,
)
from dateline.resolve.who import ActorMention
from dateline.text import PhraseMatcher, Token


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
    in_court: bool = False  # "charged with killing two people": founds an incident only with its toll
    relates: bool = False  # "linked to an attack": names another incident than its sentence tells

    @property
    def generic(self) -> bool:
        """True for a bare plural: "attacks have become rarer" tells of no single incident."""
        return self.noun and self.plural and self.determiner is Determiner.NONE


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
# Words that part a cue of stage from what follows: "tried to flee after the shooting".
_APART = frozenset(
    "after before when while during by who which that and but then following since as where in at on".split()
)
# Sentences with these cues speak of no incident at all; with others (an anniversary, a trial) they may speak
# of one that is told elsewhere in the report.
# … unless they name one that was told (OF_A_DEED_TOLD): "Monday night's raid served as a reminder that …".
_NEVER = frozenset("fiction sport statistics trend history drill politics".split())
_IN_COURT = frozenset(("court",))
# Tokens between a cue of stage and its trigger: "foiled a suicide bomb attack", "the attempt failed".
_STAGE_REACH = 3
_BREAK = re.compile(r"[,;:.()\"“”]")


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
        doer = ""
        for sentence, (low, high) in enumerate(_token_ranges(words, bounds)):
            if low == high:
                continue
            begin, end = words[low].start, words[high - 1].end
            inside = actors[
                bisect_left(actors, begin, key=_actor_start) : bisect_left(actors, end, key=_actor_start)
            ]
            here = Sentence(text, words, low, high, sentence, inside, doer)
            told = self._in_sentence(here)
            if told:
                # "Police killed four men. The raid …": the raid was theirs.
                doer = next((_AGENTS[a.kind] for a in inside if a.kind in _AGENTS), doer)
            found += told
        return found

    def _in_sentence(self, here: Sentence) -> list[Trigger]:
        masked, cues = self._masks(here)
        stages = list(self._matches(here, self._stages))
        found = []
        for first, last, entry in self._matches(here, self._triggers):
            one = (
                _trigger(here, first, last, entry, stages) if masked.isdisjoint(range(first, last)) else None
            )
            if one is None or (one.determiner not in OF_A_DEED_TOLD and not cues.isdisjoint(_NEVER)):
                continue
            # "A man pleaded guilty to shooting four people": what the court deals with did happen.
            kept = not cues or (one.strong and cues <= _IN_COURT)
            court = one.founds and cues <= _IN_COURT
            found.append(one if kept else replace(one, founds=False, in_court=court))
        return found

    def _masks(self, here: Sentence) -> tuple[set[int], set[str]]:
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
    def _matches(here: Sentence, matcher: PhraseMatcher[list[E]]) -> Iterator[tuple[int, int, E]]:
        index, words, starts = here.low, here.words, matcher.starts
        while index < here.high:
            if words[index].lower not in starts:
                index += 1
                continue
            step = index + 1
            for stop, entries in matcher.at(here.text, words, index):
                if stop <= here.high and (entry := _choose(here, index, stop, entries)) is not None:
                    yield index, stop, entry
                    step = stop
                    break
            index = step


_REACH = 6  # words between the two parts of an entry


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


def _actor_start(actor: ActorMention) -> int:
    return actor.span.start


def _choose(here: Sentence, first: int, last: int, entries: Sequence[E]) -> E | None:
    """The reading of equal words that holds here: with its second part ("took … hostage") before one
    without, with its agent before the default, and with the part that is nearer ("snatched two rifles from a
    guard" is of rifles, "snatched two girls from a man with a rifle" of girls)."""
    longest = max((len(e.then) for e in entries), default=0)
    behind = [t.lower for t in here.words[last : min(last + _REACH + longest, here.high)]] if longest else []
    away = [_words_to(behind, e.then) if e.then else 0 for e in entries]
    holding = [(e, n) for e, n in zip(entries, away, strict=True) if n >= 0]
    agent = _agent(here, first, last) if any(getattr(e, "agent", "") for e, _ in holding) else ""
    holding.sort(key=lambda one: (not one[0].then, getattr(one[0], "agent", "") != agent, one[1]))
    return next((e for e, _ in holding if getattr(e, "agent", "") in ("", agent)), None)


def _words_to(behind: Sequence[str], then: tuple[str, ...]) -> int:
    """How many words stand before the second part of an entry; -1 where it is not in reach."""
    first, length = then[0], len(then)
    for at, word in enumerate(behind[: _REACH + length]):
        if word == first and tuple(behind[at : at + length]) == then:
            return at
    return -1


def _agent(here: Sentence, first: int, last: int) -> str:
    """The group that acts: the nearest actor on the left of the words, else one behind "by", else for
    "the raid" whoever acted in the sentence before."""
    start, end = here.words[first].start, here.words[last - 1].end
    left = [a for a in here.actors if a.span.end <= start]
    if left:
        return _AGENTS.get(left[-1].kind, "")
    right = [a for a in here.actors if end <= a.span.start]
    if right and re.search(r"\bby\s+(?:\w+\s+){0,3}$", here.text[end : right[0].span.start]):
        return _AGENTS.get(right[0].kind, "")
    return here.doer if determiner_of(here.text, here.words, first) is Determiner.DEFINITE else ""


def _trigger(
    here: Sentence,
    first: int,
    last: int,
    entry: LexiconTrigger,
    stages: Sequence[tuple[int, int, StageCue]],
) -> Trigger | None:
    words, text = here.words, here.text
    start, end = words[first].start, words[last - 1].end
    before = text[words[here.low].start : start]
    if context.denied(before) or (entry.type in DEVELOPMENTS and context.of_nobody(before)):
        return None
    stage = _stage(here, first, last, stages)
    if stage is Stage.ACCOMPLISHED and context.unreal(before):
        return None
    surface = text[start:end].lower()
    relates = context.relates(before)
    determiner = determiner_of(text, words, first)
    # "Troops defused a bomb": the bare word for the thing tells of the bombing that was prevented.
    disarmed = stage is Stage.PREVENTED and entry.type == "bombing"
    # "Pleaded guilty to fatally shooting" is no infinitive.
    aim = context.ceased(before) or ("ing" not in surface and context.purpose(before))
    purpose = stage is Stage.ACCOMPLISHED and aim
    noun = entry.pos == "noun" or (
        not purpose and used_as_noun(entry, surface, determiner) and not has_a_subject(here, first, last)
    )
    plural = noun and is_plural(surface)
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
        strong=entry.strength == "strong" or disarmed,
        plural=plural,
        determiner=determiner if noun else Determiner.NONE,
        stage=stage,
        founds=(entry.strength != "joins" or disarmed)
        and not purpose
        and not (last == first + 1 and surface.endswith("ed") and context.attribute(before))
        and not (noun and stage is Stage.ACCOMPLISHED and names_a_kind(here, first, last, determiner)),
        sums_up=noun and not relates and context.sums_up(before),
        relates=relates,
    )


def _stage(here: Sentence, first: int, last: int, stages: Sequence[tuple[int, int, StageCue]]) -> Stage:
    """The stage that a cue in or near the trigger gives: "assassination attempt", "foiled a bomb attack",
    "a raid was thwarted"."""
    words, text = here.words, here.text
    for begin, end, cue in stages:
        inside = first <= begin and end <= last and end - begin < last - first
        before = 0 <= first - end <= _reach(cue, words[end - 1].lower) and cue.side != "after"
        after = 0 <= begin - last <= _reach(cue, "") and cue.side != "before"
        if inside:
            return Stage(cue.stage)
        if before or after:
            left, right = (end, first) if before else (last, begin)
            gap = text[words[left - 1].end : words[right].start]
            apart = any(words[i].lower in _APART for i in range(left, right))
            if not apart and not _BREAK.search(gap):
                return Stage(cue.stage)
    return Stage.ACCOMPLISHED


def _reach(cue: StageCue, final: str) -> int:
    """How many tokens may stand between a cue and its trigger: behind "tried to" only an adverb, and
    "attempt" must follow at once."""
    if final == "to":
        return 1
    return 0 if cue.side == "after" and len(cue.words) == 1 else _STAGE_REACH
