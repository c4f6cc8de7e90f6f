"""What the words around a time expression say: tense, the time of saying, the preposition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dateline.resolve.when.grammar import grammar

# Every branch begins with a letter or a mark, which the engine then looks for quickly: half the time.
_CLAUSE_END = re.compile(r"[.!?;:\n](?=\s|$)|[“”\"]|(?:b(?<=\bb)ut|w(?<=\bw)hile)\b")
_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_REACH = 110


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Tense of the nearest verb, whether it is the time of saying, and the preposition before."""

    tense: str
    is_reporting: bool
    preposition: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    verbs: Mapping[str, str]
    pairs: frozenset[str]
    pair_ends: frozenset[str]
    after_be: frozenset[str]
    before_to: frozenset[str]
    recalled: frozenset[str]
    recalled_that: frozenset[str]
    past_ending: str
    reporting: re.Pattern[str]
    reporting_after: re.Pattern[str]
    preposition: re.Pattern[str]
    sentence_start: re.Pattern[str]
    later: re.Pattern[str]
    happened: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(language: str) -> _Patterns:
    words = grammar(language).context
    never = "(?!)"
    verbs = {word: tense for tense in ("past", "future", "neutral") for word in words.get(tense, ())}
    return _Patterns(
        verbs,
        frozenset(words.get("future_pairs", ())),
        frozenset(pair.rpartition(" ")[2] for pair in words.get("future_pairs", ())),
        frozenset(words.get("be", ())),
        frozenset(words.get("future_before_to", ())),
        frozenset(words.get("recalled", ())),
        frozenset(words.get("recalled_that", ())),
        str(words.get("past_ending", "ed")),
        re.compile(rf"\b{words.get('reporting', never)}"),
        re.compile(rf"{words.get('reporting_after', never)}"),
        re.compile(rf"\b{words.get('prepositions', never)}"),
        re.compile(rf"{words.get('sentence_start', never)}"),
        re.compile(rf"\b{words.get('later', never)}\b[^.;!?\n]{{0,40}}\Z"),
        re.compile(rf"{words.get('happened', never)}"),
    )


def came_later(text: str, at: int, language: str) -> bool:
    """Whether the words right before a time tell of what follows an incident: an arrest, a charge."""
    return _patterns(language).later.search(text[max(0, at - 60) : at].lower()) is not None


def surroundings(text: str, start: int, end: int, language: str) -> Surroundings:
    """Reads at most a clause to the left and to the right of ``text[start:end]``."""
    patterns = _patterns(language)
    # in small letters, which the patterns are written in: to look for either case is much slower
    left = text[max(0, start - _REACH) : start].lower()
    right = text[end : end + _REACH].lower()
    preposition = patterns.preposition.search(left[-30:])
    word = preposition.group(1) if preposition else ""
    tense = _tense(left, right, word, patterns)
    if tense == "future" and patterns.happened.match(text[end : end + _REACH]):
        tense = "past"
    return Surroundings(tense, _reporting(left, right, patterns), word)


def _tense(left: str, right: str, preposition: str, patterns: _Patterns) -> str:
    """The tense of the last verb to the left in the clause, or else of the first one to the right."""
    cut = 0
    for found in _CLAUSE_END.finditer(left):
        cut = found.end()
    tense = ""
    words = _words(left[cut:])
    for index in range(len(words) - 1, -1, -1):
        if tense := _verb(words, index, patterns):
            break
    else:
        stop = _CLAUSE_END.search(right)
        words = _words(right[: stop.start()] if stop else right)
        for index in range(len(words)):
            if tense := _verb(words, index, patterns):
                break
    if preposition in ("until", "till") and tense != "future":
        return ""
    return tense


def _words(clause: str) -> list[str]:
    return _WORD.findall(clause.replace("’", "'"))


def _verb(words: list[str], index: int, patterns: _Patterns) -> str:
    word = words[index]
    before = words[index - 1] if index else ""
    if word in patterns.pair_ends and f"{before} {word}" in patterns.pairs:
        return "future"
    tense = patterns.verbs.get(word)
    if tense is None and len(word) > 3 and word.endswith(patterns.past_ending):
        tense = "past"
    if tense is None or tense == "neutral" or (tense == "past" and before in patterns.after_be):
        return ""
    return "" if tense == "future" and _looks_back(words, index, patterns) else tense


def _looks_back(words: list[str], index: int, patterns: _Patterns) -> bool:
    """Whether a word of the future looks not ahead: "will recall", "will remember that", "intended for sale";
    "intended for" right before the time does."""
    after, then = [*words[index + 1 : index + 3], "", ""][:2]
    if words[index] in patterns.before_to:
        return after not in ("to", "") and bool(then)
    return after in patterns.recalled or (after in patterns.recalled_that and then == "that")


def _reporting(left: str, right: str, patterns: _Patterns) -> bool:
    if patterns.reporting.search(left[-90:]):
        return True
    return bool(patterns.sentence_start.search(left[-14:]) and patterns.reporting_after.match(right[:80]))
