"""Configuration, logs, /metrics and /healthz, and the commands that look after a ledger."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

import dateline
import made_up
from dateline import service
from dateline.cli import main
from dateline.errors import UsageError
from dateline.ledger import open_ledger


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    made_up.use(monkeypatch)
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(3):
        (pages / f"{number}.txt").write_text(f"A bomb killed {number + 3} in Quetta on 2016-10-2{number}.")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["dateline", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    assert (ended.value.code or 0) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_one_file_holds_the_options(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "dateline.toml").write_text('ledger = "team.db"\n[ingest]\nworkers = "0"\nmax-page = 1.5\n')
    assert "in team.db" in run(capsys, "ingest", "pages")
    assert "in other.db" in run(capsys, "ingest", "pages", "--ledger", "other.db"), (
        "the command line goes first"
    )
    assert "1 incident" in run(capsys, "incidents")


def test_every_option_can_stand_in_the_environment(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line goes before the environment, the environment before the file."""
    (here / "dateline.toml").write_text('[incidents]\nledger = "file.db"\n[ingest]\nmax-page = 0.001\n')
    assert "could not be read" not in run(capsys, "ingest", "pages", "--ledger", "l.db")
    monkeypatch.setenv("DATELINE_INGEST_MAX_PAGE", "-1")
    assert "max-page" in run(capsys, "ingest", "pages", "--ledger", "l.db", code=2)
    assert "3 known" in run(capsys, "ingest", "pages", "--ledger", "l.db", "--max-page", "5")
    monkeypatch.setenv("DATELINE_INCIDENTS_AS_JSON", "1")
    assert run(capsys, "incidents", "--ledger", "l.db").startswith("{")


