"""Which decisions are about an account is an index, in ledgers from before it as well."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from dateline.evaluate.joining import entry, filled
from dateline.evaluate.linking_speed import made_up
from dateline.ledger import open_ledger, schema
from dateline.model import DecisionVerb
from dateline.service import decide, undo
from dateline.service.decided import decided_on, subjects_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def without_canonical_addresses(connection: sa.Connection) -> None:
    """As before schema 0008."""
    connection.execute(sa.text("DROP INDEX ix_addresses_canonical"))
    connection.execute(sa.text("ALTER TABLE addresses DROP COLUMN canonical"))


def test_a_ledger_from_before_the_index_gets_it(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_ledger(path) as ledger:
        filled(ledger, [entry(*one) for one in made_up(8)])
        one, other, third = (a.id for a in ledger.accounts()[:3])
        merge = decide(ledger, DecisionVerb.MERGE, (one, other), "ann", at=NOW)
        back = undo(ledger, merge.id, "ben", at=NOW + timedelta(days=1))
        with ledger._engine.execution_options(write=True).begin() as connection:
            connection.execute(sa.text("DROP TABLE subjects"))
            connection.execute(sa.text("ALTER TABLE blocks DROP COLUMN day"))
            without_canonical_addresses(connection)
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0005'"))
    with open_ledger(path) as ledger, ledger.linking() as room:
        assert [d.id for d in decided_on(room, [one])] == [merge.id, back.id], "with the undo of it"
        assert decided_on(room, [third]) == []
        assert {one, other} <= subjects_of(room, [back]), "an undo is about what was undone"
        assert room.part_of([one]) >= {one, other}, "an undone merge says what changes, too"


def test_a_ledger_from_before_days_stood_in_blocks_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    query = sa.select(schema.blocks).order_by(*schema.blocks.primary_key)
    with open_ledger(path) as ledger:
        filled(ledger, [entry(*one) for one in made_up(8)])
        with ledger._engine.execution_options(write=True).begin() as connection:
            before = connection.execute(query).all()
            connection.execute(sa.text("ALTER TABLE blocks DROP COLUMN day"))
            without_canonical_addresses(connection)
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0006'"))
    assert {row.day for row in before} > {date(2000, 1, 1).toordinal()}
    with open_ledger(path) as ledger, ledger._engine.connect() as connection:
        assert connection.execute(query).all() == before
