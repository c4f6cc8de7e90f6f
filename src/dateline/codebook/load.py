"""Reads and checks codebooks; an error names the file, the line and the way out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dateline.codebook.check import problems
from dateline.codebook.schema import Codebook
from dateline.errors import CodebookError

B = TypeVar("B", bound=BaseModel)

#: Files in ``builtin`` that are templates of a task and have a form of their own.
_TASKS = frozenset({"muc4"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: A file beyond this is no codebook, and an alias bomb of YAML would grow out of less than that unpacked.
LARGEST = 2_000_000
_DEEPEST = 8  # codebooks that extend each other
#: What a codebook takes from the one that it extends, entry by entry; of other sections the own one stands.
_MERGED = ("let", "precision", "tables", "options", "toll_rules", "fields", "weapon_kinds", "target_kinds")


class Problem(NamedTuple):
    """Something wrong in a codebook file, and the line that it stands on."""

    line: int
    where: str
    message: str


def load(name_or_path: str | Path) -> Codebook:
    """A built-in codebook by name ("dateline"), or one from a YAML file.

    Raises :class:`CodebookError` with file and line when it is not there or breaks the schema.
    """
    if isinstance(name_or_path, str) and not name_or_path.endswith((".yaml", ".yml")):
        return _builtin(name_or_path)
    path = Path(name_or_path)
    return parse(read_file(path), str(path), path.parent)


def builtin() -> list[str]:
    """The names of the codebooks that come with Dateline, tasks apart."""
    folder = files("dateline.codebook") / "builtin"
    names = {p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")}
    return sorted(names - _TASKS)


def read_file(path: Path) -> str:
    """The text of a codebook file. Raises CodebookError."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise CodebookError(f"{path} has over {LARGEST // 1_000_000} MB", "that is no codebook")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CodebookError(f"{path}: no such codebook", "give the path of a YAML file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: cannot be read ({error})", "give a YAML file in UTF-8") from error


@cache
def _builtin(name: str) -> Codebook:
    known = builtin()
    if name not in known:
        way_out = f"built in: {', '.join(known)}; a file of your own ends in .yaml"
        raise CodebookError(f"no codebook {name!r}", way_out)
    path = files("dateline.codebook") / "builtin" / f"{name}.yaml"
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, source: str, folder: Path | None = None) -> Codebook:
    """The codebook in ``text``; ``source`` names it in errors, ``folder`` is where files that it extends lie.
    Raises CodebookError with the first problem."""
    book, found = examine(text, source, folder)
    if book is None or found:
        first = found[0]
        message = f"{source}, line {first.line}: {first.where}: {first.message}"
        raise CodebookError(message, "mend this entry; the built-in dateline.yaml shows the form")
    return book


def examine(text: str, source: str, folder: Path | None = None) -> tuple[Codebook | None, list[Problem]]:
    """The codebook in ``text`` with everything that is wrong with it; None where it breaks the schema.
    Raises CodebookError for what is no YAML and for codebooks that extend each other in a circle."""
    root, data = _yaml(text, source)
    if data.get("extends"):
        data = _extended(data, source, folder, [source])
    try:
        book = Codebook.model_validate(data)
    except ValidationError as error:
        return None, [_problem(root, one) for one in _own_errors(error.errors())]
    return book, [
        Problem(_line(root, where), ".".join(str(p) for p in where if p != "choose"), message)
        for where, message in problems(book)
    ]


