"""How fast the reader is: ``dateline evaluate reader-speed --data examples/corpus``, as ``make bench`` does.

Reports of 400 words are made from those of the folder. The filter is measured in processor time of one core;
the network alone, on texts of 400 word pieces with two threads, and the whole chain, from page to accounts,
by the clock, so the machine should be idle. ``--reader large`` measures that network; without it, it is
``base``. A part whose files are not there is named, not measured.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dateline.assemble import extract_all, reader_called
from dateline.assemble.extract import chosen_network
from dateline.errors import DatelineError, InputError
from dateline.evaluate.marked import MarkedReport
from dateline.evaluate.marked import read as read_marked
from dateline.evaluate.result import Evaluation
from dateline.ingest import read as read_page
from dateline.model import Page
from dateline.reader.filter import about_incident

COMMAND = "dateline evaluate reader-speed --data examples/corpus"
WORDS, PIECES, THREADS = 400, 400, 2
_PACKAGES = ("dateline", "numpy", "onnxruntime", "tokenizers")


@dataclass(frozen=True, slots=True)
class Speed:
    """One part: how many a second, of what, and how that was measured; ``rate`` is None where it could not
    be."""

    part: str
    rate: float | None
    unit: str
    how: str


def lengthened(text: str, words: int) -> str:
    """The text, repeated and cut to ``words`` words."""
    told = text.split()
    return " ".join((told * (words // max(len(told), 1) + 1))[:words])


def rate(
    work: Callable[[], int], clock: Callable[[], float] = time.perf_counter, least: float = 2.0
) -> float:
    """Things done a second: ``work`` does some and says how many; it runs once to warm up, then for ``least``
    seconds."""
    work()
    done, begin = 0, clock()
    while (spent := clock() - begin) < least or not done:
        done += work()
    return done / spent


def filter_speed(reports: Sequence[MarkedReport], least: float = 2.0) -> Speed:
    """The first filter on reports of 400 words, in processor time."""
    texts = [(r.title, lengthened(r.text, WORDS)) for r in reports]

    def work() -> int:
        for title, text in texts:
            about_incident(title, text)
        return len(texts)

    return Speed("filter alone", rate(work, time.process_time, least), "reports/s a core", f"{WORDS} words")


def network_speed(reports: Sequence[MarkedReport], least: float = 10.0) -> Speed:
    """The network on texts of 400 word pieces, without what comes before and after it."""
    from dateline.reader.model import folder_of, load

    session = load(folder_of(chosen_network()), THREADS).session
    texts = [_of_pieces(lengthened(r.text, WORDS)) for r in reports[:64]]

    def work() -> int:
        session.score(texts)
        return len(texts)

    return Speed("network alone", rate(work, least=least), "reports/s", f"{PIECES} pieces, {THREADS} threads")


def _of_pieces(text: str) -> str:
    """The beginning of a text that makes about :data:`PIECES` word pieces: 1.3 a word in news English."""
    return " ".join(text.split()[: round(PIECES / 1.3)])


def chain_speed(reports: Sequence[MarkedReport], least: float = 10.0) -> Speed:
    """From the page to the accounts, every page about an incident."""
    pages = [_page(r) for r in reports if r.incidents][:64]
    reader = reader_called(chosen_network(), THREADS)

    def work() -> int:
        extract_all([read_page(page) for page in pages], reader)
        return len(pages)

    return Speed(
        "page to accounts", rate(work, least=least), "pages/s", f"all of them matter, {THREADS} threads"
    )


def _page(report: MarkedReport) -> Page:
    given = {"id": report.id, "title": report.title, "published": report.published.isoformat()}
    return Page(report.text.encode(), "text/plain", given=given, origin=report.id)


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    facts = {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": str(os.cpu_count() or 0),
    }
    facts["processor"] = _processor()
    facts["load"] = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    for name in _PACKAGES:
        try:
            facts[name] = version(name)
        except PackageNotFoundError:
            facts[name] = "not installed"
    return facts


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def run(data: Path) -> Evaluation:
    """Measure on the marked reports under ``data``. Raises InputError where there are none."""
    reports = list(read_marked(data))
    if not reports:
        raise InputError(f"{data} holds no marked report", "name examples/corpus with --data")
    measured = []
    for name, measure in (
        ("filter alone", filter_speed),
        ("network alone", network_speed),
        ("page to accounts", chain_speed),
    ):
        try:
            measured.append(measure(reports))
        except (DatelineError, ImportError) as error:
            measured.append(Speed(name, None, "", f"not measured: {' '.join(str(error).split())}"))
    rows = [(m.part, "" if m.rate is None else f"{m.rate:.0f}", m.unit, m.how) for m in measured]
    figures = {m.part.replace(" ", "_"): m.rate for m in measured if m.rate is not None}
    facts = ", ".join(f"{name} {fact}" for name, fact in machine().items())
    columns = ("part", "a second", "unit", "how")
    return Evaluation("reader-speed", COMMAND, columns, tuple(rows), figures, (facts,))
