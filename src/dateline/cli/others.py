"""Commands on other people's models and data: compare, import, coverage."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
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
    with working("reading", service.bytes_of(paths)) as show:
        found = service.compare(paths, left, right, show.with_reach)
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
        f"{many(a.reports, 'report')}: incidents in both {a.both}, "
        f"only {names[0]} {a.left}, only {names[1]} {a.right}; "
        f"values of those in both: the same {a.values_both}, "
        f"only {names[0]} {a.values_left}, only {names[1]} {a.values_right}"
    )


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV shaped like ACLED's, UCDP GED's or GTD's.")],
    source: Annotated[
        str, typer.Option("--source", help="What to call this source (default: its shape).")
    ] = "",
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    check: Annotated[
        bool, typer.Option("--check", help="Only read the file and tell which rows cannot be read.")
    ] = False,
) -> None:
    """Take a table that you hold into the ledger as a source of its own, and link it with what was read."""
    if check:
        with working("reading", service.bytes_of([str(file)]), "rows") as show:
            checked = service.check_table(file, show.with_reach)
        print(f"{many(checked.rows, 'row')} shaped like {checked.shape}; nothing was stored")
        _refused(checked.failed, checked.failures, checked.odd_lines)
        return
    size = service.bytes_of([str(file)])
    with service.open_ledger(ledger) as store, working("importing", size, "rows") as show:
        done_so = service.import_table(store, file, source, show.with_reach)
    fates = f"{done_so.new} new, {done_so.known} known, {done_so.superseded} superseded"
    rows = done_so.new + done_so.known + done_so.superseded
    print(f"{many(rows, 'row')} ({fates}) shaped like {done_so.shape}, as source {printable(done_so.source)}")
    _refused(done_so.failed, done_so.failures, done_so.odd_lines)


def _refused(failed: int, failures: Sequence[service.Failed], odd_lines: int) -> None:
    if odd_lines:
        complain(f"{many(odd_lines, 'line')} not in UTF-8, read as Windows-1252")
    if failed:
        complain(f"{many(failed, 'row')} could not be read:")
        for failure in failures:
            complain(f"  {failure}")
    done(failed)


@app.command()
@o.filtered(last=o.To)
def coverage(
    wanted: service.Filter,
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    missing: Annotated[
        bool, typer.Option("--missing", help="List every incident that one side lacks.")
    ] = False,
    as_json: o.JsonOption = False,
) -> None:
    """What imported sources and the reports have in common, and what is missing on either side."""
    with service.open_ledger(ledger, create=False) as store:
        found = service.coverage(store, wanted)
    if as_json:
        utf8_stdout()
        counts = {
            s: {"window": found.window[s], "both": found.both[s], "only_reports": found.only_reports[s],
                "only_source": found.only_source[s], "outside": found.outside[s]}
            for s in found.sources
        }  # fmt: skip
        print(
            json.dumps({"sources": counts, "missing": [asdict(m) for m in found.missing]}, ensure_ascii=False)
        )
        return
    if not found.sources:
        print("no source was imported: take one in with: dateline import FILE.csv")
        return
    _coverage_tables(found, missing)


def _coverage_tables(found: service.Coverage, missing: bool) -> None:
    out = console()
    table = Table()
    for name in (
        "source",
        "days and countries in common",
        "in both",
        "only in reports",
        "only in source",
        "outside",
    ):
        table.add_column(name)
    for s in found.sources:
        numbers = (found.both[s], found.only_reports[s], found.only_source[s], found.outside[s])
        table.add_row(cell(s), cell(found.window[s]), *(str(n) for n in numbers))
    out.print(table)
    for title, told in (("type", found.by_type), ("country", found.by_country)):
        table = Table()
        for name in (title, "source", "in both", "only in reports", "only in source"):
            table.add_column(name)
        for (key, s), several in told.items():
            table.add_row(cell(key), cell(s), *(str(n) for n in several))
        out.print(table)
    if missing:
        table = Table(title="missing", title_justify="left")
        for name in ("incident", "type", "day", "place", "has it", "lacks it"):
            table.add_column(name)
        for one in found.missing:
            place = ", ".join(filter(None, (one.place, one.country)))
            has = ", ".join(one.has)
            table.add_row(*(cell(t) for t in (one.incident, one.type, one.day, place, has, one.lacks)))
        out.print(table)
