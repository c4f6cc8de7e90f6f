"""Figures in the documentation: filled in from the output of the commands, never typed.

``dateline evaluate NAME --data PATH --json > docs/figures/NAME.json`` makes a file of figures;
``python -m dateline.evaluate.page PAGE.md docs/figures`` puts the tables between the marks
``<!-- figures: NAME -->`` and ``<!-- /figures -->`` of a page.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

_BLOCK = re.compile(r"(<!-- figures: ([\w-]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def fill(page: str, folder: Path) -> str:
    """The page with every block of figures made anew from ``folder/NAME.json``. Raises OSError when a
    file is missing."""

    def block(match: re.Match[str]) -> str:
        found = json.loads((folder / f"{match[2]}.json").read_text("utf-8"))
        return f"{match[1]}\n{table(found)}\n{match[3]}"

    return _BLOCK.sub(block, page)


def table(evaluation: dict[str, Any]) -> str:
    """One evaluation as Markdown: the command, the table, the notes."""
    columns, rows = evaluation["columns"], evaluation["rows"]
    lines = [f"    {evaluation['command']}", ""]
    lines += ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(cell or " " for cell in row) + " |" for row in rows]
    lines += ["", *(f"- {note}" for note in evaluation["notes"])]
    lines += [f"- Dateline {evaluation['version']}"]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """``PAGE.md FOLDER``: rewrite the page in place."""
    page, folder = map(Path, arguments)
    page.write_text(fill(page.read_text("utf-8"), folder), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
