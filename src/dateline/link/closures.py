"""Parts of a ledger that mean nothing to each other: what joins one part leaves all others as they are.

Accounts belong to one part when the machine judged them the same, when a person merged them, or when they
stand in one undated report (a link that dates it dates all that it tells of). Incidents are computed part by
part, so a new report costs the parts that it touches and never the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dateline.link.union import Groups
from dateline.model import Account, Decision, DecisionVerb, Judgement, Report, Verdict


def is_undated(report: Report | None) -> bool:
    """Whether a report's day of publication may be inferred through links, or narrowed by them."""
    return report is None or report.published.day is None


def parts(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    in_force: Sequence[Decision],
) -> list[list[Account]]:
    """The accounts in parts, each sorted by id, the parts by their smallest id."""
    by_id = {a.id: a for a in accounts}
    groups = Groups(by_id)
    pairs = [(j.left, j.right) for j in judgements if j.verdict is Verdict.SAME]
    pairs += [
        pair
        for d in in_force
        if d.verb is DecisionVerb.MERGE
        for pair in zip(d.subject, d.subject[1:], strict=False)
    ]
    undated: dict[str, list[str]] = defaultdict(list)
    for account in accounts:
        if is_undated(reports.get(account.report_id)):
            undated[account.report_id].append(account.id)
    pairs += [(told[0], other) for told in undated.values() for other in told[1:]]
    for left, right in pairs:
        if left in by_id and right in by_id and groups.find(left) != groups.find(right):
            groups.join(left, right)
    return [[by_id[m] for m in members] for members in groups.members()]
