"""Commands that follow the net: watch, versions."""

from __future__ import annotations

import json
import os
import signal
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline import service
from dateline.cli import options as o
from dateline.cli.app import app
from dateline.cli.console import many, printable, utf8_stdout

__all__ = ["app"]


@app.command()
def watch(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Feeds and sitemaps, one a line.")],
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
    pause: Annotated[float, typer.Option("--pause", help="Seconds between rounds.", min=0.0)] = 60.0,
    delay: Annotated[
        float, typer.Option("--delay", help="Seconds between two requests to one host.", min=0.0)
    ] = 2.0,
    reader: o.ReaderOption = o.DEFAULT_READER,
    max_page: o.MaxPage = 20,
    workers: o.WorkersOption = "1",
    metrics: o.MetricsOption = "",
    contact: Annotated[
        str, typer.Option("--contact", help="An address that hosts may write to; it goes with each request.")
    ] = "",
    log: o.LogOption = "",
) -> None:
    """Follow feeds and sitemaps, and read what they name into a ledger, until it is ended."""
    service.start_log(log)
    watched = service.sources(file)
    signal.signal(signal.SIGTERM, _end)
    loopback = os.environ.get("DATELINE_TEST_LOOPBACK") == "1"  # the tests' own servers
    with ExitStack() as stack:
        store = stack.enter_context(service.open_ledger(ledger))
        # before the processes that read have started: whoever looks after this one need not wait for them
        stack.enter_context(service.serving(metrics, store))
        crew = stack.enter_context(crew) if (crew := service.make_crew(o.workers_of(workers))) else None
        options = service.WatchOptions(
            pause=0.0 if once else pause,
            delay=delay,
            page_bytes=int(max_page * 1e6),
            guard=service.Guard(loopback=loopback),
            crew=crew,
            contact=contact,
        )
        for done in service.watch(watched, store, options):
            if once:
                print(_line(done))
                break


def _end(*_: object) -> None:
    """To be ended by SIGTERM is how a watch ends: whoever supervises it must not take that for a failure."""
    raise SystemExit(0)


def _line(done: service.Round) -> str:
    fates = f"{many(len(done.acknowledged), 'report')} ({done.revised} revised)"
    asked = f"{many(done.feeds, 'feed')} ({done.feeds_failed} failed), {done.found} new addresses"
    return f"{asked}; {done.fetched} fetched, {done.copies} copies, {done.failed} failed; {fates}"


@app.command()
def versions(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The id of a report.")],
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    as_json: o.JsonOption = False,
) -> None:
    """List the states in which a report was had, and what changed from one to the next."""
    with service.open_ledger(ledger, create=False) as store:
        found = service.versions(store, report)
    if as_json:
        utf8_stdout()
    for one in found:
        if as_json:
            print(json.dumps(_as_json(one), ensure_ascii=False))
            continue
        when = one.retrieved.isoformat(timespec="seconds") if one.retrieved else "at an unknown time"
        print(printable(f"version {one.number}, {when}, {one.sha256[:12]}: {one.title}"))
        for mark, words in [*(("-", w) for w in one.removed), *(("+", w) for w in one.added)]:
            print(printable(f"  {mark} {words}"))


def _as_json(one: service.Version) -> dict[str, Any]:
    return {
        "number": one.number,
        "retrieved": one.retrieved.isoformat() if one.retrieved else None,
        "sha256": one.sha256,
        "title": one.title,
        "added": list(one.added),
        "removed": list(one.removed),
    }
