"""Reads and checks codebooks; an error names the file, the line and the way out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dateline.codebook.schema import Codebook
from dateline.errors import CodebookError

B = TypeVar("B", bound=BaseModel)

#: Files in ``builtin`` that are templates of a task and have a form of their own.
_TASKS = frozenset({"muc4"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(name_or_path: str | Path) -> Codebook:
    """A built-in codebook by name ("dateline"), or one from a YAML file.

    Raises :class:`CodebookError` with file and line when it is not there or breaks the schema.
    """
    if isinstance(name_or_path, str) and not name_or_path.endswith((".yaml", ".yml")):
        return _builtin(name_or_path)
    path = Path(name_or_path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CodebookError(f"{path}: no such codebook", "give the path of a YAML file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: cannot be read ({error})", "give a YAML file in UTF-8") from error
    return parse(text, str(path))


@cache
def _builtin(name: str) -> Codebook:
    folder = files("dateline.codebook") / "builtin"
    names = {p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")}
    known = sorted(names - _TASKS)
    if name not in known:
        way_out = f"built in: {', '.join(known)}; a file of your own ends in .yaml"
        raise CodebookError(f"no codebook {name!r}", way_out)
    path = folder / f"{name}.yaml"
    return parse(path.read_text(encoding="utf-8"), path.name)


def parse(text: str, source: str) -> Codebook:
    """The codebook in ``text``; ``source`` names it in errors."""
    return parse_as(Codebook, text, source)


def parse_as(form: type[B], text: str, source: str) -> B:
    """What ``text`` holds in the form of a pydantic model; ``source`` names it in errors (CodebookError)."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
        data = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise CodebookError(f"{source}{line}: not YAML", "mind indentation, colons and quotes") from error
    if not isinstance(data, dict):
        raise CodebookError(f"{source}: not a codebook", "start from the built-in dateline.yaml")
    try:
        return form.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = [part for part in first["loc"] if part != "[key]"]
        dotted = ".".join(map(str, where)) or "codebook"
        message = first["msg"].removeprefix("Value error, ")
        problem = f"{source}, line {_line(root, where)}: {dotted}: {message}"
        raise CodebookError(problem, "mend this entry; the built-in dateline.yaml shows the form") from None


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
        if found is None:
            break
        node = found
    return line
