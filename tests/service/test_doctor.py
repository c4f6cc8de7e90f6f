"""A whole ledger passes; whatever is broken in it is found. Backups hold one moment, in either store."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import made_up
from dateline import service
from dateline.errors import LedgerError, UsageError
from dateline.ledger import Ledger, open_ledger, schema
from dateline.ledger.examining import sizes
from dateline.model import Actor, ActorRole, DecisionVerb, Field, Statement
from dateline.model.codec import from_json, to_json

TEXTS = [f"A bomb killed {n} in Quetta on 2016-10-{10 + n}. LeJ claimed it." for n in range(1, 9)]


@pytest.fixture(autouse=True)
def plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.use(monkeypatch)


def filled(ledger: Ledger, folder: Path, count: int = 8) -> Ledger:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(TEXTS[:count]):
        (folder / f"{number}.txt").write_text(text)
    service.ingest([folder], ledger)
    return ledger


def test_a_whole_ledger_passes(anew: Callable[[], Ledger], tmp_path: Path) -> None:
    assert list(service.doctor(filled(anew(), tmp_path / "p"), deep=True)) == []


BREAKS = {
    "a span out of the text": (
        """UPDATE reports SET data = replace(data, '"text":"A bomb', '"text":"') WHERE seq = 1""", 1),
    "the bytes of a page": ("UPDATE pages SET sha256 = 'x' WHERE key = (SELECT min(key) FROM pages)", 5),
    "two rows that stand": (
        "INSERT INTO reports (id, page, extraction, superseded, invented, data) "
        "SELECT id, page, 'other', 0, 0, data FROM reports WHERE seq = 1", 5),
    "an incident that is gone": ("DELETE FROM incidents WHERE id = (SELECT min(id) FROM incidents)", 5),
    "a pair without history": (
        """INSERT INTO pairs ("left", "right", verdict, data) VALUES ('a', 'b', 'same', '{}')""", 5),
    "a guard": ("DROP TRIGGER statements_no_update", 0),
    "a figure": ("""UPDATE incidents SET data = replace(data, '"low":3', '"low":9999')""", 4),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_found(name: str, tmp_path: Path) -> None:
    ledger = filled(open_ledger(tmp_path / "l.db"), tmp_path / "p")
    statement, invariant = BREAKS[name]
    with ledger._writing() as connection:
        connection.exec_driver_sql(statement)
    assert invariant in {f.invariant for f in service.doctor(ledger)}, name


Change = Callable[[dict[str, Any]], object]


def unguarded(connection: sa.Connection, statement: str, *values: dict[str, Any]) -> None:
    """Run it as somebody would who goes around the guards of history, which stand again afterwards."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(sa.text(statement), *values)
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    guards = connection.exec_driver_sql(query).all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    connection.execute(sa.text(statement), *values)
    for _, made in guards:
        connection.exec_driver_sql(made)


def edited(table: str, key: str, which: str, change: Change) -> Callable[[sa.Connection], None]:
    """Changes the JSON of the first row of a table that fits."""

    def run(connection: sa.Connection) -> None:
        row = connection.exec_driver_sql(
            f"SELECT {key}, data FROM {table} WHERE {which} ORDER BY 1 LIMIT 1"
        ).one()
        told = json.loads(row[1])
        change(told)
        values = {"key": row[0], "data": json.dumps(told, separators=(",", ":"), sort_keys=True)}
        unguarded(connection, f"UPDATE {table} SET data = :data WHERE {key} = :key", values)

    return run


def done_by(statement: str) -> Callable[[sa.Connection], None]:
    return lambda connection: unguarded(connection, statement)


def of_field(field: str, change: Change) -> Callable[[sa.Connection], None]:
    return edited("statements", "seq", f"field = '{field}'", change)


def blamed_and_named(connection: sa.Connection) -> None:
    """The words of a claim make a perpetrator, too."""
    row = connection.exec_driver_sql("SELECT * FROM statements WHERE field = 'claim' ORDER BY seq LIMIT 1")
    claim = dict(row.mappings().one())
    told = from_json(Statement, json.loads(claim["data"]))
    actor = replace(told, id="made", field=Field.ACTOR, value=Actor("LeJ", ActorRole.PERPETRATOR))
    more = {**claim, "id": "made", "field": "actor", "position": 99, "data": json.dumps(to_json(actor))}
    del more["seq"]
    connection.execute(schema.statements.insert(), more)


