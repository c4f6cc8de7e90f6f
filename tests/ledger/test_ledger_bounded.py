"""What one more report costs does not grow with the ledger, and is said in no database's own dialect."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from dateline.evaluate.joining import entry, filled
from dateline.evaluate.linking_speed import made_up
from dateline.evaluate.one_incident import crowd
from dateline.ledger import Ledger, open_ledger
from dateline.ledger.built import Built
from dateline.ledger.schema import metadata
from dateline.model import DecisionVerb
from dateline.service import decide
from dateline.service.joining import bring_up_to_date, rebuild
from dateline.service.lookup import Lookup
from dateline.service.parts import that_mean_something

NOW = datetime(2026, 1, 1, tzinfo=UTC)
#: A handful of settings.
SMALL = {"meta"}


@contextmanager
def _listening(ledger: Ledger) -> Iterator[tuple[list[Any], list[tuple[str, Any]]]]:
    """The statements that go to the database: as SQLAlchemy knows them, and as the driver gets them."""
    known: list[Any] = []
    sent: list[tuple[str, Any]] = []
    engine = ledger._engine

    def before(_connection: Any, statement: Any, *_: Any) -> None:
        known.append(statement)

    def driver(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        sent.append((statement, parameters[0] if many else parameters))

    sa.event.listen(engine, "before_execute", before)
    sa.event.listen(engine, "before_cursor_execute", driver)
    try:
        yield known, sent
    finally:
        sa.event.remove(engine, "before_execute", before)
        sa.event.remove(engine, "before_cursor_execute", driver)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Some incidents of chance and a crowd of one, with a report more of each waiting to be linked."""
    entries = [entry(*one) for one in made_up(60)]
    entries += [entry(*one) for one in crowd(41)]
    random.Random(1).shuffle(entries)
    with open_ledger(tmp_path / "l.db") as opened:
        filled(opened, entries[:-4])
        first, second = (a.id for a in opened.accounts()[:2])
        decide(opened, DecisionVerb.MERGE, (first, second), "ann", at=NOW)
        opened.add(entries[-4:])
        yield opened


def test_no_table_is_read_as_a_whole(ledger: Ledger) -> None:
    with _listening(ledger) as (_, sent):
        bring_up_to_date(ledger, NOW)
    assert len(sent) > 20
    scans = set()
    with ledger._engine.connect() as connection:
        for statement, parameters in sent:
            if statement.startswith("BEGIN"):
                continue
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, tuple(parameters))
            for row in plan:
                words = row[3].split()
                name = words[1].rstrip("_0123456789")  # an alias is a table's name with a number
                if words[0] == "SCAN" and name in metadata.tables:
                    scans.add(name)
    assert scans <= SMALL


def test_what_is_asked_is_asked_of_any_database(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Built] = []
    words = Built._text
    monkeypatch.setattr(
        Built, "_text", lambda self, connection: built.append(self) or words(self, connection)
    )
    with _listening(ledger) as (known, sent):
        bring_up_to_date(ledger, NOW)
    assert len({id(statement) for statement in built}) > 20
    for statement in [*known, *(one._make() for one in built)]:
        assert str(statement.compile(dialect=postgresql.dialect()))
    by_hand = [s for s, _ in sent if s.startswith(("INSERT OR", "PRAGMA", "REPLACE"))]
    assert by_hand == []
    own = len(sent) - sum(s.startswith("BEGIN") for s, _ in sent)
    assert own == len(known) + len(built), "all through SQLAlchemy"


@pytest.mark.parametrize(
    ("together", "held", "at_once", "remembered"),
    [(1, 8_192, 1_000, 0), (7, 8_192, 1, 0), (500, 8_192, 20, 2_000), (7, 20, 1_000, 40), (16, 9, 5, 2_000)],
)
def test_newcomers_in_lots_of_any_size_are_the_same(
    together: int,
    held: int,
    at_once: int,
    remembered: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More of one crowd than a block has pivots: newcomers take each other's places, and pairs lapse that
    were judged within the lot and before it. However few profiles are held, however few accounts are
    computed together or remembered for what comes next, the same comes out."""
    entries = [entry(*one) for one in made_up(30)] + [entry(*one) for one in crowd(90)]
    random.Random(together).shuffle(entries)
    withdrawn: list[tuple[bool, int]] = []
    write = Lookup.write

    def noted(self: Lookup, reports: Any) -> dict[tuple[str, str], bool]:
        judged = set(self._judged)
        gone = write(self, reports)
        withdrawn.append((judged.isdisjoint(gone), len(gone)))
        return gone

    monkeypatch.setattr("dateline.service.joining.TOGETHER", together)
    monkeypatch.setattr("dateline.service.lookup.HELD", held)
    monkeypatch.setattr("dateline.service.parts.AT_ONCE", at_once)
    monkeypatch.setattr("dateline.service.joining.REMEMBERED", remembered)
    monkeypatch.setattr(Lookup, "write", noted)
    with open_ledger(tmp_path / "l.db") as ledger:
        filled(ledger, entries[:60])
        ledger.add(entries[60:])
        bring_up_to_date(ledger, NOW)
        assert len(withdrawn) == -(-60 // together)
        assert all(apart for apart, _ in withdrawn)
        assert sum(gone for _, gone in withdrawn) > 0
        grown = ledger.judgements(), ledger.incident_bytes()
        rebuild(ledger, NOW)
        assert (ledger.judgements(), ledger.incident_bytes()) == grown


def test_a_ledger_grown_one_by_one_is_the_same_as_one_rebuilt(ledger: Ledger, tmp_path: Path) -> None:
    bring_up_to_date(ledger, NOW)
    grown = ledger.judgements(), ledger.incident_bytes()

    rebuild(ledger, NOW)
    assert (ledger.judgements(), ledger.incident_bytes()) == grown


def test_pairs_that_lapse_touch_only_what_they_mean_something_to(tmp_path: Path) -> None:
    """Accounts that were never the same lapse as a pair with every newcomer: their incidents stay."""
    with open_ledger(tmp_path / "l.db") as ledger:
        filled(ledger, [entry(*one) for one in [*made_up(40), *crowd(6)]])
        with ledger.linking() as room:
            parts = {frozenset(room.part_of([a.id])) for a in room.accounts()}
            together = next(sorted(part) for part in sorted(parts, key=sorted) if len(part) > 1)
            apart = next(sorted(part)[0] for part in sorted(parts, key=sorted) if together[0] not in part)
            inside, between = (together[0], together[-1]), (together[0], apart)
            assert that_mean_something(room, {inside: False, between: False}) == {inside}
            assert that_mean_something(room, {inside: True, between: True}) == {inside, between}
            assert that_mean_something(room, {}) == set()
