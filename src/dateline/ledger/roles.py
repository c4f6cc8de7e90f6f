"""Who may do what in a ledger on a PostgreSQL server: three group roles that the server's own users are
put in."""

from __future__ import annotations

from dateline.errors import UsageError
from dateline.ledger import schema
from dateline.ledger.store import Ledger

#: The roles, and what they are for.
ROLES = {
    "dateline_reader": "asks and exports; changes nothing",
    "dateline_editor": "reads, and decides: accepts, corrects, merges, splits",
    "dateline_writer": "ingests and watches, too",
}
#: Tables that a decision changes: its own, and what is computed from it; and what the desk notes of who sits
#: at it, and of who exports names.
_EDITED = (
    "decisions", "subjects", "judgements", "pairs", "incidents", "members", "dated", "profiles", "blocks",
    "names", "changes", "meta", "cleared", "seen", "sessions", "runs",
)  # fmt: skip

#: Tables with hashes of passwords, of cookies and of tokens, and what of them is no secret.
_SECRET: dict[str, tuple[str, ...]] = {
    "users": ("name", "role", "made"),
    "tokens": ("user", "label", "made"),
    "sessions": (),
}


def statements() -> list[str]:
    """The SQL that makes the roles and says what each may do. History may not be changed by any of them."""
    found = [_make(role) for role in ROLES]
    every = [*(table.name for table in schema.metadata.sorted_tables), "report_words"]
    found += [f"GRANT USAGE ON SCHEMA public TO {role}" for role in ROLES]
    found += [f"GRANT SELECT ON {_names([*every, 'alembic_version'])} TO {role}" for role in ROLES]
    found += [f"REVOKE ALL ON {_names(list(_SECRET))} FROM dateline_reader"]  # an earlier version gave it all
    for table, columns in _SECRET.items():
        if columns:
            found.append(f'GRANT SELECT ({_names(list(columns))}) ON "{table}" TO dateline_reader')
    for role, tables in (("dateline_editor", list(_EDITED)), ("dateline_writer", every)):
        open_ones = [name for name in tables if name not in schema.APPEND_ONLY]
        found.append(f"GRANT INSERT ON {_names(tables)} TO {role}")
        found.append(f"GRANT UPDATE, DELETE ON {_names(open_ones)} TO {role}")
        found.append(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
    return found


def _make(role: str) -> str:
    return (
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def _names(tables: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in tables)


def make_roles(ledger: Ledger) -> None:
    """Make the roles on the server of this ledger. Raises UsageError for a ledger in a file, LedgerError when
    its user may not make roles."""
    if ledger.is_file:
        way_out = "give a URL: postgresql://user@host/database"
        raise UsageError("a ledger in a file has no roles, only the file's permissions", way_out)
    with ledger._writing() as connection:
        for statement in statements():
            connection.exec_driver_sql(statement.replace("%", "%%"))
