"""Figures in the documentation: filled in from the output of the commands, never typed.

``dateline evaluate NAME --data PATH --json > docs/figures/NAME.json`` makes a file of figures.
``python -m dateline.evaluate.page docs/figures docs/accuracy.md README.md`` writes the first page wholly from
these files and the prose in ``page.yaml`` beside them, leaving out what was not measured; puts the tables
between the marks ``<!-- figures: NAME -->`` and ``<!-- /figures -->`` of the further pages; and gathers all
figures in ``all.json``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

_BLOCK = re.compile(r"(<!-- figures: ([\w-]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)
_TOGETHER = "all"

Measured = Mapping[str, Mapping[str, Any]]


def measured(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Every file of figures in ``folder``, by the name of its benchmark."""
    paths = sorted(p for p in folder.glob("*.json") if p.stem != _TOGETHER)
    return {path.stem: json.loads(path.read_text("utf-8")) for path in paths}


def fill(page: str, folder: Path) -> str:
    """The page with every block of figures made anew from ``folder/NAME.json``. Raises OSError when a
    file is missing."""

    def block(match: re.Match[str]) -> str:
        found = json.loads((folder / f"{match[2]}.json").read_text("utf-8"))
        return f"{match[1]}\n{table(found)}\n{match[3]}"

    return _BLOCK.sub(block, page)


def table(evaluation: Mapping[str, Any]) -> str:
    """One evaluation as Markdown: the command, the table, the notes."""
    lines = [f"    {evaluation['command']}", ""]
    lines += _rows(evaluation["columns"], evaluation["rows"])
    lines += ["", *(f"- {note}" for note in evaluation["notes"])]
    lines += [f"- Dateline {evaluation['version']}"]
    return "\n".join(lines) + "\n"


def _rows(columns: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(cell or " " for cell in row) + " |"


def accuracy(prose: Mapping[str, Any], found: Measured) -> str:
    """The page on accuracy: what ``page.yaml`` says, with the figures that there are."""
    parts = [prose["head"]]
    rows = list(_summary(prose["summary"], found))
    if rows:
        columns = ["what", "measured", "to beat", "to reach", "command"]
        parts.append("## All at once\n\n" + "\n".join(_rows(columns, rows)) + "\n")
    for section in prose["sections"]:
        name = section["figures"]
        if name in found:
            parts.append(f"## {section['title']}\n\n{section['text']}\n{table(found[name])}")
            parts += [calibration(found[name])] if _kinds(found[name]) else []
    return "\n".join(part.rstrip("\n") + "\n" for part in (*parts, prose["tail"]))


def _summary(wanted: list[dict[str, Any]], found: Measured) -> Iterator[list[str]]:
    for row in wanted:
        figures = found.get(row["figures"], {}).get("figures", {})
        if row["key"] in figures:
            share = f"{100 * figures[row['key']]:.1f}"
            told = [row["what"], share, row.get("beat", ""), row.get("reach", "")]
            yield [*map(str, told), f"`{found[row['figures']]['command']}`"]


def _kinds(evaluation: Mapping[str, Any]) -> list[str]:
    pattern = re.compile(r"calibration_(\w+)_error")
    return [m[1] for key in evaluation["figures"] if (m := pattern.fullmatch(key))]


def calibration(evaluation: Mapping[str, Any]) -> str:
    """How far confidence and being right are apart, by kind of statement."""
    figures, rows = evaluation["figures"], []
    for kind in _kinds(evaluation):
        shares = [100 * figures[f"calibration_{kind}_{what}"] for what in ("error", "confidence", "right")]
        number = int(figures[f"calibration_{kind}_statements"])
        rows.append([kind, *(f"{share:.1f}" for share in shares), str(number)])
    columns = ["statements", "expected error, points", "mean confidence %", "right %", "number"]
    told = (
        "### Calibration\n\nA confidence of 80 % should be right four times in five. "
        "The expected error is the\ndistance between the two over ten bins of confidence, "
        "weighted by the statements in each."
    )
    return f"{told}\n\n" + "\n".join(_rows(columns, rows)) + "\n"


def together(found: Measured) -> str:
    """All figures as one JSON object: by benchmark its command, version, figures and notes."""
    kept = ("command", "version", "figures", "notes")
    told = {name: {key: one[key] for key in kept if key in one} for name, one in sorted(found.items())}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """``FOLDER ACCURACY.md [PAGE.md …]``: write the first page, rewrite the others in place."""
    folder, page, *others = map(Path, arguments)
    found = measured(folder)
    prose = yaml.safe_load((folder / "page.yaml").read_text("utf-8"))
    page.write_text(accuracy(prose, found), "utf-8")
    (folder / f"{_TOGETHER}.json").write_text(together(found), "utf-8")
    for other in others:
        other.write_text(fill(other.read_text("utf-8"), folder), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
