"""The first ledger: pages to incidents.

If this step fails nothing is left behind: all of it is one transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True)


#: By code points on PostgreSQL, too: a database sorts as its language does, and Dateline does not.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=empty)


def _int(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=empty)


def _ref(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=False)


def upgrade() -> None:
    """Make every table, its indexes, and (on SQLite) the triggers that keep history unchanged."""
    op.create_table("meta", sa.Column("key", _TEXT, primary_key=True), _text("value"))
    _what_was_read()
    _what_was_judged()
    op.create_table(
        "runs", _seq(), _text("verb"), _text("version"), _text("started"),
        _text("finished", empty=True), _text("summary", empty=True),
    )  # fmt: skip
    op.create_table(
        "failures", sa.Column("origin", _TEXT, primary_key=True),
        sa.Column("problem", _TEXT, primary_key=True), _text("way_out"), _ref("run", "runs.seq"),
    )  # fmt: skip
    if op.get_bind().dialect.name == "sqlite":
        _guard("accounts", "statements", "judgements", "decisions")


def _what_was_read() -> None:
    op.create_table(
        "pages", sa.Column("key", _TEXT, primary_key=True), _text("sha256"), _text("url", empty=True),
        _text("media_type"), _text("retrieved", empty=True), _text("given"), _text("origin"),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )  # fmt: skip
    op.create_index("ix_pages_sha256", "pages", ["sha256"])
    op.create_table(
        "reports", _seq(), _text("id"),
        sa.Column("page", _TEXT, sa.ForeignKey("pages.key"), nullable=False),
        _text("extraction"), _int("superseded"), _int("invented"), _text("data"),
    )  # fmt: skip
    op.create_index("ix_reports_id", "reports", ["id"])
    op.create_index("ix_reports_page", "reports", ["page"])
    op.create_table(
        "accounts", _seq(), _ref("report", "reports.seq"), _int("position"), _text("id"), _int("main"),
        _text("type"), _text("subtype"), _text("stage"),
    )  # fmt: skip
    op.create_index("ix_accounts_report", "accounts", ["report"])
    op.create_index("ix_accounts_id", "accounts", ["id"])
    op.create_table(
        "statements", _seq(), _ref("report", "reports.seq"), _text("account"), _int("position"),
        _text("id"), _text("field"), _text("data"),
    )  # fmt: skip
    op.create_index("ix_statements_report", "statements", ["report"])
    op.create_index("ix_statements_id", "statements", ["id"])


def _what_was_judged() -> None:
    op.create_table("judgements", _seq(), _text("left"), _text("right"), _text("verdict"), _text("data"))
    op.create_index("judgements_pair", "judgements", ["left", "right"])
    op.create_table(
        "decisions", _seq(), sa.Column("id", _TEXT, nullable=False, unique=True), _text("verb"),
        _text("who"), _text("at"), _text("data"),
    )  # fmt: skip
    op.create_table(
        "incidents", sa.Column("id", _TEXT, primary_key=True), _text("type"), _text("subtype"),
        _text("earliest", empty=True), _text("latest", empty=True), _text("country", empty=True),
        _text("places"), _text("actors"), _int("killed", empty=True), _int("disputed"), _text("data"),
    )  # fmt: skip
    op.create_table("dated", sa.Column("report", _TEXT, primary_key=True), _text("data"))
    for column in ("type", "earliest", "country"):
        op.create_index(f"ix_incidents_{column}", "incidents", [column])


def _guard(*tables: str) -> None:
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
