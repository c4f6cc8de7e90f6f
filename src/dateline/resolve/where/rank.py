"""Which of the places called so is meant: a linear model over all names of a report together.

First pass: each name by itself, with the countries and provinces the report speaks of outright. Second
pass: with where the other names most likely are. One sense a report: "Springfield" without a state means
the Springfield that stood beside "Ill." a paragraph earlier. The idea is that of Lieberman and Samet's
adaptive context features (SIGIR 2012), the form a conditional logit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dateline.model.geo import haversine_km
from dateline.resolve.where.detect import Toponym
from dateline.resolve.where.gazetteer import Candidate, Place
from dateline.resolve.where.index import ALTERNATE, CURATED, DEMONYM, PRIMARY, SHORT
from dateline.resolve.where.key import name_key
from dateline.resolve.where.kinds import Kind
from dateline.resolve.where.linear import softmax, weights

_FLAG = {PRIMARY: "primary", ALTERNATE: "alternate", SHORT: "short", CURATED: "curated", DEMONYM: "demonym"}
_KIND_OF_WORD = {
    "province": (Kind.PROVINCE, Kind.REGION),
    "district": (Kind.DISTRICT,),
    "town": (Kind.TOWN, Kind.CAPITAL),
}
_TOWNS = (Kind.TOWN, Kind.CAPITAL)
MOST_POINTS = 80  # a book names thousands of places; the first ones say where it is set
ROUNDS = 2  # of the second pass
_AREAS = (Kind.COUNTRY, Kind.PROVINCE, Kind.DISTRICT, Kind.REGION, Kind.WATER)


@dataclass(slots=True)
class Group:
    """The mentions of one report that must mean the same place."""

    members: list[Toponym]
    candidates: tuple[Candidate, ...]
    qualifier: tuple[Candidate, ...] = ()
    kind_word: str = ""
    shares: list[float] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def best(self) -> int:
        """Position of the likeliest candidate."""
        return max(range(len(self.shares)), key=self.shares.__getitem__)


@dataclass(slots=True)
class Company:
    """Which names of the report could lie together, before any is decided: areas that a name may stand for,
    and areas that a name may lie in, each with the groups concerned. "Paris" beside "Henry County" is the
    Paris in Tennessee, though either name alone would be another place."""

    named: dict[int, set[int]] = field(default_factory=dict)
    inside: dict[int, set[int]] = field(default_factory=dict)
    groups: int = 0

    @classmethod
    def of(cls, groups: Sequence[Group]) -> Company:
        """Collect over all groups of a report."""
        made = cls(groups=len(groups))
        named, inside = made.named, made.inside
        for number, one in enumerate(groups):
            for c in one.candidates:
                place = c.place
                if place.kind in (Kind.DISTRICT, Kind.PROVINCE):
                    named.setdefault(place.gid, set()).add(number)
                for area in (place.admin1, place.admin2):
                    if area and area != place.gid:
                        inside.setdefault(area, set()).add(number)
        return made

    def of_all(self, groups: Sequence[Group]) -> list[list[list[tuple[str, float]]]]:
        """The features of every candidate of every group; the same in all rounds."""
        return [[self.features(c.place, number) for c in one.candidates] for number, one in enumerate(groups)]

    def features(self, place: Place, owner: int) -> list[tuple[str, float]]:
        """What the company of the other names says for a place."""
        found: list[tuple[str, float]] = []
        if place.admin2 and place.admin2 != place.gid:
            if n := _others(self.named.get(place.admin2), owner):
                found.append(("district-mentioned", 1.0))
            if n := _others(self.inside.get(place.admin2), owner):
                found.append(("district-company", min(3, n) / 3))
        elif place.kind is Kind.DISTRICT and (n := _others(self.inside.get(place.gid), owner)):
            found.append(("holds-others", min(3, n) / 3))
        if place.admin1 and place.admin1 != place.gid:
            if _others(self.named.get(place.admin1), owner):
                found.append(("province-mentioned", 1.0))
            if n := _others(self.inside.get(place.admin1), owner):
                found.append(("province-company", n / max(1, self.groups - 1)))
        return found


def _others(groups: set[int] | None, owner: int) -> int:
    return len(groups) - (owner in groups) if groups else 0


@dataclass(slots=True)
class Context:
    """What a report says of where it is: votes by country, admin1 and admin2, points, the outlet's home."""

    countries: dict[str, float] = field(default_factory=dict)
    admin1: dict[int, float] = field(default_factory=dict)
    admin2: dict[int, float] = field(default_factory=dict)
    points: list[tuple[float, float, int]] = field(default_factory=list)
    home: tuple[Place, ...] = ()
    company: list[list[list[tuple[str, float]]]] = field(default_factory=list)  # by group and candidate

    def vote(self, place: Place, weight: float, owner: int) -> None:
        """Let a place that was (probably) named speak for the areas around it."""
        if place.country:
            self.countries[place.country] = self.countries.get(place.country, 0.0) + weight
        if place.admin1:
            self.admin1[place.admin1] = self.admin1.get(place.admin1, 0.0) + weight
        if place.admin2:
            self.admin2[place.admin2] = self.admin2.get(place.admin2, 0.0) + weight
        if weight > 0.3 and place.kind not in (Kind.COUNTRY, Kind.REGION, Kind.WATER, Kind.PROVINCE):
            self.points.append((place.lat, place.lon, owner))


