"""Commands on what became of incidents: changes, diff, train-linker."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline import service
from dateline.cli import options as o
from dateline.cli.app import app
from dateline.cli.console import many, printable, utf8_stdout

__all__ = ["app"]


@app.command()
def changes(
    since: Annotated[str, typer.Option("--since", help="A day or moment, e.g. 2016-10-24.")] = "",
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
    as_json: o.JsonOption = False,
) -> None:
    """List what became of incidents: values old and new, merges and splits, and the report behind each."""
    with service.open_ledger(ledger, create=False) as store:
        _print(service.changes(store, since), as_json)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A ledger.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another, or a later copy of it.")],
    as_json: o.JsonOption = False,
) -> None:
    """Compare two states of a ledger: which incidents are new or gone, and which values differ."""
    with (
        service.open_ledger(before, create=False) as first,
        service.open_ledger(after, create=False) as second,
    ):
        _print(service.diff(first, second), as_json)


@app.command(name="train-linker")
def train_linker(
    out: Annotated[Path, typer.Option("--out", help="File for the weights.")] = Path("weights.yaml"),
    ledger: o.LedgerOption = o.DEFAULT_LEDGER,
) -> None:
    """Fit the linker's weights to the merges and splits that people decided in a ledger."""
    with service.open_ledger(ledger, create=False) as store:
        table = service.train_linker(store, out)
    print(f"{many(len(table), 'weight')} in {printable(str(out))}")


def _print(told: list[service.Told], as_json: bool) -> None:
    if as_json:
        utf8_stdout()
        for one in told:
            print(json.dumps(asdict(one), ensure_ascii=False))
        return
    for one in told:
        print(printable(_line(one)))
    print(many(len(told), "change"))


def _line(one: service.Told) -> str:
    what = {
        "appeared": "is new",
        "grew": f"takes in {one.new}",
        "shrank": f"loses {one.old}",
        "gone": "is gone",
        "merged": f"is now part of {one.successor}",
        "split": f"gives {one.old} to {one.successor}",
        "changed": f"{one.field}: {_difference(one)}",
    }[one.kind]
    cause = f" ({one.report})" if one.report else ""
    return f"{one.at[:19]} {one.incident} {what}{cause}".strip()


def _difference(one: service.Told) -> str:
    """Old and new value; where their words are the same, what else differs: "Quetta: radius_m 9000 → 500"."""
    nothing = "nothing" if "/" in one.field else "unknown"  # of several values one came or went
    old, new = _short(one.old, nothing), _short(one.new, nothing)
    if old != new or not (isinstance(one.old, dict) and isinstance(one.new, dict)):
        return f"{old} → {new}"
    parts = [name for name in one.new | one.old if one.old.get(name) != one.new.get(name)]
    return f"{old}: " + ", ".join(f"{n} {_part(one.old.get(n))} → {_part(one.new.get(n))}" for n in parts)


def _part(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{k} {_part(v)}" for k, v in value.items() if v is not None)
    return "unknown" if value in (None, "") else str(value)


def _short(value: Any, nothing: str) -> str:
    if not isinstance(value, dict):
        return nothing if value is None else str(value)
    if "effect" in value and "low" in value:
        low, best, high = (value.get(k) for k in ("low", "best", "high"))
        reach = f"{'?' if low is None else low}–{'?' if high is None else high}"
        return str(best) if low == best == high else f"{'?' if best is None else best} ({reach})"
    kept = [value.get(k) for k in ("edtf", "name", "claimant")]
    return "/".join(str(v) for v in kept if v is not None) or "unknown"
