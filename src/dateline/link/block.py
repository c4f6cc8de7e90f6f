"""Which pairs of accounts are worth comparing: never all of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations

from dateline.codebook.families import family
from dateline.link.compare import MOST_DAYS_APART
from dateline.link.counts import total_figure
from dateline.link.places import FINENESS, fold, is_sharp
from dateline.link.profile import Profile
from dateline.link.tables import common_words
from dateline.link.words import Rarity

RARE = 12  # a word that so few stories share may tell them from all others
_CROWD = 40  # beyond this size a block is compared along a window, not all with all
_WINDOW = 8
_ENOUGH = 10.0  # sum of the rarities of the shared rare words, in nats, that makes a pair
_ENOUGH_TO_DOUBT = 30.0  # the same for a pair whose days exclude each other: worth a word to a person
_MOST_PARTNERS = 40
_MAX_TOKEN_BLOCK = 400
_STEPS = 2  # half-overlapping grids: points within a quarter of a degree share a cell


def candidate_pairs(found: Sequence[Profile], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Pairs of positions in ``found``, smaller first, sorted, each once.

    A pair comes up when it shares a day (or the next) and a neighbourhood, a large toll and a country,
    one origin, or rare words and names that weigh enough together.
    """
    pairs: set[tuple[int, int]] = set()
    for members in _blocks(found).values():
        pairs.update(_within(members, _CROWD))
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for weight, members in _word_blocks(found, rarity):
        for left, right in _within(members, RARE):
            shared[min(left, right), max(left, right)] += weight
    pairs.update(_heaviest(shared, found))
    yield from sorted((i, j) for i, j in pairs if found[i].account.report_id != found[j].account.report_id)


def _heaviest(shared: Mapping[tuple[int, int], float], found: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """The pairs that share enough rare words; of an account with very many only its best ones, since a
    thousand reports of one attack hang together by far fewer pairs than all."""
    taken: Counter[int] = Counter()
    for (i, j), weight in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        needed = _ENOUGH if _days_allow(found[i], found[j]) else _ENOUGH_TO_DOUBT
        if weight >= needed and (taken[i] < _MOST_PARTNERS or taken[j] < _MOST_PARTNERS):
            taken.update((i, j))
            yield i, j


def _days_allow(left: Profile, right: Profile) -> bool:
    one, other = left.exact_day, right.exact_day
    return one is None or other is None or abs(one - other) <= MOST_DAYS_APART


def _within(members: Sequence[int], crowd: int) -> Iterator[tuple[int, int]]:
    """All pairs of a small block; of a crowd, each with its next neighbours and with the first ones."""
    if len(members) <= crowd:
        yield from combinations(members, 2)
        return
    for position, member in enumerate(members):
        for other in members[position + 1 : position + 1 + _WINDOW]:
            yield member, other
        for pivot in members[: min(_WINDOW, position)]:
            yield pivot, member


def _blocks(found: Sequence[Profile]) -> dict[Hashable, list[int]]:
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for position, profile in enumerate(found):
        for key in _keys(profile):
            blocks[key].append(position)
    return blocks


def _keys(profile: Profile) -> Iterator[Hashable]:
    kind = family(profile.account.type)
    yield ("origin", profile.origin, kind)
    place = profile.where
    killed = total_figure(profile.killed)
    if killed is not None and killed >= 3:
        yield ("toll", killed, kind, place.country if place else None)
    if place is None:
        return
    days: list[int | None] = [None]
    if profile.exact_day is not None:
        days = [profile.exact_day, profile.exact_day + 1]
    elif profile.first_day is not None and profile.last_day is not None and _is_short(profile):
        days = list(range(profile.first_day, profile.last_day + 2))
    for day in days:
        for cell in _cells(profile):
            yield ("day and place", day, cell, kind)
    if days == [None]:
        yield ("weekday and place", profile.weekday, place.country, place.admin1, kind)


def _is_short(profile: Profile) -> bool:
    return (profile.last_day or 0) - (profile.first_day or 0) <= 7


def _cells(profile: Profile) -> Iterator[Hashable]:
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
        yield fold(place.name)


def _word_blocks(found: Sequence[Profile], rarity: Rarity) -> Iterator[tuple[float, list[int]]]:
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    common = common_words()
    for position, profile in enumerate(found):
        for token in profile.words.tokens:
            if token not in common and 2 <= rarity.tokens[token] <= _MAX_TOKEN_BLOCK:
                blocks[token].append(position)
        for name in profile.words.names:
            if 2 <= rarity.names[name] <= _MAX_TOKEN_BLOCK:
                blocks[name].append(position)
    for key, members in blocks.items():
        # in a crowd only neighbours in time are compared, so the order is that of publication
        members.sort(key=lambda m: (found[m].published or 0, found[m].account.id))
        weight = rarity.name(key) if isinstance(key, tuple) else rarity.token(str(key))
        yield weight, members
