"""What the desk needs: columns to filter, count and draw by, words of reports, people and what they saw.

The new columns follow from what is there; the incidents are computed again when the ledger is next used.
If this step fails nothing is left behind: all of it is one transaction.
"""

import json

import sqlalchemy as sa
from alembic import op

from dateline.ledger import words

revision = "0004"
down_revision = "0003"

_NARROW = [
    "earliest", "latest", "id", "type", "subtype", "country", "killed", "disputed", "claimed", "lat", "lon",
    "radius", "place", "reports", "origins", "invented", "places", "actors",
]  # fmt: skip


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, primary_key=key)


def upgrade() -> None:
    """Add the columns and tables; have the incidents computed anew."""
    for name in ("claimed", "reports", "origins", "invented"):
        op.add_column("incidents", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    for name in ("lat", "lon"):
        op.add_column("incidents", sa.Column(name, sa.Float))
    op.add_column("incidents", sa.Column("radius", sa.Integer))
    op.add_column("incidents", sa.Column("place", sa.Text))
    op.create_index("incidents_narrow", "incidents", _NARROW)
    op.create_table("cleared", _text("account", key=True), _text("decision"))
    op.create_table("users", _text("name", key=True), _text("role"), _text("password"), _text("made"))
    op.create_table("sessions", _text("digest", key=True), _text("user"), _text("expires"))
    op.create_table("tokens", _text("digest", key=True), _text("user"), _text("label"), _text("made"))
    for table in ("sessions", "tokens"):
        op.create_index(f"ix_{table}_user", table, ["user"])
    op.create_table(
        "seen", _text("user", key=True), _text("incident", key=True),
        sa.Column("upto", sa.Integer, nullable=False), _text("data"),
    )  # fmt: skip
    bind = op.get_bind()
    bind.execute(sa.text("DELETE FROM meta WHERE key = 'link'"))
    if bind.dialect.name == "sqlite":
        op.execute(words.MAKE)
        insert = sa.text("INSERT INTO report_words(rowid, words) VALUES (:seq, :words)")
        for seq, data in bind.execute(sa.text("SELECT seq, data FROM reports")).all():
            report = json.loads(data)
            bind.execute(insert, {"seq": seq, "words": f"{report.get('title', '')}\n{report['text']}"})
