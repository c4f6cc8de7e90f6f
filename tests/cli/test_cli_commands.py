"""The commands, with typer's runner: what is printed, which exit code, one line for an error."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

import made_up
from dateline.cli.small import app

RUN = CliRunner(env={"COLUMNS": "200"})  # a cell that wraps parts the words that are looked for
TEXTS = [
    "A bomb killed 61 people in Quetta on 2016-10-24. LeJ claimed it.",
    "A blast killed 59 people in Quetta on 2016-10-24.",
    "They killed 3 people near Beni on 2017-01-02.",
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made_up.use(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_LEDGER", str(tmp_path / "l.db"))
    made_up.folder(tmp_path / "pages", TEXTS)
    return tmp_path


def run(*arguments: str, code: int = 0, **more: object) -> str:
    result = RUN.invoke(app, list(arguments), **more)  # type: ignore[arg-type]
    assert result.exit_code == code, (result.output, result.stderr, result.exception)
    return result.stdout


def problem(*arguments: str, code: int) -> str:
    result = RUN.invoke(app, list(arguments))
    assert result.exit_code == code, (result.output, result.exception)
    (line,) = result.stderr.splitlines()
    assert line.startswith("dateline: ") and ": " in line[10:], "what is wrong: what to do"
    return line


def test_from_a_folder_to_an_incident(here: Path) -> None:
    assert run("ingest", "pages").startswith("3 reports (3 new, 0 known, 0 superseded); 2 incidents")
    assert "0 new, 3 known" in run("ingest", "pages")
    table = run("incidents", "--country", "PK")
    assert "59/" in table and "/61" in table and "Beni" not in table and "1 incident\n" in table
    (line,) = run("incidents", "--from", "2017", "--to", "2017-01", "--json").splitlines()
    incident = json.loads(line)
    assert incident["where"]["name"] == "Beni"
    shown = run("show", incident["id"])
    assert "killed 3" in shown and "a police official" in shown
    assert json.loads(run("show", incident["id"], "--json"))["incident"] == incident
    before = run("export", "--to", "jsonl")
    assert run("rebuild").startswith("2 incidents")
    assert run("export", "--to", "jsonl") == before


def test_extract_prints_one_object_a_report_and_keeps_a_given_id() -> None:
    record = json.dumps({"id": "mine", "text": TEXTS[0], "published": "2016-10-25"})
    (line,) = run("extract", "-", "--json", input=record).splitlines()
    data = json.loads(line)
    assert data["report"]["id"] == "mine" and data["accounts"][0]["tolls"][0]["best"] == 61
    assert "61 killed" in run("extract", "pages")


def test_failures_are_listed_at_the_end_with_exit_code_1(here: Path) -> None:
    (here / "pages" / "empty.txt").write_bytes(b"")
    (here / "pages" / "broken.jsonl").write_text(json.dumps({"text": TEXTS[0]}) + "\n{oops\n")
    for command in (["ingest", "pages", "nowhere"], ["extract", "pages", "nowhere", "--json"]):
        result = RUN.invoke(app, command)
        assert result.exit_code == 1
        lines = result.stderr.splitlines()
        assert lines[0] == "dateline: 3 pages could not be read:"
        assert len(lines) == 4 and any("broken.jsonl:2" in line for line in lines)
    lines = [json.loads(line) for line in run("ingest", "pages", "--json", code=1).splitlines()]
    assert lines[-1]["summary"]["failed"] == 2 and lines[-1]["summary"]["known"] == 4
    assert {line["origin"].rsplit("/", 1)[1] for line in lines if "problem" in line} == {
        "empty.txt",
        "broken.jsonl:2",
    }


def test_exports_go_to_files_and_to_standard_output(here: Path) -> None:
    run("ingest", "pages")
    for kind in ("csv", "geojson", "jsonl", "html"):
        assert "2 incidents" in run("export", "--to", kind, "-o", f"out.{kind}")
        written = (here / f"out.{kind}").read_bytes()
        assert run("export", "--to", kind).encode().replace(b"\r\n", b"\n").strip() == (
            written.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").strip()
        )
        assert written.startswith(b"\xef\xbb\xbf") is (kind == "csv"), "Excel needs the mark"
    assert not list(here.glob("*.part"))


def test_an_export_to_a_device_writes_to_it_and_never_replaces_it(here: Path) -> None:
    run("ingest", "pages")
    os.mkfifo(here / "pipe")
    reader = os.open(here / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        run("export", "--to", "jsonl", "-o", "pipe")
        assert os.read(reader, 1) == b"{" and stat.S_ISFIFO((here / "pipe").stat().st_mode)
    finally:
        os.close(reader)


def test_a_failed_export_leaves_the_old_file(here: Path) -> None:
    run("ingest", "pages")
    (here / "out.csv").write_text("old")
    problem("export", "--to", "csv", "-o", "out.csv", "--country", "Pakistan", code=2)
    assert "no-folder/out.csv cannot be" in problem(
        "export", "--to", "csv", "-o", "no-folder/out.csv", code=1
    )
    assert "pages is a folder" in problem("export", "--to", "csv", "-o", "pages", code=2)
    assert (here / "out.csv").read_text() == "old"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["incidents"], 1, "no ledger"),
        (["incidents", "--from", "2016-13"], 2, "is no day"),
        (["incidents", "--from", "2017", "--to", "2016"], 2, "is after"),
        (["export", "--to", "csv", "--until", "soon"], 2, "--until 'soon' is no day"),
        (["incidents", "--country", "Pakistan"], 2, "no country code"),
        (["export", "--to", "xls"], 2, "choose one of"),
        (["ingest", "pages", "--ledger", "postgresql://x/y"], 1, "cannot be reached"),
        (["ingest", "pages", "--ledger", "pages"], 1, "cannot be opened"),
        (["evaluate", "nothing", "--data", "."], 2, "choose one of"),
        (["when", "late Thursday", "--published", "Friday"], 2, "is no day"),
    ],
)
def test_errors_are_one_line_with_the_way_out(arguments: list[str], code: int, says: str) -> None:
    assert says in problem(*arguments, code=code)


def test_wrong_usage_is_2() -> None:
    for arguments in (["nonsense"], ["ingest"], ["export"], ["incidents", "--min-killed", "many"]):
        assert RUN.invoke(app, arguments).exit_code == 2


def test_control_characters_do_not_reach_the_terminal(here: Path) -> None:
    text = "\x1b[2J\x1b]0;gone\x07 they killed 4 in Beni on 2018-01-01 [red]"
    (here / "pages" / "evil.txt").write_text(text)
    run("extract", "pages/evil.txt", code=RUN.invoke(app, ["extract", "pages/evil.txt"]).exit_code)
    for command in (["extract", "pages/evil.txt"], ["ingest", "pages"], ["incidents"]):
        assert "\x1b" not in RUN.invoke(app, command).output


def test_every_command_that_touches_a_ledger_takes_ledger_and_every_option_has_help() -> None:
    import typer.main

    group = typer.main.get_command(app)
    commands = dict(group.commands)  # type: ignore[attr-defined]
    for name in ("ingest", "incidents", "show", "export", "rebuild"):
        assert "--ledger" in {o for p in commands[name].params for o in p.opts}
    for name, command in commands.items():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", "x"), f"{name} {parameter.opts}"
