"""Whole ledgers copied from one store to another: backups, and what is made of them.

A backup is a ledger itself, in one file: it can be opened, asked and compared like any other. It is taken
while others read and write, and holds one moment.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from dateline.errors import LedgerError
from dateline.ledger import engine as engines
from dateline.ledger import schema, words
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
        with engines.plainly(ledger.name):
            if ledger.is_file:
                _copy_file(Path(ledger.name), half, progress)
            else:
                _copy_rows(ledger, half, progress)
        _check(half)
        with half.open("rb") as written:
            os.fsync(written.fileno())
        half.replace(target)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        way_out = "check the folder and the space on its disk"
        raise LedgerError(f"{target} cannot be written ({why})", way_out) from error
    finally:
        for rest in (half, Path(f"{half}-wal"), Path(f"{half}-shm")):
            rest.unlink(missing_ok=True)


def restore(source: Path, url_or_path: str, *, replace: bool = False, progress: Progress = _silent) -> None:
    """Make the ledger at ``url_or_path`` what a backup holds, in one transaction: others see the old or
    the new.

    Raises LedgerError when the backup is damaged, or when a ledger with reports is there and not ``replace``.
    """
    if not source.is_file():
        raise LedgerError(f"{source} is not there", "name the file that dateline backup wrote")
    _check(source)
    with open_ledger(source, create=False) as kept, open_ledger(url_or_path) as ledger:
        if ledger.count()["reports"] and not replace:
            way_out = "name a new ledger, or say --replace; a backup of it first is wise"
            raise LedgerError(f"{ledger.name} holds reports", way_out)
        with engines.plainly(ledger.name):
            if ledger.is_file:
                _copy_file(Path(kept.name), Path(ledger.name), progress)
            else:
                _fill(kept, ledger, progress)


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
    connection = sqlite3.connect(path, timeout=engines.PATIENCE)
    try:
        yield connection
    finally:
        connection.close()


def _copy_file(source: Path, target: Path, progress: Progress) -> None:
    def told(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    with _opened(source) as old, _opened(target) as new:
        old.backup(new, pages=_PAGES, progress=told, sleep=0.01)


def _copy_rows(ledger: Ledger, target: Path, progress: Progress) -> None:
    with open_ledger(target) as copy:
        _fill(ledger, copy, progress)
        with copy._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _fill(source: Ledger, target: Ledger, progress: Progress) -> None:
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
    if connection.dialect.name == "postgresql":
        names = [*(table.name for table in tables), "report_words"]
        connection.exec_driver_sql("TRUNCATE " + ", ".join(f'"{name}"' for name in names))
        return
    for table in reversed(tables):
        if table.name not in schema.APPEND_ONLY:  # those of a new file are empty, and guarded
            connection.execute(table.delete())
