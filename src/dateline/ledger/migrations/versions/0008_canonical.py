"""Addresses that are watched know where they led, and how the page calls itself: two that end at one are one
story.

Those that were had before do not know it until they are had again. If this step fails nothing is left behind:
all of it is one transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column and its index."""
    op.add_column("addresses", sa.Column("canonical", _TEXT, nullable=False, server_default=""))
    op.create_index("ix_addresses_canonical", "addresses", ["canonical"])
