"""Two accounts, compared by features that have names; :mod:`dateline.link.reasons` says them in words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from dateline.link.bag import cosine
from dateline.link.counts import Total, how_different, stages_of_one_count, total_figure, weight_of
from dateline.link.places import PlaceRelation, fold
from dateline.link.profile import Profile
from dateline.link.rarity import RAREST, TELLING, of_name, of_token
from dateline.link.sketch import alike
from dateline.link.tables import type_agreement

Features = dict[str, float]
_Rows = Iterator[tuple[str, float]]
_FULL_NAMES = 20.0  # nats of shared names beyond which more of them add nothing
_FULL_WORDS = 60.0
_THREE_NAMES = 0.95
_SHORT = 30  # runs
_VERSION = 0.2  # estimated share of runs from which two texts are versions of one story
_SAME_HOUR, _OTHER_HOUR = 20, 90  # minutes

# Kinds of target that reports of one incident seldom disagree on; a house or a road is named in passing.
TELLING_TARGETS = frozenset(
    "police military medical religious market diplomatic media government energy camp".split()
)


def features(left: Profile, right: Profile, relation: PlaceRelation) -> Features:
    """What speaks for and against one incident, by name. Symmetric."""
    found: Features = {"type": type_agreement(left.type, right.type)}
    for rows in (_kinds, _days, _tolls, _sides, _details, _shared_words, _provenance):
        found.update(rows(left, right))
    if relation.kind != "unknown":
        found[f"place_{relation.kind}"] = 1.0
    if relation.kind in ("same", "near"):
        found["busy_place"] = max(busy(left), busy(right))
    return found


def busy(profile: Profile) -> float:
    """How much is reported from a place, 0..1: two shootings on one evening are likelier in Chicago than in
    a village. Read from how common the place's name is in the background."""
    name = fold(profile.where.name) if profile.where else ""
    return max(0.0, 1.0 - min(map(of_token, name.split()), default=RAREST) / RAREST)


def _kinds(left: Profile, right: Profile) -> _Rows:
    if left.subtype and left.subtype == right.subtype:
        yield "subtype", 1.0
    if left.main and right.main:
        yield "both_main", 1.0
    if left.roundup or right.roundup:
        yield "roundup", 1.0


def _days(left: Profile, right: Profile) -> _Rows:
    if left.published is not None and right.published is not None:
        gap = abs(left.published - right.published)
        yield "published_gap", min(1.0, math.log1p(gap) / math.log(400))
    one, other = left.exact_day, right.exact_day
    if one is not None and other is not None:
        gap = abs(one - other)
        name = "same" if gap == 0 else "next" if gap == 1 else "few" if gap <= 3 else "apart"
        yield f"day_{name if gap <= 30 else 'far'}", 1.0
        return
    stretch = days_between(left, right)
    if stretch is not None:
        yield ("day_overlap" if stretch == 0 else "day_few" if stretch <= 3 else "day_apart"), 1.0
    elif left.weekday is not None and right.weekday is not None:
        yield ("weekday_same" if left.weekday == right.weekday else "weekday_differs"), 1.0


def days_between(left: Profile, right: Profile) -> int | None:
    """Days between two stretches, 0 when they touch; None when one is not known."""
    if left.first_day is None or left.last_day is None or right.first_day is None or right.last_day is None:
        return None
    return max(0, right.first_day - left.last_day, left.first_day - right.last_day)


def _tolls(left: Profile, right: Profile) -> _Rows:
    for effect, first, second in (
        ("killed", left.killed, right.killed),
        ("injured", left.injured, right.injured),
    ):
        one, other = total_figure(first), total_figure(second)
        if first is None or second is None or one is None or other is None:
            continue
        if one == other:
            yield f"{effect}_same", weight_of(one)
        elif stages_of_one_count(one, other):
            yield f"{effect}_stages", weight_of(min(one, other))
        elif not _leaves_open(first, other) and not _leaves_open(second, one):
            yield f"{effect}_differs", how_different(one, other)


