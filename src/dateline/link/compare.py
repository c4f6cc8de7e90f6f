"""Two accounts, compared by features that have names and can be said in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateline.link.counts import Total, how_different, stages_of_one_count, total_figure, weight_of
from dateline.link.places import PlaceRelation, relate
from dateline.link.profile import Profile
from dateline.link.tables import type_agreement
from dateline.link.words import Bigram, Rarity

Features = dict[str, float]
_FULL_NAMES = 20.0  # nats of shared names beyond which more of them add nothing


@dataclass(frozen=True, slots=True)
class Comparison:
    """Named features of a pair, what can be said of them in words, and why it cannot be one incident.

    ``conflict`` is "" or the reason: two towns on one day, days that exclude each other, kinds of
    incident that never go together.
    """

    features: Features
    reasons: tuple[str, ...]
    conflict: str


# Kinds of target that reports of one incident seldom disagree on; a house or a road is named in passing.
_TELLING_TARGETS = frozenset(
    "police military medical religious market diplomatic media government energy camp".split()
)


def compare(left: Profile, right: Profile, rarity: Rarity) -> Comparison:
    """Compare two profiles. Symmetric: the order of the two changes nothing but the wording."""
    features: Features = {}
    reasons: list[str] = []
    relation = relate(left.where, right.where)
    for name, value, reason in (
        *_types(left, right),
        *_days(left, right),
        *_places(left, right, relation),
        *_tolls(left, right),
        *_sides(left, right),
        *_shared_words(left, right, rarity),
        *_provenance(left, right),
    ):
        features[name] = value
        if reason:
            reasons.append(reason)
    return Comparison(features, tuple(reasons), _conflict(left, right, relation))


_Rows = Iterator[tuple[str, float, str]]


def _types(left: Profile, right: Profile) -> _Rows:
    one, other = left.account, right.account
    agreement = type_agreement(one.type, other.type)
    words = (
        f"both tell of {one.type}" if one.type == other.type else f"{one.type} and {other.type} may be one"
    )
    yield "type", agreement, words if agreement > 0 else f"{one.type} and {other.type} are never one incident"
    if one.subtype and one.subtype == other.subtype:
        yield "subtype", 1.0, ""
    if one.main and other.main:
        yield "both_main", 1.0, ""


def _days(left: Profile, right: Profile) -> _Rows:
    if left.published is not None and right.published is not None:
        gap = abs(left.published - right.published)
        yield "published_gap", min(1.0, math.log1p(gap) / math.log(400)), ""
    one, other = left.exact_day, right.exact_day
    if one is not None and other is not None:
        yield _exact_days(one, other)
        return
    if None not in (left.first_day, left.last_day, right.first_day, right.last_day):
        gap = _gap(left, right)
        if gap == 0:
            yield "day_overlap", 1.0, "their days overlap"
        else:
            yield ("day_few" if gap <= 3 else "day_apart"), 1.0, f"their days are {gap} apart"
        return
    if left.weekday is not None and right.weekday is not None:
        agree = left.weekday == right.weekday
        name = _WEEKDAYS[left.weekday - 1]
        words = f"both on a {name}" if agree else f"a {name} and a {_WEEKDAYS[right.weekday - 1]}"
        yield ("weekday_same" if agree else "weekday_differs"), 1.0, words


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _exact_days(one: int, other: int) -> tuple[str, float, str]:
    gap = abs(one - other)
    first, second = date.fromordinal(one).isoformat(), date.fromordinal(other).isoformat()
    if gap == 0:
        return "day_same", 1.0, f"same day ({first})"
    name = "day_next" if gap == 1 else "day_few" if gap <= 3 else "day_apart" if gap <= 30 else "day_far"
    return name, 1.0, f"{first} and {second} are {gap} day{'s' if gap > 1 else ''} apart"


def _gap(left: Profile, right: Profile) -> int:
    """Days between two stretches, 0 when they touch. Both must be known."""
    assert left.first_day is not None and left.last_day is not None
    assert right.first_day is not None and right.last_day is not None
    return max(0, right.first_day - left.last_day, left.first_day - right.last_day)


def _places(left: Profile, right: Profile, relation: PlaceRelation) -> _Rows:
    if relation.kind == "unknown" or left.where is None or right.where is None:
        return
    one, other = left.where.name, right.where.name
    names = one if one == other else f"{one}, {other}"
    if relation.kind in ("same", "near"):
        yield f"place_{relation.kind}", 1.0, f"places {relation.km or 0:.0f} km apart ({names})"
    elif relation.kind == "within":
        yield "place_within", 1.0, f"the places may lie one in the other ({names})"
    else:
        far = f"{relation.km:.0f} km apart" if relation.km is not None else "in different areas"
        yield f"place_{relation.kind}", 1.0, f"places {far} ({names})"


def _tolls(left: Profile, right: Profile) -> _Rows:
    counted = (("killed", left.killed, right.killed), ("injured", left.injured, right.injured))
    for effect, first, second in counted:
        one, other = total_figure(first), total_figure(second)
        if first is None or second is None or one is None or other is None:
            continue
        if one == other:
            yield f"{effect}_same", weight_of(one), f"both count {one} {effect}" if one else ""
        elif stages_of_one_count(one, other):
            low, high = sorted((one, other))
            words = f"{effect} {low} and {high} could be stages of one count"
            yield f"{effect}_stages", weight_of(low), words
        elif not _leaves_open(first, other) and not _leaves_open(second, one):
            yield f"{effect}_differs", how_different(one, other), f"{effect} {one} and {other} are two counts"


def _leaves_open(counted: Total, other: int) -> bool:
    """ "At least 20 people were killed", in the first hours, says nothing against 61 later."""
    return counted.high is None and (counted.best or counted.low or 0) <= other


def _sides(left: Profile, right: Profile) -> _Rows:
    shared = left.actors & right.actors
    if shared:
        yield "actors_shared", min(1.0, len(shared) / 2), f"same actors ({', '.join(sorted(shared)[:3])})"
    elif (left.parents & (right.actors | right.parents)) or (right.parents & left.actors):
        yield "actors_related", 1.0, "actors are factions of one another"
    elif left.actors and right.actors:
        yield "actors_differ", 1.0, ""
    if left.weapons & right.weapons:
        yield "weapons_shared", 1.0, f"same weapons ({', '.join(sorted(left.weapons & right.weapons)[:3])})"
    if left.targets & right.targets:
        yield (
            "targets_shared",
            1.0,
            f"same kind of target ({', '.join(sorted(left.targets & right.targets)[:3])})",
        )
    elif left.targets & _TELLING_TARGETS and right.targets & _TELLING_TARGETS:
        ours, theirs = (", ".join(sorted(side.targets & _TELLING_TARGETS)) for side in (left, right))
        yield "targets_differ", 1.0, f"different targets ({ours}; {theirs})"


def _shared_words(left: Profile, right: Profile, rarity: Rarity) -> _Rows:
    same_names = left.words.names & right.words.names
    weight = math.fsum(rarity.name(n) for n in same_names)
    yield "names", min(1.0, weight / _FULL_NAMES), _say_names(same_names, rarity)
    yield (
        "names_alike",
        _cosine(math.fsum(rarity.name(n) ** 2 for n in same_names), left.name_weight, right.name_weight),
        "",
    )
    same = left.words.tokens & right.words.tokens
    weights = [rarity.token(t) for t in same]
    yield "words_alike", _cosine(math.fsum(w * w for w in weights), left.token_weight, right.token_weight), ""
    yield "rare_words", min(1.0, math.fsum(w for w in weights if w >= _TELLING) / 60), ""
    same_title = left.title.tokens & right.title.tokens
    yield (
        "title_alike",
        _cosine(math.fsum(rarity.token(t) ** 2 for t in same_title), left.title_weight, right.title_weight),
        "",
    )


_TELLING = 4.5  # nats: a word in at most one story of ninety


def _cosine(shared: float, left: float, right: float) -> float:
    return shared / math.sqrt(left * right) if left > 0 and right > 0 else 0.0


def _say_names(names: frozenset[Bigram], rarity: Rarity) -> str:
    telling = sorted(names, key=lambda n: (-rarity.name(n), n))[:3]
    if not telling:
        return ""
    return "both name " + ", ".join(" ".join(part.capitalize() for part in n) for n in telling)


def _provenance(left: Profile, right: Profile) -> _Rows:
    if left.origin == right.origin:
        yield "one_origin", 1.0, "the reports are copies or versions of one story"
    elif left.outlet and left.outlet == right.outlet:
        yield "same_outlet", 1.0, ""


def _weekdays_apart(left: Profile, right: Profile) -> int:
    """Days between two weekdays, the short way round; 0 when one is not known. A night runs into the next."""
    if left.weekday is None or right.weekday is None:
        return 0
    gap = abs(left.weekday - right.weekday)
    return min(gap, 7 - gap)


def _conflict(left: Profile, right: Profile, relation: PlaceRelation) -> str:
    """Why the two cannot be one incident, whatever their words; "" when nothing forbids it."""
    if type_agreement(left.account.type, right.account.type) == 0:
        return f"{left.account.type} and {right.account.type} are never one incident"
    if left.origin == right.origin:
        return ""  # copies tell of the same things; what differs was read wrongly
    one = left.exact_day if left.sure_day else None
    other = right.exact_day if right.sure_day else None
    if one is not None and other is not None and abs(one - other) > MOST_DAYS_APART:
        return f"the days {date.fromordinal(one)} and {date.fromordinal(other)} exclude each other"
    if None in (one, other) and left.sure_day and right.sure_day and _weekdays_apart(left, right) > 1:
        return f"a {_WEEKDAYS[(left.weekday or 1) - 1]} is no {_WEEKDAYS[(right.weekday or 1) - 1]}"
    sure = left.sure_place and right.sure_place
    if sure and relation.sharp and relation.kind == "far" and one is not None and one == other:
        names = ", ".join(p.where.name for p in (left, right) if p.where)
        return f"two towns on one day ({names})"
    return ""


#: An attack that goes on past midnight, and reports that count from either day, differ by one; one day more
#: is left to reports that were read wrongly.
MOST_DAYS_APART = 2
