"""What a comparison says, in words: every feature that counted, the weightiest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from dateline.link.compare import WEEKDAYS, Comparison
from dateline.link.counts import total_figure
from dateline.link.features import TELLING_TARGETS, days_between, minutes_apart
from dateline.link.profile import Profile
from dateline.link.rarity import of_name

_SOME = 3  # names in one reason


def reasons(left: Profile, right: Profile, comparison: Comparison) -> tuple[str, ...]:
    """The conflict, when there is one, then what the features say, in a fixed order."""
    told = [comparison.conflict] if comparison.conflict else []
    for say in (_type, _day, _place, _counts, _people, _details, _texts):
        told += [words for words in say(left, right, comparison) if words]
    return tuple(dict.fromkeys(told))


_Say = Callable[[Profile, Profile, Comparison], Iterator[str]]


def _type(left: Profile, right: Profile, comparison: Comparison) -> Iterator[str]:
    if left.type == right.type:
        yield f"both tell of {_plain(left.type)}"
    elif comparison.features["type"] > 0:
        yield f"{_plain(left.type)} and {_plain(right.type)} may be one"


def _plain(kind: str) -> str:
    return kind.replace("_", " ")


def _day(left: Profile, right: Profile, comparison: Comparison) -> Iterator[str]:
    one, other = left.exact_day, right.exact_day
    if one is not None and other is not None:
        first, second = date.fromordinal(one).isoformat(), date.fromordinal(other).isoformat()
        gap = abs(one - other)
        days = f"{gap} day{'s' if gap > 1 else ''}"
        yield f"same day ({first})" if not gap else f"{first} and {second} are {days} apart"
        return
    stretch = days_between(left, right)
    if stretch is not None:
        yield "their days overlap" if stretch == 0 else f"their days are {stretch} apart"
    elif left.weekday is not None and right.weekday is not None:
        name, second = WEEKDAYS[left.weekday - 1], WEEKDAYS[right.weekday - 1]
        yield f"both on a {name}" if name == second else f"a {name} and a {second}"


def _place(left: Profile, right: Profile, comparison: Comparison) -> Iterator[str]:
    relation = comparison.relation
    if relation.kind == "unknown" or left.where is None or right.where is None:
        return
    one, other = left.where.name, right.where.name
    names = one if one == other else f"{one}, {other}"
    if relation.kind in ("same", "near"):
        yield f"places {relation.km or 0:.0f} km apart ({names})"
    elif relation.kind == "within":
        yield f"the places may lie one in the other ({names})"
    else:
        far = f"{relation.km:.0f} km apart" if relation.km is not None else "in different areas"
        yield f"places {far} ({names})"


def _counts(left: Profile, right: Profile, comparison: Comparison) -> Iterator[str]:
    for effect in ("killed", "injured"):
        one, other = (total_figure(getattr(side, effect)) for side in (left, right))
        if one is None or other is None:
            continue
        low, high = sorted((one, other))
        if f"{effect}_same" in comparison.features:
            yield f"both count {one} {effect}" if one else ""
        elif f"{effect}_stages" in comparison.features:
            yield f"{effect} {low} and {high} could be stages of one count"
        elif f"{effect}_differs" in comparison.features:
            yield f"{effect} {low} and {high} are two counts"


def _people(left: Profile, right: Profile, comparison: Comparison) -> Iterator[str]:
    names = sorted(set(left.names) & set(right.names), key=lambda n: (-of_name(n), n))
    if names:
        yield "both name " + ", ".join(" ".join(p.capitalize() for p in n.split()) for n in names[:_SOME])
    if left.actors & right.actors:
        yield f"same actors ({_some(left.actors & right.actors)})"
    elif "actors_related" in comparison.features:
        yield "actors are factions of one another"
    if left.weapons & right.weapons:
        yield f"same weapons ({_some(left.weapons & right.weapons)})"
    if left.targets & right.targets:
        yield f"same kind of target ({_some(left.targets & right.targets)})"
    elif "targets_differ" in comparison.features:
        ours, theirs = (", ".join(sorted(side.targets & TELLING_TARGETS)) for side in (left, right))
        yield f"different targets ({ours}; {theirs})"


def _some(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)[:_SOME])


def _details(left: Profile, right: Profile, comparison: Comparison) -> Iterator[str]:
    features = comparison.features
    if "ages_shared" in features:
        ages = ", ".join(str(a) for a in sorted(left.ages & right.ages)[:_SOME])
        yield f"both give the age {ages}"
    elif "ages_differ" in features:
        yield "no age in common"
    if "persons_differ" in features:
        yield "no person of a known age in common"
    if "blocks_shared" in features:
        yield f"same block ({_some(left.blocks & right.blocks)})"
    elif "blocks_differ" in features:
        yield "different blocks of a street"
    apart = minutes_apart(left, right)
    if "hours_shared" in features:
        yield "same time of day"
    elif "hours_differ" in features and apart is not None:
        yield f"times of day {apart // 60} h {apart % 60} min apart"


def _texts(left: Profile, right: Profile, comparison: Comparison) -> Iterator[str]:
    if "one_origin" in comparison.features:
        yield "the reports are copies or versions of one story"
    elif comparison.features["words_alike"] >= 0.2:
        yield f"rare words in common ({100 * comparison.features['words_alike']:.0f} %)"