def _leaves_open(counted: Total, other: int) -> bool:
    """ "At least 20 people were killed", in the first hours, says nothing against 61 later."""
    return counted.high is None and (counted.best or counted.low or 0) <= other


def _sides(left: Profile, right: Profile) -> _Rows:
    shared = left.actors & right.actors
    if shared:
        yield "actors_shared", min(1.0, len(shared) / 2)
    elif (left.parents & (right.actors | right.parents)) or (right.parents & left.actors):
        yield "actors_related", 1.0
    elif left.actors and right.actors:
        yield "actors_differ", 1.0
    if left.weapons & right.weapons:
        yield "weapons_shared", 1.0
    if left.targets & right.targets:
        yield "targets_shared", 1.0
    elif left.targets & TELLING_TARGETS and right.targets & TELLING_TARGETS:
        yield "targets_differ", 1.0


def _details(left: Profile, right: Profile) -> _Rows:
    """Ages, hours, persons and street blocks: what two stories of one street corner differ in."""
    if left.ages and right.ages:
        same = len(left.ages & right.ages)
        yield ("ages_shared", min(1.0, same / 2)) if same else ("ages_differ", 1.0)
    if left.persons and right.persons:
        same = len(left.persons & right.persons)
        yield ("persons_shared", min(1.0, same / 2)) if same else ("persons_differ", 1.0)
    if left.blocks and right.blocks:
        yield ("blocks_shared" if left.blocks & right.blocks else "blocks_differ"), 1.0
    apart = minutes_apart(left, right)
    if apart is not None and apart <= _SAME_HOUR:
        yield "hours_shared", 1.0
    elif apart is not None and apart > _OTHER_HOUR:
        yield "hours_differ", 1.0


def minutes_apart(left: Profile, right: Profile) -> int | None:
    """Least distance between the times of day that two stories name; None when one names none."""
    if not left.hours or not right.hours:
        return None
    apart = min(abs(a - b) for a in left.hours for b in right.hours)
    return min(apart, 1440 - apart)


def _shared_words(left: Profile, right: Profile) -> _Rows:
    names = [of_name(n) for n in set(left.names) & set(right.names)]
    yield "names", min(1.0, math.fsum(names) / _FULL_NAMES)
    yield "names_alike", cosine(math.fsum(w * w for w in names), left.name_square, right.name_square)
    known = left.words.as_dict()
    weights = [known[n] for n in right.words.ids if n in known]
    yield "words_alike", cosine(math.fsum(w * w for w in weights), left.words.square, right.words.square)
    yield "rare_words", min(1.0, math.fsum(w for w in weights if w >= TELLING) / _FULL_WORDS)
    same = left.title.as_dict()
    titles = [same[n] for n in right.title.ids if n in same]
    yield "title_alike", cosine(math.fsum(w * w for w in titles), left.title.square, right.title.square)


def _provenance(left: Profile, right: Profile) -> _Rows:
    if copies(left, right):
        yield "one_origin", 1.0
    elif left.outlet and left.outlet == right.outlet:
        yield "same_outlet", 1.0


def copies(left: Profile, right: Profile) -> bool:
    """Whether two reports look like copies or versions of one story."""
    if min(len(left.sketch), len(right.sketch)) < _SHORT:
        return False  # as often furniture as a story
    return alike(left.sketch, right.sketch) >= _VERSION


def one_story(left: Profile, right: Profile, found: Features) -> bool:
    """Whether the names alone say that two accounts tell of one thing: three rare names or two persons in
    common, and no other count of dead. A court report two years later gives its own day as easily as that
    of the crime; where it names the same victims, the day was read wrongly."""
    told = "killed_differs" not in found and "roundup" not in found
    return told and (found["names"] >= _THREE_NAMES or found.get("persons_shared", 0.0) >= 1.0)
