"""The commands. Thin: each calls one verb of the service and prints what comes back."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline import __version__, service
from dateline.cli import options as o
from dateline.cli.console import (
    Doors,
    complain,
    console,
    done,
    many,
    printable,
    utf8_stdout,
    working,
)
from dateline.masking import masked

app = typer.Typer(
    cls=Doors,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="From news reports to an incident database that can be checked to the word.",
)


@app.command()
def ingest(
    paths: o.Paths,
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    as_json: o.JsonOption = False,
    reader: o.ReaderOption = o.DEFAULT_READER,
    base_url: o.BaseUrl = "",
    max_page: o.MaxPage = 20,
    max_unpacked: o.MaxUnpacked = 100,
    workers: o.WorkersOption = "auto",
    sift: o.SiftOption = False,
    metrics: o.MetricsOption = "",
    log: o.LogOption = "",
) -> None:
    """Read pages into a ledger and link them. Pages that are there already are passed over."""
    service.start_log(log, unasked="warning")
    limits, size = _limits(max_page, max_unpacked), service.bytes_of(paths)
    with (
        service.open_ledger(ledger) as store,
        working("reading", size) as show,
        service.serving(metrics, store),
    ):
        listener = _JsonListener() if as_json else _Listener(show)
        options = service.IngestOptions(limits, None, o.workers_of(workers), sift, advanced=show.reach)
        summary = service.ingest(paths, store, options, listener)
    if as_json:
        names = ("new", "known", "superseded", "incidents", "failed", "passed_over")
        _line({"summary": {name: getattr(summary, name) for name in names}})
    else:
        fates = f"{summary.new} new, {summary.known} known, {summary.superseded} superseded"
        if sift:
            fates += f", {summary.passed_over} passed over"
        read, found = many(summary.reports, "report"), many(summary.incidents, "incident")
        print(f"{read} ({fates}); {found} in {printable(masked(ledger))}")
    _tell_spent(reader)
    _list_failures(summary.failures, summary.failed)


@app.command()
def extract(
    paths: o.Paths,
    as_json: o.JsonOption = False,
    reader: o.ReaderOption = o.DEFAULT_READER,
    base_url: o.BaseUrl = "",
    codebook: o.CodebookOption = "dateline",
    to: o.TemplatesOption = "",
    max_page: o.MaxPage = 20,
    max_unpacked: o.MaxUnpacked = 100,
) -> None:
    """Read pages and print what they tell of; no ledger. With --json one object a report."""
    from dateline.cli.tables import account_lines

    if o.wants_templates(codebook, to, as_json):
        _templates(paths, _limits(max_page, max_unpacked))
        return

    failures: list[service.Failed] = []
    if as_json:
        utf8_stdout()
    with working("reading", service.bytes_of(paths)) as show:
        limits = _limits(max_page, max_unpacked)
        for count, item in enumerate(service.extract(paths, limits, show.reach), 1):
            show(count)
            if isinstance(item, service.Failed):
                failures.append(item)
            elif as_json:
                _line(service.extraction(*item))
            else:
                for line in account_lines(*item):
                    print(line)
    _tell_spent(reader)
    _list_failures(failures)


def _templates(paths: list[str], limits: Any) -> None:
    """Print the templates of every report as soon as they are there."""
    failures: list[service.Failed] = []
    utf8_stdout()
    with working("reading", service.bytes_of(paths)) as show:
        for count, item in enumerate(service.extract_templates(paths, limits, show.reach), 1):
            show(count)
            if isinstance(item, service.Failed):
                failures.append(item)
            else:
                sys.stdout.write(item + "\n")
    _list_failures(failures)


@app.command()
@o.filtered(last=o.To)
def incidents(
    wanted: service.Filter, ledger: o.LedgerOption = o.DEFAULT_LEDGER, as_json: o.JsonOption = False
) -> None:
    """List incidents. Filters combine; an unknown day passes no filter by day."""
    from dateline.cli.tables import incidents_table

    with service.open_ledger(ledger, create=False) as store:
        with working("linking", unit="accounts") as show:
            found = service.incidents(store, wanted, show.staged)
        if as_json:
            utf8_stdout()
            material = service.gather(store, found)
            for incident in found:
                _line(service.incident_json(incident, material))
            return
    console().print(incidents_table(found))
    print(many(len(found), "incident"))


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Incident, account, statement or report.")],
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    as_json: o.JsonOption = False,
) -> None:
    """Show an incident: every value, what it rests on, what dissents, and why its reports are one."""
    from dateline.cli.tables import shown_tables

    with service.open_ledger(ledger, create=False) as store:
        with working("linking", unit="accounts") as bar:
            shown = service.show(store, identifier, bar.staged)
        material = service.gather(store, [shown.incident])
    if as_json:
        utf8_stdout()
        _line(
            {
                "incident": service.incident_json(shown.incident, material),
                "reports": [
                    service.extraction(report, [a for a in shown.incident.accounts if a.report_id == name])
                    for name, report in shown.reports.items()
                ],
                "reasons": list(shown.incident.reasons),
            }
        )
        return
    out = console()
    for part in shown_tables(shown, material):
        out.print(part)


@app.command()
def rebuild(
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    tolls: Annotated[str, typer.Option("--tolls", help="Rule for counts, e.g. acled-conservative.")] = "",
    codebook: Annotated[
        str, typer.Option("--codebook", help="Codebook to go by from now on: a name, or a YAML file.")
    ] = "",
) -> None:
    """Judge all accounts, compute the incidents and index all words anew, from what the ledger holds."""
    with service.open_ledger(ledger, create=False) as store, working("linking", unit="accounts") as show:
        found = service.rebuild(store, tolls=tolls, codebook=codebook, heard=show.staged)
        service.index_words(store)
    print(f"{many(len(found), 'incident')} in {printable(masked(ledger))}")


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--to", help="Folder for the ledgers and pages.")] = Path(
        "dateline-demo"
    ),
    serve: Annotated[bool, typer.Option("--serve", help="Open the desk on the examples instead.")] = False,
    port: Annotated[int, typer.Option("--port", help="Port of the desk.", min=1, max=65535)] = 8765,
) -> None:
    """Read the examples that come with Dateline, show their incidents, and write evidence pages."""
    from dateline.cli.tables import demo_parts

    if serve:
        from dateline.cli.desk import serve_demo

        serve_demo(folder, port)
        return
    out = console()
    failures: list[service.Failed] = []
    for shown in service.demo(folder):
        for part in demo_parts(shown):
            out.print(part)
        failures.extend(shown.summary.failures)
    _list_failures(failures)


@app.command()
def evaluate(
    name: Annotated[str, typer.Argument(help="Name of a benchmark, e.g. gva.")],
    data: Annotated[Path, typer.Option("--data", help="Folder of the benchmark's data.")],
    as_json: o.JsonOption = False,
    reader: o.ReaderOption = o.DEFAULT_READER,
    base_url: o.BaseUrl = "",
) -> None:
    """Measure Dateline on a benchmark."""
    from dateline.cli.tables import evaluation_parts

    with working(f"measuring {printable(name)}", unit="done") as show:
        outcome = service.evaluate(name, data, show.both)
    if reader != o.DEFAULT_READER:
        outcome = replace(outcome, command=f"{outcome.command} --reader {reader}")
    _tell_spent(reader)
    if as_json:
        _line({**asdict(outcome), "version": __version__})
        return
    out = console()
    for part in evaluation_parts(outcome):
        out.print(part)


class _Listener:
    """Counts pages for the progress bar."""

    def __init__(self, show: Any) -> None:
        self.show, self.pages, self.failed = show, 0, 0

    def __call__(self, event: service.Acknowledged | service.Failed | str) -> None:
        note = event if isinstance(event, str) else ""
        self.pages += not isinstance(event, str)
        self.failed += isinstance(event, service.Failed)
        self.show(self.pages, note or (f"({self.failed} failed)" if self.failed else ""))


class _JsonListener:
    """Prints a line for every page once it is safe in the ledger (or failed), at once."""

    def __init__(self) -> None:
        utf8_stdout()

    def __call__(self, event: service.Acknowledged | service.Failed | str) -> None:
        if isinstance(event, service.Acknowledged):
            _line({"origin": event.origin, "report": event.report_id, "fate": event.fate.value}, at_once=True)
        elif isinstance(event, service.Failed):
            problem = {"problem": event.problem, "way_out": event.way_out}
            _line({"origin": event.origin, **problem}, at_once=True)


def _limits(max_page: float, max_unpacked: float) -> Any:
    return service.make_limits(page_bytes=int(max_page * 1e6), unpacked_bytes=int(max_unpacked * 1e6))


def _line(data: object, *, at_once: bool = False) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    if at_once:
        sys.stdout.flush()


def _tell_spent(reader: str) -> None:
    """What a language model took, where one read."""
    told = service.spent(reader)
    if told:
        complain(told)


def _list_failures(failures: Sequence[service.Failed], count: int = 0) -> None:
    """The pages that could not be read, each on its line; then exit code 1. ``count``: how many there were,
    where not all of them are given."""
    count = max(count, len(failures))
    if failures:
        complain(f"{many(count, 'page')} could not be read:")
        for failure in failures:
            print(f"  {printable(str(failure))}", file=sys.stderr)
    if count > len(failures) >= service.MOST_LISTED:
        more = f"these are the first {len(failures)} of {count}"
        complain(f"{more}: the ledger keeps all of them, and --json or --log json tells of each as it fails")
    done(count)
