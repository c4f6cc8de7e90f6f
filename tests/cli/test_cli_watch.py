"""`dateline watch` as a process, on a server of our own: one round, and one that is supervised and ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("feedparser", reason="needs the extra: pip install 'dateline[watch]'")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fetch"))

import faulty_server as faults

DATELINE = [sys.executable, "-c", "from dateline.cli import main; main()"]
STORY = "<html><body><p>{place} - A bomb killed {dead} people on Monday, police said.</p></body></html>"


@pytest.fixture
def site() -> Iterator[faults.Site]:
    with faults.running() as running:
        links = "".join(f"<item><link>{running.url(path)}</link></item>" for path in ("/a", "/b", "/gone"))
        running.pages["/feed.xml"] = f'<rss version="2.0"><channel>{links}</channel></rss>'.encode()
        running.pages |= {"/a": STORY.format(place="QUETTA", dead=3).encode()}
        running.pages |= {"/b": STORY.format(place="BENI", dead=5).encode()}
        yield running


def command(folder: Path, site: faults.Site, *more: str) -> tuple[list[str], dict[str, str]]:
    feeds = folder / "feeds.txt"
    feeds.write_text(f"# ours\n{site.url('/feed.xml')} every 1h\n")
    line = [*DATELINE, "watch", str(feeds), "--ledger", str(folder / "l.db"), "--delay", "0", *more]
    return line, {**os.environ, "DATELINE_TEST_LOOPBACK": "1"}


def test_one_round(tmp_path: Path, site: faults.Site) -> None:
    line, environment = command(
        tmp_path, site, "--once", "--workers", "0", "--contact", "desk@news.example", "--log", "json"
    )
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=600)
    assert done.stdout == (
        "1 feed (0 failed), 3 new addresses; 2 fetched, 0 copies, 1 failed; 2 reports (0 revised)\n"
    ), done.stderr
    events = [json.loads(each) for each in done.stderr.splitlines()]
    assert [e["event"] for e in events] == ["feed read", "round"]
    assert events[1]["fetched"] == 2 and events[1]["level"] == "info" and events[1]["at"][-6:] == "+00:00"
    assert all("(desk@news.example)" in headers["user-agent"] for headers in site.headers)
    told = subprocess.run(
        [*DATELINE, "incidents", "--ledger", str(tmp_path / "l.db"), "--json"], capture_output=True, text=True
    )
    assert len(told.stdout.splitlines()) == 2


def test_without_the_switch_of_the_tests_loopback_is_never_asked(tmp_path: Path, site: faults.Site) -> None:
    line, environment = command(tmp_path, site, "--once", "--workers", "0")
    environment.pop("DATELINE_TEST_LOOPBACK")
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=600)
    assert done.stdout.startswith("1 feed (1 failed)") and not site.asked
    assert "is not asked at port" in json.loads(done.stderr.splitlines()[0])["problem"]


def test_one_that_is_supervised_answers_and_is_ended(tmp_path: Path, site: faults.Site) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line, environment = command(tmp_path, site, "--metrics", f"127.0.0.1:{port}", "--pause", "0.2")
    process = subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        health = waited(f"http://127.0.0.1:{port}/healthz", '"status"')
        assert json.loads(health)["status"] == "ok" and "reports" not in json.loads(health)
        told = waited(f"http://127.0.0.1:{port}/metrics", "dateline_last_round_timestamp_seconds 1")
        assert 'dateline_pages_total{fate="new"} 2.0' in told
        assert 'dateline_fetches_total{outcome="404"} 1.0' in told
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 0, "for a supervisor it ended as it should"
    assert "Traceback" not in errors


def waited(url: str, words: str) -> str:
    """What is answered once the words are in it."""
    told, end = "", time.monotonic() + 240
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                told = answer.read().decode()
        except (OSError, urllib.error.URLError):
            told = "no answer"
        if words in told:
            return told
        time.sleep(0.2)
    raise AssertionError(told)
