"""Linking as an index: profiles and blocks of accounts, the pairs that stand, names and changes of incidents.

All of it but ``names`` and ``changes`` follows from what is there already, and is computed when the ledger is
next linked. If this step fails nothing is left behind: all of it is one transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


#: By code points on PostgreSQL, too: a database sorts as its language does, and Dateline does not.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=empty)


def _int(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def upgrade() -> None:
    """Make the tables, their indexes, and (on SQLite) the triggers that keep history unchanged."""
    op.create_table(
        "profiles", sa.Column("account", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", _TEXT, nullable=False, unique=True), _text("report"), _int("undated"),
        _text("data"),
    )  # fmt: skip
    op.create_index("ix_profiles_report", "profiles", ["report"])
    op.create_table(
        "blocks", sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("rank", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("account", sa.Integer, primary_key=True, autoincrement=False), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "pairs", sa.Column("left", _TEXT, primary_key=True), sa.Column("right", _TEXT, primary_key=True),
        _text("verdict"), _text("data"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_pairs_right", "pairs", ["right"])
    op.create_table("members", sa.Column("account", _TEXT, primary_key=True), _text("incident"))
    op.create_index("ix_members_incident", "members", ["incident"])
    op.create_table(
        "names", sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("account", _TEXT, nullable=False, unique=True), _text("incident"),
    )  # fmt: skip
    op.create_index("ix_names_incident", "names", ["incident"])
    op.create_table(
        "changes", sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True), _text("at"),
        _text("incident"), _text("kind"), _text("successor"), _text("data"),
    )  # fmt: skip
    op.create_index("ix_changes_at", "changes", ["at"])
    op.create_index("ix_changes_incident", "changes", ["incident"])
    # the statements of a handful of accounts must not cost a look at all
    op.create_index("ix_statements_account", "statements", ["account"])
    if op.get_bind().dialect.name == "sqlite":
        for table in ("names", "changes"):
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
