"""What the words around a time expression say: tense, the time of saying, the preposition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.resolve.when.grammar import grammar

_CLAUSE_END = re.compile(r"[.!?;:\n](?=\s|$)|[“”\"]|\bbut\b|\bwhile\b")
_REACH = 110


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Tense of the nearest verb, whether it is the time of saying, and the preposition before."""

    tense: str
    is_reporting: bool
    preposition: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    verbs: re.Pattern[str]
    reporting: re.Pattern[str]
    reporting_after: re.Pattern[str]
    preposition: re.Pattern[str]
    sentence_start: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(language: str) -> _Patterns:
    words = grammar(language).context
    never = "(?!)"
    verbs = (
        rf"(?i)\b(?:(?P<neutral>{words.get('neutral', never)})|(?P<future>{words.get('future', never)})"
        rf"|(?P<past>{words.get('past', never)}))\b"
    )
    return _Patterns(
        re.compile(verbs),
        re.compile(rf"(?i)\b{words.get('reporting', never)}"),
        re.compile(rf"(?i){words.get('reporting_after', never)}"),
        re.compile(rf"(?i)\b{words.get('prepositions', never)}"),
        re.compile(rf"(?i){words.get('sentence_start', never)}"),
    )


def surroundings(text: str, start: int, end: int, language: str) -> Surroundings:
    """Reads at most a clause to the left and to the right of ``text[start:end]``."""
    patterns = _patterns(language)
    left = text[max(0, start - _REACH) : start]
    right = text[end : end + _REACH]
    preposition = patterns.preposition.search(left[-30:])
    word = preposition.group(1).lower() if preposition else ""
    return Surroundings(_tense(left, right, word, patterns), _reporting(left, right, patterns), word)


def _tense(left: str, right: str, preposition: str, patterns: _Patterns) -> str:
    clause = left
    for cut in _CLAUSE_END.finditer(left):
        clause = left[cut.end() :]
    if not clause and left:
        clause = left[-1:]
    tense = ""
    for verb in patterns.verbs.finditer(clause):
        if verb.lastgroup != "neutral":
            tense = str(verb.lastgroup)
    if not tense:
        stop = _CLAUSE_END.search(right)
        for verb in patterns.verbs.finditer(right[: stop.start()] if stop else right):
            if verb.lastgroup != "neutral":
                tense = str(verb.lastgroup)
                break
    if preposition in ("until", "till") and tense != "future":
        return ""
    return tense


def _reporting(left: str, right: str, patterns: _Patterns) -> bool:
    if patterns.reporting.search(left[-90:]):
        return True
    return bool(patterns.sentence_start.search(left[-14:]) and patterns.reporting_after.match(right[:80]))
