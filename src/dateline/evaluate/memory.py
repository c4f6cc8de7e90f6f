"""Whether memory stays flat: ``dateline evaluate memory --data examples/corpus``, as ``make memory`` does.

Pages are made on the way, one in ten about an incident, each with another number, another day and other
places (towns drawn from the gazetteer; a story that names none is left out), and read by two processes into a
new ledger: as in the world's news, hardly two of them tell of one incident, and names come that no reader has
met. Ten times on the way what this process and its children hold is noted.
``DATELINE_EVALUATE_PAGES`` sets how many pages there are (100,000).
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from dateline.errors import InputError
from dateline.evaluate.marked import MarkedReport
from dateline.evaluate.marked import read as read_marked
from dateline.evaluate.processes import below, held, spent
from dateline.evaluate.progress import through
from dateline.evaluate.reader_speed import machine
from dateline.evaluate.result import Evaluation
from dateline.evaluate.throughput import CORES, Story, ordinary, page_of
from dateline.resolve.where import default_gazetteer
from dateline.resolve.where.kinds import Kind

if TYPE_CHECKING:
    from dateline.ingest import Placed

_POINTS = 10
_MATTERS = 10  # one page in so many
_EVERY_TOWN = 7  # rows of the gazetteer
_FIRST, _DAYS = date(2010, 1, 1), 4_000
_COLUMNS = ("pages", "ledger MB", "writer MB", "readers MB", "all MB", "processor s", "clock s")


@dataclass(frozen=True, slots=True)
class _Told:
    """A story, and the names of places in it."""

    title: str
    text: str
    places: tuple[str, ...]


@dataclass(slots=True)
class _Watched:
    """What was noted on the way: pages, and MB of the ledger, the writer, each reader and all together."""

    count: int
    ledger: Path
    rows: list[tuple[int, float, float, float, float, float, float]] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)

    def note(self, number: int) -> None:
        """Look at all processes when it is time to."""
        if (number * _POINTS) // self.count == ((number - 1) * _POINTS) // self.count:
            return
        own, others = os.getpid(), below(os.getpid())
        parts = [held(pid) for pid in others]
        size = sum(f.stat().st_size for f in self.ledger.parent.glob(f"{self.ledger.name}*")) / 1e6
        took = sum(spent(pid) for pid in (own, *others))
        clock = time.perf_counter() - self.begun
        writer = held(own)
        self.rows.append((number, size, writer, sum(parts), writer + sum(parts), took, clock))


def run(data: Path) -> Evaluation:
    """Measure on pages made of the marked reports under ``data``. Raises InputError where there are none."""
    from dateline import service
    from dateline.service.reading import ingest_items

    # a story that cannot be moved would be told again and again, of one incident
    telling = [told for r in read_marked(data) if r.incidents and (told := _told(r)).places]
    if not telling:
        raise InputError(f"{data} holds no marked reports with places", "name examples/corpus with --data")
    count = max(_POINTS, int(os.environ.get("DATELINE_EVALUATE_PAGES", "100000")))
    with tempfile.TemporaryDirectory(prefix="dateline-memory-") as folder:
        path = Path(folder) / "ledger.db"
        watched = _Watched(count, path)
        with service.open_ledger(path) as ledger:
            options = service.IngestOptions(workers=CORES, sift=True)
            summary = ingest_items(_pages(telling, ordinary(), watched), ledger, options)
    rows = [tuple(f"{value:,.0f}" for value in row) for row in watched.rows]
    growth = _growth(watched.rows)
    figures = {
        "pages": float(count), "peak MB": max(row[4] for row in watched.rows), "MB a million pages": growth
    }  # fmt: skip
    notes = (
        "memory is what belongs to each process alone and its share of what it shares (PSS)",
        f"{summary.new:,} reports kept, {summary.passed_over:,} pages passed over, {summary.failed} failed",
        f"over the second half memory grew by {growth:,.0f} MB a million pages (least squares)",
        f"a million pages at this rate: {(watched.rows[-1][4] + growth * (1 - count / 1e6)):,.0f} MB",
        ", ".join(f"{name} {fact}" for name, fact in machine().items()),
    )
    return Evaluation("memory", "make memory", _COLUMNS, tuple(rows), figures, notes)


def _told(report: MarkedReport) -> _Told:
    text = report.text
    places = {text[m.start : m.end] for m in report.marks if m.label == "where"}
    named = sorted((p for p in places if p[0].isupper() and "," not in p), key=lambda p: (-len(p), p))
    return _Told(report.title, text, tuple(named))


def _pages(telling: Sequence[_Told], quiet: Sequence[Story], watched: _Watched) -> Iterator[Placed]:
    from dateline.ingest import Placed
    from dateline.model import Page

    towns = _Towns()
    for number in through(range(1, watched.count + 1)):
        turn = number // _MATTERS
        day = (_FIRST + timedelta(days=_drawn(number) % _DAYS)).isoformat()
        if number % _MATTERS:
            one = quiet[turn % len(quiet)]
            story = Story(one.title, one.text, day)
        else:
            story = towns.moved(telling[turn % len(telling)], turn, day)
        content = page_of(story, number).encode()
        yield Placed(Page(content, "text/html", origin=f"made/{number}", given={"id": f"p{number}"}))
        watched.note(number)


def _drawn(*numbers: int) -> int:
    """A number that looks drawn by lot, the same for the same ones: steps of one width meet again too soon."""
    return crc32(repr(numbers).encode())


class _Towns:
    """Names of towns, to move stories to: one in so many rows of the gazetteer."""

    def __init__(self) -> None:
        gazetteer = default_gazetteer()
        rows = range(0, gazetteer.own_rows, _EVERY_TOWN)
        places = (gazetteer.place(0, row) for row in rows)
        self._names = [p.name for p in places if p.kind is Kind.TOWN and p.name.isascii()]

    def moved(self, told: _Told, turn: int, day: str) -> Story:
        """The story in other places, the same for the same ``turn``."""
        title, text = told.title, told.text
        for k, place in enumerate(told.places):
            town = self._names[_drawn(turn, k) % len(self._names)]
            title, text = title.replace(place, town), text.replace(place, town)
        return Story(title, text, day)


def _growth(rows: Sequence[tuple[float, ...]]) -> float:
    """MB a million pages by which memory grew over the second half."""
    half = rows[len(rows) // 2 - 1 :]
    pages, held = np.array([r[0] for r in half]), np.array([r[4] for r in half])
    return float(np.polyfit(pages, held, 1)[0] * 1e6)
