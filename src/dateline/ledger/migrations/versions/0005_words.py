"""Words of reports by one rule on both stores; short numbers for a search, buckets for counting.

All of it follows from what is there: words are indexed anew, and the new columns filled. If this step fails
nothing is left behind: all of it is one transaction.
"""

import sqlalchemy as sa
from alembic import op

from dateline.ledger import incident_rows, words

revision = "0005"
down_revision = "0004"

_NARROW = [
    "earliest", "latest", "id", "type", "subtype", "country", "killed", "disputed", "claimed", "lat", "lon",
    "radius", "place", "reports", "origins", "invented", "number",
]  # fmt: skip
_BUCKETS = ["bucket", "earliest", "latest", "killed", "origins", "lat", "lon", "number"]
_TEXTS = ["places", "actors"]
_SPOTS = ["lon", "lat", "radius", "place", "earliest", "latest"]


def upgrade() -> None:
    """Add, fill and index."""
    bind = op.get_bind()
    # By code points on PostgreSQL, too: what is sorted and grouped must not depend on its language.
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("incidents", sa.Column("number", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("incidents", sa.Column("bucket", text, nullable=False, server_default=""))
    op.add_column("members", sa.Column("report", sa.Integer))
    op.add_column("members", sa.Column("number", sa.BigInteger))
    _fill(bind)
    op.drop_index("incidents_narrow", "incidents")
    if bind.dialect.name == "sqlite":
        op.create_index("incidents_narrow", "incidents", [*_NARROW, *_TEXTS])
        op.create_index("incidents_spots", "incidents", _SPOTS)
        op.execute("DROP TABLE report_words")
        op.execute(words.MAKE)
    else:
        # no names: a row of an index holds 2,704 bytes there, and an incident may have many actors
        op.create_index("incidents_narrow", "incidents", [n for n in _NARROW if n != "place"])
        op.execute(words.MAKE_SERVER)
    op.create_index("incidents_buckets", "incidents", _BUCKETS)
    op.create_index("members_told", "members", ["report", "number"])
    words.note_all(bind)
    if bind.dialect.name == "postgresql":
        _trigrams(bind)


def _fill(bind: sa.Connection) -> None:
    columns = "id, type, subtype, country, earliest, disputed, claimed, invented, lat"
    rows = bind.execute(sa.text(f"SELECT {columns} FROM incidents ORDER BY id")).mappings().all()
    made = [{"i": r["id"], "b": incident_rows.bucket_of(dict(r))} for r in rows]
    if not made:
        return
    bind.execute(sa.text("UPDATE incidents SET bucket = :b WHERE id = :i"), made)
    of_account = (
        "(SELECT max(a.{}) FROM accounts a JOIN reports r ON r.seq = a.report "
        "WHERE a.id = members.account AND r.superseded = 0)"
    )
    of_all = "(SELECT min(m.number) FROM members m WHERE m.incident = {})"
    for table, column, value in (
        ("members", "report", of_account.format("report")),
        ("members", "number", of_account.format("seq")),
        ("incidents", "number", f"coalesce({of_all.format('incidents.id')}, 0)"),
    ):
        bind.execute(sa.text(f"UPDATE {table} SET {column} = {value}"))
    theirs = "(SELECT i.number FROM incidents i WHERE i.id = members.incident)"
    bind.execute(sa.text(f"UPDATE members SET number = {theirs}"))


def _trigrams(bind: sa.Connection) -> None:
    """An index for LIKE. Without the extension, or the right to add it, the answers are the same."""
    try:
        with bind.begin_nested():
            bind.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            bind.execute(
                sa.text("CREATE INDEX ix_report_words ON report_words USING gin (words gin_trgm_ops)")
            )
    except sa.exc.DBAPIError:
        return
