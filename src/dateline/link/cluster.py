"""Which accounts make one incident: joined along judgements, never against a person or a hard reason."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
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
_LEAST, _MOST = 0.002, 0.998
_NONE: Mapping[str, float] = {}


#: Two accounts, and in words why they are together.
Reason = tuple[str, str, str]
#: Account -> account -> log-odds that the two are of one incident, as the machine judged them.
Votes = Mapping[str, Mapping[str, float]]
_Pair = tuple[str, str]
_DayTown = tuple[int | None, tuple[float, float] | None]
#: A judgement that two accounts are the same: its score, negated, so that the surest sort first; the accounts
#: and the reasons. A plain tuple, since a crowd has half a million of them, which are sorted again and again.
_Link = tuple[float, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The accounts of one incident, sorted by id; why they are together, and how sure the machine was of each
    pair: log-odds by the two accounts. (Pairs with accounts of other incidents may stand there, too.)"""

    accounts: tuple[Account, ...]
    reasons: tuple[Reason, ...]
    votes: Votes


@dataclass(slots=True)
class _State:
    """What a group has so far; small enough to be merged often."""

    reports: dict[str, list[Account]] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)  # of which it has a row
    apart: set[str] = field(default_factory=set)  # accounts that must not join
    days: Counter[int] = field(default_factory=Counter)
    towns: Counter[tuple[float, float]] = field(default_factory=Counter)
    reasons: list[Reason] = field(default_factory=list)

    def absorb(self, other: _State) -> None:
        """Take over all that is known of a group that joins this one."""
        for report, accounts in other.reports.items():
            self.reports[report] = [*self.reports.get(report, ()), *accounts]
        self.tables |= other.tables
        self.apart |= other.apart
        self.days.update(other.days)
        self.towns.update(other.towns)
        self.reasons += other.reasons


class _Joining:
    """Groups that grow under constraints."""

    def __init__(
        self,
        accounts: Mapping[str, Account],
        places: Mapping[str, _DayTown],
        votes: Votes,
        tables: Mapping[str, str],
    ) -> None:
        self.by_id = accounts
        self.groups = Groups(self.by_id)
        self.state = {i: _first_state(a, places[i], tables.get(a.report_id, "")) for i, a in accounts.items()}
        self.members: dict[str, set[str]] = {i: {i} for i in self.by_id}
        self.votes = votes

    def agreed(self, left: str, right: str) -> bool:
        """Whether the pairs between the groups of the two speak for one incident, taken together."""
        one, other = (self.members[self.groups.find(i)] for i in (left, right))
        few, many = (one, other) if len(one) <= len(other) else (other, one)
        votes = [v for member in few for o, v in self.votes.get(member, _NONE).items() if o in many]
        return not votes or math.fsum(votes) / len(votes) >= MEAN_VOTE  # exact sums: in whatever order

    def forbidden(self, left: str, right: str) -> bool:
        one, other = self.groups.find(left), self.groups.find(right)
        return not self.state[one].apart.isdisjoint(self.members[other]) or not self.state[
            other
        ].apart.isdisjoint(self.members[one])

    def keep_apart(self, left: str, right: str) -> None:
        self.state[self.groups.find(left)].apart.add(right)
        self.state[self.groups.find(right)].apart.add(left)

    def join(self, left: str, right: str, reason: str) -> None:
        """Make the groups of two accounts one, for ``reason``. The smaller group moves: a crowd of thousands
        must not be taken over by each newcomer."""
        one, other = self.groups.find(left), self.groups.find(right)
        if one != other:
            name = self.groups.join(one, other)
            few, many = sorted((one, other), key=lambda g: len(self.members[g]))
            state, members = self.state.pop(many), self.members.pop(many)
            state.absorb(self.state.pop(few))
            members |= self.members.pop(few)
            self.state[name], self.members[name] = state, members
        self.state[self.groups.find(left)].reasons.append((left, right, reason))

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


def _first_state(account: Account, known: _DayTown, table: str) -> _State:
    state = _State(reports={account.report_id: [account]}, tables={table} if table else set())
    day, town = known
    if day is not None:
        state.days[day] = 1
    if town is not None:
        state.towns[town] = 1
    return state


def _day_and_town(account: Account) -> _DayTown:
    """The day and the point that an account is sure of, None where it is not."""
    when, where = account.when, account.where
    day, town = None, None
    if when and when.earliest and when.earliest == when.latest and is_sure(account, Field.WHEN):
        day = when.earliest.toordinal()
    point = (where.lat, where.lon) if where is not None and is_sharp(where) else (None, None)
    if point[0] is not None and point[1] is not None and is_sure(account, Field.WHERE):
        town = (point[0], point[1])
    return day, town


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
    return Grouping(accounts, judgements, in_force, tables).clusters()


