"""Loads a language's grammar of times (``en.yaml``) and matches its rules at a place of a text.

A rule is a template over word classes; templates are compiled to one regex each, and every rule is
filed under the tokens it can begin with, so that a text is only tried where a rule can start. That
makes finding linear in the length of the text: every regex is anchored and bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from dateline.resolve.when.template import Template, compile_template
from dateline.text import number_value

#: What a captured class says: a number, a code of its class, or "X" for "several".
Arg = int | float | str
Args = Mapping[str, Arg]

_FRACTIONS = frozenset("½¼¾")
_CACHE_LIMIT = 20_000  # pairs of first token and heads whose rules are remembered
_TOKEN = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class WordClass:
    """One class of a grammar: its regex, the tokens it can begin with, and how words become values."""

    regex: str
    first: frozenset[str]
    convert: Callable[[str], Arg | None]
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a compiled pattern, the classes of its groups, and the values fixed by the rule."""

    name: str
    op: str
    regex: re.Pattern[str]
    classes: Mapping[str, str]
    fixed: Mapping[str, Arg]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched ``text[start:end]``, with the values of its groups."""

    start: int
    end: int
    rule: str
    op: str
    args: Mapping[str, Arg]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled grammar of one language."""

    language: str
    rules_by_first: Mapping[str, tuple[Rule, ...]]
    heads: frozenset[str]
    reach: int
    classes: Mapping[str, WordClass] = field(repr=False)
    context: Mapping[str, Any] = field(repr=False)
    follow: Mapping[str, frozenset[str]] = field(repr=False)
    cache: dict[tuple[str, frozenset[str]], tuple[Rule, ...]] = field(default_factory=dict, repr=False)

    def match_at(self, text: str, start: int, token: str, heads: frozenset[str]) -> Match | None:
        """The longest match that begins exactly at ``start`` with ``token`` (lower case; "#" for digits)
        and holds one of ``heads``, the words ahead that no time expression does without."""
        best: tuple[Rule, re.Match[str]] | None = None
        reach = start
        for rule in self._candidates(token, heads):
            found = rule.regex.match(text, start)
            if found and found.end() > reach:
                best, reach = (rule, found), found.end()
        return None if best is None else self._read(*best)

    def _candidates(self, token: str, heads: frozenset[str]) -> tuple[Rule, ...]:
        key = (token, heads)
        found = self.cache.get(key)
        if found is None:
            if len(self.cache) > _CACHE_LIMIT:
                self.cache.clear()
            found = tuple(rule for rule in self.rules_by_first.get(token, ()) if rule.words & heads)
            self.cache[key] = found
        return found

    def _read(self, rule: Rule, found: re.Match[str]) -> Match | None:
        args: dict[str, Arg] = dict(rule.fixed)
        for group, words in found.groupdict().items():
            if words is None:
                continue
            name = group.rstrip("_")
            value = self.classes[rule.classes[group]].convert(words)
            if value is None:
                return None
            args[name] = value
        return Match(found.start(), found.end(), rule.name, rule.op, args)


def integer(args: Args, name: str, default: int = 0) -> int:
    """The captured value ``name`` as a whole number; ``default`` when it is missing or in words."""
    value = args.get(name, default)
    return int(value) if not isinstance(value, str) else default


