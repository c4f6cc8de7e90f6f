"""Judgements: which accounts tell of the same incident, with the reasons in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dateline.link.block import candidate_pairs
from dateline.link.compare import Comparison, compare
from dateline.link.features import Features
from dateline.link.profile import Profile, profiles
from dateline.link.reasons import reasons
from dateline.link.tables import thresholds, weights
from dateline.model import Account, Judgement, Report, Verdict

VERSION = "5"
BY = f"link@{VERSION}"
#: From here on a day or a town that speaks against a pair was read wrongly, where ages, persons or the street
#: block are the same (ten of ten such pairs of the half of gva that may be looked at).
_OUTWEIGHED = 0.97
# what makes a low score no news: nobody would have thought of one incident
_FAR = frozenset({"day_apart", "day_far", "place_far", "place_apart"})


def score(features: Features) -> float:
    """The calibrated probability, 0..1, that a pair with these features is one incident (logistic)."""
    table = weights()
    z = table["bias"] + math.fsum(table.get(name, 0.0) * features[name] for name in sorted(features))
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def compared(
    accounts: Sequence[Account], reports: Mapping[str, Report]
) -> Iterator[tuple[Profile, Profile, Comparison]]:
    """The pairs that blocking lets through, with their features; sorted by account ids."""
    found = profiles(accounts, reports)
    for i, j in sorted(candidate_pairs(found)):
        yield found[i], found[j], compare(found[i], found[j])


def judge(accounts: Sequence[Account], reports: Mapping[str, Report]) -> list[Judgement]:
    """Judge which accounts of different reports tell of the same incident.

    Only pairs that matter are returned, sorted by their two account ids: ``same`` and ``unsure``, and
    ``different`` in two cases: the words would have joined two accounts that a hard reason keeps apart
    (the score is then at least that of ``unsure``), or two accounts of about one day and place tell of two
    things all the same (a low score: a vote against joining the groups that they are in). Accounts
    of one report are never compared: whoever wrote it knew how many incidents it tells of. The order of
    the input changes nothing. ``reports`` must hold the reports of the accounts; an account whose report
    is missing is compared by its values alone.
    """
    return judge_profiles(profiles(accounts, reports))


def judge_profiles(found: Sequence[Profile]) -> list[Judgement]:
    """:func:`judge` for accounts that have been profiled."""
    judged = (judgement(found[i], found[j]) for i, j in candidate_pairs(found))
    return sorted((j for j in judged if j is not None), key=lambda j: (j.left, j.right))


def judgement(one: Profile, other: Profile) -> Judgement | None:
    """The judgement of one pair, None when it does not matter. It depends on nothing but the pair."""
    left, right = (one, other) if one.id < other.id else (other, one)
    comparison = compare(left, right)
    value = score(comparison.features)
    if comparison.misread and value >= _OUTWEIGHED:
        comparison = replace(comparison, conflict="")
    verdict = _verdict(comparison, value)
    if verdict is None:
        return None
    return Judgement(left.id, right.id, verdict, round(value, 4), reasons(left, right, comparison), BY)


def _verdict(comparison: Comparison, value: float) -> Verdict | None:
    limits = thresholds()
    if value < limits["unsure"]:
        beside = not comparison.conflict and _FAR.isdisjoint(comparison.features)
        return Verdict.DIFFERENT if beside else None
    if comparison.conflict:
        return Verdict.DIFFERENT
    return Verdict.SAME if value >= limits["same"] else Verdict.UNSURE
