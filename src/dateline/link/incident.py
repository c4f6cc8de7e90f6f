"""Incidents: a pure function of statements, judgements, decisions and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.link.closures import parts
from dateline.link.overlay import laid_over, standing
from dateline.link.part import Options, Outcome, Part, name_of
from dateline.model import Account, Decision, DecisionVerb, Incident, Judgement, Published, Report

if TYPE_CHECKING:
    from dateline.codebook import Codebook

__all__ = ["LARGE", "Options", "Outcome", "Part", "incidents", "inferred_published", "name_of", "outcome"]

_NONE = Options()
#: Accounts of a part from which on it is worth keeping between newcomers.
LARGE = 200


def incidents(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    codebook: Codebook | None = None,
    options: Options = _NONE,
) -> list[Incident]:
    """Compute all incidents, sorted by id. The same input gives the same incidents in whatever order.

    ``Incident.accounts`` are the accounts with persons' corrections laid over them (see
    :func:`dateline.link.overlay.laid_over`); an account whose report is not in ``reports`` still counts.
    The rule for counts is that of ``options``, else the codebook's.
    """
    if codebook is not None and not options.tolls:
        options = replace(options, tolls=codebook.default_toll_rule)
    return outcome(accounts, reports, judgements, decisions, options).incidents


def outcome(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    options: Options = _NONE,
    large: list[Part] | None = None,
) -> Outcome:
    """What :func:`incidents` and :func:`inferred_published` give, computed part by part. Parts of at least
    :data:`LARGE` accounts are put into ``large``, for a caller who lets more accounts join them."""
    in_force = standing(decisions)
    laid = laid_over(accounts, in_force)
    by_account: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_account[judgement.left].append(judgement)
    decided = [d for d in in_force if d.verb in (DecisionVerb.MERGE, DecisionVerb.SPLIT)]
    found = Outcome([], {})
    for part in parts(laid, reports, judgements, in_force):
        inner = [j for a in part for j in by_account.get(a.id, ())]
        names = {a.id for a in part}
        one = Part(part, reports, inner, [d for d in decided if names.issuperset(d.subject)], options)
        computed = one.outcome()
        if large is not None and len(part) >= LARGE:
            large.append(one)
        found.incidents.extend(computed.incidents)
        found.published.update(computed.published)
    found.incidents.sort(key=lambda i: i.id)
    return found


def inferred_published(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
) -> dict[str, Published]:
    """Report id -> day of publication inferred through links, for reports that have none of their own."""
    return outcome(accounts, reports, judgements, decisions).published
