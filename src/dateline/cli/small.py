"""Commands that ask one small thing: about, when, where, gazetteer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dateline.cli import options as o
from dateline.cli.app import app
from dateline.cli.console import cell, console, printable, working
from dateline.export.words import describe
from dateline.model import When, Where
from dateline.model.codec import to_json
from dateline.service import trying

__all__ = ["app"]

Text = Annotated[str, typer.Argument(help="A sentence, or - for standard input.")]

gazetteer = typer.Typer(no_args_is_help=True, help="The index of places.")
app.add_typer(gazetteer, name="gazetteer")


@app.command()
def about(as_json: o.JsonOption = False) -> None:
    """Versions, licence, and to whom the place names are owed."""
    facts = trying.about()
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in facts.items():
        print(f"{name:14} {value}")


@app.command()
def when(
    text: Text,
    published: Annotated[
        str | None, typer.Option("--published", help="Day to count from, e.g. 2016-10-28.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="en, es or fr.")] = "en",
    as_json: o.JsonOption = False,
) -> None:
    """Show which days a sentence speaks of, why, and what contradicts them."""
    found = trying.when(_given(text), published, language)
    if as_json:
        print(_as_json(found))
        return
    if not found:
        console().print("no time is named")
        return
    table = _table("words", "day", "TIMEX3", "why")
    for one in found:
        table.add_row(cell(one.words), cell(describe(one.value)), cell(one.timex), cell(one.why))
    console().print(table)


@app.command()
def where(text: Text, as_json: o.JsonOption = False) -> None:
    """Show which places a sentence names, and why."""
    found = trying.where(_given(text))
    if as_json:
        print(_as_json(found))
        return
    if not found:
        console().print("no place is named")
        return
    table = _table("words", "place", "class", "point", "why")
    for one in found:
        place = one.value
        assert isinstance(place, Where)
        known = place.lat is not None and place.lon is not None
        radius = f"± {(place.radius_m or 0) / 1000:.0f} km"
        point = f"{place.lat:.4f}, {place.lon:.4f} {radius}" if known else ""
        if place.line:
            ends = " to ".join(f"{lat:.2f}, {lon:.2f}" for lat, lon in (place.line[0], place.line[-1]))
            point = f"{point}; line {ends}" if known else f"line {ends} {radius}"
        kind = place.place_class.value.replace("_", " ")
        own = "" if place.reason in one.why else place.reason  # who disputes a place is among the reasons
        why = "; ".join(filter(None, (own, one.why)))
        table.add_row(cell(one.words), cell(describe(place)), kind, point, cell(why))
    console().print(table)


def _as_json(found: list[trying.Found]) -> str:
    rows = [
        {"words": one.words, "why": one.why, "timex": one.timex, **to_json(one.value)}
        if isinstance(one.value, When)
        else {"words": one.words, "why": one.why, **to_json(one.value)}
        for one in found
    ]
    return json.dumps(rows, ensure_ascii=False)


@gazetteer.command("build")
def gazetteer_build() -> None:
    """Build the index of places, which is else done when first needed."""
    with working("building the gazetteer") as show:
        facts = trying.build_gazetteer(lambda step, share: show(round(share * 100), printable(step)))
    print(f"{facts['places']} places in {facts['folder']} (version {facts['version']})")


@gazetteer.command("list")
def gazetteer_list() -> None:
    """Say which indexes are there."""
    folder = trying.gazetteer_folder()
    files = sorted(folder.rglob("*.idx"))
    for file in files:
        print(f"{file.stat().st_size / 1e6:8.1f} MB  {printable(str(file))}")
    if not files:
        print(f"no index in {folder}: it is built when first needed, or with: dateline gazetteer build")
    for name, source, names in trying.added_to_gazetteer():
        print(f"{name}: {names} names added from {printable(source)}")


@gazetteer.command("add")
def gazetteer_add(file: Annotated[Path, typer.Argument(help="GeoNames dump (.txt) or GeoJSON.")]) -> None:
    """Add the places of a GeoNames country dump (PK.txt) or of a GeoJSON file of your own."""
    with working("building the gazetteer") as show:
        trying.build_gazetteer(lambda step, share: show(round(share * 100), printable(step)))
    print(printable(trying.add_to_gazetteer(file)))


@gazetteer.command("remove")
def gazetteer_remove(name: Annotated[str, typer.Argument(help="As gazetteer list shows it.")]) -> None:
    """Take a file that was added away again."""
    print(printable(trying.remove_from_gazetteer(name)))


def _table(*names: str) -> Table:
    table = Table()
    for name in names:
        table.add_column(name)
    return table


def _given(text: str) -> str:
    return sys.stdin.read() if text == "-" else text