class Grouping:
    """The groups of some accounts, which more accounts may join.

    What joins goes through all of it again, but for one thing: links between accounts that were together
    already when their turn came. They are nearly all of the links of a crowd, and they decide nothing again
    as long as all that was joined is joined: groups only grow by accounts that come in addition. Where a
    link that joined two groups is gone, or joins them no longer, all links are followed again.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        judgements: Sequence[Judgement],
        in_force: Sequence[Decision],
        tables: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._accounts: dict[str, Account] = {}
        self._day_town: dict[str, _DayTown] = {}
        self._tables: dict[str, str] = {}
        self._know(accounts, tables)
        self._in_force = in_force
        self._votes: dict[str, dict[str, float]] = defaultdict(dict)
        self._apart: set[_Pair] = set()
        self._reasons: dict[tuple[str, ...], tuple[str, ...]] = {}  # each told once: a crowd has few
        self._links: list[_Link] = []  # all of them, the surest first
        self._deciding: list[_Link] = []  # those between two groups
        self._joined: set[_Pair] = set()  # those of them that made the two groups one
        self._held_back: set[_Pair] = set()  # and those that did not
        self._links = self._take(judgements)
        self._joining = self._follow_all(self._links)

    def clusters(self) -> list[Cluster]:
        """The groups, sorted by smallest account id."""
        return list(_clusters(self._joining))

    def grow(
        self,
        accounts: Sequence[Account],
        judgements: Sequence[Judgement],
        withdrawn: Collection[tuple[str, str]] = (),
        tables: Mapping[str, str] = MappingProxyType({}),
    ) -> bool:
        """Let accounts join, with what is judged of them and of them alone; pairs that are ``withdrawn`` are
        judged no longer. False when two that such a pair linked are not of one group any more: nothing may
        be left then that holds all of these accounts together."""
        self._know(accounts, tables)
        gone = self._withdraw(withdrawn)
        fresh = self._take(judgements)
        self._links = sorted([*_without(self._links, gone), *fresh])
        before = self._joined
        is_certain = before.isdisjoint(gone)
        if is_certain:
            self._joining = self._follow_all(sorted([*_without(self._deciding, gone), *fresh]))
            is_certain = before.isdisjoint(self._held_back)
        if not is_certain:
            self._joining = self._follow_all(self._links)
        find = self._joining.groups.find
        return all(find(left) == find(right) for left, right in gone)

    def _know(self, accounts: Sequence[Account], tables: Mapping[str, str]) -> None:
        more = {a.id: a for a in accounts}
        # in the order of their ids, whatever the order in which they came
        self._accounts = dict(sorted((self._accounts | more).items()))
        self._day_town |= {name: _day_and_town(account) for name, account in more.items()}
        self._tables |= tables

    def _withdraw(self, pairs: Collection[_Pair]) -> set[_Pair]:
        """Forget what was judged of pairs; those of them that were links."""
        known = {(left, right) for left, right in pairs if right in self._votes.get(left, _NONE)}
        same = {link[1:3] for link in self._links if link[1:3] in known} if known else set()
        for left, right in known:
            del self._votes[left][right], self._votes[right][left]
        self._apart.difference_update(pairs)
        return same

    def _take(self, judgements: Sequence[Judgement]) -> list[_Link]:
        """Note what the machine thinks of pairs; the links among them, the surest first."""
        unsure, found = thresholds()["unsure"], []
        for judgement in judgements:
            one, other = self._accounts.get(judgement.left), self._accounts.get(judgement.right)
            if one is None or other is None:
                continue
            left, right = one.id, other.id  # not as the judgement has them: each id stands in memory once
            if judgement.verdict is Verdict.DIFFERENT and judgement.score >= unsure:
                self._apart.add((left, right))  # alike, and a hard reason speaks against it
                continue
            self._votes[left][right] = self._votes[right][left] = log_odds(judgement.score)
            if judgement.verdict is Verdict.SAME:
                reasons = self._reasons.setdefault(judgement.reasons, judgement.reasons)
                found.append((-judgement.score, left, right, reasons))
        return sorted(found)

    def _follow_all(self, links: Sequence[_Link]) -> _Joining:
        joining = _Joining(self._accounts, self._day_town, self._votes, self._tables)
        for decision in reversed(self._in_force):
            _decide(joining, decision)
        for left, right in self._apart:
            joining.keep_apart(left, right)
        find = joining.groups.find
        deciding: list[_Link] = []
        joined: set[_Pair] = set()
        held_back: set[_Pair] = set()
        for link in links:
            if find(link[1]) == find(link[2]):
                continue
            deciding.append(link)
            (joined if _follow(joining, link) else held_back).add(link[1:3])
        self._deciding, self._joined, self._held_back = deciding, joined, held_back
        return joining


def _without(links: Sequence[_Link], pairs: set[_Pair]) -> Sequence[_Link]:
    return [link for link in links if link[1:3] not in pairs] if pairs else links


def log_odds(score: float) -> float:
    """Of a score, 0..1. No single pair may outvote all others, so it has its bounds."""
    share = min(max(score, _LEAST), _MOST)
    return math.log(share / (1 - share))


def _follow(joining: _Joining, link: _Link) -> bool:
    """Join the groups of two accounts, unless something speaks against it."""
    negated, left, right, reasons = link
    if joining.forbidden(left, right) or joining.obstacle(left, right, -negated):
        return False
    if not joining.agreed(left, right):
        return False
    joining.join(left, right, "; ".join((*reasons, f"together {-negated:.2f}")))
    return True


def _decide(joining: _Joining, decision: Decision) -> None:
    pairs = zip(decision.subject, decision.subject[1:], strict=False)
    for left, right in pairs:
        if left not in joining.by_id or right not in joining.by_id or left == right:
            continue
        if decision.verb is DecisionVerb.MERGE and not joining.forbidden(left, right):
            joining.join(left, right, f"merged by {decision.who}")
        elif decision.verb is DecisionVerb.SPLIT and joining.groups.find(left) != joining.groups.find(right):
            joining.keep_apart(left, right)


def _clusters(joining: _Joining) -> Iterator[Cluster]:
    for members in joining.groups.members():
        state = joining.state[joining.groups.find(members[0])]
        yield Cluster(
            tuple(joining.by_id[m] for m in members), tuple(sorted(set(state.reasons))), joining.votes
        )
