"""What the comparison needs to know of an account, computed once for each."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dateline.link.counts import Total, total
from dateline.link.origin import origins
from dateline.link.places import fold
from dateline.link.words import NOTHING, Rarity, Story, Words
from dateline.model import Account, ActorRole, Effect, Field, Granularity, Report, When, Where

_SIDES = (ActorRole.PERPETRATOR, ActorRole.CLAIMANT, ActorRole.TARGET, ActorRole.RESPONDER)
_SURE = 0.5
_WIDEST = 31  # days of a stretch that still says when
_INNER_URL = re.compile(r"https?://")


@dataclass(frozen=True, slots=True)
class Profile:
    """One account as the comparison sees it. Days are proleptic ordinals; weights are sums of squared
    inverse document frequencies, the squared length of the vector that a cosine divides by."""

    account: Account
    words: Words
    title: Words
    token_weight: float
    name_weight: float
    title_weight: float
    when: When | None
    first_day: int | None
    last_day: int | None
    published: int | None
    weekday: int | None
    where: Where | None
    actors: frozenset[str]
    parents: frozenset[str]
    weapons: frozenset[str]
    targets: frozenset[str]
    killed: Total | None
    injured: Total | None
    outlet: str
    origin: str
    sure_day: bool
    sure_place: bool

    @property
    def exact_day(self) -> int | None:
        """The ordinal of the day, when exactly one is known."""
        return self.first_day if self.first_day is not None and self.first_day == self.last_day else None


def is_sure(account: Account, name: Field) -> bool:
    """Whether the account's best value of a field was read surely enough to exclude another one. Of days
    and places that the reader itself half doubts, every third is wrong."""
    first = next((s for s in account.of(name) if s.value is not None), None)
    return first is not None and first.confidence >= _SURE


def outlet_of(report: Report) -> str:
    """Outlet name, else the host of the URL; an archive's address wraps the outlet's."""
    if report.outlet:
        return fold(report.outlet)
    if not report.url:
        return ""
    inner = list(_INNER_URL.finditer(report.url))
    host = urlsplit(report.url[inner[-1].start() :]).hostname if inner else None
    return (host or "").removeprefix("www.")


def profiles(accounts: Sequence[Account], reports: Mapping[str, Report]) -> tuple[list[Profile], Rarity]:
    """Profiles in the order of account ids, with the rarity of words over the stories."""
    by_report: dict[str, list[Account]] = defaultdict(list)
    for account in sorted(accounts, key=lambda a: a.id):
        by_report[account.report_id].append(account)
    words: dict[str, Words] = {}
    titles: dict[str, Words] = {}
    per_story: list[Words] = []
    for report_id in sorted(by_report):
        told = by_report[report_id]
        story = Story(reports[report_id]) if report_id in reports else None
        titles[report_id] = story.title if story else NOTHING
        for account in told:
            others = [a for a in told if a is not account]
            words[account.id] = story.words_of(account, others) if story else NOTHING
        per_story.append(_joined([words[a.id] for a in told]))
    rarity = Rarity(per_story)
    copies = origins({i: reports[i] for i in by_report if i in reports})
    found = [
        _profile(account, words[account.id], titles[report_id], rarity, (reports.get(report_id), copies))
        for report_id, told in by_report.items()
        for account in told
    ]
    return sorted(found, key=lambda p: p.account.id), rarity


def _joined(parts: Sequence[Words]) -> Words:
    return Words(
        frozenset().union(*(p.tokens for p in parts)),
        frozenset().union(*(p.names for p in parts)),
    )


def _profile(
    account: Account,
    words: Words,
    title: Words,
    rarity: Rarity,
    source: tuple[Report | None, Mapping[str, str]],
) -> Profile:
    report, copies = source
    when = account.when
    day = report.published.day if report else None
    days = _days(when)
    return Profile(
        account=account,
        words=words,
        title=title,
        token_weight=math.fsum(rarity.token(t) ** 2 for t in words.tokens),
        name_weight=math.fsum(rarity.name(n) ** 2 for n in words.names),
        title_weight=math.fsum(rarity.token(t) ** 2 for t in title.tokens),
        when=when,
        first_day=days[0],
        last_day=days[1],
        published=day.toordinal() if day else None,
        weekday=_weekday(when, report),
        where=account.where,
        # "gunmen" and "people" are in every story: only actors that the registry knows tell anything
        actors=frozenset(a.actor_id for a, _ in account.actors if a.role in _SIDES and a.actor_id),
        parents=frozenset(a.faction_of for a, _ in account.actors if a.faction_of),
        weapons=frozenset(w.kind for w, _ in account.weapons),
        targets=frozenset(t.kind for t, _ in account.targets if t.kind),
        killed=total(account, Effect.KILLED),
        injured=total(account, Effect.INJURED),
        outlet=outlet_of(report) if report else "",
        origin=copies.get(account.report_id, account.report_id),
        sure_day=is_sure(account, Field.WHEN),
        sure_place=is_sure(account, Field.WHERE),
    )


def _days(when: When | None) -> tuple[int | None, int | None]:
    """First and last day as ordinals. A stretch of months ("between 2013-05-06 and publication") fits
    every story of those months and tells two incidents neither apart nor together."""
    if when is None or when.earliest is None or when.latest is None:
        return None, None
    if when.granularity is Granularity.RANGE and (when.latest - when.earliest).days > _WIDEST:
        return None, None
    return when.earliest.toordinal(), when.latest.toordinal()


def _weekday(when: When | None, report: Report | None) -> int | None:
    """ISO weekday of the incident, from its words or from the weekday of an undated publication."""
    if when is None:
        return None
    if when.earliest is not None and when.earliest == when.latest:
        return when.earliest.isoweekday()
    if when.weekday is not None:
        return when.weekday
    if report and report.published.weekday and when.offset and when.offset.low == when.offset.high:
        return (report.published.weekday + when.offset.low - 1) % 7 + 1
    return None
