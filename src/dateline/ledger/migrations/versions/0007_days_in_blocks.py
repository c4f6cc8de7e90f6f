"""Blocks know the exact days of their accounts: a newcomer need not look up what is of another day.

The days stand at the beginning of the packed profiles. If this step fails nothing is left behind: all of it
is one transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_MANY = 10_000


def upgrade() -> None:
    """Add the column, and fill it from the profiles that are there."""
    op.add_column("blocks", sa.Column("day", sa.Integer))
    bind = op.get_bind()
    op.create_table("days", sa.Column("account", sa.Integer, primary_key=True), sa.Column("day", sa.Integer))
    heads = bind.execute(sa.text("SELECT account, substr(data, 1, 8) FROM profiles ORDER BY account"))
    told = [(account, head.partition("\t")[0]) for account, head in heads]
    days = [{"account": account, "day": int(day)} for account, day in told if day]
    for begin in range(0, len(days), _MANY):
        bind.execute(sa.text("INSERT INTO days VALUES (:account, :day)"), days[begin : begin + _MANY])
    if days:
        own = "(SELECT day FROM days WHERE days.account = blocks.account)"
        bind.execute(sa.text(f"UPDATE blocks SET day = {own}"))
    op.drop_table("days")
