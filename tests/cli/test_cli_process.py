"""The command line as a process: pipes, interrupts, standard input, start-up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

DATELINE = [sys.executable, "-c", "from dateline.cli import main; main()"]
TEXT = "MEXICO CITY - Gunmen killed four people at a market in Celaya on Friday, police said."


def records(path: Path, count: int) -> Path:
    lines = [json.dumps({"id": f"r{n}", "text": f"{TEXT} It was case {n}."}) for n in range(count)]
    path.write_text("\n".join(lines) + "\n")
    return path


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command line at work; killed after a minute, so that nothing waits for ever.

    It heeds interrupts, as from a terminal: what a shell runs in the background ignores them, and so would
    all that is started from there.
    """
    process = subprocess.Popen(
        [*DATELINE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    watch = threading.Timer(60, process.kill)
    watch.start()
    try:
        yield process
    finally:
        watch.cancel()
        process.kill()
        process.wait()


def test_a_closed_pipe_is_no_accident(tmp_path: Path) -> None:
    file = records(tmp_path / "r.jsonl", 300)
    with started("extract", str(file), "--json") as process:
        assert process.stdout and process.stderr
        first = process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        process.wait()
    assert json.loads(first)["report"]["id"] == "r0"
    assert errors == "" and process.returncode == 141


def test_an_interrupt_ends_with_one_line_and_a_whole_ledger(tmp_path: Path) -> None:
    file, ledger = records(tmp_path / "r.jsonl", 3000), tmp_path / "l.db"
    with started("ingest", str(file), "--ledger", str(ledger), "--json") as process:
        assert process.stdout
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate()
    assert process.returncode == 130, errors
    assert errors.startswith("dateline: stopped") and errors.count("\n") == 1
    acknowledged = sum('"fate"' in line for line in [first, *rest.splitlines()])
    from dateline.ledger import open_ledger

    with open_ledger(ledger) as opened:
        assert opened.count()["reports"] >= acknowledged > 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    file = records(tmp_path / "r.jsonl", 3)
    for target in (["extract", str(file), "--json"], ["when", "late Thursday"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run([*DATELINE, *target], stdout=full, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 1
        assert done.stderr.startswith("dateline: the output cannot be written (no space left on device): ")
        assert done.stderr.count("\n") == 1


def test_standard_input_and_output(tmp_path: Path) -> None:
    record = json.dumps({"id": "x", "text": TEXT}).encode()
    command = [*DATELINE, "extract", "-", "--json"]
    done = subprocess.run(command, input=record, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0 and done.stderr == b"", "no progress bar where nobody looks"
    assert json.loads(done.stdout)["report"]["text"] == TEXT


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    record = json.dumps({"id": "x", "text": "Взрыв в Кветте: погибли люди, сообщила полиция. " + TEXT})
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [*DATELINE, "extract", "-", "--json"],
        input=record.encode(), env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Кветте" in json.loads(done.stdout)["report"]["text"]


def test_import_is_quick_and_loads_no_room() -> None:
    code = (
        "import sys, dateline; "
        "print([m for m in sys.modules if m.startswith('dateline.') or m in ('sqlalchemy', 'trafilatura')])"
    )
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert time.monotonic() - begun < 5
