"""The word lists of attribution, stance and claims, read once from ``cues.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists, as sets and patterns."""

    say: frozenset[str]
    after: frozenset[str]
    weak: frozenset[str]
    recipients: frozenset[str]
    time_words: frozenset[str]
    off_record: re.Pattern[str]
    doubted: re.Pattern[str]
    denied: re.Pattern[str]
    claimed_verbs: frozenset[str]
    kinds: tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]
    bodies: tuple[tuple[str, str], ...]  # kinds by words that stand together
    channels: tuple[tuple[str, re.Pattern[str]], ...]

    def kind(self, words: Iterable[str]) -> str:
        """What kind of speaker the words of a source name; "" when they do not say."""
        words = list(words)
        joined = " ".join(words)
        for kind, phrase in self.bodies:
            if phrase in joined:
                return kind
        for kind, whole, stems in self.kinds:
            for word in words:
                if word in whole or (stems and word.startswith(stems)):
                    return kind
        return ""

    def channel(self, text: str, start: int, end: int) -> str:
        """By what a claim was made; "" when ``text[start:end]`` does not say."""
        return next((name for name, pattern in self.channels if pattern.search(text, start, end)), "")


def _pattern(words: str) -> re.Pattern[str]:
    joined = re.sub(r"\s*\|\s*", "|", words.strip())
    return re.compile(rf"(?i)\b(?:{joined})")


@cache
def cues() -> Cues:
    """The lists, loaded on first use."""
    raw = yaml.safe_load(files(__package__).joinpath("cues.yaml").read_text(encoding="utf-8"))
    kinds = []
    for kind, words in raw["kinds"].items():
        listed = words.split()
        stems = tuple(w[:-1] for w in listed if w.endswith("*"))
        kinds.append((kind, frozenset(w for w in listed if not w.endswith("*")), stems))
    return Cues(
        say=frozenset(raw["say"].split()),
        after=frozenset(raw["after"].split()),
        weak=frozenset(raw["weak"].split()),
        recipients=frozenset(raw["recipients"].split()),
        time_words=frozenset(raw["time_words"].split()),
        off_record=_pattern(raw["off_record"]),
        doubted=_pattern(raw["doubted"]),
        denied=_pattern(raw["denied"]),
        claimed_verbs=frozenset(raw["claimed_verbs"].split()),
        kinds=tuple(kinds),
        bodies=tuple((kind, phrase) for kind, phrases in raw["bodies"].items() for phrase in phrases),
        channels=tuple((name, re.compile(f"(?i){pattern}")) for name, pattern in raw["channels"].items()),
    )
