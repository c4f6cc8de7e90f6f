"""Where reading of archives goes on, what is watched, and on PostgreSQL the guards of history.

If this step fails nothing is left behind: all of it is one transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KEPT = ("accounts", "statements", "judgements", "decisions", "names", "changes")


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, kind, nullable=empty)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True)


def upgrade() -> None:
    """Make the tables; what was read stays as it is."""
    op.create_table("positions", _key("source"), _text("mark"))
    op.create_table("feeds", _key("url"), _text("data"))
    op.create_table("addresses", _key("url"), _text("state"), _text("due"), _text("digest"), _text("data"))
    op.create_index("ix_addresses_state", "addresses", ["state", "due"])
    op.create_index("ix_addresses_digest", "addresses", ["digest"])
    if op.get_bind().dialect.name == "postgresql":
        _guard()


def _guard() -> None:
    op.execute(
        "CREATE FUNCTION dateline_keep() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION dateline_keep()"
        )
