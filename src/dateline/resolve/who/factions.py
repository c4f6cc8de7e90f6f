"""Factions, wings and splinters: actors of their own, never the parent.

"a faction of LeJ", "the Hakeemullah Mehsud group of the Pakistani Taliban", "LeJ, a faction of which",
"SLA-Unity", and afterwards "the faction".
"""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.model import ActorKind, Span
from dateline.resolve.who.registry import Registry
from dateline.resolve.who.relations import group_of
from dateline.resolve.who.scan import Scan
from dateline.resolve.who.types import ActorMention

_SPLINTER = r"(?:splinter group|splinter faction|breakaway faction|breakaway group|faction|splinter|offshoot)"
_NOUN = (
    rf"(?:{_SPLINTER}|(?:armed|military|youth|political|student|militant) wing|wing|branch|affiliate|chapter|"
    r"sub-group|subgroup|group|cell|bloc|front|column|unit|network)"
)
_CAPITAL = r"(?:(?!(?:A|An|The|One|Another|This|Its)\b)(?:al-|ul-|el-)?[A-Z][\w'’]*|\d+(?:st|nd|rd|th))"
_NAMED = rf"(?:{_CAPITAL}(?:[ -]{_CAPITAL}|-al-[A-Z]\w*){{0,3}} )"
# What stands before the parent: "al-Alami faction of the ".
_BEFORE = re.compile(
    rf"(?:^|(?<=[\s(“\"'‘—–-]))((?:{_NAMED})?(?i:{_NOUN}))s? (?i:of)(?: (?i:the|its))?[ \n]$"
)
# In a line of capitals a name cannot be told from the words before it, but "XXII" and "10TH" can.
_BEFORE_IN_CAPITALS = re.compile(
    rf"\b((?:(?:[IVXL]+|\d+(?:ST|ND|RD|TH)?) )?(?i:{_NOUN}))S? OF(?: THE| ITS)? $"
)
_ENDS_IN_OF = (" of ", " of the ", " of its ", " of\n", " OF ", " OF THE ")
# What stands after it: " faction", "'s Minnawi faction", " Unity faction".
_AFTER = re.compile(rf"(?:['’]s?)? ((?:{_NAMED})?(?i:{_SPLINTER}))\b")
_SUFFIX = re.compile(r"-((?:al-)?[A-Z][\w'’-]*)")
_OF_WHICH = re.compile(rf"\b(?:a|an|one|the) ((?:\w+ )?{_NOUN}) of (?:which|whom)\b")
_AGAIN = re.compile(r"\b(?i:the) ((?:splinter|breakaway) (?:group|faction)|faction|offshoot)\b(?! of)")
_ARMED = frozenset([ActorKind.REBELS, ActorKind.MILITIA, ActorKind.CRIMINAL, ActorKind.OTHER])
_LOOK_BACK = 70
_LOOSE = frozenset(["group", "cell", "front", "column", "unit", "network"])


def with_factions(found_in: Scan, mentions: list[ActorMention], registry: Registry) -> list[ActorMention]:
    """The named mentions with those that only name the parent of a faction turned into the faction."""
    text = found_in.text
    found: list[ActorMention] = []
    for index, mention in enumerate(mentions):
        before = mentions[index - 1] if index else None
        faction = _of(found_in, mention, registry, before) or _behind(found_in, mention, registry)
        if faction is not None:
            while found and found[-1].span.overlaps(faction.span):
                found.pop()
            found.append(faction)
        elif not (found and found[-1].span.overlaps(mention.span)):
            found.append(mention)
    found += _relative(text, found)
    found.sort(key=lambda m: m.span.start)
    return found + _again(text, found)


