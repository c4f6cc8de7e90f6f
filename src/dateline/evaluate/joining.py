"""What one more report costs a ledger: judging it, computing the incidents that it touches, and writing.

``--data`` is not read (name any folder). Sizes come from ``DATELINE_EVALUATE_JOIN`` ("10000,100000"; default
10,000): made-up accounts, spread like those of the Gun Violence Archive, see
:mod:`dateline.evaluate.linking_speed`. The ledger is a file, as a user has it.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from dateline.evaluate.linking_speed import made_up
from dateline.evaluate.result import Evaluation
from dateline.ledger import Entry, Ledger, open_ledger
from dateline.model import Account, Page, Report
from dateline.service import joining

COMMAND = "dateline evaluate joining --data PATH"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_JOINING = 50  # reports that join one by one
_BATCH = 1000


def run(data: Path) -> Evaluation:
    """Fill a ledger of each size, and let some more reports join it, one by one."""
    del data
    sizes = [int(n) for n in os.environ.get("DATELINE_EVALUATE_JOIN", "10000").split(",")]
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for size in sizes:
        spent, waited = _joining(size)
        middle, most = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
        wait = waited[len(waited) // 2]
        rows.append((f"{size:,}", f"{middle:.1f}", f"{most:.1f}", f"{spent[-1]:.1f}", f"{wait:.1f}"))
        figures |= {f"median_ms_{size}": middle, f"most_ms_{size}": most, f"waited_ms_{size}": wait}
    notes = (
        f"milliseconds of processor time on one core, over {_JOINING} reports that join one after the other; "
        "waited: by the clock, with the disk's time to write and whatever else the machine does",
        "the reports join in an order of chance, so most of them fall among reports that are there",
    )
    columns = ("accounts", "median", "95 %", "most", "waited, median")
    return Evaluation("joining", COMMAND, columns, tuple(rows), figures, notes)


def entry(report: Report, account: Account) -> Entry:
    """A made-up report as it is stored."""
    page = Page(report.text.encode(), "text/plain", given={"id": report.id}, origin=report.id)
    return Entry(page, report, (account,), "made-up")


def filled(ledger: Ledger, entries: Sequence[Entry]) -> None:
    """Store reports and link them from nothing."""
    for begin in range(0, len(entries), _BATCH):
        ledger.add(entries[begin : begin + _BATCH])
    joining.rebuild(ledger, NOW)


def joined(ledger: Ledger, more: Sequence[Entry]) -> tuple[list[float], list[float]]:
    """Milliseconds that each of these reports costs the ledger: of the processor and by the clock, sorted."""
    spent, waited = [], []
    for one in more:
        ledger.add([one])
        began, clock = time.process_time(), time.perf_counter()
        joining.bring_up_to_date(ledger, NOW)
        spent.append(1000 * (time.process_time() - began))
        waited.append(1000 * (time.perf_counter() - clock))
    return sorted(spent), sorted(waited)


def _joining(size: int) -> tuple[list[float], list[float]]:
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "l.db") as ledger:
        entries = [entry(report, account) for report, account in made_up(size + _JOINING)]
        random.Random(2).shuffle(entries)
        filled(ledger, entries[:size])
        return joined(ledger, entries[size:])