def group(toponyms: Iterable[Toponym]) -> list[Group]:
    """Mentions by name and state: the unqualified join the group of their name that has a qualifier."""
    groups: dict[tuple[str, int], Group] = {}
    plain: dict[str, Group] = {}
    waiting: list[tuple[str, Toponym]] = []
    for toponym in toponyms:
        key = name_key(toponym.name)
        if not toponym.qualifier:
            waiting.append((key, toponym))
            continue
        own = (key, toponym.qualifier[0].place.gid)
        if own not in groups:
            groups[own] = Group([], toponym.candidates, toponym.qualifier)
            plain.setdefault(key, groups[own])
        groups[own].members.append(toponym)
    for key, toponym in waiting:
        slot = f"{key}|{toponym.kind_word}" if toponym.kind_word in ("province", "district") else key
        if slot not in plain:
            plain[slot] = groups[slot, 0] = Group([], toponym.candidates)
        plain[slot].members.append(toponym)
    for one in groups.values():
        one.kind_word = next((m.kind_word for m in one.members if m.kind_word), "")
    return list(groups.values())


@lru_cache(maxsize=16384)
def static_features(candidates: tuple[Candidate, ...]) -> tuple[tuple[tuple[str, float], ...], ...]:
    """For each candidate what can be said without the report: size, kind, how the name relates to it."""
    largest = max(c.place.population for c in candidates)
    areas = {c.place.gid for c in candidates if c.place.kind in (Kind.PROVINCE, Kind.DISTRICT)}
    seats = {
        g for c in candidates if c.place.kind in _TOWNS for g in (c.place.admin1, c.place.admin2)
    } & areas
    rows = []
    for rank, c in enumerate(candidates):
        size = math.log10(c.place.population + 1)
        rows.append(
            (
                ("size", size / 7),
                ("relative-size", size - math.log10(largest + 1)),
                ("largest", float(rank == 0)),
                (_FLAG[c.flag], 1.0),
                (f"kind-{c.place.kind.name.lower()}", 1.0),
                (f"{_FLAG[c.flag]}-{c.place.kind.name.lower()}", 1.0),
                ("alone", float(len(candidates) == 1)),
                # "rebels took Gao": the town, unless "region" stands beside the name
                (
                    "seat-of-its-area",
                    float(c.place.kind in _TOWNS and bool(areas & {c.place.admin1, c.place.admin2})),
                ),
                ("area-of-its-seat", float(c.place.gid in seats)),
            )
        )
    return tuple(rows)