def _of(
    found: Scan, parent: ActorMention, registry: Registry, before: ActorMention | None
) -> ActorMention | None:
    begin = max(parent.span.start - _LOOK_BACK, 0)
    lead = found.text[begin : parent.span.start]
    if parent.kind not in _ARMED or not lead.endswith(_ENDS_IN_OF):
        return None
    capitals = found.upper_at(parent.span.start)
    match = (_BEFORE_IN_CAPITALS if capitals else _BEFORE).search(lead)
    if match is None:
        return None
    start, words = begin + match.start(1), match.group(1)
    noun = words.split()[-1].lower()
    named = words[0].isupper() or words[0].isdigit() or words.startswith(("al-", "ul-"))
    named = named and not (capitals and " " not in words)
    if noun in _LOOSE and not named:
        return None  # "a group of Taliban", "a cell of Hamas": members, no faction
    if (
        before is not None
        and before.span.end > start - 1
        and before.faction_of == parent.actor_id is not None
    ):
        # "the Jamaat-ul-Ahrar faction of the Pakistani Taliban": the registry knows it by its own name.
        return replace(before, span=Span(parent.span.report_id, before.span.start, parent.span.end))
    return _make(Span(parent.span.report_id, start, parent.span.end), words, parent, registry)


def _behind(found: Scan, parent: ActorMention, registry: Registry) -> ActorMention | None:
    if parent.kind not in _ARMED:
        return None
    text, end = found.text, parent.span.end
    match = _AFTER.match(text, end)
    if match is not None:
        return _make(
            Span(parent.span.report_id, parent.span.start, match.end()), match.group(1), parent, registry
        )
    suffix = _SUFFIX.match(text, end)
    if (
        suffix is None
        or found.upper_at(end - 1)
        or registry.find_name(suffix.group(1))
        or suffix.group(1) in registry.countries
    ):
        return None  # "Hamas-Fatah talks" are between two
    span = Span(parent.span.report_id, parent.span.start, suffix.end())
    return _make(span, suffix.group(1) + " faction", parent, registry)


def _make(span: Span, words: str, parent: ActorMention, registry: Registry) -> ActorMention:
    words = " ".join(words.split())
    name, _, noun = words.rpartition(" ")
    for candidate in (f"{name} {noun} of {parent.name}", f"{parent.name} {name}", f"{name} {noun}", name):
        for known in registry.find_name(candidate) if name else ():
            if known.faction_of is not None and known.faction_of == parent.actor_id:
                return ActorMention(
                    span,
                    known.name,
                    known.id,
                    known.kind,
                    group_of(known.kind),
                    known.country,
                    known.faction_of,
                )
    return replace(
        parent,
        span=span,
        name=f"{words} of {parent.name}",
        actor_id=None,
        faction_of=parent.actor_id or parent.name,
        introduced="",
    )


def _relative(text: str, mentions: list[ActorMention]) -> list[ActorMention]:
    """ "the LeJ, a faction of which claimed the raid": a faction of the group named last."""
    made = []
    for match in _OF_WHICH.finditer(text):
        begin = match.start() - _LOOK_BACK
        near = [m for m in mentions if begin < m.span.end <= match.start() and m.kind in _ARMED]
        if near:
            parent = near[-1]
            made.append(
                replace(
                    parent,
                    span=Span(parent.span.report_id, match.start(1), match.end(1)),
                    name=f"{match.group(1)} of {parent.name}",
                    actor_id=None,
                    faction_of=parent.actor_id or parent.name,
                    introduced="",
                )
            )
    return made


def _again(text: str, mentions: list[ActorMention]) -> list[ActorMention]:
    """ "the faction said": the faction that was spoken of before."""
    factions = [m for m in mentions if m.actor_id is None and m.faction_of is not None]
    made = []
    for match in _AGAIN.finditer(text) if factions else ():
        earlier = [m for m in factions if m.span.end <= match.start()]
        span = Span(mentions[0].span.report_id, match.start(1), match.end(1))
        if earlier and not any(m.span.overlaps(span) for m in mentions):
            made.append(replace(earlier[-1], span=span))
    return made
