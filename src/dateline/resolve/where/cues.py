"""Word lists of this package, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.resolve.where.build import load_yaml


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of ``data/cues.yaml`` and the word files beside it; all in lower case. ``common`` is an
    ordinary word's class of frequency, 1 to 10."""

    never: frozenset[str]
    calendar: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    organisations: frozenset[str]
    prepositions: frozenset[str]
    streets: frozenset[str]
    lower_inside: frozenset[str]
    article_prefix: frozenset[str]
    group_openers: frozenset[str]
    kind_words: dict[str, str]
    given_names: frozenset[str]
    surnames: frozenset[str]
    common: dict[str, int]


def _words(name: str) -> list[str]:
    text = (files("dateline.resolve.where") / "data" / name).read_text("utf-8")
    return [line.lower() for line in text.splitlines() if line and not line.startswith("#")]


def _names(by_region: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(name.lower() for names in by_region.values() for name in names)


@cache
def cues() -> Cues:
    """The lists, read on first use."""
    raw = load_yaml("cues.yaml")
    world = load_yaml("world_names.yaml")
    # "Al" is a given name of the census, but "Al-Qastal" is a village
    particles = frozenset(raw["article_prefix"]) | frozenset(raw["lower_inside"])
    return Cues(
        never=frozenset(raw["never"]),
        calendar=frozenset(raw["months_and_days"]),
        titles=frozenset(raw["titles"]),
        person_verbs=frozenset(raw["person_verbs"]),
        organisations=frozenset(raw["organisations"]),
        prepositions=frozenset(raw["place_prepositions"]),
        streets=frozenset(raw["streets"]),
        lower_inside=frozenset(raw["lower_inside"]),
        article_prefix=frozenset(raw["article_prefix"]),
        group_openers=frozenset(raw["group_openers"]),
        kind_words={word: kind for kind, words in raw["kind_words"].items() for word in words},
        given_names=(frozenset(_words("first_names.txt")) | _names(world["given"])) - particles,
        surnames=frozenset(_words("surnames.txt")) | _names(world["family"]),
        common={w: int(n) for w, n in (line.split() for line in _words("common_words.txt"))},
    )
