"""Codebooks at the door: check a file, explain a row, list what is built in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dateline.codebook import Codebook, builtin, examine, load
from dateline.codebook.load import Problem, read_file
from dateline.errors import NotFound, UsageError
from dateline.export.coded import Wanted
from dateline.export.coded.explain import Explained, explain
from dateline.ledger import Ledger
from dateline.service.asking import gather, incidents, show
from dateline.service.reading import now

__all__ = ["Explained", "Problem", "builtin_codebooks", "check_codebook", "explain_incident"]

#: The task with a form of its own.
TASK = "muc4"


def builtin_codebooks() -> list[tuple[str, str, int]]:
    """Name, title and number of columns (0: templates or the native table) of each codebook that is built
    in."""
    found = [load(name) for name in builtin()]
    told = [(b.name, b.title, len(b.export.columns) if b.export else 0) for b in found]
    return sorted([*told, (TASK, "MUC-4 templates (1992)", 0)])


def check_codebook(name_or_path: str) -> tuple[Codebook | None, list[Problem]]:
    """A codebook with everything that is wrong with it. Raises CodebookError for what is no codebook at
    all."""
    if name_or_path == TASK:
        from dateline.codebook.muc4 import book

        book.load()
        return None, []
    if not name_or_path.endswith((".yaml", ".yml")):
        return load(name_or_path), []
    path = Path(name_or_path)
    return examine(read_file(path), str(path), path.parent)


def explain_incident(
    ledger: Ledger, name_or_path: str, identifier: str, options: Mapping[str, str] | None = None
) -> Explained:
    """Why an incident's row by a codebook says what it says. Raises NotFound, UsageError, CodebookError."""
    book = load(name_or_path)
    if book.export is None:
        raise UsageError(
            f"codebook {book.name} has no columns of its own", f"see: dateline show {identifier}"
        )
    shown = show(ledger, identifier).incident
    # what ties incidents, and what makes several of them one row, is seen among all
    material = gather(ledger, incidents(ledger))
    told = explain(material, Wanted(book, options or {}, now()), shown.id)
    if told is None:
        raise NotFound(f"no row of {book.name} holds {shown.id}", "see: dateline show " + shown.id)
    return told
