"""Readers in processes of their own: the same ledger, in the same order, whatever befalls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline import service
from dateline.errors import DatelineError, ReaderError
from dateline.ledger import open_ledger
from dateline.model import Page
from dateline.service import reading
from dateline.service.children import Child, Task
from dateline.service.crew import Crew
from dateline.service.foreman import STARTS, TRIES, Foreman
from dateline.service.hand import Done, Setup
from dateline.service.lots import Lot

TESTS = Path(__file__).resolve().parents[1]
SCRIPT = """
import os, sys
from dateline import service
from dateline.ledger import open_ledger
paths, ledger, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
told = []
with open_ledger(ledger) as store:
    seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 4.0
    options = service.IngestOptions(workers=workers, page_seconds=seconds)
    summary = service.ingest([paths], store, options, told.append)
    print(summary.new, summary.failed, [str(f.problem) for f in summary.failures])
    print([t.report_id for t in told if isinstance(t, service.Acknowledged)] == sorted(
        (t.report_id for t in told if isinstance(t, service.Acknowledged)), key=lambda n: int(n[1:])))
"""


def archive(path: Path, poison: dict[int, str]) -> Path:
    texts = [
        poison.get(n, f"Report {n}: a bomb killed {n} in Beni on 2016-10-{1 + n % 28:02}.") for n in range(90)
    ]
    path.write_text("".join(json.dumps({"id": f"r{n}", "text": t}) + "\n" for n, t in enumerate(texts)))
    return path


def run(pages: Path, ledger: Path, workers: int, *more: str) -> list[str]:
    environment = {
        **os.environ, "PYTHONPATH": str(TESTS / "faults" / "site"), "DATELINE_DISTURBED": str(TESTS)
    }  # fmt: skip
    command = [sys.executable, "-c", SCRIPT, str(pages), str(ledger), str(workers), *more]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_two_readers_make_the_ledger_that_none_makes(tmp_path: Path) -> None:
    pages = archive(tmp_path / "a.jsonl", {})
    first, order = run(pages, tmp_path / "two.db", 2)
    assert first.startswith("90 0") and order == "True"
    run(pages, tmp_path / "none.db", 0)
    with open_ledger(tmp_path / "two.db") as two, open_ledger(tmp_path / "none.db") as none:
        assert two.incident_bytes() == none.incident_bytes() and two.reports() == none.reports()


def test_a_page_that_kills_its_reader_is_quarantined_with_the_reason(tmp_path: Path) -> None:
    pages = archive(tmp_path / "a.jsonl", {5: "POISON", 70: "POISON too"})
    told, order = run(pages, tmp_path / "l.db", 2)
    assert (
        told.startswith("88 2")
        and told.count("quarantined: the process that read it was ended by SIGSEGV") == 2
    )
    assert order == "True", "the others are there, in their order"
    with open_ledger(tmp_path / "l.db") as ledger:
        assert {f.origin.rpartition(":")[2] for f in ledger.failures()} == {"6", "71"}


def test_so_is_one_that_takes_too_long_and_no_other(tmp_path: Path) -> None:
    pages = archive(tmp_path / "a.jsonl", {40: "ENDLESS"})
    told, order = run(pages, tmp_path / "l.db", 2, "0.4")
    assert told.startswith("89 1") and "took longer than 0.4 s" in told
    assert order == "True"


def short(number: int = 0) -> Page:
    return Page(b"A short text about nothing at all.", "text/plain", origin=str(number))


def test_what_a_child_takes_to_start_is_no_page_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a child may start for longer than a page may take."""
    monkeypatch.setattr("dateline.service.children.START_SECONDS", 600.0)
    child = Child(Setup(version="v"))
    try:
        assert not child.is_ready and child.give(Task(0, [0], [short()]), 1e-9)
        assert child.patience > 1, "it is still starting"
        child.ready()
        assert child.patience < 1
    finally:
        child.process.kill()
        child.end()


def test_a_child_that_ends_before_it_looked_at_a_page_blames_none() -> None:
    foreman = Foreman(1, Setup(version="v"), 1.0)
    foreman._children = [Child(Setup(version="v"))]  # its thread is not at work
    for _ in range(TRIES + 1):
        foreman._children[0].task = Task(0, [0], [short()])
        foreman._lose(0, "")
        assert foreman._again.popleft().tries == 0
    foreman._unready = STARTS
    foreman._children[0].task = Task(0, [0], [short()])
    with pytest.raises(ReaderError, match="do not start"):
        foreman._lose(0, "")
    foreman._children[0].end()


