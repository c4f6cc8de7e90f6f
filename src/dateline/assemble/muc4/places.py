"""Slot 3: "EL SALVADOR: SAN MIGUEL (DEPARTMENT): SAN LUIS DE LA REINA (TOWN)".

The nation comes from the words near the incident, the places and the head; then the place is chosen among
those that the story names in that nation, alone or behind those that hold it (a softmax with "none of them",
which leaves the nation alone).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.assemble.muc4.scene import Scene, Story
from dateline.assemble.muc4.toponyms import Toponym, gazetteer_towns, lies_in, nations_of, toponyms_of
from dateline.assemble.muc4.weigh import best_group, bucket
from dateline.codebook.muc4.book import load
from dateline.text import sentence_at

#: The nations that the task is about (template-doc-part1.v7, 1.0).
OF_INTEREST = frozenset(
    ("EL SALVADOR", "GUATEMALA", "HONDURAS", "ARGENTINA", "BOLIVIA", "CHILE", "COLOMBIA", "ECUADOR", "PERU")
)
_HEAD, _ABOUT = 0.8, 0.15  # what the head says of the nation; what a mention anywhere in the story does
_NOT_OF_INTEREST = 0.2
_GAPS = ((15, "15"), (45, "45"), (100, "100"), (250, "250"))
_PREPOSITION = re.compile(
    r"\b(IN|AT|NEAR|FROM|OF|TO|OUTSIDE|TOWARD|TOWARDS|ON|INSIDE|THROUGH|BETWEEN|AND|CALLED|THIS|THE)"
    r"(?:\s+(?:THE|NEARBY|DOWNTOWN|CENTRAL|(?:NORTH|SOUTH|EAST|WEST)(?:EAST|WEST)?(?:ERN)?|CITY|TOWN|OF|VILLAGE|"
    r"DEPARTMENT|NEIGHBORHOOD|MUNICIPALITY|JURISDICTION)){0,3}\s+\Z"
)
_BEHIND = re.compile(r"\s*(?:'S)?\s*([A-Z]+|[,.;:])")
_ORGANISATIONS = frozenset(
    """CARTEL BATTALION BRIGADE POLICE GARRISON ARCHBISHOP BISHOP NEWSPAPER RADIO UNIVERSITY HOSPITAL
    MAYOR""".split()
)
_JOINED = re.compile(r"(?:\s+[A-Z]+)?\s*(?:,|\bIN|\bOF)?\s*(?:THE\s+)?(?:[A-Z]+\s+)?(?:OF\s+)?\Z")
_FINENESS = {"REGION": 0, "OFFICIAL REGION": 0, "DEPARTMENT": 1, "STATE": 1, "PROVINCE": 2, "COUNTY": 2,
             "MUNICIPALITY": 3, "DISTRICT": 3, "JURISDICTION": 3, "CITY": 4, "TOWN": 4, "CANTON": 5,
             "VILLAGE": 5, "HAMLET": 5}  # fmt: skip
_KINDS = frozenset((*_FINENESS, "NEIGHBORHOOD"))


@dataclass(frozen=True, slots=True)
class Ground:
    """What a story says of places, for all of its incidents: the toponyms, the words for nations with the
    nation that each means, and the nations of the head."""

    toponyms: Sequence[Toponym]
    nations: Sequence[tuple[int, str]]
    home: Sequence[str]


def ground_of(story: Story) -> Ground:
    """Find the places and nations of a story."""
    words = [
        (m.start(), _nation_words()[" ".join(m[0].lower().split())])
        for m in _nation_pattern().finditer(story.upper)
    ]
    toponyms = toponyms_of(story)
    said = [*_home(story), *(nation for _, nation in words)]
    main = max(dict.fromkeys(said), key=said.count, default="")
    toponyms += gazetteer_towns(story, main, toponyms) if main in OF_INTEREST else []
    nations = [w for w in words if w[0] >= story.head.end]
    return Ground(sorted(toponyms, key=lambda t: t.start), nations, _home(story))


@cache
def _nation_words() -> Mapping[str, str]:
    return {word: name for name, nation in load().nations.items() for word in nation.words if word != "us"}


@cache
def _nation_pattern() -> re.Pattern[str]:
    words = sorted(_nation_words(), key=len, reverse=True)
    joined = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def nations_in(text: str) -> list[str]:
    """The nations that some words name, in reading order."""
    return [_nation_words()[" ".join(m[0].lower().split())] for m in _nation_pattern().finditer(text)]


def _home(story: Story) -> tuple[str, ...]:
    """The nation that the head names, else those of its city, the nations of interest first."""
    if story.head.country:
        return tuple(nations_in(story.head.country)[:1])
    found = nations_of(" ".join(story.head.city.upper().split()), "CITY") if story.head.city else ()
    return tuple(sorted(found, key=lambda n: n not in OF_INTEREST))[:1]


def nation_slot(scene: Scene, ground: Ground) -> str:
    """The nation where an incident happened, "" where nothing tells."""
    score: dict[str, float] = {}

    def add(nation: str, amount: float) -> None:
        score[nation] = score.get(nation, 0.0) + amount * (1 if nation in OF_INTEREST else _NOT_OF_INTEREST)

    for nation in ground.home:
        add(nation, _HEAD)
    sentences = scene.story.sentences
    for start, nation in ground.nations:
        add(nation, scene.near(sentence_at(sentences, start)) + _ABOUT)
    for toponym in ground.toponyms:
        likely = [n for n in toponym.nations if n in score] or [
            n for n in toponym.nations if n in OF_INTEREST
        ]
        for nation in likely[:1]:
            add(nation, scene.near(sentence_at(sentences, toponym.start)) + _ABOUT)
    return max(score, key=lambda n: score[n], default="")


def location_slot(scene: Scene, ground: Ground) -> str:
    """The fill of slot 3, "" where not even the nation is known."""
    nation = nation_slot(scene, ground)
    groups: dict[str, list[frozenset[str]]] = {}
    for place, features in candidates(scene, ground, nation):
        groups.setdefault(place, []).append(features)
    return best_group("places", groups, none_features(scene, ground, nation)) or nation


def candidates(scene: Scene, ground: Ground, nation: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The fills that a nation's places allow, alone and behind their holders, with what holds of each."""
    for number in _within(ground, nation):
        features = _features(scene, ground, number)
        for holders, way in chains(ground, number, nation):
            links = sorted((*holders, ground.toponyms[number]), key=_fineness)
            fill = ": ".join(
                [nation, *(link.fill for link in links)] if nation else [link.fill for link in links]
            )
            yield fill, frozenset((*features, f"way_{way}"))


