"""Which of the places called so is meant: a linear model over all names of a report together.

First pass: each name by itself, with the countries and provinces the report speaks of outright. Second
pass: with where the other names most likely are. One sense a report: "Springfield" without a state means
the Springfield that stood beside "Ill." a paragraph earlier. The idea is that of Lieberman and Samet's
adaptive context features (SIGIR 2012), the form a conditional logit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import mul
from typing import TypeVar

from dateline.model.geo import haversine_km
from dateline.resolve.where.detect import Toponym
from dateline.resolve.where.gazetteer import Candidate, Place
from dateline.resolve.where.groups import Group
from dateline.resolve.where.index import ALTERNATE, CURATED, DEMONYM, PRIMARY, SHORT
from dateline.resolve.where.kinds import Kind
from dateline.resolve.where.linear import softmax, weights

_FLAG = {PRIMARY: "primary", ALTERNATE: "alternate", SHORT: "short", CURATED: "curated", DEMONYM: "demonym"}
_KIND_OF_WORD = {
    "province": (Kind.PROVINCE, Kind.REGION),
    "district": (Kind.DISTRICT,),
    "town": (Kind.TOWN, Kind.CAPITAL),
}
TOWNS = (Kind.TOWN, Kind.CAPITAL)
Features = list[tuple[str, float]]
MOST_POINTS = 80  # a book names thousands of places; the first ones say where it is set
ROUNDS = 2  # of the second pass
_HEARD = 0.01  # votes below which an area counts as not named
_NOWHERE_NEAR = (Kind.COUNTRY, Kind.PROVINCE)
_HOLDING = (Kind.PROVINCE, Kind.DISTRICT)
#: What the rounds may see otherwise, in this order.
MOVING = (
    "country-named", "country-share", "admin1-named", "admin1-share", "area-of-others", "admin2-named",
    "nearness", "log-distance",
)  # fmt: skip
_Area = TypeVar("_Area", str, int)


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

    def features(self, place: Place, owner: int) -> Features:
        """What the company of the other names says for a place."""
        found: Features = []
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
class Settled:
    """What the rounds do not change about the candidates of one group: the company of the other names, the
    kind that is said, the area named behind, the outlet's home; and what that amounts to by each table."""

    rows: list[Features] = field(default_factory=list)
    _sums: dict[int, list[float]] = field(default_factory=dict)

    def scores(self, fixed: Sequence[float], table: dict[str, float]) -> list[float]:
        """For each candidate what it has before a round begins, ``fixed`` included."""
        found = self._sums.get(id(table))
        if found is None:
            found = [base + _weighed(row, table) for base, row in zip(fixed, self.rows, strict=True)]
            self._sums[id(table)] = found
        return found


def _weighed(row: Features, table: dict[str, float]) -> float:
    get = table.get
    return sum([value * get(name, 0.0) for name, value in row])


@dataclass(slots=True)
class Context:
    """What a report says of where it is: votes by country, admin1 and admin2, and points as
    ``(latitude, longitude, kilometres of a degree of longitude by those of one of latitude, owner)``."""

    countries: dict[str, float] = field(default_factory=dict)
    admin1: dict[int, float] = field(default_factory=dict)
    admin2: dict[int, float] = field(default_factory=dict)
    points: list[tuple[float, float, float, int]] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)  # by group

    def vote(self, place: Place, weight: float, owner: int) -> None:
        """Let a place that was (probably) named speak for the areas around it."""
        if place.country:
            self.countries[place.country] = self.countries.get(place.country, 0.0) + weight
        if place.admin1:
            self.admin1[place.admin1] = self.admin1.get(place.admin1, 0.0) + weight
        if place.admin2:
            self.admin2[place.admin2] = self.admin2.get(place.admin2, 0.0) + weight
        if weight > 0.3 and place.kind not in (Kind.COUNTRY, Kind.REGION, Kind.WATER, Kind.PROVINCE):
            self.points.append((place.lat, place.lon, _COS[int(abs(place.lat))], owner))


