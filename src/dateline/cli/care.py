"""Commands that look after a ledger: doctor, backup, restore, roles, versions."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from dateline import service
from dateline.cli import options as o
from dateline.cli.app import app
from dateline.cli.console import done, many, printable, utf8_stdout, working
from dateline.masking import masked

__all__ = ["app"]


@app.command()
def doctor(
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    deep: Annotated[
        bool, typer.Option("--deep", help="Decode every page, compute all anew on a copy.")
    ] = False,
    as_json: o.JsonOption = False,
) -> None:
    """Check that a ledger is whole: the store itself, and every invariant. Changes nothing."""
    with service.open_ledger(ledger, create=False) as store, working("checking", unit="reports") as show:
        total = store.count()["reports"]
        found = []
        for finding in service.doctor(store, deep, show.both):
            found.append(finding)
            if as_json:
                utf8_stdout()
                print(json.dumps(asdict(finding), ensure_ascii=False), flush=True)
            else:
                print(printable(str(finding)))
    broken = Counter(finding.invariant for finding in found if finding.breach)
    if not as_json:
        print(f"{printable(masked(ledger))}: {many(total, 'report')}, {_verdict(broken, len(found))}")
    done(broken.total())


def _verdict(broken: Counter[int], found: int) -> str:
    """ "whole", which is said only where everything was checked."""
    if broken:
        by = ", ".join(f"{count} of {number}" for number, count in sorted(broken.items()))
        return f"{many(broken.total(), 'breach').replace('breachs', 'breaches')} ({by})"
    return "no breach, but not all was checked" if found else "whole"


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
) -> None:
    """Write a ledger's present state to a file, while others use it. The file is a ledger, too."""
    with service.open_ledger(ledger, create=False) as store, working("copying", unit="parts") as show:
        service.backup(store, target, show.both)
    with service.open_ledger(str(target), create=False) as copy:
        print(f"{many(copy.count()['reports'], 'report')} in {printable(str(target))}")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What dateline backup wrote.")],
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    replace: Annotated[bool, typer.Option("--replace", help="Also where reports are there already.")] = False,
) -> None:
    """Make a ledger what a backup holds; in a file or on a server, while others use it."""
    with working("copying", unit="parts") as show:
        service.restore(source, ledger, replace=replace, progress=show.both)
    with service.open_ledger(ledger, create=False) as store:
        print(f"{many(store.count()['reports'], 'report')} in {printable(store.name)}")


@app.command()
def roles(ledger: o.LedgerOption = o.DEFAULT_LEDGER) -> None:
    """Make the roles of a ledger on a PostgreSQL server: who may ask, decide, ingest."""
    with service.open_ledger(ledger, create=False) as store:
        service.make_roles(store)
    for role, meaning in service.DATABASE_ROLES.items():
        print(f"{role}: {meaning}")
