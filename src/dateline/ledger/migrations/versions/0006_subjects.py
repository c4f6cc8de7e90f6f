"""What decisions are about, as an index: what a new report costs no longer grows with what was decided.

All of it follows from ``decisions``. If this step fails nothing is left behind: all of it is one transaction.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table, and fill it from the decisions that are there."""
    table = op.create_table(
        "subjects",
        sa.Column("subject", _TEXT, primary_key=True),
        sa.Column("decision", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    bind = op.get_bind()
    for seq, data in bind.execute(sa.text("SELECT seq, data FROM decisions ORDER BY seq")).all():
        about = dict.fromkeys(json.loads(data)["subject"])
        bind.execute(table.insert(), [{"subject": name, "decision": seq} for name in about])
