"""``codebook new``: questions and answers become a first codebook file, which is checked before it is
written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dateline.codebook import builtin, examine, load
from dateline.errors import CodebookError, UsageError

#: Asks one question: (question, default) to the answer.
Asker = Callable[[str, str], str]
_UNITS = ("type", "subtype", "day", "place", "sides", "target")
_HEAD = """\
# {title}
# A first file, written by `dateline codebook new`. Change what you like, then:
#     dateline codebook check {name}.yaml
# Types that are not among the native ones are found by `--reader base+{name}.yaml`, from definition and
# examples.
"""


@dataclass(slots=True)
class _Type:
    name: str
    definition: str
    includes: str
    excludes: str
    violent: bool
    examples: list[str] = field(default_factory=list)


def interview(ask: Asker) -> tuple[str, str]:
    """Ask for a codebook; its name and the text of its file. A question is asked again until its answer
    makes sense. Raises UsageError after five senseless answers, CodebookError where the whole does not hold
    together."""
    title = _until(ask, "What is your project called?", "Our incidents", lambda t: bool(t.strip()))
    name = _until(
        ask,
        "A short name for the file (small letters, digits, - and _)",
        _slug(title),
        lambda t: bool(re.fullmatch(r"[a-z][a-z0-9_-]*", t)),
    )
    rules = load("dateline").toll_rules
    parts = _until(
        ask,
        f"What must agree for two reports to tell of one incident? ({', '.join(_UNITS)})",
        "type, day, place, sides",
        lambda t: all(p in _UNITS for p in _listed(t)) and bool(_listed(t)),
    )
    days = _until(ask, "How many days may lie between them?", "1", str.isdigit)
    rule = _until(
        ask,
        f"Which count is chosen where they differ? ({', '.join(rules)})",
        next(iter(rules)),
        rules.__contains__,
    )
    columns = [n for n in builtin() if load(n).export]
    like = _until(
        ask, f"Whose columns should the export have? ({', '.join(columns)})", "hxl", columns.__contains__
    )
    types = _types(ask)
    data: dict[str, Any] = {
        "name": name,
        "version": 1,
        "title": title,
        "extends": like,
        "unit": {"same": _listed(parts), "days": int(days)},
        "default_toll_rule": rule,
    }
    if types:
        data["types"] = [_entry(t) for t in types]
    text = _HEAD.format(title=title, name=name) + yaml.safe_dump(
        data, sort_keys=False, allow_unicode=True, width=110
    )
    _, problems = examine(text, f"{name}.yaml")
    if problems:
        raise CodebookError(
            f"{name}.yaml, line {problems[0].line}: {problems[0].message}", "answer once more"
        )
    return name, text


def _types(ask: Asker) -> list[_Type]:
    native = load("dateline")
    found: list[_Type] = []
    while True:
        name = _until(
            ask,
            "A type of incident of your own, as one word (nothing: no more)",
            "",
            lambda t: not t or bool(re.fullmatch(r"[a-z][a-z0-9_]*", t)),
        )
        if not name:
            return found
        known = native.get(name)
        definition = _until(
            ask, f"What is meant by {name}, in one sentence?", known.definition if known else "", bool
        )
        one = _Type(
            name,
            definition,
            ask("What is included that one might doubt?", known.includes if known else ""),
            ask("What is excluded?", known.excludes if known else ""),
            _until(ask, "Is harm meant by it? (yes, no)", "yes", ("yes", "no").__contains__) == "yes",
        )
        one.examples += _examples(ask, known.example if known else "")
        found.append(one)


def _examples(ask: Asker, native: str) -> list[str]:
    """Sentences that show a type: two at least; of a native type, its own example is enough."""
    found: list[str] = []
    while len(found) < 10:
        least = "" if len(found) >= (1 if native else 2) else " (at least two; five are better)"
        question = "A sentence of a report that tells of one, the words that say it in [brackets]"
        if native and not found:
            text = _until(ask, question, native, bool)
        else:
            text = _until(ask, question + least, "", bool if least else lambda t: True)
        if not text:
            break
        found.append(text)
    return found


def _entry(one: _Type) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": one.name,
        "family": "violence" if one.violent else "development",
        "violent": one.violent,
        "definition": one.definition,
        "example": one.examples[0],
    }
    if one.examples[1:]:
        told["examples"] = one.examples[1:]
    told |= {key: value for key, value in (("includes", one.includes), ("excludes", one.excludes)) if value}
    native = load("dateline").get(one.name)
    if native is not None:
        told["mapping"] = {k: list(v) for k, v in native.mapping.model_dump().items()}
    return told


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-").lstrip("0123456789-") or "codebook"


def _until(ask: Asker, question: str, default: str, good: Callable[[str], bool]) -> str:
    for _ in range(5):
        answer = ask(question, default).strip()
        if good(answer):
            return answer
        question = question if question.startswith("Once more: ") else f"Once more: {question}"
    raise UsageError(
        f"no answer to: {question.removeprefix('Once more: ')}", "start again: dateline codebook new"
    )


def write_new(text: str, path: Path) -> None:
    """Write the file; never over another. Raises UsageError."""
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already", "name another file with --out") from error
