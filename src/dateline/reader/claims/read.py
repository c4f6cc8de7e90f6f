"""Reads the claims of a report, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.model import ClaimStance
from dateline.reader.claims.blame import blame
from dateline.reader.claims.context import Context
from dateline.reader.claims.mention import ClaimMention, NamedActor
from dateline.reader.claims.own import own
from dateline.reader.claims.parties import Parties
from dateline.reader.claims.sentence import Sentence
from dateline.text import sentences

# a sentence without any of these claims, denies and blames nothing; the most frequent first
_STEMS = (
    "said|told|says|claim|responsib|behind|credit|deny|denie|denied|blam|accus|suspect|reject|dismiss|finger|"
    "attribut|disclaim|disavow|nothing to do|believe|hallmark|belong|work of|"
    "announced|boasted|stated|declared|admit|acknowledged|confirmed|insist|distanc|"
    "implicat|suspicion|our |we "
).split("|")
_LONGEST = 2500  # a longer "sentence" is a list or a table
_NEAR = 400  # characters within which two sentences speak of one claim


def find_claims(text: str, report_id: str, actors: Sequence[NamedActor]) -> list[ClaimMention]:
    """The claims, denials and accusations of ``text`` in reading order. ``actors`` are those found in it."""
    if not _may_claim(text.lower()):
        return []
    context = Context(text, report_id, Parties(text, report_id, actors))
    bounds, last = sentences(text), -1
    for index, (start, end) in enumerate(bounds):
        if end - start > _LONGEST or not _may_claim(text[start:end].lower()):
            continue
        sentence = Sentence(text, start, end)
        if index and index - 1 != last and bounds[index - 1][1] - bounds[index - 1][0] <= _LONGEST:
            context.tell(Sentence(text, *bounds[index - 1]))
        last = index
        sentence.next_end = bounds[index + 1][1] if index + 1 < len(bounds) else end
        blamed = blame(sentence, context)
        context.found += blamed
        context.found += [c for c in own(sentence, context) if not _doubled(c, blamed)]
        context.tell(sentence)
    return _agreed(_without_doubles(context.found))


def _may_claim(small: str) -> bool:
    """Whether one of the stems occurs in words in small letters."""
    for stem in _STEMS:  # noqa: SIM110 - asked of every sentence: any() is slower
        if stem in small:
            return True
    return False


def _doubled(claim: ClaimMention, blamed: Sequence[ClaimMention]) -> bool:
    """ "The rebels claimed that jets bombed the town": the rebels blame, and claim nothing."""
    return claim.stance is ClaimStance.CLAIMS and any(
        claim.by == b.by and claim.span.overlaps(b.span) and claim.span.start == b.span.start for b in blamed
    )


def _without_doubles(found: Sequence[ClaimMention]) -> list[ClaimMention]:
    """In reading order, each group once for the same words and stance."""
    kept: list[ClaimMention] = []
    for claim in sorted(found, key=_place):
        same = [k for k in kept[-4:] if k.span.overlaps(claim.span) and _key(k) == _key(claim)]
        if not same:
            kept.append(claim)
    return kept


def _place(claim: ClaimMention) -> tuple[int, int, int]:
    whose = claim.claimant_span
    return (claim.span.start, whose.start if whose else claim.span.start, -claim.span.end)


def _agreed(found: list[ClaimMention]) -> list[ClaimMention]:
    """What several sentences tell of one claim: "denied it", then "in a letter, it said"."""
    by_key: dict[tuple[str, ClaimStance, str], list[ClaimMention]] = {}
    for claim in found:
        by_key.setdefault(_key(claim), []).append(claim)
    agreed = []
    for claim in found:
        near = [c for c in by_key[_key(claim)][:20] if abs(c.span.start - claim.span.start) < _NEAR]
        channels = sorted((c.channel for c in near if c.channel), key=lambda name: name == "other")
        joint = [c.jointly_with for c in near if c.jointly_with]
        agreed.append(
            replace(
                claim,
                channel=claim.channel or (channels or [""])[0],
                jointly_with=claim.jointly_with or (joint or [""])[0],
                disputed=claim.disputed or any(c.disputed for c in near),
            )
        )
    return agreed


def _key(claim: ClaimMention) -> tuple[str, ClaimStance, str]:
    return (claim.actor_id or claim.claimant.lower(), claim.stance, claim.by)
