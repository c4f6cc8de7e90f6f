"""Commands on other people's models and data: compare, import, coverage."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from dateline import service
from dateline.cli import options as o
from dateline.cli.app import app
from dateline.cli.console import cell, complain, console, done, many, printable, utf8_stdout, working

__all__ = ["app"]


@app.command()
def compare(
    left: Annotated[str, typer.Argument(metavar="READER_A", help="rules, base, or openai:MODEL.")],
    right: Annotated[str, typer.Argument(metavar="READER_B", help="Another.")],
    paths: o.Paths,
    as_json: o.JsonOption = False,
    base_url: o.BaseUrl = "",
) -> None:
    """Show where two readers differ over the same pages, with the words, for a person to judge."""
    with working("reading"):
        found = service.compare(paths, left, right)
    for reader in (left, right):
        told = service.spent(reader)
        if told:
            complain(f"{reader}: {told}")
    if as_json:
        utf8_stdout()
        for one in found.differences:
            print(json.dumps(asdict(one), ensure_ascii=False))
        print(json.dumps({"agreement": asdict(found.agreement)}))
    else:
        _print(found, left, right)
    for failure in found.failures:
        complain(str(failure))
    done(len(found.failures))


def _print(found: service.Comparison, left: str, right: str) -> None:
    table = Table(show_lines=True)
    for name in ("report", "field", left, right):
        table.add_column(cell(name))
    for one in found.differences:
        sides = [
            f"{value}\n“{words}”" if words else value
            for value, words in ((one.left, one.left_words), (one.right, one.right_words))
        ]
        table.add_row(cell(one.report), one.field, *(cell(side) for side in sides))
    console().print(table)
    a = found.agreement
    names = printable(left), printable(right)
    print(
        f"{many(a.reports, 'report')}: incidents in both {a.both}, only {names[0]} {a.left}, only {names[1]} {a.right}; "
        f"values of those in both: the same {a.values_both}, only {names[0]} {a.values_left}, only {names[1]} {a.values_right}"
    )
