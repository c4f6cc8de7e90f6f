"""The days that a report does not name: how long ago its incident may lie, and with what chance.

"Police and medics are responding to a reported shooting … shortly after 2 p.m." names an hour and no day;
"A 2-year-old is dead after an apparent accidental shooting" names nothing. News tells of the day itself or
of the day before; a story of a court tells of what lies months back. The classes below are options beside
the days that are named, weighed by the same model; inside a class the days are spread as ``spread`` says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dateline.model import Granularity, Published
from dateline.resolve.when.day_features import Scene, lists, looks_back
from dateline.resolve.when.mention import TimeMention

#: Class of unsaid days → first and last day before publication (negative: after it).
CLASSES: Mapping[str, tuple[int, int]] = {
    "ahead": (-1, -1),
    "day": (0, 0),
    "eve": (1, 1),
    "week": (2, 7),
    "month": (8, 31),
    "year": (32, 366),
    "old": (367, 3660),
}
_OPENING = 400  # characters in which a story says what it is about
_LAST_DAY = date.max.toordinal()
_VIDEO = re.compile(r"\d{1,2}:\d\d")
_PARTS = frozenset(["morning", "afternoon", "evening", "night", "dawn", "dusk"])
#: Rules of the grammars whose words tell how fresh a report is, though they may name no day.
_TELLING = frozenset([
    "overnight", "tonight", "this_part", "late_night", "early_part", "last_night", "today", "weekend",
    "dir_unit", "dir_month", "ago", "present",
])  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def class_of(days: int) -> str:
    """The class in which a day so many days before publication falls; "" when in none."""
    return next((name for name, (low, high) in CLASSES.items() if low <= days <= high), "")


def features(named: Sequence[TimeMention], mentions: Sequence[TimeMention], scene: Scene) -> frozenset[str]:
    """What holds of a report as a whole, for "none of the days that it names". ``named`` are the mentions
    that can be the day, ``mentions`` all."""
    days = {m.when.earliest for m in named if m.when.granularity is Granularity.DAY}
    bare = [m for m in mentions if _is_bare_hour(m, scene.text)]
    hour = bool(bare)
    clock = next((m.when.time_of_day[:2] for m in bare if ":" in m.when.time_of_day), "")
    opening = _opening(scene.text)
    late = opening.late
    back = looks_back(scene.text)
    checks = {
        "any": True,
        "nothing": not named,
        "no-day": not days,
        "hour": hour and not days,
        # "just before 9 p.m." is told the day after, "about 2 a.m." on the same day
        "hour-early": not days and "" < clock < "08",
        "hour-noon": not days and "08" <= clock < "15",
        "hour-late": not days and clock >= "15",
        "back": back,
        "back-no-day": back and not days,
        "month-named": any(m.when.granularity in (Granularity.MONTH, Granularity.SEASON) for m in named),
        "year-named": any(m.when.granularity is Granularity.YEAR for m in named),
        "only-saying": bool(days)
        and all(m.is_reporting for m in named if m.when.granularity is Granularity.DAY),
        f"days-{min(len(days), 4)}": True,
        f"late-{late}": True,
        f"late-{late}-no-day": not days,
        "violent-lead": opening.violent,
        "short": len(scene.text) < 700,
    }
    held = {name for name, holds in checks.items() if holds}
    if not days:
        # "Officers are still at the house", "the road has been closed", "the girl remains in hospital"
        held |= opening.words
        held |= {f"part={m.when.time_of_day}" for m in mentions if m.when.time_of_day in _PARTS}
    held |= {f"names={m.rule}" for m in mentions if m.rule in _TELLING}
    return frozenset(held)


class _Opening(NamedTuple):
    """What the first words of a report say: how many are of what comes later (two at most), whether the lead
    tells of violence, and its words in small letters as features."""

    late: int
    violent: bool
    words: frozenset[str]


@lru_cache(maxsize=16)
def _opening(text: str) -> _Opening:
    """Remembered, for every incident of a report asks for it."""
    kinds: Mapping[str, str] = lists()["kinds"]
    words = _WORD.findall(text[:_OPENING])
    told = [kinds.get(w) for w in _WORD.findall(text[:_OPENING].lower())]
    features = frozenset([f"word={w}" for w in words if w.islower()])
    return _Opening(min(2, told.count("aftermath")), "violent" in told[:30], features)


def _is_bare_hour(mention: TimeMention, text: str) -> bool:
    """An hour whose day is not told. "0:48 Mayor opens the new bridge Pause" is the length of a video."""
    when = mention.when
    if mention.kind != "time" or when.earliest is not None or when.offset is not None:
        return False
    before = text[max(0, mention.span.start - 10) : mention.span.start].rstrip(" ")
    return not (before.endswith(("\n", "Pause", "/")) or not before) or not _VIDEO.fullmatch(when.words)


def options(found: frozenset[str]) -> dict[str, frozenset[str]]:
    """Every class of unsaid days with the names of what speaks for it."""
    return {name: frozenset(f"un={name}|{feature}" for feature in found) for name in CLASSES}


#: {feature of a report as a whole: (class of unsaid days, weight) of each class that it says something for}
ByFeature = Mapping[str, Sequence[tuple[str, float]]]


def by_feature(table: Mapping[str, float]) -> ByFeature:
    """The weights of the names that :func:`options` gives, laid out so that a report's features are looked
    up once and not once a class."""
    found: dict[str, list[tuple[str, float]]] = {}
    for name, weight in table.items():
        if name.startswith("un="):
            kind, _, feature = name.removeprefix("un=").partition("|")
            found.setdefault(feature, []).append((kind, weight))
    return found


def scores(found: frozenset[str], weights: ByFeature) -> dict[str, float]:
    """The log odds of every class: what its names in :func:`options` weigh together."""
    parts: dict[str, list[float]] = {name: [] for name in CLASSES}
    for feature in found:
        for name, weight in weights.get(feature, ()):
            parts[name].append(weight)
    return {name: math.fsum(part) for name, part in parts.items()}


@lru_cache(maxsize=64)
def _steps(name: str, parts: tuple[float, ...]) -> tuple[tuple[int, float], ...]:
    """Days before publication with their shares: one by one for a month, then by weeks and by months."""
    low, high = CLASSES[name]
    width = (high - low + 1) / len(parts)
    pace = 1 if high <= 31 else 7 if high <= 366 else 61
    days = range(low, high + 1, pace)
    shares = [parts[min(int((d - low) / width), len(parts) - 1)] for d in days]
    return tuple((d, share / sum(shares)) for d, share in zip(days, shares, strict=True))


@lru_cache(maxsize=64)
def _spread(name: str, first: int, parts: tuple[float, ...]) -> tuple[tuple[int, float], ...]:
    """Remembered, for the incidents of a report share them."""
    return tuple([(first - ago, share) for ago, share in _steps(name, parts) if 0 < first - ago <= _LAST_DAY])


def spread(
    name: str, published: Published, shares: Mapping[str, Sequence[float]]
) -> Sequence[tuple[int, float]]:
    """The days of one class (as ordinals) with their shares, which sum to one: in the weeks before
    publication day by day, further back in steps. Empty when publication is unknown; days outside the
    calendar are left out."""
    last = published.latest
    if last is None:
        return ()
    return _spread(name, last.toordinal(), tuple(shares.get(name) or (1.0,)))
