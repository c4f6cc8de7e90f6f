"""A crowd: so many reports of one incident as no incident has, linked from nothing, and some that join.

``--data`` is not read (name any folder). ``DATELINE_EVALUATE_CROWD`` is the number of reports, else 1,000.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from dateline.evaluate.joining import entry, filled, joined
from dateline.evaluate.linking_speed import made_up
from dateline.evaluate.result import Evaluation
from dateline.ledger import open_ledger
from dateline.model import Account, OffsetMap, Report

COMMAND = "dateline evaluate one-incident --data PATH"
_JOINING = 5


def run(data: Path) -> Evaluation:
    """Link the reports, and let a few more join."""
    del data
    count = int(os.environ.get("DATELINE_EVALUATE_CROWD", "1000"))
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "l.db") as ledger:
        entries = [entry(report, account) for report, account in crowd(count + _JOINING + 1)]
        began = time.process_time()
        filled(ledger, entries[:count])
        linked = time.process_time() - began
        spent, _ = joined(ledger, entries[count:-1])
        with open_ledger(ledger.name) as opened:
            first, _ = joined(opened, entries[-1:])
        sizes = sorted((len(i.accounts) for i in ledger.incidents()), reverse=True)
        pairs = len(ledger.judgements())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = spent[len(spent) // 2] / 1000
    opening = first[0] / 1000
    row = (
        f"{count:,}",
        f"{sizes[0]:,}",
        f"{pairs:,}",
        f"{linked:.1f}",
        f"{seconds:.2f}",
        f"{opening:.1f}",
        f"{memory:.0f}",
    )
    figures = {"reports": float(count), "largest": float(sizes[0]), "pairs": float(pairs)}
    figures |= {"seconds": linked, "join_seconds": seconds, "first_join_seconds": opening, "mb": memory}
    columns = (
        "reports",
        "in the largest incident",
        "pairs judged",
        "all s",
        "one more s",
        "first after opening s",
        "peak MB",
    )
    notes = (
        "seconds of processor time: storing, linking from nothing and writing; then one more report (median "
        f"of {_JOINING}); and the first that joins when a process has just opened the ledger",
    )
    return Evaluation("one-incident", COMMAND, columns, (row,), figures, notes)


def crowd(count: int, seed: int = 1) -> Iterator[tuple[Report, Account]]:
    """Stories of one incident, each in words of its own beside what all tell."""
    report, account = next(made_up(1))
    rng = random.Random(seed)
    for number in range(count):
        name = f"c{number:06}"
        told = " ".join(f"w{rng.randrange(50_000)}" for _ in range(120))
        text = f"{report.text} Paper {number} adds: {told}."
        published = report.published.earliest or date(2000, 1, 1)
        yield _renamed(account, report, name, text, published + timedelta(days=rng.choice((0, 1, 1, 2))))


def _renamed(account: Account, report: Report, name: str, text: str, day: date) -> tuple[Report, Account]:
    published = replace(report.published, edtf=day.isoformat(), earliest=day, latest=day)
    own = replace(
        report, id=name, text=text, offsets=OffsetMap.identity(len(text)), published=published, outlet=name
    )
    statements = tuple(
        replace(s, id=f"{name}#{n}", spans=tuple(replace(span, report_id=name) for span in s.spans))
        for n, s in enumerate(account.statements)
    )
    return own, replace(account, id=f"{name}#0", report_id=name, statements=statements)
