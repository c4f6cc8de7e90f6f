"""How long reading takes: times and places per report of 400 words, and pages a second, on one core.

``make bench`` runs it on the examples; ``dateline evaluate bench --data FOLDER`` on reports of one's own (any
folder or file that ``dateline ingest`` takes). Seconds are those of the processor, so that other programs
count as little as may be; the first reading of each report is told apart from later ones, for names that were
seen before are remembered.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from dateline.assemble import extract
from dateline.errors import DatelineError, InputError
from dateline.evaluate.result import Evaluation
from dateline.ingest import iter_pages, read
from dateline.ingest.limits import Failure
from dateline.model import Page, Report
from dateline.resolve.when import find_times
from dateline.resolve.where import default_gazetteer, find_places
from dateline.text import tokens

WORDS = 400  # of the report that costs are given for
MOST, WARM, ROUNDS = 1000, 0.4, 3
_NEAR, _ENOUGH = range(300, 501), 30  # words of the reports that are taken, where there are enough of them


def run(data: Path) -> Evaluation:
    """Costs and rates on the reports of ``data``. Raises InputError when it holds none."""
    pages = [page for page in iter_pages([str(data)]) if not isinstance(page, Failure)][:MOST]
    kept = [(page, report) for page in pages if (report := _read(page)) is not None and report.text.strip()]
    if not kept:
        raise InputError(f"{data} holds no report", "name a folder of reports, for example examples")
    reports = [report for _, report in kept]
    gazetteer = default_gazetteer()
    for report in reports[: int(WARM * len(reports))]:
        extract(report)
    fresh = reports[int(WARM * len(reports)) :]
    alike = [report for report in fresh if _words(report) in _NEAR]
    fresh = alike if len(alike) >= _ENOUGH else fresh
    gc.collect()
    gc.freeze()  # what the warming left behind is not looked through again at the cost of what is measured
    (when_first, when_again), (where_first, where_again) = _costs(
        fresh, (lambda r: find_times(r.text, r.id, r.published), lambda r: find_places(r, gazetteer))
    )
    gc.unfreeze()
    rows = [
        ("times in text, ms", when_first, when_again),
        ("places in text, ms", where_first, where_again),
        ("both, ms", when_first + where_first, when_again + where_again),
    ]
    ingest = _rate([page for page, _ in kept], _read)
    whole = _rate(reports, extract)
    figures = {"when_ms": when_first, "where_ms": where_first, "both_ms": when_first + where_first}
    figures |= {"both_again_ms": when_again + where_again, "ingest_per_s": ingest, "extract_per_s": whole}
    table = [(name, f"{first:.2f}", f"{again:.2f}") for name, first, again in rows]
    table += [
        ("pages read, a second", f"{ingest:.0f}", ""),
        ("reports extracted, a second", f"{whole:.0f}", ""),
    ]
    total = sum(_words(r) for r in fresh)
    return Evaluation(
        "bench",
        "dateline evaluate bench --data PATH",
        ("what", "first reading", "again"),
        tuple(table),
        figures,
        (
            f"per report of {WORDS} words, on one core; {len(fresh)} reports, {total} words",
            "extracting is the whole of reading: times, places, actors, counts, sources, incidents",
        ),
    )


def _read(page: Page) -> Report | None:
    try:
        return read(page)
    except DatelineError:
        return None


def _words(report: Report) -> int:
    return len(tokens(report.text))


def _costs(
    reports: Sequence[Report], works: Sequence[Callable[[Report], object]]
) -> list[tuple[float, float]]:
    """Milliseconds per report of :data:`WORDS` words for each of ``works``, which go through a report one
    after the other as in extracting: the first time, and in the best of later rounds."""
    words = max(sum(_words(report) for report in reports), 1)
    rounds = []
    for _ in range(1 + ROUNDS):
        spent = [0.0] * len(works)
        for report in reports:
            for k, work in enumerate(works):
                begin = time.process_time()
                work(report)
                spent[k] += time.process_time() - begin
        rounds.append([1000 * seconds * WORDS / words for seconds in spent])
    best = min(rounds[1:], key=sum)
    return list(zip(rounds[0], best, strict=True))


def _rate(items: Sequence[object], work: Callable[..., object]) -> float:
    begin = time.process_time()
    for item in items:
        work(item)
    return len(items) / max(time.process_time() - begin, 1e-6)
