"""Word lists of this package, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.resolve.where.build import load_yaml


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of ``data/cues.yaml`` and the three word files beside it; all in lower case."""

    never: frozenset[str]
    calendar: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    organisations: frozenset[str]
    prepositions: frozenset[str]
    streets: frozenset[str]
    lower_inside: frozenset[str]
    article_prefix: frozenset[str]
    kind_words: dict[str, str]
    given_names: frozenset[str]
    surnames: frozenset[str]
    common: dict[str, int]


def _words(name: str) -> list[str]:
    text = (files("dateline.resolve.where") / "data" / name).read_text("utf-8")
    return [line.lower() for line in text.splitlines() if line and not line.startswith("#")]


@cache
def cues() -> Cues:
    """The lists, read on first use."""
    raw = load_yaml("cues.yaml")
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
        kind_words={word: kind for kind, words in raw["kind_words"].items() for word in words},
        given_names=frozenset(_words("first_names.txt")),
        surnames=frozenset(_words("surnames.txt")),
        common={w: int(n) for w, n in (line.split() for line in _words("common_words.txt"))},
    )
