"""Whole ledgers copied from one store to another: backups, and what is made of them.

A backup is a ledger itself, in one file: it can be opened, asked and compared like any other. It is taken
while others read and write, and holds one moment.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from dateline.errors import LedgerError, UsageError
from dateline.ledger import engine as engines
from dateline.ledger import migrate, schema, words
from dateline.ledger.examining import Moment
from dateline.ledger.queries import Queries
from dateline.ledger.store import Ledger, open_ledger

#: Told of how many rows (or pages of the file) are copied, and of how many there are.
Progress = Callable[[int, int], None]
_ROWS = 500
_PAGES = 2_000


def _silent(_done: int, _all: int) -> None:
    """Progress for nobody."""


def backup(ledger: Ledger, target: Path, progress: Progress = _silent) -> None:
    """Write the ledger's present state to a new file, which appears whole or not at all. Raises
    LedgerError."""
    if target.exists():
        raise LedgerError(f"{target} is there already", "name a new file, or move the old one away")
    half = target.with_name(target.name + ".part")
    half.unlink(missing_ok=True)
    try:
        half.touch()  # what is in the way of writing there says so by itself, and of this file
        if ledger.is_file:
            _copy_file(Path(ledger.name), half, progress)
        else:
            _copy_rows(ledger, half, progress)
        _check(half)
        _to_disk(half)
        half.replace(target)
        _to_disk(target.absolute().parent)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        way_out = "check the folder and the space on its disk"
        raise LedgerError(f"{target} cannot be written ({why})", way_out) from error
    finally:
        for rest in (half, Path(f"{half}-wal"), Path(f"{half}-shm")):
            rest.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def restore(source: Path, url_or_path: str, *, replace: bool = False, progress: Progress = _silent) -> None:
    """Make the ledger at ``url_or_path`` what a backup holds, in one transaction: others see the old or
    the new. The backup stays as it is, also one of an older version.

    Raises LedgerError when the backup is damaged, or when a ledger with reports is there and not ``replace``.
    """
    if not source.is_file():
        raise LedgerError(f"{source} is not there", "name the file that dateline backup wrote")
    _check(source)
    with _of_today(source) as kept, open_ledger(url_or_path) as ledger:
        if ledger.is_file and source.samefile(ledger.name):
            raise UsageError(f"{source} is the ledger itself", "name the file that dateline backup wrote")
        if ledger.count()["reports"] and not replace:
            way_out = "name a new ledger, or say --replace; a backup of it first is wise"
            raise LedgerError(f"{ledger.name} holds reports", way_out)
        if ledger.is_file:
            _copy_file(Path(kept.name), Path(ledger.name), progress)
        else:
            with engines.plainly(ledger.name):
                _fill(kept, ledger, progress)


@contextmanager
def _of_today(source: Path) -> Iterator[Ledger]:
    """A backup with the schema of this version. One of an older version is brought forward on a copy: whoever
    has to go back to that version still needs it."""
    engine = engines.connect(source)
    try:
        with engines.plainly(str(source)):
            is_of_today = migrate.check(engine, str(source))
    finally:
        engine.dispose()
    if is_of_today:
        with open_ledger(source, create=False) as kept:
            yield kept
        return
    with tempfile.TemporaryDirectory(prefix="dateline-restore-") as folder:
        copy = Path(folder) / "copy.db"
        _copy_file(source, copy, _silent)
        with open_ledger(copy, create=False) as kept:
            yield kept


def _check(path: Path) -> None:
    """Raises LedgerError when a file is damaged or no ledger."""
    with engines.plainly(str(path)), _opened(path) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if found != "ok":
        raise LedgerError(f"{path} is damaged ({found})", "use another backup")
    if not {"alembic_version", "pages", "reports"} <= names:
        raise LedgerError(f"{path} is no Dateline ledger", "name the file that dateline backup wrote")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(engines.address(path), timeout=engines.PATIENCE, uri=True)
    try:
        yield connection
    finally:
        connection.close()


def _copy_file(source: Path, target: Path, progress: Progress) -> None:
    """Copy what one moment of a file holds into another file. The moment is held by a transaction of ours:
    without it SQLite begins anew whenever somebody writes, and beside a busy writer never comes to an end."""
    with _opened(source) as old, _opened(target) as new:
        with engines.plainly(str(source)):
            old.execute("BEGIN")
            old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with engines.plainly(str(target).removesuffix(".part")):
            _copy_all(old, new, progress)


def _copy_all(old: sqlite3.Connection, new: sqlite3.Connection, progress: Progress) -> None:
    last = time.monotonic()

    def told(status: int, remaining: int, total: int) -> None:
        nonlocal last
        if status == sqlite3.SQLITE_OK or status == sqlite3.SQLITE_DONE:
            last = time.monotonic()
        elif time.monotonic() - last > engines.PATIENCE:  # left alone it would try for ever
            raise sqlite3.OperationalError("database is locked")
        progress(total - remaining, total)

    old.backup(new, pages=_PAGES, progress=told, sleep=0.01)


def copy_of(moment: Moment, target: Path, progress: Progress = _silent) -> None:
    """Write what the ledger holds at a moment to a new file, for passing use. Raises LedgerError."""
    if moment.connection.dialect.name != "sqlite":
        with open_ledger(target) as copy:
            _fill(moment, copy, progress)
        return
    old = moment.connection.connection.driver_connection
    assert isinstance(old, sqlite3.Connection)
    with engines.plainly(str(target)), _opened(target) as new:
        _copy_all(old, new, progress)


def _copy_rows(ledger: Ledger, target: Path, progress: Progress) -> None:
    with open_ledger(target) as copy:
        _fill(ledger, copy, progress)
        with copy._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _fill(source: Queries, target: Ledger, progress: Progress) -> None:
    """Put the rows of one ledger in the place of those of another."""
    tables = schema.metadata.sorted_tables
    with source._reading() as old, target._writing() as new:
        total = sum(old.execute(sa.select(sa.func.count()).select_from(t)).scalar() or 0 for t in tables)
        done = 0
        _empty(new, tables)
        for table in tables:
            rows = old.execution_options(stream_results=True).execute(sa.select(table))
            for some in rows.mappings().partitions(_ROWS):
                new.execute(table.insert(), [dict(row) for row in some])
                done += len(some)
                progress(done, total)
            if new.dialect.name == "postgresql" and "seq" in table.c:
                highest = f'(SELECT max(seq) FROM "{table.name}")'
                new.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'seq'), {highest})"
                )
        words.note_all(new)  # each store has its own index of them


def _empty(connection: sa.Connection, tables: list[sa.Table]) -> None:
    if connection.dialect.name != "postgresql":
        for table in reversed(tables):
            if table.name not in schema.APPEND_ONLY:  # those of a new file are empty, and guarded
                connection.execute(table.delete())
        return
    # TRUNCATE would be quicker, but whoever asks meanwhile would wait, and then find nothing at all.
    for name in schema.APPEND_ONLY:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER "{name}_keep"')
    for name in ["report_words", *(table.name for table in reversed(tables))]:
        connection.exec_driver_sql(f'DELETE FROM "{name}"')
    for name in schema.APPEND_ONLY:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ENABLE TRIGGER "{name}_keep"')
