"""Which accounts make one incident: joined along judgements, never against a person or a hard reason."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import TypeVar

from dateline.link.compare import MOST_DAYS_APART
from dateline.link.counts import total, total_figure
from dateline.link.places import is_sharp, relate
from dateline.link.profile import is_sure
from dateline.link.tables import thresholds
from dateline.link.union import Groups
from dateline.model import Account, Decision, DecisionVerb, Effect, Field, Judgement, Verdict, When
from dateline.model.geo import haversine_km

_T = TypeVar("_T", int, tuple[float, float])
_TOWNS_APART_KM = 100.0
_SURE = 0.9  # may join two accounts of one report that say nothing different
_SURER = 0.985  # may join groups whose usual days or towns differ: names outweigh a day that was read wrongly
#: Mean log-odds over all judged pairs between two groups from which they are joined: .82 as a probability.
#: One strong link does not join what the other pairs speak against.
MEAN_VOTE = 1.5
_LEAST, _MOST = 0.002, 0.998  # no single pair may outvote all others


@dataclass(frozen=True, slots=True)
class Cluster:
    """The accounts of one incident, sorted by id; why they are together, and what was kept apart."""

    accounts: tuple[Account, ...]
    reasons: tuple[str, ...]
    links: tuple[Judgement, ...]


@dataclass(slots=True)
class _State:
    """What a group has so far; small enough to be merged often."""

    reports: dict[str, list[Account]] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)  # of which it has a row
    apart: set[str] = field(default_factory=set)  # accounts that must not join
    days: Counter[int] = field(default_factory=Counter)
    towns: Counter[tuple[float, float]] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)
    links: list[Judgement] = field(default_factory=list)

    def absorb(self, other: _State) -> None:
        """Take over all that is known of a group that joins this one."""
        for report, accounts in other.reports.items():
            self.reports[report] = [*self.reports.get(report, ()), *accounts]
        self.tables |= other.tables
        self.apart |= other.apart
        self.days.update(other.days)
        self.towns.update(other.towns)
        self.reasons += other.reasons
        self.links += other.links


class _Joining:
    """Groups that grow under constraints."""

    def __init__(self, accounts: Sequence[Account], tables: Mapping[str, str]) -> None:
        self.by_id = {a.id: a for a in accounts}
        self.groups = Groups(self.by_id)
        self.state = {a.id: _first_state(a, tables.get(a.report_id, "")) for a in accounts}
        self.members: dict[str, set[str]] = {i: {i} for i in self.by_id}
        self.votes: dict[str, dict[str, float]] = defaultdict(dict)

    def vote(self, judgement: Judgement) -> None:
        """Note what the machine thinks of a pair."""
        share = min(max(judgement.score, _LEAST), _MOST)
        log_odds = math.log(share / (1 - share))
        self.votes[judgement.left][judgement.right] = log_odds
        self.votes[judgement.right][judgement.left] = log_odds

    def agreed(self, left: str, right: str) -> bool:
        """Whether the pairs between the groups of the two speak for one incident, taken together."""
        one, other = (self.members[self.groups.find(i)] for i in (left, right))
        few, many = (one, other) if len(one) <= len(other) else (other, one)
        votes = [v for member in sorted(few) for o, v in self.votes[member].items() if o in many]
        return not votes or math.fsum(votes) / len(votes) >= MEAN_VOTE

    def forbidden(self, left: str, right: str) -> bool:
        one, other = self.groups.find(left), self.groups.find(right)
        return not self.state[one].apart.isdisjoint(self.members[other]) or not self.state[
            other
        ].apart.isdisjoint(self.members[one])

    def keep_apart(self, left: str, right: str) -> None:
        self.state[self.groups.find(left)].apart.add(right)
        self.state[self.groups.find(right)].apart.add(left)

    def join(self, left: str, right: str, reason: str, link: Judgement | None) -> None:
        """Make the groups of two accounts one, for ``reason``."""
        one, other = self.groups.find(left), self.groups.find(right)
        if one != other:
            name = self.groups.join(one, other)
            gone = other if name == one else one
            self.state[name].absorb(self.state.pop(gone))
            self.members[name] |= self.members.pop(gone)
        state = self.state[self.groups.find(left)]
        state.reasons.append(reason)
        if link is not None:
            state.links.append(link)

    def obstacle(self, left: str, right: str, score: float) -> str:
        """Why the machine must not join the groups of the two, or "". Sure links may join two accounts
        of one report, if these say nothing that speaks against it."""
        one, other = self.state[self.groups.find(left)], self.state[self.groups.find(right)]
        if not one.tables.isdisjoint(other.tables):
            return "one table has a row for each"
        for report in one.reports.keys() & other.reports.keys():
            pairs = product(one.reports[report], other.reports[report])
            if score < _SURE or any(told_apart(*pair) for pair in pairs):
                return "one report tells of both"
        if score >= _SURER:
            return ""
        day, other_day = _usual(one.days), _usual(other.days)
        if day is not None and other_day is not None and abs(day - other_day) > MOST_DAYS_APART:
            return "their days exclude each other"
        town, other_town = _usual(one.towns), _usual(other.towns)
        if town is not None and other_town is not None and haversine_km(*town, *other_town) > _TOWNS_APART_KM:
            return "two towns"
        return ""


def told_apart(left: Account, right: Account) -> bool:
    """Whether one report tells of two incidents, or comes back to the same one.

    It may begin with the toll, and say further down how the gunmen got in: two accounts of one attack.
    Another type, day, town or toll tells them apart.
    """
    if left.type != right.type or relate(left.where, right.where).kind in ("apart", "far"):
        return True
    if _days_between(left.when, right.when) > 1:
        return True
    dead, other_dead = (total_figure(total(a, Effect.KILLED)) for a in (left, right))
    return dead is not None and other_dead is not None and dead != other_dead


def _days_between(left: When | None, right: When | None) -> int:
    """Days between what one report says of two accounts; 0 when it does not say."""
    if left is None or right is None:
        return 0
    if left.offset and right.offset:
        return abs(left.offset.low - right.offset.low)
    if left.earliest and right.earliest:
        return abs((left.earliest - right.earliest).days)
    return 0


def _first_state(account: Account, table: str) -> _State:
    state = _State(reports={account.report_id: [account]}, tables={table} if table else set())
    when, where = account.when, account.where
    if when and when.earliest and when.earliest == when.latest and is_sure(account, Field.WHEN):
        state.days[when.earliest.toordinal()] = 1
    point = (where.lat, where.lon) if where is not None and is_sharp(where) else (None, None)
    if point[0] is not None and point[1] is not None and is_sure(account, Field.WHERE):
        state.towns[point[0], point[1]] = 1
    return state


def _usual(counted: Counter[_T]) -> _T | None:
    """The most frequent value, the smallest of equals; None when there is none."""
    return min(counted, key=lambda v: (-counted[v], v)) if counted else None


def cluster(
    accounts: Sequence[Account],
    judgements: Sequence[Judgement],
    in_force: Sequence[Decision],
    tables: Mapping[str, str] = MappingProxyType({}),
) -> list[Cluster]:
    """Group accounts into incidents, sorted by smallest account id. ``tables`` names, by report, the table
    that it is a row of.

    Persons come first: newer decisions before older ones, so that the last word stands. Then the
    ``same`` judgements, the surest first; an edge is left out when it would join what a person split,
    two accounts of one report or two rows of one table, groups whose usual days or towns exclude each other,
    accounts that a hard reason keeps apart, or groups that most judged pairs between them speak against.
    Everything is sorted, so the order of the input changes nothing.
    """
    joining = _Joining(sorted(accounts, key=lambda a: a.id), tables)
    for decision in reversed(in_force):
        _decide(joining, decision)
    known = [j for j in judgements if j.left in joining.by_id and j.right in joining.by_id]
    for judgement in sorted(known, key=lambda j: (j.left, j.right)):
        if judgement.verdict is Verdict.DIFFERENT and judgement.score >= thresholds()["unsure"]:
            joining.keep_apart(judgement.left, judgement.right)  # alike, and a hard reason speaks against it
        else:
            joining.vote(judgement)
    same = (j for j in known if j.verdict is Verdict.SAME)
    for link in sorted(same, key=lambda j: (-j.score, j.left, j.right)):
        _follow(joining, link)
    return list(_clusters(joining))


def _follow(joining: _Joining, link: Judgement) -> None:
    if joining.groups.find(link.left) == joining.groups.find(link.right):
        joining.state[joining.groups.find(link.left)].links.append(link)
        return
    left, right = link.left, link.right
    if joining.forbidden(left, right) or joining.obstacle(left, right, link.score):
        return
    if not joining.agreed(left, right):
        return
    said = "; ".join(link.reasons)
    joining.join(link.left, link.right, f"{link.left} and {link.right} ({link.score:.2f}): {said}", link)


def _decide(joining: _Joining, decision: Decision) -> None:
    pairs = zip(decision.subject, decision.subject[1:], strict=False)
    for left, right in pairs:
        if left not in joining.by_id or right not in joining.by_id or left == right:
            continue
        if decision.verb is DecisionVerb.MERGE and not joining.forbidden(left, right):
            joining.join(left, right, f"{left} and {right}: merged by {decision.who}", None)
        elif decision.verb is DecisionVerb.SPLIT and joining.groups.find(left) != joining.groups.find(right):
            joining.keep_apart(left, right)


def _clusters(joining: _Joining) -> Iterator[Cluster]:
    for members in joining.groups.members():
        state = joining.state[joining.groups.find(members[0])]
        yield Cluster(
            tuple(joining.by_id[m] for m in members),
            tuple(sorted(set(state.reasons))),
            tuple(sorted(state.links, key=lambda j: (-j.score, j.left, j.right))),
        )


def by_account(clusters: Sequence[Cluster]) -> Mapping[str, Cluster]:
    """Account id -> its cluster."""
    return {a.id: c for c in clusters for a in c.accounts}
