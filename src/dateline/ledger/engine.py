"""Opens the database behind a ledger, and turns what it complains of into one line with a way out."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from dateline.errors import LedgerError

#: Seconds to wait for another process that holds the ledger before saying that it is locked.
PATIENCE = 20.0

#: What SQLite says (a part of it, in small letters), what that means, and the way out.
_COMPLAINTS: tuple[tuple[str, str, str], ...] = (
    (
        "locked",
        "is in use by another process",
        "wait until that one has ended, or name another ledger with --ledger",
    ),
    (
        "full",
        "cannot grow: the disk is full",
        "free some space and run the same command again; what was acknowledged is safe",
    ),
    ("readonly", "is read-only", "make the file and its folder writable, or copy it and name the copy"),
    ("read-only", "is read-only", "make the file and its folder writable, or copy it and name the copy"),
    ("not a database", "is not a Dateline ledger", "name another file with --ledger"),
    (
        "malformed",
        "is damaged",
        "restore a copy, or ingest the same pages into a new ledger with --ledger",
    ),
    (
        "unable to open",
        "cannot be opened",
        "check that its folder exists and that you may write to it, or name another with --ledger",
    ),
    (
        "disk i/o error",
        "cannot be read or written",
        "check the disk and its free space, then run the same command again",
    ),
    ("append-only", "keeps its history", "write a new decision in place of changing an old row"),
)


def locate(url_or_path: str | os.PathLike[str]) -> Path | None:
    """The SQLite file that a URL or path names; None for a ledger in memory (``sqlite://``).

    Raises LedgerError for a URL of another kind of database.
    """
    text = os.fspath(url_or_path)
    if text in ("sqlite://", ":memory:", "sqlite:///:memory:"):
        return None
    if text.startswith("sqlite:///"):
        return Path(text.removeprefix("sqlite:///"))
    scheme, mark, _ = text.partition("://")
    if not mark:
        return Path(text).expanduser()
    if scheme.startswith("postgres"):
        raise LedgerError(
            "ledgers in PostgreSQL come with a later release", "name a file, such as dateline.db, for now"
        )
    raise LedgerError(
        f"{scheme}:// is no ledger", "name a file, such as dateline.db, or sqlite:///dateline.db"
    )


def connect(path: Path | None, patience: float = PATIENCE) -> sa.Engine:
    """An engine on the SQLite file ``path`` (in memory when None), with real transactions.

    A file that may not be written to, or whose folder may not, is opened for reading only.
    """
    if path is None:
        engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        writable = True
    else:
        needed = (path, path.absolute().parent)  # the log is made beside the file
        writable = not path.exists() or all(os.access(place, os.W_OK) for place in needed)
        target = f"file:{quote(str(path.absolute()))}"
        if not writable:
            target += "?mode=ro" if _unmerged(path) else "?mode=ro&immutable=1"

        def create() -> sqlite3.Connection:
            return sqlite3.connect(target, timeout=patience, uri=True, check_same_thread=False)

        engine = sa.create_engine("sqlite://", creator=create, poolclass=sa.QueuePool)
    _tune(engine, writable=writable)
    return engine


def _unmerged(path: Path) -> bool:
    """True when pages of the ledger still stand in its log: opened as immutable it would lack them."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _tune(engine: sa.Engine, *, writable: bool) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # The driver's own idea of transactions leaves CREATE TABLE outside of them; ours begin below.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL, not NORMAL: a report that was acknowledged must outlive a power cut, too, and with
            # a transaction for every batch one sync costs less than a tenth of the reading.
            connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        # A writer takes its lock at once: waiting for it in the middle would fail without patience.
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def plainly(name: str) -> Iterator[None]:
    """Turn a complaint of the database about ``name`` into a :class:`LedgerError`."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        words = str(error.orig if isinstance(error, DBAPIError) else error)
        raise explain(name, words) from error


def explain(name: str, words: str) -> LedgerError:
    """The :class:`LedgerError` for what the database said in ``words``."""
    for part, problem, way_out in _COMPLAINTS:
        if part in words.lower():
            return LedgerError(f"{name} {problem}", way_out)
    first = words.splitlines()[0] if words else "no reason given"
    return LedgerError(f"{name}: the database refused ({first})", "report this with the command you ran")