def _whole(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def _two_digit_year(words: str) -> int:
    year = _whole(words)
    if len(words.strip("'’")) > 2:
        return year
    return 2000 + year if year < 60 else 1900 + year


def _number(words: str) -> Arg | None:
    lower = words.lower().strip()
    if lower.startswith("half a") and not lower.endswith("dozen"):
        return 0.5
    if lower in ("a", "an"):
        return 1
    if lower[-1] in "½¼¾":
        return (float(lower[:-1].strip() or 0)) + {"½": 0.5, "¼": 0.25, "¾": 0.75}[lower[-1]]
    value = number_value(lower)
    if value is not None:
        return value
    try:
        return float(lower.replace(",", ""))
    except ValueError:
        return None


def _year_in_words(words: str) -> int | None:
    """ "nineteen ninety-six" → 1996, "two thousand and one" → 2001."""
    lower = words.lower()
    if lower.startswith("two thousand"):
        return number_value(lower)
    return (
        None
        if (rest := number_value(lower.removeprefix("nineteen ").removeprefix("oh "))) is None
        else 1900 + rest
    )


def _decade(words: str) -> int:
    digits = re.sub(r"\D", "", words)
    return int(digits) if len(digits) == 4 else 1900 + int(digits)


_CONVERT: dict[str, Callable[[str], Arg | None]] = {
    "int": _whole,
    "day": _whole,
    "text": lambda words: words,
    "clock": lambda words: words,
    "number": _number,
    "yy": _two_digit_year,
    "short_year": _two_digit_year,
    "decade": _decade,
    "year_words": _year_in_words,
}


def _key(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower().replace("’", "'"))


def _map_class(values: Mapping[str, Arg]) -> WordClass:
    table = {_key(str(key)): value for key, value in values.items()}
    keys = sorted({str(key).lower() for key in values}, key=len, reverse=True)
    parts = [r"[ \xa0]".join(re.escape(word) for word in key.split(" ")) for key in keys]
    regex = "(?:" + "|".join(parts) + r")(?!\w)"
    first = frozenset(tokens[0] for key in keys if (tokens := _TOKEN.findall(key)))
    every = _all_tokens(values)
    return WordClass(regex, _digits_as_hash(first), lambda words: table.get(_key(words)), every)


def _digits_as_hash(tokens: frozenset[str]) -> frozenset[str]:
    return frozenset("#" if token[0].isdigit() else token for token in tokens)


def languages() -> list[str]:
    """Codes of the languages that have a grammar: English is complete, Spanish and French are begun."""
    names = (path.name for path in resources.files("dateline.resolve.when").iterdir())
    return sorted(name[:2] for name in names if re.fullmatch(r"[a-z]{2}\.yaml", name))


@lru_cache(maxsize=8)
def grammar(language: str = "en") -> Grammar:
    """The grammar of ``language`` ("en", "es", "fr"); English where there is none.

    The file is read and compiled once a process.
    """
    folder = resources.files("dateline.resolve.when")
    path = folder / f"{language}.yaml"
    if not path.is_file():
        return grammar("en")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    classes = {name: _map_class(values) for name, values in data["classes"].items()}
    for name, spec in data["regexes"].items():
        first = frozenset(str(token) for token in spec["first"])
        classes[name] = WordClass(f"(?:{spec['regex']})", first, _CONVERT[spec["as"]], first)
    by_first: dict[str, list[Rule]] = {}
    for entry in data["rules"]:
        rule, first = _rule(entry, classes)
        for token in first:
            by_first.setdefault(token, []).append(rule)
    heads = frozenset(str(w) for w in data["head_words"]).union(
        *(_all_tokens(data["classes"][n]) for n in data["heads"])
    )
    files = {token: tuple(rules) for token, rules in by_first.items()}
    heads -= {str(w) for w in data["never_heads"]}
    return Grammar(
        language, files, heads, data["reach"], classes, data.get("context", {}), _follow(files, data)
    )


def _follow(files: Mapping[str, tuple[Rule, ...]], data: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    """For words that never stand alone ("the", "a", a number): the words that can come next in a rule."""
    return {
        token: frozenset().union(*(rule.words for rule in files.get(token, ())), _FRACTIONS)
        for token in data["openers"]
    }


def _all_tokens(values: Mapping[str, Arg]) -> frozenset[str]:
    return _digits_as_hash(frozenset(token for key in values for token in _TOKEN.findall(str(key).lower())))


def _rule(entry: Mapping[str, Any], classes: Mapping[str, WordClass]) -> tuple[Rule, frozenset[str]]:
    template: Template = compile_template(
        entry["pattern"], {n: (c.regex, c.first, c.tokens) for n, c in classes.items()}
    )
    regex = re.compile(template.regex, re.IGNORECASE)
    rule = Rule(entry["name"], entry["op"], regex, template.classes, entry.get("set", {}), template.words)
    return rule, template.first
