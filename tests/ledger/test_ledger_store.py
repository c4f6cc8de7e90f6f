"""The ledger keeps what it acknowledged, once, and refuses plainly."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

import made_up
from dateline.errors import LedgerError, LedgerTooNew, NotFound
from dateline.ledger import Entry, Fate, Ledger, open_ledger, schema
from dateline.ledger.engine import explain
from dateline.ledger.migrate import SCRIPTS
from dateline.ledger.records import Computed, Happened
from dateline.model import Decision, DecisionVerb, Judgement, Page, Verdict

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def entry(text: str, name: str, version: str = "v1") -> Entry:
    page = Page(text.encode(), "text/plain", given={"id": name}, retrieved=NOW, origin=f"{name}.txt")
    report = made_up.report_of(text, name, "2016-10-25")
    return Entry(page, report, tuple(made_up.extract(report)), version)


@pytest.fixture
def ledger(anew: Callable[[], Ledger]) -> Ledger:
    """In both stores."""
    return anew()


@pytest.fixture
def file(tmp_path: Path) -> Ledger:
    """In a file: for what only SQLite has."""
    return open_ledger(tmp_path / "l.db")


def rows(ledger: Ledger, table: str) -> list[tuple[object, ...]]:
    with ledger._engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]


def test_what_goes_in_comes_out(ledger: Ledger) -> None:
    one = entry("A bomb killed 61 in Quetta on 2016-10-24.", "a")
    assert [done.fate for done in ledger.add([one])] == [Fate.NEW]
    assert ledger.reports() == {"a": one.report}
    assert ledger.accounts() == list(one.accounts)
    assert ledger.page("a") == one.page
    assert ledger.stale


def test_the_same_page_twice_changes_nothing(ledger: Ledger) -> None:
    one = entry("A bomb killed 61 in Quetta.", "a")
    ledger.add([one])
    before = [rows(ledger, t) for t in ("pages", "reports", "accounts", "statements")]
    assert [done.fate for done in ledger.add([one, one])] == [Fate.KNOWN, Fate.KNOWN]
    assert before == [rows(ledger, t) for t in ("pages", "reports", "accounts", "statements")]


def test_a_new_version_supersedes_and_keeps_the_old_rows(ledger: Ledger) -> None:
    ledger.add([entry("A bomb killed 61 in Quetta.", "a", "v1")])
    (done,) = ledger.add([entry("A bomb killed 61 in Quetta.", "a", "v2")])
    assert done.fate is Fate.SUPERSEDED
    assert len(ledger.accounts()) == 1 and len(rows(ledger, "accounts")) == 2
    assert len(rows(ledger, "pages")) == 1


def test_two_pages_with_one_id_do_not_take_turns(ledger: Ledger) -> None:
    first, second = entry("killed 1 in Beni", "a"), entry("killed 2 in Beni", "a")
    assert [d.fate for d in ledger.add([first, second])] == [Fate.NEW, Fate.SUPERSEDED]
    assert [d.fate for d in ledger.add([first, second])] == [Fate.KNOWN, Fate.KNOWN]
    assert ledger.reports()["a"].text == "killed 2 in Beni"


@pytest.mark.parametrize("table", schema.APPEND_ONLY)
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET seq = seq"])
def test_history_refuses_change(ledger: Ledger, table: str, verb: str) -> None:
    ledger.add([entry("killed 1 in Beni", "a")])
    pair = Judgement("a", "b", Verdict.SAME, 1.0, ("same day",), "link@1")
    ledger.write_judgements([pair], Computed([], {}, []), {})
    ledger.decide(Decision("d", DecisionVerb.ACCEPT, ("s",), "Ana", NOW))
    with ledger.linking() as room:
        room.note_names({"a": "i1"})
        room.tell([Happened("appeared", "i1", "", "{}")], NOW)
    with pytest.raises(LedgerError, match="keeps its history"), ledger._writing() as connection:
        connection.exec_driver_sql(verb.format(table))


def test_judgements_are_appended_only_where_they_change(ledger: Ledger) -> None:
    pair = Judgement("a", "b", Verdict.SAME, 1.0, ("same day",), "link@1")
    other = Judgement("a", "b", Verdict.UNSURE, 0.5, ("same week",), "link@2")
    nothing = Computed([], {}, [])
    for judgements, count in (([pair], 1), ([pair], 1), ([other], 2), ([], 3), ([], 3), ([pair], 4)):
        ledger.write_judgements(judgements, nothing, {})
        assert ledger.judgements() == judgements
        assert len(rows(ledger, "judgements")) == count


def test_the_schema_is_what_the_migrations_make(file: Ledger) -> None:
    declared = sa.create_engine("sqlite://")
    schema.metadata.create_all(declared)
    wanted, found = sa.inspect(declared), sa.inspect(sa.create_engine(f"sqlite:///{file.name}"))
    assert set(found.get_table_names()) == {*wanted.get_table_names(), "alembic_version"}
    for table in wanted.get_table_names():
        columns = [
            [
                (c["name"], str(c["type"]), c["nullable"], c["primary_key"])
                for c in inspector.get_columns(table)
            ]
            for inspector in (wanted, found)
        ]
        assert columns[0] == columns[1], table
        assert {i["name"] for i in wanted.get_indexes(table)} == {i["name"] for i in found.get_indexes(table)}


def test_revisions_are_the_scripts() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(reversed([s.revision for s in scripts.walk_revisions()])) == schema.REVISIONS
    assert scripts.get_current_head() == schema.HEAD


def refusal(path: object, **more: float) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        open_ledger(path, **more)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value) and caught.value.way_out
    return caught.value


def test_a_ledger_from_a_newer_version(file: Ledger) -> None:
    with sqlite3.connect(file.name) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert isinstance(error := refusal(file.name), LedgerTooNew)
    assert "newer version" in str(error) and "upgrade" in error.way_out


def test_files_that_are_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is a text of some length, and no database at all\n" * 99)
    assert "not a Dateline ledger" in str(refusal(tmp_path / "text.db"))
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE cookies (id)")
    assert "another program" in str(refusal(tmp_path / "other.db"))
    assert "no folder" in str(refusal(tmp_path / "none" / "l.db"))
    assert "cannot be opened" in str(refusal(tmp_path))
    assert "no ledger" in str(refusal("mysql://localhost/news"))


def test_a_ledger_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no ledger"):
        open_ledger(tmp_path / "l.db", create=False)
    assert not list(tmp_path.iterdir())


def test_url_and_path_name_the_same_ledger(file: Ledger) -> None:
    file.add([entry("killed 1 in Beni", "a")])
    assert open_ledger(f"sqlite:///{file.name}", create=False).count()["reports"] == 1


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_ledger_that_may_not_be_written_to_can_still_be_read(
    file: Ledger, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.add([entry("killed 1 in Beni", "a")])
    path = Path(file.name)
    file.close()  # the last to leave merges the log into the file
    refused = path if closed == "file" else path.absolute().parent
    monkeypatch.setattr("os.access", lambda asked, mode: asked != refused)
    with open_ledger(path) as opened:
        assert opened.count()["reports"] == 1
        with pytest.raises(LedgerError, match="is read-only: make"):
            opened.add([entry("killed 2 in Beni", "b")])


def test_a_ledger_in_use(file: Ledger) -> None:
    with sqlite3.connect(file.name) as other:
        other.execute("BEGIN IMMEDIATE")
        impatient = open_ledger(file.name, patience=0.05)
        with pytest.raises(LedgerError, match="in use by another process"):
            impatient.add([entry("killed 1 in Beni", "a")])
    assert file.count()["reports"] == 0


def test_a_full_disk_loses_nothing_that_was_acknowledged(file: Ledger) -> None:
    file.add([entry("killed 1 in Beni", "a")])
    with file._engine.connect() as connection:
        # What SQLite says when it may not take another page is what it says when there is none.
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LedgerError, match=r"disk is full.*free some space"):
        file.add([entry("killed 2 in Beni. " + "The valley was quiet. " * 20_000, "b")])
    file.close()
    assert list(open_ledger(file.name).reports()) == ["a"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("attempt to write a readonly database", "read-only"),
        ("database disk image is malformed", "damaged"),
        ("disk I/O error", "cannot be read or written"),
        ("something nobody has met\nin two lines", "refused (something nobody has met)"),
    ],
)
def test_every_complaint_is_one_line(words: str, says: str) -> None:
    error = explain("l.db", words)
    assert says in str(error) and "\n" not in str(error)
