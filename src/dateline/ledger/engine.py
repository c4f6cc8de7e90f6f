"""Opens the database behind a ledger, SQLite or PostgreSQL, and turns what it complains of into one line."""

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

from dateline.errors import ConnectionLost, LedgerBusy, LedgerError, ReadOnly

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
    # what PostgreSQL says
    ("permission denied", "may only be read by this role", "let a role that may write do it: dateline roles"),
    ("no space left", "cannot grow: the disk is full", "free some space and run the same command again"),
    ("could not extend", "cannot grow: the disk is full", "free some space and run the same command again"),
    ("canceling statement due to lock", "is in use by another process", "wait until that one has ended"),
    ("password authentication failed", "refuses this user or password", "check the URL"),
    ("does not exist", "is not there", "make the database first: createdb NAME"),
)
#: Complaints that somebody may want to tell from the others.
_KINDS: dict[str, type[LedgerError]] = {
    "locked": LedgerBusy,
    "canceling statement due to lock": LedgerBusy,
    "readonly": ReadOnly,
    "read-only": ReadOnly,
    "permission denied": ReadOnly,
}
#: What the database says when the way to it is cut; the same words may come from a server that is starting.
_CUT = (
    "server closed the connection",
    "connection refused",
    "connection is lost",
    "connection is closed",
    "connection failed",
    "terminating connection",
    "could not connect",
    "failed to resolve host",
    "could not receive data",
    "consuming input failed",
    "the database system is",
    "connection timeout",
    "broken pipe",
)
#: The one lock that every writer of a ledger in PostgreSQL takes, as SQLite's has one by itself.
WRITE_LOCK = 0x64617465


def is_server(url_or_path: str | os.PathLike[str]) -> bool:
    """Whether this is the URL of a database on a PostgreSQL server."""
    return os.fspath(url_or_path).partition("://")[0] in ("postgresql", "postgres", "postgresql+psycopg")


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
    raise LedgerError(
        f"{scheme}:// is no ledger", "name a file, such as dateline.db, or a URL: sqlite:/// or postgresql://"
    )


def connect_server(url: str, patience: float = PATIENCE) -> tuple[sa.Engine, str]:
    """An engine on a PostgreSQL database, and its name without the password. Raises LedgerError."""
    try:
        import psycopg  # noqa: F401  # SQLAlchemy would complain in words for programmers
    except ImportError as error:
        raise LedgerError("PostgreSQL needs a driver", "pip install 'dateline[postgres]'") from error
    try:
        parsed = sa.make_url(url).set(drivername="postgresql+psycopg")
    except sa.exc.ArgumentError as error:
        raise LedgerError("the URL of the ledger is none", "write postgresql://user@host/database") from error
    options = {"connect_timeout": max(2, int(patience)), "application_name": "dateline"}
    engine = sa.create_engine(parsed, connect_args=options, pool_pre_ping=True)

    @event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get("write", False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(patience * 1000)}ms'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")

    return engine, parsed.set(drivername="postgresql").render_as_string(hide_password=True)


def connect(path: Path | None, patience: float = PATIENCE) -> sa.Engine:
    """An engine on the SQLite file ``path`` (in memory when None), with real transactions.

    A file that may not be written to, or whose folder may not, is opened for reading only.
    """
    if path is None:
        engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        writable = True
    else:
        target, writable = address(path), is_writable(path)

        def create() -> sqlite3.Connection:
            return sqlite3.connect(target, timeout=patience, uri=True, check_same_thread=False)

        engine = sa.create_engine("sqlite://", creator=create, poolclass=sa.QueuePool)
    _tune(engine, writable=writable)
    return engine


def is_writable(path: Path) -> bool:
    """Whether a file may be written to, or made."""
    needed = (path, path.absolute().parent)  # the log is made beside the file
    return not path.exists() or all(os.access(place, os.W_OK) for place in needed)


def address(path: Path) -> str:
    """The URI under which SQLite opens a file: for reading only where it may not be written to."""
    target = f"file:{quote(str(path.absolute()))}"
    if is_writable(path):
        return target
    return target + ("?mode=ro" if _unmerged(path) else "?mode=ro&immutable=1")


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
        cut = isinstance(error, DBAPIError) and error.connection_invalidated
        raise explain(name, words, cut=cut) from error


def explain(name: str, words: str, *, cut: bool = False) -> LedgerError:
    """The :class:`LedgerError` for what the database said in ``words``; ``cut`` when its driver knows that
    the connection is gone."""
    for part, problem, way_out in () if cut else _COMPLAINTS:
        if part in words.lower():
            return _KINDS.get(part, LedgerError)(f"{name} {problem}", way_out)
    if cut or any(part in words.lower() for part in _CUT):
        way_out = "check that the server runs, then run the same command again; what was acknowledged is safe"
        return ConnectionLost(f"{name} cannot be reached", way_out)
    first = words.splitlines()[0] if words else "no reason given"
    return LedgerError(f"{name}: the database refused ({first})", "report this with the command you ran")
