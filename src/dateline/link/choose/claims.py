"""Claims of responsibility, denials and blame: the rule ``one-per-claimant-and-stance``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.link.choose.evidence import Evidence, Witness, ids, independent, persons_first, rest, rests_on
from dateline.link.choose.rules import OFFICIAL
from dateline.link.places import fold
from dateline.model import Chosen, Claim, ClaimStance, Field, Stance

RULE = "one-per-claimant-and-stance"


def _claim(witness: Witness) -> Claim:
    assert isinstance(witness.statement.value, Claim)
    return witness.statement.value


def claimant_key(claim: Claim) -> str:
    """What makes two claimants one: the registry id, else the folded name without its article."""
    return claim.actor_id or fold(claim.claimant).removeprefix("the ")


def choose_claims(evidence: Evidence) -> tuple[Chosen, ...]:
    """One value for each claimant and stance; a claim, a denial and blame by others are never mixed.

    A claim is marked as disputed when a report says so, when its claimant also denies it, or when another
    group claims the same incident and neither names the other as its partner.
    """
    told: dict[tuple[ClaimStance, str], list[Witness]] = defaultdict(list)
    for witness in evidence.of(Field.CLAIM):
        if isinstance(witness.statement.value, Claim):
            claim = _claim(witness)
            told[claim.stance, claimant_key(claim)].append(witness)
    joint = {key: _partners(witnesses) for key, witnesses in told.items()}
    found = []
    for stance in ClaimStance:
        for (kind, key), witnesses in sorted(told.items()):
            if kind is stance:
                found.append(_chosen(witnesses, _against(stance, key, told, joint), told))
    return tuple(found)


_Kind = tuple[ClaimStance, str]
_Told = dict[_Kind, list[Witness]]
_Joint = dict[tuple[ClaimStance, str], set[str]]


def _partners(witnesses: Sequence[Witness]) -> set[str]:
    return {fold(_claim(w).jointly_with) for w in witnesses if _claim(w).jointly_with}


def _names(witnesses: Sequence[Witness]) -> set[str]:
    names = {fold(_claim(w).claimant) for w in witnesses}
    return names | {_claim(w).actor_id or "" for w in witnesses} - {""}


def _against(stance: ClaimStance, key: str, told: _Told, joint: _Joint) -> tuple[str, ...]:
    """Why a claim is in dispute, in words."""
    reasons = []
    if stance is ClaimStance.CLAIMS:
        if (ClaimStance.DENIES, key) in told:
            reasons.append(_withdrawn(told[stance, key], told[ClaimStance.DENIES, key]))
        own = told[stance, key]
        for (kind, other), witnesses in sorted(told.items()):
            together = (joint[stance, key] & _names(witnesses)) or (
                joint.get((kind, other), set()) & _names(own)
            )
            if kind is ClaimStance.CLAIMS and other != key and not together:
                reasons.append(f"also claimed by {_claim(witnesses[0]).claimant}")
    return tuple(reasons)


def _withdrawn(claims: Sequence[Witness], denials: Sequence[Witness]) -> str:
    """Who denies after all have told of the claim has withdrawn it."""
    last = max((w.published for w in claims if w.published), default=None)
    first = min((w.published for w in denials if w.published), default=None)
    if last is not None and first is not None and first > last:
        return f"withdrawn by {first.isoformat()}"
    return "its claimant also denies it"


def _chosen(witnesses: list[Witness], against: tuple[str, ...], told: _Told) -> Chosen:
    usable = persons_first(witnesses)
    # the fullest statement stands for all: the one that names a channel and a partner
    best = min(
        usable,
        key=lambda w: (not _claim(w).channel, not _claim(w).jointly_with, not _claim(w).by, w.statement.id),
    )
    value = _claim(best)
    partner = next((_claim(w).jointly_with for w in usable if _claim(w).jointly_with), "")
    disputed = bool(against) or any(_claim(w).disputed for w in usable)
    value = replace(value, disputed=disputed, jointly_with=value.jointly_with or partner)
    days = sorted(w.published for w in usable if w.published)
    since = (f"first told on {days[0].isoformat()}",) if days else ()
    support = f"support {grade(usable, disputed, told)}"
    reason = "; ".join((f"told by {rests_on(usable)}", support, *since, *against))
    return Chosen("claim", value, RULE, ids(usable), rest(witnesses, usable), str(best.statement.how), reason)


def grade(witnesses: Sequence[Witness], disputed: bool, told: Mapping[_Kind, Sequence[Witness]]) -> str:
    """How well a claim, denial or blame is supported, by the first line that fits:

    - ``discounted``: every statement of it is denied or doubted by who reports it;
    - ``contested``: its claimant denies it, a rival claims the same, or a report disputes it;
    - ``confirmed``: two origins tell it, and both the party itself and an official say so;
    - ``fair``: two origins tell it, or an official says so, or the claim came through a known channel;
    - ``weak``: one origin, and nobody else.
    """
    first = _claim(witnesses[0])
    key = claimant_key(first)
    if all(w.statement.stance in (Stance.DENIED, Stance.DOUBTED) for w in witnesses):
        return "discounted"
    if disputed:
        return "contested"
    several = independent(witnesses) >= 2
    own = first.stance is ClaimStance.CLAIMS or (ClaimStance.CLAIMS, key) in told
    blame = witnesses if first.stance is ClaimStance.BLAMED else told.get((ClaimStance.BLAMED, key), ())
    official = any(w.statement.said_by.kind in OFFICIAL for w in blame)
    if several and own and official:
        return "confirmed"
    channel = first.stance is ClaimStance.CLAIMS and any(_claim(w).channel for w in witnesses)
    return "fair" if several or official or channel else "weak"
