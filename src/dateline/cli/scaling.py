"""The command for archives that are too large for a ledger: corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli import options as o
from dateline.cli.app import app
from dateline.cli.console import complain, done, many, printable, working

__all__ = ["app"]


@app.command()
def corpus(
    paths: o.Paths,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for Parquet; all machines must reach it.")],
    ray: Annotated[str, typer.Option("--ray", help="Address of a Ray cluster, or local.")] = "",
    reader: o.ReaderOption = o.DEFAULT_READER,
    workers: Annotated[int, typer.Option("--workers", help="Processes, without --ray; 0: one a core.")] = 0,
    sift: o.SiftOption = False,
    log: o.LogOption = "",
    buckets: Annotated[int, typer.Option("--buckets", help="Parts of each shuffle.", min=1)] = 16,
) -> None:
    """Read an archive into partitioned Parquet of reports, accounts and incidents; no ledger."""
    from dateline import scale, service

    service.start_log(log, unasked="warning")
    options = scale.Corpus(reader, sift, buckets, ray, workers)
    with working("reading", unit="tasks") as show:
        counted = scale.corpus(paths, out, options, show.staged)
    reports = f"{many(counted.get('reports', 0), 'report')}, {counted.get('passed_over', 0)} passed over"
    accounts = many(counted.get("accounts", 0), "account")
    print(f"{reports}; {accounts}; {many(counted.get('incidents', 0), 'incident')} in {printable(str(out))}")
    if failed := counted.get("failed", 0):
        complain(f"{many(failed, 'page')} could not be read: see {out / 'failures'}")
    done(failed)