def test_commands_of_a_group_are_configured_like_the_others(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the team's ledger adds people to it, and to no other."""
    (here / "dateline.toml").write_text(
        'ledger = "team.db"\n[watch]\npause = 5\n[user.add]\nrole = "reader"\n[ingest]\nworkers = 0\n'
    )
    run(capsys, "ingest", "pages")
    monkeypatch.setattr("getpass.getpass", lambda *_: "a long and good password")
    run(capsys, "user", "add", "ana")
    assert "ana" in (told := run(capsys, "user", "list")) and "reader" in told
    monkeypatch.setenv("DATELINE_USER_ADD_ROLE", "editor")
    run(capsys, "user", "add", "ben")
    with open_ledger("team.db", create=False) as ledger:
        assert [(user.name, user.role) for user in ledger.users()] == [("ana", "reader"), ("ben", "editor")]
    served: list[str] = []
    monkeypatch.setattr("dateline.cli.desk._door", lambda: lambda store, *_: served.append(store.name))
    run(capsys, "serve")
    assert served == ["team.db"] and not (here / "dateline.db").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ledger = ", "is no TOML"),
        ('lodger = "x"', "no command has an option 'lodger'"),
        ("[ingests]\nworkers = 1", "no command is called 'ingests'"),
        ("[ingest]\nworker = 1", "ingest has no option 'worker'"),
        ("[ingest.workers]\na = 1", "ingest has no option 'workers'"),
        ("[user.ad]\nrole = 'editor'", "no command is called 'user ad'"),
        ("[user.add]\nrank = 'editor'", "user add has no option 'rank'"),
    ],
)
def test_a_wrong_file_is_one_line(
    here: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    (here / "dateline.toml").write_text(text)
    told = run(capsys, "incidents", code=2)
    assert words in told and told.count("\n") == 1


def test_a_ledger_is_looked_after(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "ingest", "pages")
    assert "3 reports, whole" in run(capsys, "doctor", "--deep")
    assert "3 reports in kept.db" in run(capsys, "backup", "kept.db")
    assert "is there already" in run(capsys, "backup", "kept.db", code=1)
    assert "3 reports in" in run(capsys, "restore", "kept.db", "--ledger", "new.db")
    assert "holds reports" in run(capsys, "restore", "kept.db", "--ledger", "new.db", code=1)
    assert "no roles" in run(capsys, "roles", code=2)
    with open_ledger("dateline.db") as ledger:
        name = next(iter(ledger.reports()))
    assert "version 1" in run(capsys, "versions", name)
    with open_ledger("dateline.db") as ledger, ledger._writing() as connection:
        connection.exec_driver_sql("DELETE FROM incidents")
    found = run(capsys, "doctor", "--json", code=1)
    assert json.loads(found.splitlines()[0])["invariant"] == 5


def test_figures_and_health_are_served(here: Path) -> None:
    with open_ledger("l.db") as ledger:
        service.ingest(["pages"], ledger)
        with service.serving("127.0.0.1:0", ledger) as port:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                told = answer.read().decode()
                assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                facts = json.loads(answer.read())
            head = urllib.request.Request(f"http://127.0.0.1:{port}/metrics?job=dateline", method="HEAD")
            with urllib.request.urlopen(head) as answer:
                assert answer.status == 200 and answer.read() == b""
        assert 'dateline_pages_total{fate="new"}' in told and told.endswith("# EOF\n")
        families = {family.name: family for family in text_string_to_metric_families(told)}
        samples = {
            s.labels["fate"]: s.value for s in families["dateline_pages"].samples if "_total" in s.name
        }
        assert samples["new"] >= 3, "and all of it is OpenMetrics"
        assert facts == {"status": "ok", "version": dateline.__version__, "stale": False}
        assert answered(service.asgi_app(ledger), "/healthz") == 200
        assert answered(service.asgi_app(ledger), "/other") == 404
    for address in ("nowhere", "127.0.0.1:99999", "127.0.0.1:²", "127.0.0.1:"):
        with pytest.raises(UsageError, match="no address"), service.serving(address, ledger):
            pass


def test_a_ledger_that_does_not_answer_is_not_healthy(here: Path) -> None:
    ledger = open_ledger("l.db")
    assert service.healthy(ledger)[0]
    with ledger._writing() as connection:
        connection.exec_driver_sql("DROP TABLE meta")
    well, facts = service.healthy(ledger)
    assert not well and facts["status"] == "failing"


def test_health_reads_no_table_whose_size_grows(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container is taken for dead after seconds, and to count a large ledger takes longer."""
    import sqlalchemy

    asked: list[str] = []
    with open_ledger("l.db") as ledger:
        service.ingest(["pages"], ledger)

        def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
            asked.extend([statement] if statement.startswith("SELECT") else [])

        sqlalchemy.event.listen(ledger._engine, "before_cursor_execute", note)
        assert service.healthy(ledger) == (
            True,
            {"status": "ok", "version": dateline.__version__, "stale": False},
        )
        ledger.count()
    tables = [t for s in asked for t in ("reports", "accounts", "statements", "meta") if f"FROM {t}" in s]
    assert tables[0] == "meta" and len(asked) == 6 and "reports" in tables, "one question, then five of count"


def answered(app: Any, path: str) -> int:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    # in a thread of its own: a browser's test before may have left a loop running in this one
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app({"type": "http", "path": path}, None, send)).result()
    return int(sent[0]["status"])


def test_a_log_line_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    service.start_log("json")
    logging.getLogger("dateline").warning("feed failed", extra={"feed": "https://a.example/", "tries": 2})
    line = capsys.readouterr().err
    told = json.loads(line)
    assert (told["event"], told["level"], told["tries"]) == ("feed failed", "warning", 2)
    logging.getLogger("dateline").warning("feed failed", extra={"feed": "https://a.example/é\u2028\ud800"})
    line = capsys.readouterr().err
    assert line.isascii() and line.count("\n") == 1 and json.loads(line)["feed"].endswith("é\u2028\ud800")
    service.start_log("text")
    logging.getLogger("dateline").warning(
        "feed failed", extra={"feed": "https://a.example/", "problem": "\x1b[2J"}
    )
    line = capsys.readouterr().err
    assert line.endswith("feed failed feed=https://a.example/ problem=�[2J\n"), "people are told which, too"
    service.LOG.warning("feed failed", extra={"feed": "https://ana:s3cret@a.example/?key=s3cret&id=7"})
    assert "feed=https://***@a.example/?key=***&id=7\n" in capsys.readouterr().err
    service.start_log("json")
    try:
        raise ValueError("https://a.example/?token=s3cret broke off")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    told = json.loads(line := capsys.readouterr().err)
    assert told["error"] == "ValueError: https://a.example/?token=*** broke off" and "s3cret" not in line
    assert "raise ValueError" in told["trace"], "what the desk stumbles over is in the log, with its place"
    service.start_log("off")
    with pytest.raises(UsageError):
        service.start_log("loud")


def test_an_ingest_logs_when_it_is_asked_to(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "pages" / "empty.txt").write_text("")
    plain = run(capsys, "ingest", "pages", "--ledger", "plain.db", code=1)
    assert "ingest begun" not in plain
    told = run(capsys, "ingest", "pages", "--log", "json", code=1).splitlines()
    lines = [json.loads(line) for line in told if line.startswith("{")]
    assert [line["event"] for line in lines] == ["ingest begun", "page failed", "linked", "ingest done"]
    begun, failed, linked, ended = lines
    assert begun["paths"] == 1 and failed["page"].endswith("empty.txt") and linked["reports"] == 3
    assert (ended["new"], ended["failed"], ended["run"]) == (3, 1, begun["run"])
    assert "no log is called 'loud'" in run(capsys, "ingest", "pages", "--log", "loud", code=2)


def test_more_failures_than_are_listed_are_counted(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        (here / "pages" / f"empty{number}.txt").write_text("")
    for module in ("dateline.service", "dateline.service.reading"):
        monkeypatch.setattr(f"{module}.MOST_LISTED", 2)
    told = run(capsys, "ingest", "pages", code=1)
    assert "5 pages could not be read:" in told and told.count("pages/empty") == 2
    assert "these are the first 2 of 5: the ledger keeps all of them" in told
    with open_ledger("dateline.db") as ledger:
        assert len(ledger.failures()) == 5
