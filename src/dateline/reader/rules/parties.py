"""Who may play a part: actors, the people that tolls count, and people named as victims."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.model import ActorKind, Effect, Span
from dateline.model import Group as People
from dateline.reader.findings import Findings
from dateline.reader.rules.words import (
    AUXILIARIES,
    BREAKS,
    DOERS,
    OUTLETS,
    PREPOSITIONS,
    SUFFERERS,
    TITLES,
)
from dateline.resolve.how_many import CountMention
from dateline.resolve.who import ActorMention

_HARM = frozenset((Effect.KILLED, Effect.INJURED, Effect.ABDUCTED, Effect.MISSING, Effect.DISPLACED))
_LONGEST = 10  # words of a phrase that names people
_NUMBERS = re.compile(
    r"(?i)(?:(?:at|least|about|some|nearly|almost|over|more|than|up|to|around|of|the|other|others|another|all|"
    r"both|them|those|these|many|several|few|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"dozens?|scores|hundreds|thousands|dead|wounded|injured|none|nobody|no|he|she|they|it|him|her|and|"
    r"\d[\d,.]*|[\w-]+teen|[\w-]+ty(?:-\w+)?)\b[\s-]*)+"
)
# "the assassination of Hector Rojas": a person whom no other list knows.
_OF_NAME = re.compile(
    r"(?i)\b(?:assassinations?|murders?|killings?|kidnappings?|abductions?|deaths?|slayings?|executions?|"
    r"disappearances?|beheadings?|capture|shooting) of |"
    r"\b(?:killed|murdered|assassinated|kidnapped|abducted|executed|wounded|injured) (?=[A-Z])"
)
_NAME = re.compile(
    r"(?:(?:[A-Z][\w'’-]+|[A-Z]\.)\s+){1,5}[A-Z][\w'’-]+"
    r"|(?:[A-Z][\w'’-]+\s+)(?:(?:de|del|la|al|bin|von|van|el)\s+){1,2}[A-Z][\w'’-]+"
)
_WORD = re.compile(r"[\w'’-]+")
_ENDS = PREPOSITIONS | AUXILIARIES | BREAKS | {"and"}  # in upper case all words look like names
_RECIPIENT = re.compile(r"(?i)\b(?:told|tell|telling|informed)\s+(?:the\s+|a\s+)?$")


@dataclass(frozen=True, slots=True)
class Party:
    """Anybody who may play a part. ``word`` is the head in lower case; ``counted``: only a toll speaks of
    them; ``suffers``: a toll counts them, so that whatever the syntax they are victims."""

    span: Span
    kind: ActorKind
    word: str
    counted: bool = False
    suffers: bool = False
    attacker: bool = False

    @property
    def doer(self) -> bool:
        """Whether the word itself says that they did it: "gunmen", "the kidnappers"."""
        return self.attacker or self.word in DOERS

    @property
    def sufferer(self) -> bool:
        """Whether the word itself says that they suffered it: "hostages"."""
        return self.word in SUFFERERS


def find_parties(text: str, report_id: str, findings: Findings) -> list[Party]:
    """All parties in reading order, but for those who only speak, are spoken to, or claim."""
    silent = _Ranges(
        [m.source_span for m in findings.sources if m.source_span is not None]
        + [c.claimant_span or c.span for c in findings.claims]
    )
    claimed = _Ranges([c.span for c in findings.claims])
    found = [
        party
        for party in [*_actors(text, findings), *_counted(text, findings)]
        # "the kidnappers asked for money": who did it may speak, too
        if (party.doer or not silent.touch(party.span)) and not claimed.cover(party.span)
    ]
    known = _Ranges([p.span for p in found] + [a.span for a in findings.actors])
    found += [p for p in _named(text, report_id) if not known.touch(p.span)]
    return sorted(found, key=lambda p: p.span.pair())


class _Ranges:
    """Spans to ask quickly whether another touches or lies in one of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._pairs = sorted(s.pair() for s in spans)

    def around(self, span: Span) -> list[tuple[int, int]]:
        """Those that overlap; spans of people and sources are short, so a few neighbours do."""
        at = bisect_right(self._pairs, span.pair())
        near = self._pairs[max(at - 4, 0) : at + 4]
        return [(start, end) for start, end in near if start < span.end and span.start < end]

    def touch(self, span: Span) -> bool:
        """Whether one overlaps the span."""
        return bool(self.around(span))

    def cover(self, span: Span) -> bool:
        """Whether one holds the span whole."""
        return any(start <= span.start and span.end <= end for start, end in self.around(span))