def _static_scores(candidates: tuple[Candidate, ...], table: dict[str, float]) -> tuple[float, ...]:
    key = (candidates, id(table))
    found = _SCORES.get(key)
    if found is None:
        if len(_SCORES) > 16384:
            _SCORES.clear()
        found = tuple(sum(v * table.get(n, 0.0) for n, v in row) for row in static_features(candidates))
        _SCORES[key] = found
    return found


_SCORES: dict[tuple[tuple[Candidate, ...], int], tuple[float, ...]] = {}


def dynamic_features(one: Group, owner: int, context: Context, own: Context) -> list[list[tuple[str, float]]]:
    """For each candidate what the report says for or against it; ``own`` are the group's own votes."""
    total = sum(context.countries.values()) - sum(own.countries.values()) + 0.5
    total1 = sum(context.admin1.values()) - sum(own.admin1.values()) + 0.5
    points = [p for p in context.points[:MOST_POINTS] if p[2] != owner]
    votes = (context, own, total, total1)
    company = context.company[owner]
    return [
        [*known, *_of(c.place, one, votes, points)] for c, known in zip(one.candidates, company, strict=True)
    ]


def _of(
    place: Place,
    one: Group,
    votes: tuple[Context, Context, float, float],
    points: list[tuple[float, float, int]],
) -> list[tuple[str, float]]:
    context, own, total, total1 = votes
    wanted = _KIND_OF_WORD.get(one.kind_word)
    found: list[tuple[str, float]] = []
    if wanted:
        found.append(("kind-said" if place.kind in wanted else "other-kind-said", 1.0))
    if one.qualifier:
        found.append((_fit(place, one.qualifier), 1.0))
    if (
        place.country
        and (share := context.countries.get(place.country, 0.0) - own.countries.get(place.country, 0.0))
        > 0.01
    ):
        found += [("country-named", min(1.0, share)), ("country-share", share / total)]
    if (
        place.admin1
        and (share := context.admin1.get(place.admin1, 0.0) - own.admin1.get(place.admin1, 0.0)) > 0.01
    ):
        found += [("admin1-named", min(1.0, share)), ("admin1-share", share / total1)]
        if place.kind in (Kind.PROVINCE, Kind.DISTRICT):
            found.append(("area-of-others", share / total1))
    if (
        place.admin2
        and (share := context.admin2.get(place.admin2, 0.0) - own.admin2.get(place.admin2, 0.0)) > 0.01
    ):
        found.append(("admin2-named", min(1.0, share)))
    if points and place.kind not in _AREAS[:2]:
        nearest = min([_rough_km(place, lat, lon) for lat, lon, _ in points])
        found.append(("nearness", 1.0 / (1.0 + nearest / 60.0)))
        found.append(("log-distance", math.log10(1.0 + nearest)))
    for home in context.home[:2]:
        if home.gid == place.gid:
            found.append(("is-home", 1.0 / len(context.home[:2])))
        if home.country == place.country:
            found.append(("home-country", 1.0 / len(context.home[:2])))
            if home.admin1 and home.admin1 == place.admin1:
                found.append(("home-admin1", 1.0 / len(context.home[:2])))
        if place.kind not in _AREAS[:2]:
            found.append(("home-nearness", 1.0 / (1.0 + _rough_km(place, home.lat, home.lon) / 60.0)))
    return found


def _rough_km(place: Place, lat: float, lon: float) -> float:
    """Distance on a flat map, good enough to compare candidates and ten times cheaper."""
    dy, dx = place.lat - lat, (place.lon - lon) * _COS[int(abs(lat))]
    return 111.2 * math.sqrt(dy * dy + dx * dx)


_COS = [math.cos(math.radians(d + 0.5)) for d in range(91)]


def _fit(place: Place, qualifier: tuple[Candidate, ...]) -> str:
    """How a place goes with the area named behind it."""
    best = "qualifier-misses"
    for c in qualifier:
        area = c.place
        if area.gid == place.gid:
            continue
        if area.kind is Kind.PROVINCE and area.gid == place.admin1:
            return "in-qualifier-province"
        if area.kind is Kind.DISTRICT and area.gid == place.admin2:
            return "in-qualifier-district"
        if area.kind is Kind.COUNTRY and area.country == place.country:
            best = "in-qualifier-country"
        elif (
            area.kind is Kind.REGION
            and best == "qualifier-misses"
            and haversine_km(area.lat, area.lon, place.lat, place.lon) < area.radius_km * 1.2
        ):
            best = "in-qualifier-region"
    return best