@lru_cache(maxsize=4096)
def static_features(candidates: tuple[Candidate, ...]) -> tuple[tuple[tuple[str, float], ...], ...]:
    """For each candidate what can be said without the report: size, kind, how the name relates to it."""
    top = math.log10(max([c.place.population for c in candidates]) + 1)
    alone = ("alone", float(len(candidates) == 1))
    areas = {c.place.gid for c in candidates if c.place.kind in (Kind.PROVINCE, Kind.DISTRICT)}
    seats = (
        {g for c in candidates if c.place.kind in TOWNS for g in (c.place.admin1, c.place.admin2)} & areas
        if areas
        else areas
    )
    rows = []
    for rank, c in enumerate(candidates):
        place = c.place
        size = math.log10(place.population + 1)
        # "rebels took Gao": the town, unless "region" stands beside the name
        seat = bool(areas) and place.kind in TOWNS and (place.admin1 in areas or place.admin2 in areas)
        rows.append(
            (
                ("size", size / 7),
                ("relative-size", size - top),
                ("largest", float(rank == 0)),
                *_relation(c.flag, place.kind),
                alone,
                ("seat-of-its-area", float(seat)),
                ("area-of-its-seat", float(place.gid in seats)),
            )
        )
    return tuple(rows)


@lru_cache(maxsize=256)
def _relation(flag: int, kind: Kind) -> tuple[tuple[str, float], ...]:
    """How the name relates to a place of a kind."""
    word = kind.name.lower()
    return (_FLAG[flag], 1.0), (f"kind-{word}", 1.0), (f"{_FLAG[flag]}-{word}", 1.0)


def _static_scores(candidates: tuple[Candidate, ...], table: dict[str, float]) -> tuple[float, ...]:
    key = (candidates, id(table))
    found = _SCORES.get(key)
    if found is None:
        if len(_SCORES) > 4096:
            _SCORES.clear()
        found = tuple(sum(v * table.get(n, 0.0) for n, v in row) for row in static_features(candidates))
        _SCORES[key] = found
    return found


_SCORES: dict[tuple[tuple[Candidate, ...], int], tuple[float, ...]] = {}


def dynamic_features(one: Group, owner: int, context: Context, own: Context) -> list[Features]:
    """For each candidate what the report says for or against it; ``own`` are the group's own votes."""
    moving = _moving_rows(one, owner, context, own)
    return [
        [*known, *zip(MOVING, row, strict=True)]
        for known, row in zip(context.settled[owner].rows, moving, strict=True)
    ]


def _moving_rows(one: Group, owner: int, context: Context, own: Context) -> list[tuple[float, ...]]:
    """What another round may see otherwise, the votes and the points of the other names: for each candidate
    the features :data:`MOVING`, 0 where one says nothing."""
    total = sum(context.countries.values()) - sum(own.countries.values()) + 0.5
    total1 = sum(context.admin1.values()) - sum(own.admin1.values()) + 0.5
    points = [(lat, lon, cos) for lat, lon, cos, of in context.points[:MOST_POINTS] if of != owner]
    return [_of(c.place, (context, own, total, total1), points) for c in one.candidates]


def _of(
    place: Place, votes: tuple[Context, Context, float, float], points: list[tuple[float, float, float]]
) -> tuple[float, ...]:
    context, own, total, total1 = votes
    country = admin1 = admin2 = nearness = distance = 0.0
    if place.country in context.countries:
        country = _heard(place.country, context.countries, own.countries)
    if place.admin1 in context.admin1:
        admin1 = _heard(place.admin1, context.admin1, own.admin1)
    if place.admin2 in context.admin2:
        admin2 = _heard(place.admin2, context.admin2, own.admin2)
    if points and place.kind not in _NOWHERE_NEAR:
        nearest = _nearest_km(place.lat, place.lon, points)
        nearness, distance = 1.0 / (1.0 + nearest / 60.0), math.log10(1.0 + nearest)
    share1 = admin1 / total1
    of_others = share1 if place.kind in _HOLDING else 0.0
    return (
        min(1.0, country), country / total, min(1.0, admin1), share1, of_others, min(1.0, admin2),
        nearness, distance,
    )  # fmt: skip


