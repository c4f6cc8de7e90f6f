"""A whole ledger passes; whatever is broken in it is found. Backups hold one moment, in either store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import made_up
from dateline import service
from dateline.errors import LedgerError, UsageError
from dateline.ledger import Ledger, open_ledger
from dateline.ledger.examining import sizes

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