def company_of(groups: Sequence[Group]) -> list[list[list[tuple[str, float]]]]:
    """What the company of the other names says for every candidate of every group."""
    return Company.of(groups).of_all(groups)


def own_votes(one: Group) -> Context:
    """The part of the explicit votes that a group itself gave."""
    own = Context()
    for vote in _explicit(one):
        own.vote(vote, 1.0, 0)
    return own


def explicit_context(
    groups: Sequence[Group], demonyms: Sequence[Toponym], home: tuple[Place, ...]
) -> Context:
    """Votes of what is named outright: countries, demonyms, well-known provinces, qualifiers."""
    context = Context(home=home, company=company_of(groups))
    for number, one in enumerate(groups):
        for vote in _explicit(one):
            context.vote(vote, 1.0, number)
    for demonym in demonyms:
        context.vote(demonym.candidates[0].place, 0.5, -1)
    return context


def _explicit(one: Group) -> list[Place]:
    named = [c.place for c in one.candidates if c.place.kind is Kind.COUNTRY and c.flag != ALTERNATE]
    if not named and not one.qualifier:
        named = [
            c.place
            for c in one.candidates
            if c.place.kind is Kind.PROVINCE
            and c.flag in (PRIMARY, CURATED)
            and c.place.population > 1_000_000
        ]
    named += [c.place for c in one.qualifier if c.place.kind in (Kind.COUNTRY, Kind.PROVINCE)][:1]
    return named[:1] if len(one.candidates) > 1 and not one.qualifier else named[:2]


def resolve(groups: list[Group], demonyms: Sequence[Toponym], home: tuple[Place, ...]) -> None:
    """Fill ``shares`` of every group, in two passes."""
    if not groups:
        return
    first = explicit_context(groups, demonyms, home)
    owned = [own_votes(one) for one in groups]
    score(groups, first, owned, weights().rank[0])
    for _ in range(ROUNDS):
        second, owned = posterior_context(groups, demonyms, home, first.company)
        score(groups, second, owned, weights().rank[1])


def posterior_context(
    groups: list[Group],
    demonyms: Sequence[Toponym],
    home: tuple[Place, ...],
    company: list[list[list[tuple[str, float]]]],
) -> tuple[Context, list[Context]]:
    """Votes of where each group most likely is, after the first pass; and each group's own share of them."""
    whole, owned = Context(home=home, company=company), []
    for number, one in enumerate(groups):
        own = Context()
        order = sorted(range(len(one.shares)), key=lambda k: -one.shares[k])[:3]
        sure = max(m.probability for m in one.members)
        for k in order:
            weight = one.shares[k] * sure
            if weight > 0.05:
                own.vote(one.candidates[k].place, weight, number)
                whole.vote(one.candidates[k].place, weight, number)
        for place in [c.place for c in one.qualifier if c.place.kind in (Kind.COUNTRY, Kind.PROVINCE)][:1]:
            own.vote(place, 0.5, number)
            whole.vote(place, 0.5, number)
        owned.append(own)
    for demonym in demonyms:
        whole.vote(demonym.candidates[0].place, 0.5, -1)
    return whole, owned


def score(groups: list[Group], context: Context, owned: list[Context], table: dict[str, float]) -> None:
    """Fill ``shares`` of every group by one pass with the weights ``table``."""
    for number, one in enumerate(groups):
        if len(one.candidates) == 1:
            one.shares = [1.0]
            continue
        fixed = _static_scores(one.candidates, table)
        moving = dynamic_features(one, number, context, owned[number])
        scores = [
            base + sum([v * table.get(n, 0.0) for n, v in row])
            for base, row in zip(fixed, moving, strict=True)
        ]
        one.shares = softmax(scores)
