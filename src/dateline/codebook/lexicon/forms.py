"""From the short notation of the lexicon files to surface words.

``~open fire`` becomes open, opens, opened, opening + "fire"; ``+car bomb`` and ``car +bomb`` add the
plural; ``(a|b)`` are alternatives, ``(|a)`` may be missing, ``...`` is a gap of up to five words.
The rules of inflection are those of any grammar of English; exceptions stand in forms.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

import yaml

from dateline.errors import CodebookError
from dateline.text import tokens

GAP = "..."
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Forms:
    """The exceptions: verbs with all their other forms, irregular plurals, nouns without a plural."""

    verbs: Mapping[str, tuple[str, ...]]
    nouns: Mapping[str, str]
    invariant: frozenset[str]

    def verb(self, lemma: str) -> tuple[str, ...]:
        """All forms of a verb, the lemma first: ``storm`` -> storm, storms, stormed, storming.

        A hyphenated verb is inflected in its last part: machine-gun, machine-gunned.
        """
        head, hyphen, last = lemma.rpartition("-")
        others = self.verbs.get(last)
        if others is None:
            others = _regular_verb(last)
        return (lemma, *(head + hyphen + form for form in others))

    def noun(self, singular: str) -> tuple[str, ...]:
        """Singular and plural; one form where the noun has no plural of its own."""
        if singular in self.invariant:
            return (singular,)
        if singular in self.nouns:
            plural = self.nouns[singular]
        elif singular.endswith(("s", "x", "z", "ch", "sh")):
            plural = singular if singular.endswith("s") and not singular.endswith("ss") else singular + "es"
        elif singular.endswith("y") and singular[-2:-1] not in _VOWELS:
            plural = singular[:-1] + "ies"
        else:
            plural = singular + "s"
        return (singular,) if plural == singular else (singular, plural)


def read_data(name: str) -> Any:
    """The content of a data file of the lexicon. Raises :class:`CodebookError` with file and line."""
    path = files("dateline.codebook.lexicon") / name
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        raise CodebookError(f"{where}: not YAML", "mend the file or install Dateline again") from error


@cache
def load_forms() -> Forms:
    """The exceptions in forms.yaml."""
    raw = read_data("forms.yaml")
    return Forms(
        {lemma: tuple(others) for lemma, others in raw["verbs"].items()},
        dict(raw["nouns"]),
        frozenset(raw["invariant"]),
    )


def _regular_verb(lemma: str) -> tuple[str, str, str]:
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", (lemma[:-1] if not lemma.endswith("ee") else lemma) + "ing"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    third = lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    stem = lemma + lemma[-1] if _doubles(lemma) else lemma
    return third, stem + "ed", stem + "ing"


def _doubles(lemma: str) -> bool:
    """stab -> stabbed, ram -> rammed: one syllable, one vowel, one consonant that is not w, x or y."""
    if len(lemma) < 3 or lemma[-1] in _VOWELS or lemma[-1] in "wxy":
        return False
    return lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS and sum(c in _VOWELS for c in lemma) == 1


def alternatives(entry: str) -> list[str]:
    """``"(troops|rebels) clashed"`` -> both readings. Groups do not nest."""
    start = entry.find("(")
    if start < 0:
        return [entry.strip()]
    stop = entry.find(")", start)
    if stop < 0:
        raise ValueError(f"no closing bracket in {entry!r}")
    tails = alternatives(entry[stop + 1 :])
    found = []
    for choice in entry[start + 1 : stop].split("|"):
        # The blank after the bracket is kept: "shot (dead |)by" and "19(80|90)s" both have to come out right.
        head = entry[:start] + choice
        found += [" ".join((head + _glue(entry[stop + 1 :], tail)).split()) for tail in tails]
    return found


def _glue(rest: str, tail: str) -> str:
    return " " + tail if rest[:1] == " " else tail


def expand(entry: str, word_class: str, forms: Forms) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Surface forms of an entry as ``(words, words after the gap)``, all in lower case.

    ``word_class`` is "noun" (the last word is inflected), "verb" (the first) or "phrase" (none), unless
    the entry marks its words with ``~`` or ``+`` itself.
    """
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], None] = {}
    for reading in alternatives(entry):
        choices = [_inflect(word, forms) for word in _mark(reading.split(), word_class)]
        gap = choices.index((GAP,)) if (GAP,) in choices else len(choices)
        for row in product(*choices):
            found[(_tokens(row[:gap]), _tokens(row[gap + 1 :]))] = None
    return list(found)


def _mark(words: list[str], word_class: str) -> list[str]:
    if any(word.startswith(("~", "+")) for word in words):
        return words
    if word_class == "verb":
        return ["~" + words[0], *words[1:]]
    if word_class == "noun":
        return [*words[:-1], "+" + words[-1]]
    return words


def _inflect(word: str, forms: Forms) -> tuple[str, ...]:
    lower = word.lower()
    if word[0] == "~":
        return forms.verb(lower[1:])
    if word[0] == "+":
        return forms.noun(lower[1:])
    return (lower,)


def _tokens(words: tuple[str, ...]) -> tuple[str, ...]:
    if all(map(str.isalnum, words)):  # nearly always; the general way costs ten times as much
        return words
    return tuple(token.lower for token in tokens(" ".join(words)))