#: What is done to a ledger, the invariant that it breaks, and what the doctor says of it, with the way out.
BROKEN_BY_HAND: dict[str, tuple[Callable[[sa.Connection], None], int, str, str]] = {
    "a row that is no JSON": (
        done_by("UPDATE statements SET data = '{' WHERE seq = 1"), 0, "cannot be read", "restore"),
    "a span that is empty": (
        of_field("where", lambda s: s.update(spans=[[s["spans"][0][0], 5, 5]])), 1, "empty", "restore"),
    "a span behind the end": (
        of_field("where", lambda s: s.update(spans=[[s["spans"][0][0], 5, 9999]])),
        1, "does not lie in", "restore"),
    "a statement on nothing": (
        of_field("where", lambda s: s.update(spans=[])), 2, "rests on nothing", "restore"),
    "inferred from what is not there": (
        of_field("where", lambda s: s.update(inferred_from=["x"])), 2, "inferred from", "restore"),
    "a statement without an account": (
        done_by("DELETE FROM accounts WHERE seq = 1"), 2, "belongs to no account", "restore"),
    "a value without support": (
        edited("incidents", "id", "1 = 1", lambda i: i["when"].update(support=[])),
        2, "its when rests on no statement", "rebuild"),
    "support by what is not there": (
        edited("incidents", "id", "1 = 1", lambda i: i["when"].update(support=["x"])),
        2, "its when names a statement", "rebuild"),
    "unknown without a reason": (
        of_field("where", lambda s: s.update(value=None, reason="")), 3, "without a reason", "restore"),
    "counts out of order": (
        of_field("toll", lambda s: s["value"].update(low=9999)), 4, "out of order", "restore"),
    "other bytes": (
        done_by("UPDATE pages SET sha256 = 'x' WHERE key = (SELECT min(key) FROM pages)"),
        5, "not those that were obtained", "restore"),
    "no row stands": (
        done_by("UPDATE reports SET superseded = 1 WHERE seq = 1"), 5, "no row of this report", "restore"),
    "an account in no incident": (
        done_by("DELETE FROM members WHERE account = (SELECT min(account) FROM members)"),
        5, "is in no incident", "rebuild"),
    "words that are not indexed": (
        done_by("UPDATE reports SET data = replace(data, 'Quetta', 'Kuwait') WHERE seq = 1"),
        5, "a search for its words", "rebuild"),
    "a person's words among the machine's": (
        of_field("where", lambda s: s.update(how="human")), 6, "a person's words", "restore"),
    "history that goes back": (
        edited("decisions", "seq", "verb = 'undo'", lambda d: d.update(at="2001-01-01T00:00:00+00:00")),
        6, "older than the decision before", "restore"),
    "a point without its radius": (
        of_field("where", lambda s: s["value"].update(radius_m=None)), 7, "without its radius", "restore"),
    "a claim that makes a perpetrator": (blamed_and_named, 8, "make a perpetrator", "restore"),
}  # fmt: skip


def test_every_invariant_broken_by_hand_is_named(anew: Callable[[], Ledger], tmp_path: Path) -> None:
    ledger = filled(anew(), tmp_path / "p", 3)
    subject = next(s.id for a in ledger.accounts() for s in a.statements if s.field is Field.TOLL)
    service.undo(ledger, service.decide(ledger, DecisionVerb.ACCEPT, [subject], "ana").id, "ana")
    assert not list(service.doctor(ledger, deep=True))
    for name, (breaking, invariant, words, way) in BROKEN_BY_HAND.items():
        with ledger._engine.execution_options(write=True).connect() as connection:
            breaking(connection)  # nothing of it stays: the doctor looks from inside the transaction
            ours = type("Open", (Ledger,), {"_reading": lambda _, c=connection: nullcontext(c)})
            found = list(service.doctor(ours(ledger._engine, ledger.name)))
            connection.rollback()
        named = [f for f in found if f.invariant == invariant and words in f.problem]
        assert named and way in named[0].way_out and "\n" not in str(named[0]), (name, found)
    assert not list(service.doctor(ledger))


