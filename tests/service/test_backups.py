"""Backups and restored ledgers while others read and write, on damaged, full, old and read-only places."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import made_up
from dateline import service
from dateline.errors import LedgerError, UsageError
from dateline.ledger import Ledger, copying, open_ledger, schema
from dateline.ledger import engine as engines

SOURCES = Path(service.__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.use(monkeypatch)


def filled(ledger: Ledger, folder: Path, count: int) -> Ledger:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = f"{folder.name}: a bomb killed {number + 2} in Quetta on 2016-10-{10 + number}."
        (folder / f"{number}.txt").write_text(text)
    service.ingest([folder], ledger)
    return ledger


def url_of(ledger: Ledger) -> str:
    if ledger.is_file:
        return ledger.name
    return ledger._engine.url.render_as_string(hide_password=False).replace("+psycopg", "")


def write(ledger: Ledger, value: int) -> None:
    with ledger._writing() as connection:
        ledger._set(connection, "written", str(value))


def test_a_backup_ends_though_somebody_never_stops_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite begins to copy anew when somebody else writes, unless its moment is held."""
    monkeypatch.setattr(copying, "_PAGES", 4)
    ledger, other = filled(open_ledger(tmp_path / "l.db"), tmp_path / "p", 4), open_ledger(tmp_path / "l.db")
    write(other, 0)
    told: list[int] = []

    def busy(done: int, total: int) -> None:
        told.append(done)
        assert len(told) < 1_000, "it begins again and again"
        write(other, len(told))

    service.backup(ledger, tmp_path / "kept.db", busy)
    assert len(told) > 5 and told == sorted(told)
    with open_ledger(tmp_path / "kept.db") as copy:
        assert copy.made_by()["written"] == "0" and not list(service.doctor(copy, deep=True))


def test_who_asks_while_a_ledger_is_restored_is_told_the_old(
    anew: Callable[[], Ledger], tmp_path: Path
) -> None:
    with open_ledger(tmp_path / "source.db") as source:
        service.backup(filled(source, tmp_path / "p", 2), tmp_path / "kept.db")
    url = url_of(filled(anew(), tmp_path / "q", 5))
    waits = "" if "://" not in url else "?options=-cstatement_timeout%3D5000"  # else a wait would be for ever
    told = []
    with open_ledger(url + waits) as reader:
        service.restore(
            tmp_path / "kept.db", url, replace=True,
            progress=lambda done, total: told.append(reader.count()["reports"]),
        )  # fmt: skip
        assert set(told[:-1]) <= {5} and told[-1] in (2, 5), "all of the old until all of the new is there"
        assert reader.count()["reports"] == 2 and not list(service.doctor(reader, deep=True))
        with pytest.raises(LedgerError, match="keeps its history"), reader._writing() as connection:
            connection.exec_driver_sql("DELETE FROM statements")


def test_a_backup_of_an_older_version_stays_what_it_is(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from dateline.ledger.migrate import SCRIPTS

    old = tmp_path / "old.db"
    engine = engines.connect(old)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, schema.REVISIONS[0])
        connection.exec_driver_sql(
            "INSERT INTO decisions (id, verb, who, at, data) VALUES ('d', 'accept', 'Ana', "
            """'2026-01-01', '{"subject":["a"]}')"""
        )
    engine.dispose()
    before = hashlib.sha256(old.read_bytes()).hexdigest()
    service.restore(old, str(tmp_path / "new.db"))
    assert hashlib.sha256(old.read_bytes()).hexdigest() == before, "an older Dateline can still go back to it"
    with open_ledger(tmp_path / "new.db") as ledger:
        assert ledger.count()["decisions"] == 1


def test_a_backup_where_nothing_may_be_written_is_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "media" / "kept.db"
    kept.parent.mkdir()
    with open_ledger(tmp_path / "l.db") as ledger:
        service.backup(filled(ledger, tmp_path / "p", 2), kept)
    told, access = [], os.access

    def refuses(path: Path, mode: int) -> bool:
        told.append(path)
        return Path(path) not in (kept, kept.parent) and access(path, mode)

    monkeypatch.setattr(engines.os, "access", refuses)
    beside = []
    service.restore(kept, str(tmp_path / "new.db"), progress=lambda *_: beside.extend(kept.parent.iterdir()))
    assert kept in told and set(beside) == {kept}, "no log is made beside it"
    with open_ledger(tmp_path / "new.db") as ledger:
        assert ledger.count()["reports"] == 2


def test_a_ledger_that_is_written_to_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = filled(open_ledger(tmp_path / "l.db"), tmp_path / "p", 2)
    service.backup(ledger, tmp_path / "kept.db")
    monkeypatch.setattr(engines, "PATIENCE", 0.2)
    with ledger._writing(), pytest.raises(LedgerError, match=r"l\.db is in use by another process"):
        service.restore(tmp_path / "kept.db", ledger.name, replace=True)
    with pytest.raises(UsageError, match="is the ledger itself"):
        service.restore(tmp_path / "l.db", ledger.name, replace=True)
    assert not list(service.doctor(ledger, deep=True))


def test_what_is_in_the_way_of_a_backup_is_said_of_the_backup(tmp_path: Path) -> None:
    ledger = filled(open_ledger(tmp_path / "l.db"), tmp_path / "p", 2)
    with pytest.raises(LedgerError, match=r"none/kept\.db cannot be written \(no such file"):
        service.backup(ledger, tmp_path / "none" / "kept.db")
    full = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000)); "
        "from dateline.cli import main; main()"
    )
    command = [sys.executable, "-c", full, "backup", "kept.db", "--ledger", "l.db"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=120)
    assert done.returncode == 1 and done.stderr.startswith("dateline: kept.db cannot"), done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("kept*")), "nothing half is left"