def _extended(data: dict[str, Any], source: str, folder: Path | None, chain: list[str]) -> dict[str, Any]:
    """The entries with those of the codebook that they extend beneath. Types of the same name are replaced,
    all others stay; rules and tables are taken over entry by entry."""
    name = str(data["extends"])
    if len(chain) > _DEEPEST:
        raise CodebookError(f"{source}: extends over {_DEEPEST} codebooks", "extend fewer")
    if name.endswith((".yaml", ".yml")):
        path = ((folder or Path()) / name).resolve()
        if str(path) in chain or path == Path(source).resolve():
            circle = " → ".join(Path(c).name for c in (*chain, str(path)))
            raise CodebookError(f"{source}: codebooks extend each other in a circle: {circle}", "cut it")
        _, base = _yaml(read_file(path), str(path))
        if base.get("extends"):
            base = _extended(base, str(path), path.parent, [*chain, str(path)])
    elif name in builtin():
        base = _raw_builtin(name)
    else:
        way_out = f"built in: {', '.join(builtin())}; or the path of a YAML file"
        raise CodebookError(f"{source}: extends {name!r}, which is not there", way_out)
    merged = {key: value for key, value in base.items() if key != "extends"} | data
    for key in _MERGED:
        if isinstance(base.get(key), dict) and isinstance(data.get(key), dict):
            merged[key] = base[key] | data[key]
    own = data.get("types")
    if isinstance(own, list):
        named = {t.get("type") for t in own if isinstance(t, dict)}
        merged["types"] = own + [t for t in base.get("types", ()) if t.get("type") not in named]
    return merged


@cache
def _raw_builtin(name: str) -> dict[str, Any]:
    path = files("dateline.codebook") / "builtin" / f"{name}.yaml"
    _, data = _yaml(path.read_text(encoding="utf-8"), path.name)
    return _extended(data, path.name, None, [path.name]) if data.get("extends") else data


def parse_as(form: type[B], text: str, source: str) -> B:
    """What ``text`` holds in the form of a pydantic model; ``source`` names it in errors (CodebookError)."""
    root, data = _yaml(text, source)
    try:
        return form.model_validate(data)
    except ValidationError as error:
        first = _problem(root, error.errors()[0])
        problem = f"{source}, line {first.line}: {first.where}: {first.message}"
        raise CodebookError(problem, "mend this entry; the built-in dateline.yaml shows the form") from None


def _yaml(text: str, source: str) -> tuple[yaml.Node | None, dict[str, Any]]:
    try:
        root = yaml.compose(text, Loader=_LOADER)
        if "&" in text and "*" in text:
            _no_bomb(root, source)
        data = yaml.load(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise CodebookError(f"{source}{line}: not YAML", "mind indentation, colons and quotes") from error
    if not isinstance(data, dict):
        raise CodebookError(f"{source}: not a codebook", "start from the built-in dateline.yaml")
    return root, data


def _no_bomb(root: yaml.Node | None, source: str) -> None:
    """Aliases of aliases grow without end; nodes are counted as often as they stand."""
    waiting, met = [root], 0
    while waiting:
        node = waiting.pop()
        met += 1
        if met > 200_000:
            raise CodebookError(f"{source}: its aliases (&, *) unfold without end", "write them out")
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]


def _own_errors(errors: list[Any]) -> list[Any]:
    """Without lists told to be too short only because their one entry is wrong."""
    places = [tuple(one["loc"]) for one in errors]
    return [
        one
        for one, place in zip(errors, places, strict=True)
        if one["type"] != "too_short"
        or not any(len(p) > len(place) and p[: len(place)] == place for p in places)
    ]


def _problem(root: yaml.Node | None, error: Any) -> Problem:
    where = [part for part in error["loc"] if part != "[key]"]
    dotted = ".".join(map(str, where)) or "codebook"
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = "there is no such entry in a codebook"
    elif error["type"] == "too_short":
        message = f"needs at least {error['ctx']['min_length']} in its list"
    return Problem(_line(root, where), dotted, message)


def _line(node: yaml.Node | None, where: list[int | str]) -> int:
    """The line (from 1) of the entry that ``where`` leads to, or of the nearest one above it."""
    line = 1
    for part in where:
        found: yaml.Node | None = None
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part]
            line = node.value[part].start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    found, line = value, key.start_mark.line + 1
            # a rule may be written without its `choose`
            found = node if found is None and part == "choose" else found
        elif part == "choose":
            found = node
        if found is None:
            break
        node = found
    return line
