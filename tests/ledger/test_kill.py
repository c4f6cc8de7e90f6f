"""Invariant 5: `dateline ingest` killed at any moment loses no report that was acknowledged and doubles
none; after a rerun the ledger is equal to that of a run that nobody disturbed."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from dateline.ledger import open_ledger

KILLS = 20
REPORTS = 200
#: The real command line and the real ledger; only the reader is a small one, so that twenty runs are short.
COMMAND = """
import sys
sys.path.insert(0, {tests!r})
import made_up
from dateline.service import rooms
rooms.read, rooms.reading_version = made_up.read, lambda: "made-up@1"
rooms.extract_all = lambda reports: [made_up.extract(report) for report in reports]
from dateline.cli import main
main()
"""
#: What is not a matter of what was read: times, and numbers that count attempts.
TABLES = {
    "pages": "key, sha256, url, media_type, given, content",
    "reports": "id, page, extraction, superseded, invented, data",
    "accounts": "id, position, main, type, subtype, stage",
    "statements": "id, account, position, field, data",
    "incidents": "*",
    "dated": "*",
    "failures": "origin, problem, way_out",
}


def start(folder: Path, ledger: Path) -> subprocess.Popen[str]:
    script = COMMAND.format(tests=str(Path(__file__).resolve().parents[1]))
    command = [sys.executable, "-c", script, "ingest", str(folder), "--ledger", str(ledger), "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def content(ledger: Path) -> dict[str, list[Any]]:
    with sqlite3.connect(ledger) as connection:
        found = {t: connection.execute(f"SELECT {c} FROM {t}").fetchall() for t, c in TABLES.items()}
    with open_ledger(ledger) as opened:
        standing = opened.judgements()
        assert not opened.stale
    return {**{t: sorted(map(repr, rows)) for t, rows in found.items()}, "judgements": standing}


def acknowledged(output: str) -> set[str]:
    """The reports whose line is whole: the last may have been cut by the kill."""
    lines = [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return {line["report"] for line in lines if line.get("report")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pages")
    for number in range(REPORTS):
        place, day = ("Quetta", "Beni")[number % 2], 1 + number % 28
        words = (
            f"Report {number}: a bomb killed {number % 9} in {place} on 2016-{1 + number % 12:02}-{day:02}."
        )
        (root / f"{number:03}.txt").write_text(words)
    (root / "broken.txt").write_bytes(b"")
    return root


def test_killed_at_any_moment(folder: Path, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed.db"
    started = start(folder, undisturbed)
    seconds = timed(started)
    assert started.returncode == 1, "done, with one failure listed"
    wanted = content(undisturbed)
    assert len(wanted["reports"]) == REPORTS and len(wanted["failures"]) == 1

    chance = random.Random(20161024)
    disturbed, safe, cut = tmp_path / "disturbed.db", set[str](), 0
    finished = True
    for _ in range(KILLS):
        if finished:  # begin anew, so that kills fall into every part of the work
            for file in tmp_path.glob("disturbed.db*"):
                file.unlink()
            safe = set()
        process = start(folder, disturbed)
        timer = threading.Timer(chance.uniform(0.3, 0.9) * seconds, process.kill)
        timer.start()
        output, _ = process.communicate()
        timer.cancel()
        finished = process.returncode != -signal.SIGKILL
        cut += not finished
        safe |= acknowledged(output)
        if safe:
            with open_ledger(disturbed) as ledger:
                assert safe <= set(ledger.reports()), "an acknowledged report is there"
    assert cut >= KILLS // 4, "kills came before the end"

    again = start(folder, disturbed)
    again.communicate()
    assert again.returncode == 1
    assert content(disturbed) == wanted


def timed(process: subprocess.Popen[str]) -> float:
    """How long an undisturbed run takes here."""
    from time import monotonic

    begun = monotonic()
    process.communicate()
    return monotonic() - begun
