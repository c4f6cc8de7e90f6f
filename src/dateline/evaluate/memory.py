"""Whether memory stays flat: ``dateline evaluate memory --data examples/corpus``, as ``make memory`` does.

Pages are made on the way, one in ten about an incident, and read by two processes into a new ledger. Two
reports tell of each incident, and names and words come that no reader has met: for each a marked story is
moved to another day and to other towns, drawn from the gazetteer; its names, its numbers and all words that
tell nothing of the incident are drawn anew. (Without that, linking would rightly take all tellings of one
story for copies.) Ten times on the way what this process and its children hold is noted.
``DATELINE_EVALUATE_PAGES`` sets how many pages there are (100,000).
"""

from __future__ import annotations

import os
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

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
_REPORTS_EACH = 2  # of one incident
_EVERY_TOWN = 7  # rows of the gazetteer
#: A word in small letters; one with a capital inside a sentence, days and months apart; a small number.
_WORD = re.compile(
    r"\b(?:[a-z]{4,}|(?<=[a-z,] )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|Jun|Jul"
    r"|Aug|Sep|Oct|Nov|Dec)[A-Z][a-z]{3,}|[1-9]|1\d|2[0-8])\b"
)
_FIRST, _DAYS = date(2010, 1, 1), 4_000
_COLUMNS = ("pages", "ledger MB", "writer MB", "readers MB", "all MB", "processor s", "clock s")


@dataclass(frozen=True, slots=True)
class _Told:
    """A story, the names of places in it, and where the words stand that may be others: names, numbers, and
    what tells nothing of its incidents."""

    title: str
    text: str
    places: tuple[str, ...]
    others: tuple[tuple[int, int], ...]


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
    telling = [(m.start, m.end) for m in report.marks]
    where = {word for place in named for word in place.split()}
    others = []
    for found in _WORD.finditer(text):
        start, end = found.span()
        told = any(start < stop and begin < end for begin, stop in telling)
        if (found[0][0].islower() and not told) or (not found[0][0].islower() and found[0] not in where):
            others.append((start, end))
    return _Told(report.title, text, tuple(named), tuple(others))


def _pages(telling: Sequence[_Told], quiet: Sequence[Story], watched: _Watched) -> Iterator[Placed]:
    from dateline.ingest import Placed
    from dateline.model import Page

    invented = _Invented(telling)
    for number in through(range(1, watched.count + 1)):
        turn = number // _MATTERS
        if number % _MATTERS:
            one = quiet[turn % len(quiet)]
            story = Story(one.title, one.text, (_FIRST + timedelta(days=number % _DAYS)).isoformat())
        else:
            story = invented.story(turn // _REPORTS_EACH)
        content = page_of(story, number).encode()
        yield Placed(Page(content, "text/html", origin=f"made/{number}", given={"id": f"p{number}"}))
        watched.note(number)


class _Invented:
    """Stories of incidents that nobody told of, each the same for the same number."""

    def __init__(self, telling: Sequence[_Told]) -> None:
        self._telling = telling
        words = sorted({told.text[a:b] for told in telling for a, b in told.others})
        self._words = [w for w in words if w[0].islower()]
        self._names = [w for w in words if w[0].isupper()]
        gazetteer = default_gazetteer()
        places = (gazetteer.place(0, row) for row in range(0, gazetteer.own_rows, _EVERY_TOWN))
        self._towns = [p.name for p in places if p.kind is Kind.TOWN and p.name.isascii()]

    def story(self, number: int) -> Story:
        """One of them."""
        lot = random.Random(number)
        told = self._telling[number % len(self._telling)]
        parts, done = [], 0
        anew: dict[str, str] = {}  # a name or a number is the same throughout
        for start, end in told.others:
            word = told.text[start:end]
            if word[0].islower():
                word = lot.choice(self._words)
            else:
                word = anew.setdefault(word, self._named_anew(word, lot))
            parts += [told.text[done:start], word]
            done = end
        title = " ".join(lot.choice(self._words) for _ in told.title.split())
        text = "".join([*parts, told.text[done:]])
        for place in told.places:
            town = lot.choice(self._towns)
            text = text.replace(place, town)
        return Story(title, text, (_FIRST + timedelta(days=lot.randrange(_DAYS))).isoformat())

    def _named_anew(self, word: str, lot: random.Random) -> str:
        return str(lot.randrange(1, 29)) if word.isdigit() else lot.choice(self._names)


def _growth(rows: Sequence[tuple[float, ...]]) -> float:
    """MB a million pages by which memory grew over the second half."""
    half = rows[len(rows) // 2 - 1 :]
    pages, held = np.array([r[0] for r in half]), np.array([r[4] for r in half])
    return float(np.polyfit(pages, held, 1)[0] * 1e6)
