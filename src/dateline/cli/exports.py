"""Commands on exports and codebooks: export, codebook list, check, explain, new."""

from __future__ import annotations

import codecs
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dateline import service
from dateline.cli import options as o
from dateline.cli.app import app
from dateline.cli.console import cell, complain, console, done, many, printable, utf8_stdout, working
from dateline.errors import UsageError

__all__ = ["app"]

codebook = typer.Typer(no_args_is_help=True, help="Codebooks: list, check, explain, write one.")
app.add_typer(codebook, name="codebook")

BookOption = Annotated[
    str, typer.Option("--codebook", help="dateline, acled, ucdp-ged, gtd, plover, hxl, or a YAML file.")
]
SetOption = Annotated[
    list[str] | None, typer.Option("--set", help="A choice of the codebook, e.g. inter=numeric.")
]


@app.command()
@o.filtered(last=o.UntilDay)
def export(
    wanted: service.Filter,
    to: Annotated[
        str,
        typer.Option(
            "--to", help="csv, geojson, jsonl, html; with dateline[formats] xlsx, parquet, geoparquet, gpkg."
        ),
    ],
    out: o.OutOption = "-",
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    codebook: BookOption = "dateline",
    choices: SetOption = None,
    hxl: Annotated[bool, typer.Option("--hxl", help="A row of HXL tags below the header.")] = False,
    excluded: Annotated[
        bool, typer.Option("--explain-excluded", help="List what the codebook leaves out, and why.")
    ] = False,
    names: Annotated[
        bool,
        typer.Option("--with-private-names", help="Keep names of private persons; put on record with --who."),
    ] = False,
    who: Annotated[str, typer.Option("--who", help="Who asks for names of private persons.")] = "",
    redact: Annotated[
        list[str] | None,
        typer.Option("--redact", help="outlet=NAME, agency=NAME, speaker=KIND, off-record, urls, titles."),
    ] = None,
    coarsen: Annotated[str, typer.Option("--coarsen", help="25km, admin2, admin1 or country.")] = "",
) -> None:
    """Write incidents as a table, a map, lines of JSON, or a page to check them on; a methods file goes
    beside it."""
    request = service.ExportRequest(
        to=to,
        wanted=wanted,
        codebook=codebook,
        options=_choices(choices),
        discretion=service.Discretion(names, who, tuple(redact or ()), coarsen),
        hxl=hxl,
    )
    service.check_request(request)
    with service.open_ledger(ledger, create=False) as store, working("exporting", unit="reports") as show:
        made = service.make_export(store, request, show.both)
    if out == "-":
        sys.stdout.flush()
        # the mark is for Excel, which opens files; a program behind a pipe would take it for a part of a name
        sys.stdout.buffer.write(made.content.removeprefix(codecs.BOM_UTF8))
    else:
        written = service.write_export(made, Path(out))
        print(
            f"{many(made.rows, 'incident')} in {printable(out)}; "
            + ", ".join(printable(p.name) for p in written[1:])
        )
    if excluded:
        told = sys.stderr if out == "-" else sys.stdout
        print(f"{many(len(made.left), 'incident')} left out by {codebook}", file=told)
        for one in made.left:
            print(printable(f"  {one.incident}  {one.rule}: {one.why}"), file=told)


def _choices(given: list[str] | None) -> dict[str, str]:
    found = {}
    for one in given or ():
        name, equals, value = one.partition("=")
        if not equals:
            raise UsageError(f"--set {one!r} sets nothing", "write NAME=VALUE, e.g. --set inter=numeric")
        found[name.strip()] = value.strip()
    return found


@codebook.command("list")
def codebook_list() -> None:
    """The codebooks that are built in."""
    for name, title, columns in service.builtin_codebooks():
        print(f"{name:10} {title}" + (f" ({columns} columns)" if columns else ""))


@codebook.command("check")
def codebook_check(file: Annotated[str, typer.Argument(help="A YAML file, or a built-in name.")]) -> None:
    """Check a codebook: every problem with its line."""
    book, problems = service.check_codebook(file)
    for one in problems:
        complain(f"{file}, line {one.line}: {one.where}: {one.message}")
    done(len(problems))
    if book is None:
        print(f"{printable(file)} is in order")
        return
    columns = len(book.export.columns) if book.export else 0
    facts = [many(len(book.types), "type"), many(columns, "column"), many(len(book.include), "condition")]
    print(f"{printable(file)} is in order: {book.name} {book.version}, " + ", ".join(facts))


@codebook.command("explain")
def codebook_explain(
    file: Annotated[str, typer.Argument(help="A YAML file, or a built-in name.")],
    incident: Annotated[str, typer.Option("--incident", help="Id of an incident.")],
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    choices: SetOption = None,
    as_json: o.JsonOption = False,
) -> None:
    """Why an incident's row says what it says: by which rule, from which statements."""
    with service.open_ledger(ledger, create=False) as store:
        told = service.explain_incident(store, file, incident, _choices(choices))
    if as_json:
        utf8_stdout()
        left = asdict(told.left) if told.left else None
        rows = [asdict(reason) for reason in told.reasons]
        print(
            json.dumps({"incident": told.incident.id, "left_out": left, "columns": rows}, ensure_ascii=False)
        )
        return
    out = console()
    if told.left:
        out.print(cell(f"left out by {told.left.rule}: {told.left.why}", "red"))
    table = Table(title=cell(told.incident.id), title_justify="left", show_lines=True)
    for name in ("column", "value", "rule", "rests on"):
        table.add_column(name)
    for reason in told.reasons:
        rule = "\n".join(filter(None, (reason.rule, reason.because, *reason.chosen)))
        value = "" if reason.value is None else str(reason.value)
        table.add_row(cell(reason.column), cell(value), cell(rule), cell("\n".join(reason.words)))
    out.print(table)


@codebook.command("new")
def codebook_new(
    out: Annotated[str, typer.Option("--out", "-o", help="File to write (default: NAME.yaml).")] = "",
) -> None:
    """Ask what a codebook needs to say, and write a first file."""

    def ask(question: str, default: str) -> str:
        return str(typer.prompt(question, default=default, show_default=bool(default), err=True))

    name, text = service.interview(ask)
    path = Path(out or f"{name}.yaml")
    service.write_new(text, path)
    print(f"{printable(str(path))} is written; read it, then: dateline codebook check {printable(str(path))}")
