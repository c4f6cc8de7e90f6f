"""Commands for the desk: serve, user, agreement."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dateline import service
from dateline.cli import options as o
from dateline.cli.app import app
from dateline.cli.console import Doors, cell, console, printable, utf8_stdout
from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.service import Ledger
    from dateline.web import Address

__all__ = ["app"]

user = typer.Typer(cls=Doors, no_args_is_help=True, help="People who may use the desk, and their tokens.")
app.add_typer(user, name="user")

Name = Annotated[str, typer.Argument(help="Name of the user.")]
Role = Annotated[str, typer.Option("--role", help="reader, coder (decides), or editor (also merges).")]
Stdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
Label = Annotated[str, typer.Option("--label", help="What the token is for.")]


@app.command()
def serve(
    ledger: Annotated[
        str, typer.Argument(envvar="DATELINE_LEDGER", help="Path or URL of the ledger.")
    ] = o.DEFAULT_LEDGER,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; beyond this machine needs users.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on.", min=1, max=65535)] = 8765,
    prefix: Annotated[str, typer.Option("--prefix", help="Path below which a reverse proxy shows it.")] = "",
    names: Annotated[
        list[str], typer.Option("--name", help="Name under which others call it; may come often.")
    ] = [],  # noqa: B006  # typer copies it
    codebook: Annotated[
        str, typer.Option("--codebook", help="dateline, or a YAML file of your own.")
    ] = "dateline",
    log: o.LogOption = "",
) -> None:
    """Open the desk: read, review, merge and explore a ledger in the browser."""
    service.start_log(log)
    run = _door()
    with service.open_ledger(ledger, create=False) as store:
        run(store, host, port, prefix, names, codebook)


def _door() -> Callable[[Ledger, str, int, str, list[str], str], None]:
    """What serves a ledger. Raises UsageError where the packages for it are missing."""
    try:
        import argon2  # noqa: F401
        import fastapi  # noqa: F401
        import multipart  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError("the desk needs some more packages", "pip install 'dateline[web]'") from error
    from dateline.web import Address, serve

    def run(store: Ledger, host: str, port: int, prefix: str, names: list[str], codebook: str) -> None:
        address = Address(host, port, prefix, tuple(name.lower() for name in names))
        serve(store, address, codebook, lambda login: print(_opened(address, login), flush=True))

    return run


def _opened(address: Address, login: bool) -> str:
    shown = f"[{address.host}]" if ":" in address.host else address.host
    path = address.prefix.strip("/")
    who = "people log in" if login else "only from this machine, no login"
    return f"the desk is open at http://{shown}:{address.port}/{path} ({who}); Ctrl-C closes it"


def serve_demo(folder: Path, port: int) -> None:
    """Read all examples into one ledger and open the desk on it."""
    run = _door()
    path = service.demo_ledger(folder)
    with service.open_ledger(path) as store:
        run(store, "127.0.0.1", port, "", [], "dateline")


@user.command("add")
def user_add(
    name: Name, role: Role = "coder", password_stdin: Stdin = False, ledger: o.LedgerOption = o.DEFAULT_LEDGER
) -> None:
    """Add a user, or give one a new role and password."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with service.open_ledger(ledger) as store:
        service.add_user(store, name, role, password)
    print(f"{printable(name)} may now log in as {role}")


@user.command("list")
def user_list(ledger: o.LedgerOption = o.DEFAULT_LEDGER) -> None:
    """List users, their roles and the labels of their tokens."""
    table = Table("name", "role", "tokens")
    with service.open_ledger(ledger, create=False) as store:
        for one in store.users():
            labels = ", ".join(label or "no label" for label, _ in store.tokens(one.name))
            table.add_row(cell(one.name), one.role, cell(labels))
    console().print(table)


@user.command("remove")
def user_remove(name: Name, ledger: o.LedgerOption = o.DEFAULT_LEDGER) -> None:
    """Remove a user with sessions and tokens. What he or she decided stays on record."""
    with service.open_ledger(ledger, create=False) as store:
        service.remove_user(store, name)
    print(f"{printable(name)} is removed")


@user.command("names")
def user_names(ledger: o.LedgerOption = o.DEFAULT_LEDGER) -> None:
    """List who exported names of private persons, and when."""
    with service.open_ledger(ledger, create=False) as store:
        kept = service.names_kept(store)
    for who, at in kept:
        print(f"{at[:16].replace('T', ' ')} UTC  {printable(who)}")
    if not kept:
        print("nobody exported names of private persons")


@user.command("token")
def user_token(name: Name, label: Label = "", ledger: o.LedgerOption = o.DEFAULT_LEDGER) -> None:
    """Make a token for programs; it is printed this once. It may do what its user may."""
    with service.open_ledger(ledger, create=False) as store:
        print(service.new_token(store, name, label))


@user.command("revoke")
def user_revoke(name: Name, label: Label = "", ledger: o.LedgerOption = o.DEFAULT_LEDGER) -> None:
    """Revoke the tokens of a user that have this label."""
    with service.open_ledger(ledger, create=False) as store:
        gone = store.drop_tokens(name, label)
    print(f"{gone} revoked")


@app.command()
def agreement(ledger: o.LedgerOption = o.DEFAULT_LEDGER, as_json: o.JsonOption = False) -> None:
    """Count the reviewing: how fast, how far coders agree, what the machine got wrong by field."""
    with service.open_ledger(ledger, create=False) as store:
        found = service.review_counts(store)
    if as_json:
        utf8_stdout()
        print(json.dumps(asdict(found), ensure_ascii=False))
        return
    paces = Table("who", "accounts cleared", "in an hour", "hours", "decisions", "undone", title="Reviewing")
    for p in found.paces:
        rate = "–" if p.an_hour is None else f"{p.an_hour:.0f}"
        paces.add_row(cell(p.who), str(p.cleared), rate, f"{p.hours:.2f}", str(p.decisions), str(p.undone))
    errors = Table(
        "field", "accepted", "corrected", "rejected", "added", "wrong", title="What the machine got wrong"
    )
    for f in found.fields:
        wrong = "–" if f.wrong is None else f"{f.wrong:.0%}"
        errors.add_row(f.field, str(f.accepted), str(f.corrected), str(f.rejected), str(f.added), wrong)
    alphas = Table("field", "coded twice", "alpha", title="Agreement (Krippendorff's alpha, nominal)")
    for a in found.agreement:
        alphas.add_row(a.field, str(a.units), "no variation" if a.alpha is None else f"{a.alpha:.3f}")
    for table in (paces, errors, alphas):
        console().print(table)
