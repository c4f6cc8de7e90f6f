"""Claims of responsibility, denials and blame of one incident."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.maker import StatementMaker
from dateline.model import Actor, ActorKind, ActorRole, Claim, ClaimStance, Field, Report, Stance
from dateline.reader.claims import ClaimMention
from dateline.reader.contract import ROLES, IncidentReading, Label, Mark, Reading
from dateline.reader.owners import Owners
from dateline.resolve.who import ActorMention

# Nobody claims responsibility for these.
NOT_CLAIMED = frozenset("arrest inquiry trial sanction statement displacement ceasefire agreement".split())
_CLAIMS = (Label.CLAIMS, Label.DENIES, Label.BLAMED)
# What a party is called that was named before.
_CALLED = frozenset(
    "group movement organisation organization faction outfit network rebels militants".split()
)
# "Competing claims", "Rival claims": a heading names nobody.
_HEADING = re.compile(r"(?i)[ \t]+claims?[ \t]*(?:\n|\Z)")
_STANCE = {
    ClaimStance.CLAIMS: Stance.CLAIMED,
    ClaimStance.DENIES: Stance.DENIED,
    ClaimStance.BLAMED: Stance.CLAIMED,
}


def state_claims(
    report: Report, claims: Sequence[ClaimMention], actors: Sequence[ActorMention], maker: StatementMaker
) -> None:
    """State each claim, and the claimant as an actor in that part, never as the perpetrator."""
    claimants = {c.claimant for c in claims if c.stance is ClaimStance.CLAIMS}
    seen: set[tuple[str, ClaimStance, str]] = set()
    for mention in claims:
        key = (mention.claimant, mention.stance, mention.by)
        if key in seen:
            continue
        seen.add(key)
        claim = Claim(
            claimant=mention.claimant,
            stance=mention.stance,
            by=mention.by,
            actor_id=mention.actor_id,
            channel=mention.channel,
            jointly_with=mention.jointly_with,
            disputed=mention.disputed or (mention.stance is ClaimStance.CLAIMS and len(claimants) > 1),
        )
        rests_on = [mention.span, *mention.also]
        maker.said(
            Field.CLAIM, claim, rests_on, stance=_STANCE[mention.stance], confidence=mention.confidence
        )
        if mention.stance is ClaimStance.CLAIMS and mention.claimant_span is not None:
            known = next((a for a in actors if a.span.overlaps(mention.claimant_span)), None)
            actor = Actor(
                name=mention.claimant,
                role=ActorRole.CLAIMANT,
                actor_id=mention.actor_id,
                kind=known.kind if known else ActorKind.OTHER,
                country=known.country if known else None,
                faction_of=known.faction_of if known else None,
            )
            maker.said(
                Field.ACTOR,
                actor,
                [mention.claimant_span, *mention.also],
                stance=Stance.CLAIMED,
                confidence=mention.confidence,
            )


def marked_claims(
    report: Report, incident: IncidentReading, known: Sequence[ClaimMention], actors: Sequence[ActorMention]
) -> list[ClaimMention]:
    """The claims that the reader marked and no pattern found: "the Caimans announced that they had done
    it". Who blames is the nearest of those marked so, else the report leaves it open."""
    blamers = incident.marked((Label.BY,))
    found: list[ClaimMention] = []
    for mark in incident.marked(_CLAIMS):
        stance = ClaimStance(mark.label.value)
        span = mark.span
        begins = not report.text[: span.start].rpartition("\n")[2].strip()
        if begins and _HEADING.match(report.text, span.end):
            continue
        told = [*known, *found]
        if any(c.stance is stance and (c.claimant_span or c.span).overlaps(span) for c in told):
            continue
        actor = next((a for a in actors if a.span.overlaps(span)), None)
        name = actor.name if actor is not None and actor.named else report.quote(span)
        if any(c.stance is stance and c.claimant.casefold() == name.casefold() for c in told):
            continue
        by = name
        if stance is ClaimStance.BLAMED:
            nearest = min(blamers, key=lambda b: abs(b.span.start - span.start), default=None)
            by = report.quote(nearest.span) if nearest is not None else ""
        actor_id = actor.actor_id if actor is not None else None
        claim = ClaimMention(span, name, span, stance, by, actor_id, confidence=mark.confidence)
        found.append(claim)
    one_each = _one_of_each_party(found, known, incident)
    return [c for c in one_each if not _only_called(c, [*known, *one_each])]


def _one_of_each_party(
    found: Sequence[ClaimMention], known: Sequence[ClaimMention], incident: IncidentReading
) -> list[ClaimMention]:
    """One claim of each stance for each party: "a roofer", "the accused" and "Petrak" of one deed are one
    who is blamed, where the reader says that they are one. Who is named best stands for all, and one whom
    a pattern found before any that were marked."""
    parties = [m for m in incident.marked(ROLES) if m.party is not None]
    same: dict[tuple[ClaimStance, int], list[ClaimMention]] = defaultdict(list)
    kept = {_party_of(c, parties): c for c in known}
    loose: list[ClaimMention] = []
    for claim in found:
        party = _party_of(claim, parties)
        if party is None:
            loose.append(claim)
        elif party not in kept:
            same[party].append(claim)
    return sorted([*loose, *map(_best, same.values())], key=lambda c: c.span)


def _best(same: Sequence[ClaimMention]) -> ClaimMention:
    """The claim by whoever is named best, which rests on the words of all."""
    best = max(same, key=_telling)
    return replace(best, also=tuple(c.span for c in same if c is not best))


def _party_of(claim: ClaimMention, parties: Sequence[Mark]) -> tuple[ClaimStance, int] | None:
    """The number of the party whose part the words of a claim play, as the reader numbered it."""
    span = claim.claimant_span or claim.span
    number = next((m.party for m in parties if m.span.overlaps(span)), None)
    return None if number is None else (claim.stance, number)


def _telling(claim: ClaimMention) -> tuple[bool, bool, int]:
    """Which of several wordings says best who is meant."""
    return bool(claim.actor_id), claim.claimant != claim.claimant.casefold(), len(claim.claimant)


def _only_called(claim: ClaimMention, told: Sequence[ClaimMention]) -> bool:
    """ "The group said it had done it": no further claimant beside one of that claim who has a name."""
    words = claim.claimant.casefold().split()
    others = [c for c in told if c.stance is claim.stance and c.claimant != claim.claimant]
    return bool(words) and words[-1] in _CALLED and any(c.claimant != c.claimant.casefold() for c in others)


def share_claims(
    claims: Sequence[ClaimMention], reading: Reading, owners: Owners
) -> dict[int, list[ClaimMention]]:
    """Claims by incident. "IS had previously also claimed the raid" speaks of the raid told of last;
    a claim is never of an arrest or an inquiry, so those are passed over."""
    shares: dict[int, list[ClaimMention]] = defaultdict(list)
    violent = [i for i, one in enumerate(reading.incidents) if one.type not in NOT_CLAIMED]
    for claim in claims:
        owner = owners.of(claim.span)
        if owner not in violent:
            owner = _last_told(claim, reading, violent)
        if owner is not None:
            shares[owner].append(claim)
    return shares


def _last_told(claim: ClaimMention, reading: Reading, violent: Sequence[int]) -> int | None:
    before = [
        (occurrence.span.start, index)
        for index in violent
        for occurrence in reading.incidents[index].occurrences
        if occurrence.span.start <= claim.span.end
    ]
    return max(before)[1] if before else (violent[0] if violent else None)
