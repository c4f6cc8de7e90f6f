"""``extract --codebook muc4 --to templates``, with a reader that finds what the test says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline.assemble.muc4 import reading
from dateline.cli.small import app
from dateline.codebook.muc4.templates import parse
from dateline.reader.model.muc4 import Filler, MucIncident

RUN = CliRunner()
WANTED = ("--codebook", "muc4", "--to", "templates")


def every_store(texts: Sequence[str]) -> list[list[MucIncident]]:
    """Takes every "store" for one that was burned."""
    found = []
    for text in texts:
        at = text.lower().find("store")
        store = Filler(at, at + 5, "m.phys", 0.9, {"m.phys_type": "commercial"})
        found.append([MucIncident("arson", "accomplished", "none", (store,), 0.9)] if at >= 0 else [])
    return found


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "trained_finder", lambda _name: every_store)
    return tmp_path


def lines(*records: dict[str, str]) -> None:
    Path("in.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")


def test_one_block_a_report_under_its_id() -> None:
    lines(
        {"id": "a-1", "text": "lima, 2 mar 89 (efe) -- [text] a store was burned yesterday in lima."},
        {"id": "a-2", "text": "a store was burned yesterday.", "published": "1989-03-05"},
        {"id": "a-3", "text": "a store was burned."},
        {"id": "a-4", "text": "nothing happened."},
    )
    result = RUN.invoke(app, ["extract", "in.jsonl", *WANTED])
    assert result.exit_code == 0, result.output
    found = list(parse(result.stdout))
    assert [(t.message, t.number) for t in found] == [("a-1", 1), ("a-2", 1), ("a-3", 1), ("a-4", None)]
    days = [t.fillers(2)[0].values[0].text if t.fillers(2) else "" for t in found]
    assert days == ["01 MAR 89", "04 MAR 89", "", ""]
    assert found[0].fillers(12)[0].values[0].text == "STORE"


def test_files_of_messages_and_what_cannot_be_read() -> None:
    Path("inv-0001").write_text(
        "INV-MUC4-0001 (X)\n\nLIMA, 2 MAR 89 -- [TEXT] A STORE WAS BURNED.\n\nINV-MUC4-0002\n\n", "utf-8"
    )
    result = RUN.invoke(app, ["extract", "inv-0001", *WANTED])
    assert result.exit_code == 1
    assert [(t.message, t.number) for t in parse(result.stdout)] == [("INV-MUC4-0001", 1)]
    assert "INV-MUC4-0002 is empty" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--codebook", "muc4"),
        ("--to", "templates"),
        ("--codebook", "other", "--to", "templates"),
        ("--codebook", "muc4", "--to", "csv"),
        (*WANTED, "--json"),
    ],
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...]) -> None:
    lines({"id": "a", "text": "a store was burned."})
    result = RUN.invoke(app, ["extract", "in.jsonl", *arguments])
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("dateline: ")
