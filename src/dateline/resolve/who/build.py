"""Compiles the YAML of this room into compiled.json, which loads in a few milliseconds.

    python -m dateline.resolve.who.build

A test compares the two, so that neither can be changed alone. Raises :class:`CodebookError` with file
and entry when the YAML breaks its schema.
"""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from dateline.codebook.lexicon.forms import expand, load_forms
from dateline.errors import CodebookError
from dateline.model import ActorKind, Group
from dateline.resolve.who.registry import COMPILED

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEYS = frozenset(
    "id name aliases acronyms ambiguous ambiguous_name countries kind faction_of allied_with from to".split()
)


def room() -> Traversable:
    """The folder of this room's data files."""
    return files("dateline.resolve.who")


def compile_data() -> dict[str, Any]:
    """Everything that ``Registry.load`` needs, as plain JSON values."""
    actors: dict[str, dict[str, Any]] = {}
    for path in sorted((room() / "actors").iterdir(), key=lambda path: path.name):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER):
            _check(path.name, entry, actors)
            actors[entry["id"]] = entry
    for entry in actors.values():
        for other in [*entry.get("allied_with", ()), *filter(None, [entry.get("faction_of")])]:
            if other not in actors:
                raise CodebookError(
                    f"actor {entry['id']!r}: no actor {other!r}", "name an id of actors/*.yaml"
                )
    generic = _read("generic.yaml")
    forms = load_forms()
    return {
        "actors": [_row(entry) for entry in actors.values()],
        "countries": {name: iso for iso, names in _read("countries.yaml").items() for name in names},
        "heads": [
            [" ".join(words), ActorKind(block["kind"]).value, Group(block["group"]).value]
            for block in generic["heads"]
            for entry in block["words"]
            for words, _ in expand(str(entry), "noun", forms)
        ],
        "modifiers": sorted({word for entry in generic["modifiers"] for word in str(entry).split("-")}),
        "organisations": {
            word: ActorKind(kind).value for kind, words in generic["organisations"].items() for word in words
        },
        "titles": sorted(set(generic["titles"])),
        "things": sorted(set(generic["things"])),
        "helpers": sorted(set(generic["helpers"])),
        "common_words": sorted(set(generic["common_words"])),
    }


def _check(name: str, entry: dict[str, Any], actors: dict[str, dict[str, Any]]) -> None:
    label = f"actors/{name}: entry {entry.get('id', entry)!r}"
    if unknown := set(entry) - _KEYS:
        raise CodebookError(
            f"{label}: unknown key {sorted(unknown)[0]!r}", "see the keys at the top of the file"
        )
    if missing := {"id", "name", "kind"} - set(entry):
        raise CodebookError(f"{label}: no {sorted(missing)[0]}", "add it")
    if entry["id"] in actors:
        raise CodebookError(f"{label}: the id is taken", "give every actor an id of its own")
    if entry["kind"] not in set(ActorKind):
        raise CodebookError(f"{label}: unknown kind {entry['kind']!r}", f"use one of {', '.join(ActorKind)}")


def _row(entry: dict[str, Any]) -> list[Any]:
    ambiguous = list(entry.get("ambiguous", ()))
    if entry.get("ambiguous_name"):
        ambiguous.append(entry["name"])
    return [
        entry["id"],
        entry["name"],
        entry["kind"],
        entry.get("countries", []),
        entry.get("acronyms", []),
        entry.get("aliases", []),
        ambiguous,
        entry.get("faction_of"),
        entry.get("allied_with", []),
        entry.get("from"),
        entry.get("to"),
    ]


def _read(name: str) -> Any:
    return yaml.load((room() / name).read_text(encoding="utf-8"), Loader=_LOADER)


def main() -> None:
    """Write compiled.json beside the sources."""
    text = json.dumps(compile_data(), ensure_ascii=False, separators=(",", ":"))
    Path(str(room() / COMPILED)).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