def _within(ground: Ground, nation: str) -> list[int]:
    return [
        number
        for number, toponym in enumerate(ground.toponyms)
        if not toponym.nations or nation in toponym.nations or not nation
    ]


def none_features(scene: Scene, ground: Ground, nation: str) -> frozenset[str]:
    """What speaks for naming the nation alone."""
    bounds = scene.story.sentences
    starts = [ground.toponyms[number].start for number in _within(ground, nation)]
    near = sum(scene.near(sentence_at(bounds, start)) > 0.4 for start in starts)
    incident = scene.incident
    return frozenset(("none", f"none_{min(near, 3)}", f"none_{incident.type}", f"none_{incident.stage}"))


def _features(scene: Scene, ground: Ground, number: int) -> set[str]:
    story, toponym = scene.story, ground.toponyms[number]
    at = sentence_at(story.sentences, toponym.start)
    trigger = min((max(s - toponym.end, toponym.start - e, 0) for s, e in scene.triggers), default=10_000)
    before = _PREPOSITION.search(story.upper[max(0, toponym.start - 60) : toponym.start])
    behind = _BEHIND.match(story.upper, toponym.end)
    inside = any(s < toponym.end and toponym.start < e for s, e in scene.fillers)
    features = {
        f"own_{min(int(scene.weight.get(at, 0.0) * 4), 4)}",
        f"near_{min(int(scene.near(at) * 4), 4)}",
        f"gap_{bucket(scene.gap(toponym.start, toponym.end), _GAPS)}",
        f"trigger_{bucket(trigger, _GAPS)}",
        f"kind_{toponym.kind if toponym.kind in _KINDS else 'other'}",
        f"before_{before[1] if before else 'other'}",
    }
    checks = {
        "listed": toponym.listed,
        "told": toponym.told,
        "nowhere": not toponym.nations,
        "city_of_head": toponym.name == " ".join(story.head.city.upper().split()),
        "lead": at <= sentence_at(story.sentences, story.head.end) + 1,
        "comma": bool(behind and behind[1] == ","),
        "organisation": bool(behind and behind[1] in _ORGANISATIONS),
        "possessive": story.upper[toponym.end : toponym.end + 2] == "'S",
        "inside": inside,
        "repeated": sum(t.name == toponym.name for t in ground.toponyms) > 1,
        "holds": any(
            outer is toponym
            for outer in (_outer_beside(ground, n) for n in range(max(0, number - 2), number))
        ),
        "held": _outer_beside(ground, number) is not None,
    }
    return features | {name for name, holds in checks.items() if holds}


def _outer_beside(ground: Ground, number: int) -> Toponym | None:
    """The coarser place that stands right behind the name of a finer one: "X, SAN SALVADOR DEPARTMENT"."""
    if number + 1 >= len(ground.toponyms):
        return None
    inner, outer = ground.toponyms[number], ground.toponyms[number + 1]
    close = outer.start - inner.end <= 40 and _fineness(outer) < _fineness(inner)
    return outer if close else None


def _fineness(toponym: Toponym) -> int:
    return _FINENESS.get(toponym.kind, 6)


def chains(ground: Ground, number: int, nation: str) -> Iterator[tuple[tuple[Toponym, ...], str]]:
    """The places that may go before one, and by what they are known to hold it: "alone" (none), "beside" (it
    stands behind the name), "map" (the gazetteer has it so), "both", "city" (a neighborhood's), "near" (the
    area named last)."""
    inner = ground.toponyms[number]
    yield (), "alone"
    coarser = [t for t in ground.toponyms if _fineness(t) < _fineness(inner) and t.name != inner.name]
    beside = _outer_beside(ground, number)
    if beside is not None:
        yield (beside,), "beside"
    areas = _by_name(t for t in coarser if _fineness(t) in (1, 2))
    mapped = [t for t in areas if lies_in(inner, t, nation)]
    if mapped:
        yield tuple(mapped), "map"
        if beside is not None and beside.name not in {t.name for t in mapped}:
            yield (beside, *mapped), "both"
    cities = [t for t in coarser if _fineness(t) == 4 and t.start <= inner.end + 60]
    if _fineness(inner) > 4 and cities:
        yield (cities[-1],), "city"
    before = [t for t in areas if t.start < inner.start]
    if before and not mapped and beside is None:
        yield (before[-1],), "near"


def _by_name(toponyms: Iterable[Toponym]) -> list[Toponym]:
    return list({t.name: t for t in toponyms}.values())
