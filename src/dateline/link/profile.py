"""What the comparison needs to know of an account, computed once for each, from its report alone."""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dateline.link.bag import Bag, bag_of
from dateline.link.counts import Total, total
from dateline.link.places import fold
from dateline.link.rarity import of_name
from dateline.link.sketch import sketch
from dateline.link.words import NOTHING, Story, Words, read_words
from dateline.model import Account, ActorRole, Effect, Field, Granularity, Report, When, Where

_SIDES = (ActorRole.PERPETRATOR, ActorRole.CLAIMANT, ActorRole.TARGET, ActorRole.RESPONDER)
_SURE = 0.5
_WIDEST = 31  # days of a stretch that still says when
_NAMES = 24  # names that are kept of one account, the rarest first
_TITLE = 16
# "6 Dead, 28 Wounded In Weekend Shootings": one report of many incidents, whichever of them it tells first
_ROUNDUP = re.compile(
    r"(?i)\b(?:shootings|attacks|killings|bombings|stabbings|blasts|homicides|murders)"
    r" (?:across|over|since|in \w+ days)"
    r"|\b(?:weekend|overnight|separate|citywide|series of|spate of|string of|wave of)\b.*"
    r"\b(?:shootings|attacks|killings|bombings|stabbings|blasts|violence|homicides|murders)\b"
    r"|\b(?:shootings|attacks|killings|bombings|stabbings|violence)\b.*\b(?:weekend|overnight|citywide)\b"
)
_INNER_URL = re.compile(r"https?://")


@dataclass(frozen=True, slots=True)
class Profile:
    """One account as the comparison sees it: a pure function of the account, its neighbours in the report
    and the report. Days are proleptic ordinals."""

    id: str
    report_id: str
    main: bool
    type: str
    subtype: str
    roundup: bool
    words: Bag
    title: Bag
    names: tuple[str, ...]
    name_square: float
    ages: frozenset[int]
    hours: frozenset[int]
    persons: frozenset[str]
    blocks: frozenset[str]
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
    table: str
    agency: str
    sketch: array[int]
    sure_day: bool
    sure_place: bool

    @property
    def exact_day(self) -> int | None:
        """The day, when exactly one is known."""
        return self.first_day if self.first_day == self.last_day else None


def is_sure(account: Account, name: Field) -> bool:
    """Whether the account's value of a field may contradict another account's."""
    best = next(iter(account.of(name)), None)
    return best is not None and best.confidence >= _SURE


def outlet_of(report: Report) -> str:
    """The outlet's name or host; the host of the page inside where an archive's copy was read."""
    if report.outlet:
        return report.outlet
    if not report.url:
        return ""
    inner = list(_INNER_URL.finditer(report.url))
    host = urlsplit(report.url[inner[-1].start() :]).hostname if inner else None
    return (host or "").removeprefix("www.")


def profiles(accounts: Sequence[Account], reports: Mapping[str, Report]) -> list[Profile]:
    """Profiles in the order of account ids."""
    by_report: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_report[account.report_id].append(account)
    found = [p for name, told in by_report.items() for p in profiles_of(told, reports.get(name))]
    return sorted(found, key=lambda p: p.id)


def profiles_of(told: Sequence[Account], report: Report | None) -> list[Profile]:
    """The profiles of all accounts of one report."""
    told = sorted(told, key=lambda a: a.id)
    story = Story(report) if report else None
    drawn = sketch(report.text) if report else array("I")
    return [
        _profile(account, report, story.words_of(account, [a for a in told if a is not account]), drawn)
        if story
        else _profile(account, None, NOTHING, drawn)
        for account in told
    ]


def _profile(account: Account, report: Report | None, words: Words, drawn: array[int]) -> Profile:
    when = account.when
    day = report.published.day if report else None
    names = _names(account, words)
    first_day, last_day = _days(when)
    return Profile(
        id=account.id,
        report_id=account.report_id,
        main=account.main,
        type=account.type,
        subtype=account.subtype,
        roundup=bool(report and _ROUNDUP.search(report.title)),
        words=bag_of(words.tokens),
        title=bag_of(read_words(report.title).tokens if report else (), _TITLE),
        names=names,
        name_square=math.fsum(of_name(n) ** 2 for n in names),
        ages=frozenset(v for k, v in words.details if k == "age" and isinstance(v, int)),
        hours=frozenset(v for k, v in words.details if k == "hour" and isinstance(v, int)),
        persons=frozenset(str(v) for k, v in words.details if k == "person"),
        blocks=frozenset(str(v) for k, v in words.details if k == "block"),
        first_day=first_day,
        last_day=last_day,
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
        table=report.table if report else "",
        agency=fold(report.agency) if report and report.agency else "",
        sketch=drawn,
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


def _names(account: Account, words: Words) -> tuple[str, ...]:
    """The rarest names, without those of the places: "Cook County" is in every story from there."""
    places = {
        fold(name)
        for statement in account.of(Field.WHERE)
        if isinstance(place := statement.value, Where)
        for name in (place.name, place.admin1, place.admin2)
        if name
    }
    around = " | ".join(sorted(places))
    names = {" ".join(n) for n in words.names}
    kept = [n for n in names if fold(n) not in around]
    return tuple(sorted(kept, key=lambda n: (-of_name(n), n))[:_NAMES])


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