def _head(text: str, span: Span) -> str:
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", text[span.start : span.end].lower())
    return words[-1] if words else ""


def _tellable(count: CountMention) -> bool:
    return not count.cumulative and not count.negated and count.toll.best != 0


def _actors(text: str, findings: Findings) -> Iterator[Party]:
    counts = [c for c in findings.counts if _tellable(c)]
    harmed = _Ranges([c.span for c in counts if c.toll.effect in _HARM and c.role_hint != "attacker"])
    attackers = _Ranges([c.span for c in counts if c.role_hint == "attacker"])
    for actor in findings.actors:
        if _outlet(actor) or _RECIPIENT.search(text[max(actor.span.start - 20, 0) : actor.span.start]):
            continue
        word = "" if actor.named else _head(text, actor.span)
        yield Party(
            actor.span,
            actor.kind,
            word,
            suffers=harmed.touch(actor.span),
            attacker=attackers.touch(actor.span),
        )


def _outlet(actor: ActorMention) -> bool:
    """ "Meridian Press Agency": who prints the news takes no part in it."""
    return actor.named and actor.actor_id is None and bool(set(actor.name.lower().split()) & OUTLETS)


def _counted(text: str, findings: Findings) -> Iterator[Party]:
    named = _Ranges([a.span for a in findings.actors])
    for count in findings.counts:
        if not _tellable(count) or named.touch(count.span):
            continue
        words = text[count.span.start : count.span.end].strip()
        if _NUMBERS.fullmatch(words):
            continue  # "more than 100", "all three": the toll says it, and they have no name
        if len(words.split()) > _LONGEST:
            continue  # "Two of them blew themselves up and the third was shot" counts three and names nobody
        suffers = count.toll.effect in _HARM and count.role_hint != "attacker"
        attacker = count.role_hint == "attacker"
        kind = kind_of(count.toll.group)
        yield Party(count.span, kind, _head(text, count.span), True, suffers, attacker)


def kind_of(group: People) -> ActorKind:
    """What the people of a toll are."""
    return {
        People.CIVILIANS: ActorKind.CIVILIANS,
        People.SECURITY_FORCES: ActorKind.STATE_FORCES,
        People.MILITANTS: ActorKind.REBELS,
        People.ATTACKERS: ActorKind.UNIDENTIFIED,
    }.get(group, ActorKind.OTHER)


def _named(text: str, report_id: str) -> Iterator[Party]:
    """People named as the victims of a killing: "the assassination of union leader Hector Rojas"."""
    for match in _OF_NAME.finditer(text):
        name = _NAME.match(text, _past_titles(text, match.end()))
        if name is None:
            continue
        words = list(_WORD.finditer(text, *name.span()))
        while words and words[0].group().lower() in TITLES | {"the", "a", "an"}:
            words = words[1:]
        stop = next((i for i, w in enumerate(words) if w.group().lower() in _ENDS), len(words))
        if 2 <= stop <= 5:
            span = Span(report_id, words[0].start(), words[stop - 1].end())
            yield Party(span, ActorKind.OTHER, words[stop - 1].group().lower())


def _past_titles(text: str, at: int) -> int:
    """Past lower-case words before a name: "of the opposition politician Ana Maria Sol"."""
    words = re.compile(r"(?:(?:the|a|an)\s+)?(?:[a-z][\w-]*\s+){0,3}(?=[A-Z])").match(text, at)
    return words.end() if words else at
