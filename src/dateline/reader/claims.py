"""Claims of responsibility, denials and blame: who is said to have done it, and by whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.model import ClaimStance, Span
from dateline.reader.claim_patterns import claim_patterns
from dateline.reader.cues import cues
from dateline.text import sentences


class NamedActor(Protocol):
    """What :func:`find_claims` needs to know of an actor found in the text."""

    @property
    def span(self) -> Span: ...
    @property
    def name(self) -> str: ...
    @property
    def actor_id(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """One claim as the words make it.

    ``claimant`` is the actor whose responsibility is spoken of, ``claimant_span`` its words; ``by`` who says
    so. ``disputed``: another one claims the same, or the text doubts it.
    """

    span: Span
    claimant: str
    claimant_span: Span | None
    stance: ClaimStance
    by: str = ""
    actor_id: str | None = None
    channel: str = ""
    jointly_with: str = ""
    disputed: bool = False


Claimant = tuple[str, Span | None, str | None]  # name, its words, id
# "through its Amaq outlet": the outlet is a channel, not the claimant
_BY_MEANS = re.compile(
    r"(?i)\b(?:through|via|by|on|using)\s+(?:its|the|their|a|an)?\s*(?:\w{1,20}[ -]){0,2}$"
)
_OF_WHICH = re.compile(
    r"(?i)\b(an?|the)\s+((?:[\w'’-]{1,30}\s+){0,3}?(?:faction|wing|branch|offshoot|cell)s?)"
    r"\s+of (?:which|whom)\s*$"
)
_BACK = 240  # characters before a verb in which its subject is looked for
_EARLIER = 600  # and before the sentence, for "it" and "both groups"


def find_claims(text: str, report_id: str, actors: Sequence[NamedActor]) -> list[ClaimMention]:
    """The claims, denials and accusations of ``text`` in reading order. ``actors`` are those found in it."""
    lowered = text.casefold() if text.isascii() else text.lower()
    if len(lowered) != len(text):  # a letter that is longer in lower case: the offsets would not fit
        lowered = text
    reader = _Reader(text, report_id, sorted(actors, key=lambda a: a.span.start))
    stems = claim_patterns().stems
    for start, end in sentences(text):
        if any(lowered.find(stem, start, end) >= 0 for stem in stems):
            reader.sentence(start, end)
    return reader.found


class _Reader:
    """One report, sentence by sentence."""

    def __init__(self, text: str, report_id: str, actors: Sequence[NamedActor]) -> None:
        self.text, self.report_id, self.actors = text, report_id, actors
        self.starts = [a.span.start for a in actors]
        self.patterns = claim_patterns()
        self.found: list[ClaimMention] = []

    def between(self, start: int, end: int) -> Sequence[NamedActor]:
        """The actors that start in ``text[start:end]``."""
        return self.actors[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def sentence(self, start: int, end: int) -> None:
        """Adds the claims of one sentence."""
        if self.patterns.no_claim.search(self.text, start, end):
            return
        for match in self.patterns.claims.finditer(self.text, start, end):
            self._claim(match, start, end)
        for match in self.patterns.claimed_by.finditer(self.text, start, end):
            self._claimed_by(match, start, end)
        for match in self.patterns.denies.finditer(self.text, start, end):
            self._by_itself(match, start, end, ClaimStance.DENIES)
        for match in self.patterns.blames.finditer(self.text, start, end):
            self._blame(match, start, end)
        for match in self.patterns.blamed.finditer(self.text, start, end):
            self._by_itself(match, start, end, ClaimStance.BLAMED)

    def _claim(self, match: re.Match[str], start: int, end: int) -> None:
        if self.patterns.nobody.search(self.text, start, match.start()) and not self._named_between(match):
            return  # "no group has claimed responsibility": nobody does
        self._by_itself(match, start, end, ClaimStance.CLAIMS)

    def _claimed_by(self, match: re.Match[str], start: int, end: int) -> None:
        """ "The bombing was claimed by al-Shabab": the actor after the verb."""
        if self.patterns.nobody.search(self.text, max(start, match.start() - 30), match.start()):
            return
        actor = next(iter(self.between(match.end(), match.end() + 31)), None)
        described = self.patterns.group.match(self.text, match.end(), end)
        if described is not None and (
            actor is None or not described.start() <= actor.span.start <= described.end()
        ):
            (who,) = self._described(described, []) or [("", None, None)]
        elif actor is not None and described is not None:
            (who,) = self._described(described, [actor]) or [("", None, None)]
        elif actor is not None:
            who = (actor.name, actor.span, actor.actor_id)
        else:
            return
        name, span, actor_id = who
        if not name or span is None:
            return
        channel = cues().channel(self.text, start, end)
        joint = self._joint(span.end, end, name)
        whole = Span(self.report_id, match.start(), max(span.end, self._reach(span.end, end, channel)))
        self.found.append(ClaimMention(whole, name, span, ClaimStance.CLAIMS, name, actor_id, channel, joint))

    def _named_between(self, match: re.Match[str]) -> bool:
        last = None
        for found in self.patterns.nobody.finditer(self.text, max(0, match.start() - 120), match.start()):
            last = found
        return last is not None and bool(self.between(last.end(), match.start()))

    def _by_itself(self, match: re.Match[str], start: int, end: int, stance: ClaimStance) -> None:
        """The one before the verb claims, denies or is blamed."""
        for name, span, actor_id in self._before(match.start(), start, end):
            joint = self._joint(match.start(), end, name) if stance is ClaimStance.CLAIMS else ""
            by = "" if stance is ClaimStance.BLAMED else name
            first = min(span.start, match.start()) if span else match.start()
            channel = cues().channel(self.text, start, end) if stance is ClaimStance.CLAIMS else ""
            last = self._reach(match.end(), end, channel)
            rivals = self.patterns.both.search(self.text, start, match.start()) is not None
            disputed = (
                rivals
                or self.patterns.doubt.search(self.text, match.end(), min(len(self.text), end + 200))
                is not None
            )
            self.found.append(
                ClaimMention(
                    Span(self.report_id, first, last),
                    name,
                    span,
                    stance,
                    by,
                    actor_id,
                    channel,
                    joint,
                    disputed,
                )
            )

    def _reach(self, after: int, end: int, channel: str) -> int:
        """Where the words of the claim end: at the channel that it names, else at the verb's object."""
        if channel:
            pattern = dict(cues().channels)[channel]
            if (named := pattern.search(self.text, after, end)) is not None:
                return named.end()
        return after

    def _before(self, at: int, start: int, end: int) -> list[Claimant]:
        """Who stands before the verb: named actors ("X and Y both claimed"), a described group, a pronoun."""
        start = max(start, at - _BACK)
        which = _OF_WHICH.search(self.text, start, at)
        named = [
            a
            for a in self.between(start, at)
            if a.span.end <= at
            and not _BY_MEANS.search(self.text, max(start, a.span.start - 60), a.span.start)
        ]
        if which is not None:
            parent = named[-1] if named else self._last_before(start)
            words = f"{which[2]} of {parent.name}" if parent else which[2]
            span = Span(self.report_id, which.start(), which.start(2) + len(which[2]))
            return [(words, span, None)]
        chosen = self._subjects(named, at)
        described = None
        for described in self.patterns.group.finditer(self.text, start, at):  # noqa: B007 - the last one counts
            pass
        if self.patterns.both.search(self.text, start, at) and not chosen:
            return self._last_two(start)
        if described is not None and (
            not chosen or described.start() <= chosen[-1].span.start <= described.end()
        ):
            return self._described(described, chosen)
        if chosen:
            return [(a.name, a.span, a.actor_id) for a in chosen]
        pronoun = self.patterns.pronoun.search(self.text, max(start, at - 40), at)
        known = self._last_before(start) if pronoun else None
        if known is not None and pronoun is not None:
            span = Span(self.report_id, pronoun.start(), pronoun.end())
            return [(known.name, span, known.actor_id)]
        return []

    def _last_two(self, start: int) -> list[Claimant]:
        """ "Both groups claimed the attack": the two that were named last."""
        found: dict[str, NamedActor] = {}
        for actor in reversed(self.between(start - _EARLIER, start)):
            if actor.actor_id and len(found) < 2:
                found.setdefault(actor.actor_id, actor)
        pair = list(found.values())
        return [(a.name, a.span, a.actor_id) for a in reversed(pair)] if len(pair) == 2 else []

    def _described(self, described: re.Match[str], chosen: list[NamedActor]) -> list[Claimant]:
        """ "a faction of the Pakistani Taliban": the faction is no registry entry of its own."""
        inner = [a for a in chosen if a.span.start >= described.start()]
        last = max([described.end(), *(a.span.end for a in inner)])
        words = re.sub(r"^(?:an?|the)\s+", "", self.text[described.start() : last], flags=re.IGNORECASE)
        if re.match(r"(?i)(both|two|several)", words):
            return []
        faction = re.search(r"(?i)\b(?:faction|wing|branch|offshoot|cell|affiliate)\b", words)
        whole = inner[-1] if inner and not faction else None
        name = whole.name if whole else words
        return [(name, Span(self.report_id, described.start(), last), whole.actor_id if whole else None)]

    def _subjects(self, named: list[NamedActor], at: int) -> list[NamedActor]:
        """The last actor before the verb, with those joined to it by "and"; not one across a full clause."""
        if not named:
            return []
        chosen = [named[-1]]
        gap = self.text[named[-1].span.end : at]
        if re.search(r"(?i)\b(?:said|told|when|where|after|because|that|but)\b|[“”\"]", gap):
            return []
        for actor in reversed(named[:-1]):
            between = self.text[actor.span.end : chosen[0].span.start]
            if not re.fullmatch(r"(?i)[\s,]*(?:\([^)]*\))?[\s,]*(?:and|as well as)\s+(?:the\s+)?", between):
                break
            chosen.insert(0, actor)
        return chosen

    def _last_before(self, start: int) -> NamedActor | None:
        return next((a for a in reversed(self.between(start - _EARLIER, start)) if a.actor_id), None)

    def _joint(self, after: int, end: int, claimant: str) -> str:
        match = self.patterns.joint.search(self.text, after, end)
        if match is None:
            return ""
        near = self.between(match.end() - 1, match.end() + 13)
        return next((a.name for a in near if a.name != claimant), "")

    def _blame(self, match: re.Match[str], start: int, end: int) -> None:
        """ "authorities blamed the M23": the actor after the verb, by whoever stands before it."""
        if self.patterns.nobody.search(self.text, max(start, match.start() - 25), match.start()):
            return
        target = next(iter(self.between(match.end() - 1, match.end() + 41)), None)
        passive = (
            self.text[max(0, match.start() - 5) : match.start()]
            .strip()
            .endswith(("was", "were", "been", "are"))
        )
        if target is None or passive:
            return
        first = max(start, match.start() - _BACK)
        before = [a for a in self.between(first, match.start()) if a.span.end <= match.start()]
        words = re.search(
            r"((?:[\w'’.-]+\s+){1,5})$", self.text[max(first, match.start() - 80) : match.start()]
        )
        by = before[-1].name if before else _without_article(words[1]) if words else ""
        first = before[-1].span.start if before else match.start()
        span = Span(self.report_id, first, target.span.end)
        self.found.append(
            ClaimMention(span, target.name, target.span, ClaimStance.BLAMED, by, target.actor_id)
        )


def _without_article(words: str) -> str:
    plain = re.sub(r"(?i)^(?:an?|the)\s+", "", words.strip())
    return re.sub(r"(?i)\s+(?:has|have|had|also|later|on \w+day|\w+day)$", "", plain)
