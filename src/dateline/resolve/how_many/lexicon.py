"""The word lists of :mod:`dateline.resolve.how_many`, read once from ``lexicon.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.model import Group


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that counts people: its group, whether it is plural, and "m", "f" or ""."""

    group: Group
    plural: bool
    gender: str
    young: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says what happened. ``form``: past, present, gerund, state, noun."""

    effect: str
    form: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists, as sets and dictionaries keyed by lower-case words."""

    nouns: dict[str, Noun]
    compounds: dict[tuple[str, str], Noun]  # by the word before, and the noun
    triggers: dict[str, Trigger]
    containers: frozenset[str]
    titles: frozenset[str]
    vague: dict[str, tuple[int | None, int | None, int | None]]
    qualifiers: dict[tuple[str, ...], str]
    qualifiers_behind: dict[tuple[str, ...], str]
    qualifier_sizes: dict[str, tuple[int, ...]]  # by the first word: how many words, the most first
    leads: frozenset[str]  # first words of qualifiers that begin no phrase without a number: "in", "at"
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    negative: frozenset[str]
    not_names: frozenset[str]
    verbs: frozenset[str]
    saying: frozenset[str]
    things: frozenset[str]
    irrealis: frozenset[str]
    irrealis_verbs: frozenset[str]
    tentative: frozenset[str]
    cumulative: re.Pattern[str]
    cumulative_small: re.Pattern[str]  # the same for texts in small letters: many times as fast
    number_starts: frozenset[str]  # words that an amount may start with; digits beside them
    starters: frozenset[str]  # words that a phrase naming people may start with


def _words(value: Any) -> list[str]:
    return value.split() if isinstance(value, str) else [str(v) for v in value]


def _nouns(raw: dict[str, Any]) -> dict[str, Noun]:
    male, female, young = (frozenset(_words(raw[k])) for k in ("male", "female", "young"))
    found: dict[str, Noun] = {}
    for group, lists in raw["people"].items():
        for number, words in lists.items():
            for word in _words(words):
                gender = "m" if word in male else "f" if word in female else ""
                found.setdefault(word, Noun(Group(group), number == "plural", gender, word in young))
    return found


def _compounds(raw: dict[str, Any], nouns: dict[str, Noun]) -> dict[tuple[str, str], Noun]:
    return {
        (before, word): replace(nouns[word], group=Group(group))
        for group, told in raw["compounds"].items()
        for before in _words(told["before"])
        for word in _words(told["nouns"])
    }


def _triggers(raw: dict[str, Any]) -> dict[str, Trigger]:
    found: dict[str, Trigger] = {}
    forms = (
        ("transitive", "past"),
        ("present", "present"),
        ("gerund", "gerund"),
        ("intransitive", "state"),
        ("nouns", "noun"),
    )
    for section, form in forms:
        for effect, words in raw[section].items():
            for word in _words(words):
                found.setdefault(word, Trigger(effect, form))
    return found


def _phrases(kinds: dict[str, list[str]]) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): kind for kind, phrases in kinds.items() for phrase in phrases}


def _sizes(qualifiers: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for words in qualifiers:
        found.setdefault(words[0], set()).add(len(words))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


@cache
def lexicon() -> Lexicon:
    """The lists, loaded on first use."""
    raw = yaml.safe_load(files(__package__).joinpath("lexicon.yaml").read_text(encoding="utf-8"))
    qualifiers, behind = _phrases(raw["qualifiers"]), _phrases(raw["qualifiers_behind"])
    nouns, vague = _nouns(raw), {w: (v[0], v[1], v[2]) for w, v in raw["vague"].items()}
    counting = set(vague) | set(_words(raw["number_words"])) | {"a", "an", "half", "between"}
    starts = {q[0] for q in qualifiers} | counting
    others = counting | set(nouns) | set(_words(raw["starters"]))
    cumulative = "|".join(re.escape(p.strip()) for p in str(raw["cumulative"]).split("|") if p.strip())
    return Lexicon(
        nouns=nouns,
        compounds=_compounds(raw, nouns),
        triggers=_triggers(raw),
        containers=frozenset(_words(raw["containers"])),
        titles=frozenset(_words(raw["titles"])),
        vague=vague,
        qualifiers=qualifiers,
        qualifiers_behind=behind,
        qualifier_sizes=_sizes(qualifiers),
        leads=frozenset(q[0] for q in qualifiers) - others,
        auxiliaries=frozenset(_words(raw["auxiliaries"])),
        adverbs=frozenset(_words(raw["adverbs"])),
        prepositions=frozenset(_words(raw["prepositions"])),
        negative=frozenset(_words(raw["negative"])),
        verbs=frozenset(_words(raw["verbs"])),
        things=frozenset(_words(raw["things"])),
        saying=frozenset(_words(raw["saying"])),
        not_names=frozenset(_words(raw["not_names"])),
        irrealis=frozenset(_words(raw["irrealis"])),
        irrealis_verbs=frozenset(_words(raw["irrealis_verbs"])),
        tentative=frozenset(_words(raw["tentative"])),
        cumulative=re.compile(rf"(?i)\b(?:{cumulative})"),
        cumulative_small=re.compile(rf"\b(?:{cumulative})"),
        number_starts=frozenset(starts),
        starters=frozenset(starts | others),
    )