def test_the_doctor_sees_one_moment(anew: Callable[[], Ledger], tmp_path: Path) -> None:
    ledger = filled(anew(), tmp_path / "p", 3)
    looking = service.doctor(ledger, deep=True, progress=_then_write(ledger))
    assert list(looking) == [] and ledger.count()["incidents"] == 0


def _then_write(ledger: Ledger) -> Callable[[int, int | None, str], None]:
    """Takes all incidents away as soon as the doctor has begun to look."""

    def told(_count: int, _total: int | None, what: str) -> None:
        if what == "the store":
            with ledger._writing() as connection:
                connection.exec_driver_sql("DELETE FROM incidents")

    return told


def test_what_cannot_be_checked_is_said(anew: Callable[[], Ledger], tmp_path: Path) -> None:
    ledger = filled(anew(), tmp_path / "p", 3)
    with ledger._writing() as connection:
        connection.exec_driver_sql("UPDATE incidents SET killed = 777")
        connection.exec_driver_sql("UPDATE meta SET value = '1' WHERE key = 'stale'")
    (found,) = service.doctor(ledger, deep=True)
    assert (
        not found.breach and str(found).startswith("not checked: ") and "dateline incidents" in found.way_out
    )
    with ledger._writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '0' WHERE key = 'stale'")
        connection.exec_driver_sql("UPDATE meta SET value = 'another' WHERE key = 'link'")
    (found,) = service.doctor(ledger, deep=True)
    assert not found.breach and "another version" in found.problem


def test_incidents_that_do_not_follow_are_found_by_the_deep_look(tmp_path: Path) -> None:
    ledger = filled(open_ledger(tmp_path / "l.db"), tmp_path / "p")
    with ledger._writing() as connection:
        connection.exec_driver_sql("UPDATE incidents SET killed = 777")
    assert not list(service.doctor(ledger))
    (found,) = service.doctor(ledger, deep=True)
    assert "do not follow" in found.problem


def test_a_backup_goes_back_into_either_store(anew: Callable[[], Ledger], tmp_path: Path) -> None:
    ledger = filled(anew(), tmp_path / "p")
    kept = tmp_path / "kept.db"
    service.backup(ledger, kept)
    with open_ledger(kept) as copy:
        assert copy.incident_bytes() == ledger.incident_bytes() and sizes(copy) == sizes(ledger)
    other = anew()
    url = other._engine.url.render_as_string(hide_password=False) if not other.is_file else other.name
    service.restore(kept, url.replace("+psycopg", ""))
    assert sizes(other) == sizes(ledger) and other.incident_bytes() == ledger.incident_bytes()
    with pytest.raises(LedgerError, match="holds reports"):
        service.restore(kept, url.replace("+psycopg", ""))
    service.restore(kept, url.replace("+psycopg", ""), replace=True)
    assert not list(service.doctor(other, deep=True))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "n.txt").write_text("A bomb killed 44 in Beni on 2016-11-01.")
    assert service.ingest([tmp_path / "more"], other).new == 1, "and it goes on from there"


def test_a_backup_while_others_write_holds_one_moment(anew: Callable[[], Ledger], tmp_path: Path) -> None:
    ledger = filled(anew(), tmp_path / "p", 2)
    writer = threading.Thread(target=filled, args=(ledger, tmp_path / "p"))
    writer.start()
    for number in range(3):
        service.backup(ledger, tmp_path / f"kept{number}.db")
    writer.join()
    for number in range(3):
        with open_ledger(tmp_path / f"kept{number}.db") as copy:
            assert not list(service.doctor(copy))


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no")
    with pytest.raises(LedgerError):
        service.restore(tmp_path / "x.db", str(tmp_path / "l.db"))
    with pytest.raises(LedgerError, match="is not there"):
        service.restore(tmp_path / "none.db", str(tmp_path / "l.db"))
    with pytest.raises(UsageError, match="no roles"):
        service.make_roles(open_ledger(tmp_path / "l.db"))
