"""Judgements: which accounts tell of the same incident, with the reasons in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from dateline.link.block import candidate_pairs
from dateline.link.compare import Comparison, Features, compare
from dateline.link.profile import Profile, profiles
from dateline.link.tables import thresholds, weights
from dateline.model import Account, Judgement, Report, Verdict

VERSION = "1"
BY = f"link@{VERSION}"


def score(features: Features) -> float:
    """The calibrated probability, 0..1, that a pair with these features is one incident (logistic)."""
    table = weights()
    z = table["bias"] + math.fsum(table.get(name, 0.0) * features[name] for name in sorted(features))
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def compared(
    accounts: Sequence[Account], reports: Mapping[str, Report]
) -> Iterator[tuple[Profile, Profile, Comparison]]:
    """The pairs that blocking lets through, with their features; in the order of account ids."""
    found, rarity = profiles(accounts, reports)
    for i, j in candidate_pairs(found, rarity):
        yield found[i], found[j], compare(found[i], found[j], rarity)


def judge(accounts: Sequence[Account], reports: Mapping[str, Report]) -> list[Judgement]:
    """Judge which accounts of different reports tell of the same incident.

    Only pairs that matter are returned, sorted by their two account ids: ``same`` and ``unsure``, and
    ``different`` where the words would have joined two accounts that a hard reason keeps apart. Accounts
    of one report are never compared: whoever wrote it knew how many incidents it tells of. The order of
    the input changes nothing. ``reports`` must hold the reports of the accounts; an account whose report
    is missing is compared by its values alone.
    """
    found = []
    for left, right, comparison in compared(accounts, reports):
        verdict, value = _verdict(comparison)
        if verdict is None:
            continue
        conflict = (comparison.conflict,) if comparison.conflict else ()
        reasons = (*conflict, *(r for r in comparison.reasons if r != comparison.conflict))
        found.append(Judgement(left.account.id, right.account.id, verdict, round(value, 4), reasons, BY))
    return found


def _verdict(comparison: Comparison) -> tuple[Verdict | None, float]:
    value = score(comparison.features)
    limits = thresholds()
    if value < limits["unsure"]:
        return None, value
    if comparison.conflict:
        return Verdict.DIFFERENT, value
    return (Verdict.SAME if value >= limits["same"] else Verdict.UNSURE), value