def _heard(area: _Area, votes: Mapping[_Area, float], own: Mapping[_Area, float]) -> float:
    """The votes of the other names for an area; 0 where it counts as not named."""
    share = votes[area] - own.get(area, 0.0)
    return share if share > _HEARD else 0.0


def _settled(one: Group, number: int, company: Company, home: tuple[Place, ...]) -> Settled:
    wanted = _KIND_OF_WORD.get(one.kind_word)
    rows = []
    for candidate in one.candidates if len(one.candidates) > 1 else ():  # one alone is not weighed
        place = candidate.place
        row = company.features(place, number)
        if wanted:
            row.append(("kind-said" if place.kind in wanted else "other-kind-said", 1.0))
        if one.qualifier:
            row.append((_fit(place, one.qualifier), 1.0))
        rows.append(row + _by_home(place, home[:2]))
    return Settled(rows)


def _by_home(place: Place, homes: tuple[Place, ...]) -> Features:
    """What the outlet's home town says for a place."""
    found: Features = []
    for home in homes:
        if home.gid == place.gid:
            found.append(("is-home", 1.0 / len(homes)))
        if home.country == place.country:
            found.append(("home-country", 1.0 / len(homes)))
            if home.admin1 and home.admin1 == place.admin1:
                found.append(("home-admin1", 1.0 / len(homes)))
        if place.kind not in _NOWHERE_NEAR:
            apart = _nearest_km(place.lat, place.lon, [(home.lat, home.lon, _COS[int(abs(home.lat))])])
            found.append(("home-nearness", 1.0 / (1.0 + apart / 60.0)))
    return found


def _nearest_km(here_lat: float, here_lon: float, points: Sequence[tuple[float, float, float]]) -> float:
    """Distance to the nearest point on a flat map: good enough for comparing, and ten times cheaper."""
    squares = [(here_lat - lat) ** 2 + ((here_lon - lon) * cos) ** 2 for lat, lon, cos in points]
    return 111.2 * math.sqrt(min(squares))


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


def lies_in(place: Place, areas: tuple[Candidate, ...]) -> bool:
    """Whether a place lies in one of some areas, as far as the gazetteer knows."""
    return _fit(place, areas) != "qualifier-misses"


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
    company = Company.of(groups)
    context = Context(settled=[_settled(one, number, company, home) for number, one in enumerate(groups)])
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
    if all(len(one.candidates) == 1 for one in groups):  # nothing is to be chosen
        for one in groups:
            one.shares = [1.0]
        return
    first = explicit_context(groups, demonyms, home)
    owned = [own_votes(one) for one in groups]
    score(groups, first, owned, weights().rank[0])
    for _ in range(ROUNDS):
        second, owned = posterior_context(groups, demonyms, first.settled)
        score(groups, second, owned, weights().rank[1])


def posterior_context(
    groups: list[Group], demonyms: Sequence[Toponym], settled: list[Settled]
) -> tuple[Context, list[Context]]:
    """Votes of where each group most likely is, after the first pass; and each group's own share of them."""
    whole, owned = Context(settled=settled), []
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
    heavy = [table.get(name, 0.0) for name in MOVING]
    for number, one in enumerate(groups):
        if len(one.candidates) == 1:
            one.shares = [1.0]
            continue
        before = context.settled[number].scores(_static_scores(one.candidates, table), table)
        moving = _moving_rows(one, number, context, owned[number])
        one.shares = softmax([b + sum(map(mul, row, heavy)) for b, row in zip(before, moving, strict=True)])
