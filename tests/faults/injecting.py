"""Faults at random, and whether the ledger is then that of an undisturbed run.

    python tests/faults/injecting.py --pages 20000 --faults 1000 --on-server 200

Each run of ``dateline ingest`` is disturbed by one of these, drawn by a seed: the writer is killed;
readers are killed, one after the other; the disk is full; the clock is a day behind; on a server (some of
the faults, where there is PostgreSQL), connections are cut. Two pages kill whoever reads them. What was
acknowledged before must be there after; when a run comes to its end, the ledger is compared with that of a
run which nobody disturbed, and the next begins anew, until there were enough faults.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dateline.ledger import Ledger, open_ledger, schema

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import postgres_server  # noqa: E402  # of the tests

#: What is not a matter of what was read: times, and numbers that count attempts.
LEFT_OUT = {
    "pages": {"retrieved"},
    "reports": {"seq"},
    "accounts": {"seq", "report"},
    "statements": {"seq", "report"},
    "failures": {"run"},
    "incidents": {"number"},  # the least seq of its accounts: a server counts on over what a cut undid
}
MOST_READERS = 40  # killed in one run, before its writer is: no kind of fault should drown the others
COMPARED = ("pages", "reports", "accounts", "statements", "failures", "pairs", "incidents", "dated")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def make_pages(folder: Path, count: int, chance: random.Random, poison: bool = True) -> Path:
    """An archive of small reports: one in twenty tells of an incident, a few are broken, two kill readers."""
    folder.mkdir()
    lines = []
    for number in range(count):
        place = chance.choice(("Quetta", "Beni"))
        day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number // 12 % 28:02}"
        text = f"Report {number}: the market of {place} was open on {day}."
        if number % 20 == 0:
            text = f"Report {number}: a bomb killed {1 + number % 60} in {place} on {day}."
        lines.append(json.dumps({"id": f"r{number}", "text": text}))
        if number % 500 == 250:
            lines.append('{"id": "broken')
        if poison and number in (count // 3, count // 2):
            lines.append(json.dumps({"id": f"poison{number}", "text": f"POISON {number}"}))
    (folder / "archive.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def _by_accounts(row: Any) -> str:
    """An incident called after its accounts: its id is that of the account by which it was first seen, and a
    report whose reader was killed comes after others that would have followed it."""
    told = repr(tuple(row))
    return told.replace(row.id, "+".join(json.loads(row.data)["accounts"]))


def content(ledger: Ledger) -> dict[str, list[str]]:
    """All that a ledger holds, but for what no two runs share."""
    found = {}
    with ledger._engine.connect() as connection:
        for name in COMPARED:
            table = schema.metadata.tables[name]
            columns = [c for c in table.c if c.name not in LEFT_OUT.get(name, set())]
            told = _by_accounts if name == "incidents" else lambda row: repr(tuple(row))
            found[name] = sorted(told(row) for row in connection.execute(sa.select(*columns)))
    return found


def apart(one: str, other: str) -> tuple[str, str]:
    """Two rows from a little before the place where they part."""
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return (
        f"- {one[:40]} … {one[max(0, at - 200) : at + 300]}",
        f"+ {other[:40]} … {other[max(0, at - 200) : at + 300]}",
    )


def cut_all(server: postgres_server.Server) -> None:
    """Cut all connections of Dateline to a server."""
    ours = "FROM pg_stat_activity WHERE application_name = 'dateline'"
    server.sql(f"SELECT pg_terminate_backend(pid) {ours}")


@dataclass
class Trial:
    """A ledger that is disturbed until it is whole."""

    pages: Path
    store: str
    chance: random.Random
    cut: Callable[[], None] | None = None  # cuts all connections of Dateline
    pace: int = 400  # at most so many reports between two faults
    fewest: int = 1  # readers; pages that kill their reader need one
    safe: set[str] = field(default_factory=set)
    faults: Counter[str] = field(default_factory=Counter)

    def start(self, workers: int, full: int = 0, behind: float = 0.0) -> subprocess.Popen[str]:
        """One run of the real command line; ``full`` is how large a file may become."""
        script = "from dateline.cli import main; main()"
        command = [sys.executable, "-c", script, "ingest", str(self.pages), "--ledger", self.store, "--json"]
        environment = {
            **os.environ, "PYTHONPATH": str(HERE / "site"), "DATELINE_DISTURBED": str(HERE.parent),
            "DATELINE_BEHIND": str(behind),
        }  # fmt: skip

        def limited() -> None:
            if full:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (full, full))

        return subprocess.Popen(
            [*command, "--workers", str(workers)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, env=environment, preexec_fn=limited if full else None,
        )  # fmt: skip

    def run(self) -> bool:
        """One disturbed run; whether it came to its end."""
        kinds = [
            "writer killed",
            "readers killed",
            "clock back",
            *(["connection cut"] * 3 if self.cut else ["disk full"]),
        ]
        kind = self.chance.choice(kinds)
        full = self._nearly_full() if kind == "disk full" else 0
        behind = 86_400.0 if kind == "clock back" else 0.0
        workers = 2 if kind == "readers killed" else self.fewest
        process = self.start(workers, full, behind)
        assert process.stdout is not None
        after, acknowledged = self.chance.randint(0, self.pace), 0
        most = self.faults[kind] + MOST_READERS
        for line in process.stdout:
            told = json.loads(line) if line.endswith("\n") else {}
            if told.get("report") and told.get("fate") in ("new", "superseded"):
                self.safe.add(told["report"])
                acknowledged += 1
            if acknowledged < after or "summary" in told:
                continue
            if kind == "readers killed" and self.faults[kind] < most:
                self.faults[kind] += self._kill_a_reader(process.pid)
                after += self.chance.randint(10, 60)
            elif kind == "connection cut" and self.cut:
                self.cut()
                self.faults[kind] += 1
                after += self.chance.randint(1, self.pace)
            else:
                process.send_signal(signal.SIGKILL)
                self.faults["writer killed"] += 1
                break
        process.stdout.close()
        process.wait()
        if kind in ("disk full", "clock back"):
            self.faults[kind] += 1
        return process.returncode in (0, 1) and self._is_whole()

    def _nearly_full(self) -> int:
        path = Path(self.store)
        size = path.stat().st_size if path.exists() else 0
        return size + self.chance.randint(1, 200_000)

    def _kill_a_reader(self, parent: int) -> int:
        try:
            servers = [pid for pid in _children(parent) if b"forkserver" in _command(pid)]
            readers = [reader for server in servers for reader in _children(server)]
            if not readers:
                return 0
            os.kill(self.chance.choice(readers), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            return 0  # it has just ended
        return 1

    def _is_whole(self) -> bool:
        try:
            with open_ledger(self.store, create=False) as ledger, ledger._engine.connect() as connection:
                there = set(connection.execute(sa.select(schema.reports.c.id)).scalars())
                assert self.safe <= there, "an acknowledged report is gone"
                last = sa.select(schema.runs.c.finished).order_by(schema.runs.c.seq.desc()).limit(1)
                return connection.execute(last).scalar() is not None
        except Exception as error:
            if isinstance(error, AssertionError):
                raise
            return False


def inject(
    pages: Path, stores: Callable[[int], str], wanted: int, seed: int, cut: Any = None
) -> Counter[str]:
    """Disturb until there were ``wanted`` faults and the last ledger is whole; the faults by kind. Raises
    AssertionError when a ledger differs from the undisturbed one, or lost what it acknowledged."""
    chance = random.Random(seed)
    archive = (pages / "archive.jsonl").read_text()
    pace, fewest = min(400, archive.count("\n") // 2), int("POISON" in archive)
    calm = Trial(pages, stores(0), chance)
    quiet = calm.start(fewest)
    quiet.communicate()
    assert quiet.returncode == 1, "done, with the broken pages listed"
    with open_ledger(calm.store) as ledger:
        expected = content(ledger)
    assert len(expected["reports"]) == archive.count("killed") + archive.count("was open")
    faults: Counter[str] = Counter()
    number, started = 0, time.monotonic()
    while faults.total() < wanted:
        number += 1
        trial = Trial(pages, stores(number), chance, cut, pace, fewest)
        begun = time.monotonic()
        while faults.total() + trial.faults.total() < wanted and not trial.run():
            pass
        last = trial.start(fewest)
        told, _ = last.communicate()
        # a broken page before the mark that the run went on from was listed by an earlier one
        assert last.returncode == int(json.loads(told.splitlines()[-1])["summary"]["failed"] > 0)
        with open_ledger(trial.store) as ledger:
            assert trial.safe <= set(ledger.reports()), "an acknowledged report is gone"
            found = content(ledger)
        for name in COMPARED:
            one, other = set(expected[name]), set(found[name])
            rows = [
                row
                for pair in list(zip(sorted(one - other), sorted(other - one), strict=False))[:3]
                for row in apart(*pair)
            ]
            told = "\n".join([f"{name} differs from the undisturbed ledger", *rows, *found["failures"][-5:]])
            assert found[name] == expected[name], told
        faults += trial.faults
        left = (wanted - faults.total()) * (time.monotonic() - started) / max(faults.total(), 1)
        took = f"{time.monotonic() - begun:.0f} s, {max(left, 0):.0f} s left"
        print(f"ledger {number}: {faults.total()} of {wanted}, {dict(faults)}; equal; {took}", flush=True)
    return faults


def main() -> None:
    """The long run, as ``make faults`` has it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--faults", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=20161024)
    parser.add_argument("--on-server", type=int, default=200)
    options = parser.parse_args()
    on_server = min(options.on_server, options.faults) if postgres_server.programs() else 0
    with tempfile.TemporaryDirectory(prefix="dateline-faults-") as folder:
        pages = make_pages(Path(folder) / "pages", options.pages, random.Random(options.seed))
        faults = Counter[str]()
        if on_server:
            with postgres_server.running() as server:
                stores = lambda number: server.fresh(f"faults{number}")  # noqa: E731
                faults += inject(pages, stores, on_server, options.seed, lambda: cut_all(server))
        if on_server < options.faults:
            stores = lambda number: str(Path(folder) / f"ledger{number}.db")  # noqa: E731
            faults += inject(pages, stores, options.faults - on_server, options.seed)
    print(f"{faults.total()} faults over {options.pages} pages: {dict(faults)}; every ledger equal")


if __name__ == "__main__":
    main()
