"""The word lists of claims, read once from ``words.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Lists:
    """Sets of lower-case words, and the text of patterns (see the file for what each is)."""

    helpers: frozenset[str]
    negations: frozenset[str]
    modals: frozenset[str]
    edges: frozenset[str]
    auxiliaries: frozenset[str]
    verbs: frozenset[str]
    pronouns: frozenset[str]
    nobody: frozenset[str]
    groups: frozenset[str]
    spokesmen: frozenset[str]
    organisations: str
    acts: str
    strong_acts: str
    events: str
    violent: re.Pattern[str]


def _pattern(words: str) -> str:
    return re.sub(r"\s*\|\s*", "|", words.strip())


@cache
def lists() -> Lists:
    """The lists, loaded on first use."""
    raw = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
    names = "helpers negations modals edges auxiliaries verbs pronouns nobody groups spokesmen"
    sets = {name: frozenset(raw[name].split()) for name in names.split()}
    return Lists(
        **sets,
        organisations=_pattern(raw["organisations"]),
        acts=_pattern(raw["acts"]),
        strong_acts=_pattern(raw["strong_acts"]),
        events=_pattern(raw["events"]),
        violent=re.compile(rf"(?i)\b(?:{_pattern(raw['violent'])})"),
    )