def test_what_ends_the_work_is_raised_where_outcomes_are_awaited() -> None:
    with (
        Crew(1, Setup("no-such-reader", version="v")) as crew,
        pytest.raises(DatelineError, match="no-such-reader"),
    ):
        list(crew.read([Lot([short()])]))


def test_children_read_on_while_outcomes_are_not_taken() -> None:
    """Who stores and links for seconds finds the next lots read."""
    with Crew(1, Setup(version="v")) as crew:
        results = crew.read(Lot([short(n)]) for n in range(4))
        next(results)

        def read_ahead() -> int:  # what the first one handed out found done, and what was done since
            return sum(lot.is_done for lot in crew._open.values()) + crew._foreman._told.qsize()

        until = time.monotonic() + 60
        while read_ahead() < 3 and time.monotonic() < until:
            time.sleep(0.01)
        assert read_ahead() == 3
        assert [lot.pages[0].origin for lot, _ in results] == ["1", "2", "3"]


def test_a_reading_that_was_broken_off_leaves_nothing_to_the_next() -> None:
    with Crew(1, Setup(version="v")) as crew:
        for _ in crew.read(Lot([short(n)]) for n in range(4)):
            break
        again = [lot.pages[0].origin for lot, _ in crew.read([Lot([short(7)]), Lot([])]) if lot.pages]
        assert again == ["7"]


def test_lots_are_not_taken_faster_than_they_are_handed_out() -> None:
    """Back-pressure: with nobody taking results, the input is not read on."""
    taken = []

    def endless() -> object:
        number = 0
        while True:
            taken.append(number)
            number += 1
            yield Lot([short(number)])

    with Crew(1, Setup(version="v")) as crew:
        results = crew.read(endless())  # type: ignore[arg-type]  # an iterator of lots
        for expected in range(5):
            lot, _ = next(results)
            assert lot.pages[0].origin == str(expected + 1)
            assert len(taken) <= expected + 1 + 4


def test_what_is_about_nothing_is_passed_over(tmp_path: Path) -> None:
    pytest.importorskip("resiliparse", reason="needs the extra: pip install 'dateline[archives]'")
    words = (
        "The museum opened its garden to visitors and the choir sang in the park. It was a fine day for all. "
    )
    attack = "Gunmen shot dead four people and wounded nine at a market in Quetta on Friday, police said. "
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_text(f"<html><title>Choir sings</title><body><p>{words * 6}</p></body></html>")
    (pages / "b.html").write_text(
        f"<html><title>Four shot dead</title><body><p>{attack * 6}</p></body></html>"
    )
    with open_ledger(tmp_path / "l.db") as ledger:
        summary = service.ingest([pages], ledger, service.IngestOptions(sift=True))
        assert (summary.new, summary.passed_over) == (1, 1)
        assert "Quetta" in next(iter(ledger.reports().values())).text


def test_the_last_reports_are_linked_while_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crew takes all lots before it hands out the last: what is linked alone at the end is then little."""
    pages, linked = archive(tmp_path / "a.jsonl", {}), list[int]()
    in_turn, link = reading._read_lots, reading._Run.link

    def ahead(made: Iterable[Lot], *rest: Any) -> Iterator[tuple[Lot, Done]]:
        return in_turn(list(made), *rest)

    def noted(run: reading._Run) -> None:
        linked.append(run.unlinked)
        link(run)

    monkeypatch.setattr(reading._Run, "link", noted)
    for take, expected in ((in_turn, [90]), (ahead, [64, 26])):
        monkeypatch.setattr(reading, "_read_lots", take)
        linked.clear()
        with open_ledger(tmp_path / f"{len(expected)}.db") as ledger:
            summary = service.ingest([pages], ledger, service.IngestOptions(workers=0))
            assert (summary.new, linked) == (90, expected)
    with open_ledger(tmp_path / "1.db") as one, open_ledger(tmp_path / "2.db") as two:
        assert one.incident_bytes() == two.incident_bytes()
