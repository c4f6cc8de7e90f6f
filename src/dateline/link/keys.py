"""The keys under which accounts are looked up: two accounts that share none are never compared."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.codebook.families import family
from dateline.link.counts import total_figure
from dateline.link.places import FINENESS, fold, is_sharp
from dateline.link.profile import Profile
from dateline.link.rarity import of_name

ENOUGH = 7.0  # sum of the rarities of what two accounts share, in nats, that makes them a pair
STRONG = 100.0  # a day and a neighbourhood in common are enough by themselves
_STEPS = 2  # half-overlapping grids: points within a quarter of a degree share a cell
_PERIOD = 28  # days; neighbouring periods overlap
_TELLING_NAME = 4.0
_MOST_NAMES, _MOST_WORDS = 14, 16
_LONG_STRETCH = 7
_STEP = 1024  # of a nat; also as single floats, sums of such steps are exact


@dataclass(frozen=True, slots=True)
class Word:
    """Something that two accounts may have in common: ``keys`` are all under which it is looked up (a name
    stands under each period of publication), ``weight`` is what sharing it counts, once: in steps that sums
    of them meet exactly, in whatever order they are added up."""

    keys: tuple[int, ...]
    weight: float


def rank(account_id: str) -> int:
    """The account's place in every block: drawn from its id, so that the order of arrival means nothing."""
    return int.from_bytes(hashlib.blake2b(account_id.encode(), digest_size=6).digest(), "big")


def _key(*parts: object) -> int:
    """63 bits that stand for the parts."""
    told = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big") >> 1


def words_of(profile: Profile) -> list[Word]:
    """All under which a profile is found: a day and a neighbourhood, a large toll and a country (each
    enough by itself), rare names and words (which must come together)."""
    kind = family(profile.type)
    found = [Word((key,), STRONG) for key in dict.fromkeys(_strong(profile, kind))]
    periods = _periods(profile)
    names = [n for n in profile.names if of_name(n) >= _TELLING_NAME][:_MOST_NAMES]
    for name in names:
        found.append(Word(_spans("name", name, periods), _in_steps(of_name(name))))
    rarest = sorted(zip(profile.words.weights, profile.words.ids, strict=True), key=lambda w: (-w[0], w[1]))
    for weight, word in rarest[:_MOST_WORDS]:
        found.append(Word(_spans("word", word, periods), _in_steps(weight)))
    return found


def _in_steps(weight: float) -> float:
    return round(weight * _STEP) / _STEP


def _spans(kind: str, word: str | int, periods: tuple[int, ...]) -> tuple[int, ...]:
    """A crowd of one period is thinner than that of all; an undated report is found among all."""
    return (_key(kind, word), *(_key(kind, word, p) for p in periods))


def _periods(profile: Profile) -> tuple[int, ...]:
    day = profile.published
    return () if day is None else (day // _PERIOD, day // _PERIOD + 1)


def _strong(profile: Profile, kind: str) -> Iterator[int]:
    place = profile.where
    killed = total_figure(profile.killed)
    if killed is not None and killed >= 3:
        for period in (None, *_periods(profile)):
            yield _key("toll", killed, kind, place.country if place else None, period)
    if place is None:
        return
    days: list[int | None] = [None]
    if profile.exact_day is not None:
        days = [profile.exact_day, profile.exact_day + 1]
    elif profile.first_day is not None and profile.last_day is not None and _is_short(profile):
        days = list(range(profile.first_day, profile.last_day + 2))
    for day in days:
        for cell in _cells(profile):
            yield _key("day and place", day, cell, kind)
    if days == [None]:
        yield _key("weekday and place", profile.weekday, place.country, place.admin1, kind)


def _is_short(profile: Profile) -> bool:
    return (profile.last_day or 0) - (profile.first_day or 0) <= _LONG_STRETCH


def _cells(profile: Profile) -> Iterator[tuple[object, ...]]:
    place = profile.where
    assert place is not None
    if is_sharp(place) and place.lat is not None and place.lon is not None:
        for down in range(_STEPS):
            for across in range(_STEPS):
                yield (
                    down,
                    across,
                    math.floor(place.lat * 2 + down / _STEPS),
                    math.floor(place.lon * 2 + across / _STEPS),
                )
    if place.country and place.admin1:
        yield (place.country, fold(place.admin1))
    elif place.country and FINENESS[place.place_class] >= 1:
        yield (place.country,)
    else:
        yield (fold(place.name),)
