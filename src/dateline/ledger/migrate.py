"""Brings a ledger to the schema of this version, or refuses it with the reason."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from dateline.errors import LedgerError, LedgerTooNew
from dateline.ledger.schema import HEAD, REVISIONS

SCRIPTS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: sa.Engine, name: str) -> None:
    """Migrate the ledger behind ``engine`` (called ``name`` in messages) to :data:`HEAD`.

    One transaction for all steps: a process killed in the middle leaves the ledger as it was. Raises
    LedgerTooNew for a schema from a newer version, LedgerError for a database of another program.
    """
    if _revision(engine, name) == HEAD:
        return
    with engine.execution_options(write=True).begin() as connection:
        # Another process may have migrated while this one waited for the lock.
        if _revision_in(connection, name) != HEAD:
            _upgrade(connection)


def check(engine: sa.Engine, name: str) -> bool:
    """True when the ledger has this version's schema. Raises as :func:`bring_up_to_date` does."""
    return _revision(engine, name) == HEAD


def _revision(engine: sa.Engine, name: str) -> str | None:
    with engine.connect() as connection:
        return _revision_in(connection, name)


def _revision_in(connection: sa.Connection, name: str) -> str | None:
    """The revision that the ledger is at; None for an empty database."""
    tables = set(sa.inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise LedgerError(f"{name} is a database of another program", "name another file with --ledger")
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if found is None or found in REVISIONS:
        return found
    raise LedgerTooNew(
        f"{name} was written by a newer version of Dateline (schema {found}, this one knows {HEAD})",
        "update with: pip install --upgrade dateline",
    )


def _upgrade(connection: sa.Connection) -> None:
    # Imported here: Alembic takes 0.2 s to load, and a ledger that is up to date does not need it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
