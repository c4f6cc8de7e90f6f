"""From pages to the ledger: ``ingest`` and ``extract``."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dateline import __version__
from dateline.ledger import Acknowledged, Batch, Failed, Fate, Ledger, Prepared
from dateline.model import Account, Page, Report
from dateline.service import lots as lot_making
from dateline.service import rooms
from dateline.service.crew import PAGE_SECONDS, Crew
from dateline.service.garbage import set_aside
from dateline.service.hand import Done, PassedOver, Setup, Use, handle, read_each, use_together
from dateline.service.linking import bring_up_to_date
from dateline.service.logs import LOG
from dateline.service.lots import BATCH, Lot
from dateline.service.metrics import METRICS
from dateline.service.patience import patiently

if TYPE_CHECKING:
    from dateline.ingest import Failure, Limits, Placed

T = TypeVar("T")

#: Reports that may wait to be linked: what is linked at once is held in memory, and readers go on only as far
#: as lots may be open meanwhile.
LINK_EVERY = 512
#: When all pages are taken, and the last are being read: who links then leaves less to do alone at the end.
_AT_THE_END = 64
#: Input from which on children are worth their start.
_MUCH = 20_000_000

#: Told of every page: it is safe in the ledger, it failed, or (a string) what goes on meanwhile.
Progress = Callable[[Acknowledged | Failed | str], None]


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """``limits``: how large a page may be; ``now``: the time to note (default: the clock's); ``workers``: in
    how many processes to read (0: in this one; None: one a core when there is much to read); ``sift``: pass
    over pages that a quick look finds to be about no incident; ``page_seconds``: the longest that one page
    may take in a process of its own; ``advanced`` is told how many bytes of the input are done."""

    limits: Limits | None = None
    now: datetime | None = None
    workers: int | None = 0
    sift: bool = False
    page_seconds: float = PAGE_SECONDS
    advanced: Callable[[int], None] = lambda consumed: None


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What an ingest did: reports by fate, pages passed over, and the pages that could not be read (of a long
    run the first :data:`MOST_LISTED`; all are in the ledger)."""

    new: int = 0
    known: int = 0
    superseded: int = 0
    incidents: int = 0
    failures: tuple[Failed, ...] = ()
    passed_over: int = 0
    failed: int = 0

    @property
    def reports(self) -> int:
        """Reports that are in the ledger after this run because of its pages."""
        return self.new + self.known + self.superseded


#: Failures that a summary lists.
MOST_LISTED = 1_000


@dataclass(slots=True)
class _Run:
    """One ingest at work: counts, and what has to be linked."""

    ledger: Ledger
    number: int
    version: str
    progress: Progress
    fates: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    failures: dict[Failed, None] = field(default_factory=dict)
    failed: int = 0
    passed_over: int = 0
    unlinked: int = 0
    is_all_taken: bool = False
    sources: set[str] = field(default_factory=set)

    def store(self, lot: Lot, done: Done) -> None:
        """Write a lot and acknowledge it; link when much has come together."""
        entries = [o for o in done.outcomes if isinstance(o, Prepared)]
        failed = [*lot.failed, *(o for o in done.outcomes if isinstance(o, Failed))]
        with METRICS.stage("store"):
            batch = Batch(entries, failed, lot.marks, self.number, self.version)
            kept = patiently(lambda: self.ledger.store(batch))
        METRICS.read(done.seconds)
        self.sources.update(lot.marks)
        for told in (*lot.known, *kept):
            self.fates[told.fate] += 1
            METRICS.pages.labels(told.fate.value).inc()
            self.progress(told)
        for one in failed:
            self._fail(one)
        passed = sum(isinstance(o, PassedOver) for o in done.outcomes)
        self.passed_over += passed
        METRICS.pages.labels("passed over").inc(passed)
        self.unlinked += sum(told.fate is not Fate.KNOWN for told in kept)
        if self.unlinked >= (_AT_THE_END if self.is_all_taken else LINK_EVERY):
            self.link()

    def until_taken(self, lots: Iterable[Lot]) -> Iterator[Lot]:
        """The lots; noted when the last of them is taken, though others read it yet."""
        yield from lots
        self.is_all_taken = True

    def _fail(self, failed: Failed) -> None:
        self.failed += 1
        METRICS.pages.labels("failed").inc()
        LOG.info("page failed", extra={"page": failed.origin, "problem": failed.problem})
        if len(self.failures) < MOST_LISTED:
            self.failures[failed] = None
        self.progress(failed)

    def link(self) -> None:
        """Link what was stored since the last time."""
        self.progress("linking")
        with METRICS.stage("link"):
            patiently(lambda: bring_up_to_date(self.ledger))
        if self.unlinked >= LINK_EVERY:
            gc.collect()  # linking leaves much in cycles, which Python would let lie for long
        LOG.info("linked", extra={"reports": self.unlinked})
        self.unlinked = 0

    def end(self, at: datetime) -> IngestSummary:
        """Note how it went. An archive that was read to its end has no place to go on from."""
        counted = {fate.value: count for fate, count in self.fates.items()}
        noted = {**counted, "failed": self.failed, "passed_over": self.passed_over}
        patiently(lambda: self.ledger.end_run(self.number, at, noted, ()))
        patiently(lambda: self.ledger.forget_positions(self.version, self.sources))
        LOG.info("ingest done", extra={"run": self.number, **noted})
        return IngestSummary(
            **counted,
            incidents=self.ledger.count()["incidents"],
            failures=tuple(self.failures),
            passed_over=self.passed_over,
            failed=self.failed,
        )


def _silent(_: Acknowledged | Failed | str) -> None:
    """Progress for nobody."""


def _unheard(_consumed: int) -> None:
    """Nobody asks how far the reading is."""


def now() -> datetime:
    """The clock. Read at the door only: everything behind it is given the time."""
    return datetime.now(UTC)


def ingest(
    paths: Iterable[str | Path],
    ledger: Ledger,
    options: IngestOptions | None = None,
    progress: Progress = _silent,
) -> IngestSummary:
    """Read the pages at ``paths`` (files, folders, archives, ``-``) into ``ledger`` and link them.

    ``progress`` hears of a report only when it is safe: whatever kills the process later, the report
    is there, once. A page that cannot be read is listed in the summary and stops nothing. Pages that
    the ledger holds, read by this version, are passed over, and archives are read on from where an
    earlier run had come.
    """
    options = options or IngestOptions()
    wanted = [str(path) for path in paths]
    marks = ledger.positions(rooms.reading_version())
    return ingest_items(rooms.placed(wanted, options.limits, marks), ledger, options, progress, wanted)


def ingest_items(
    items: Iterable[Placed],
    ledger: Ledger,
    options: IngestOptions,
    progress: Progress = _silent,
    paths: Sequence[str] = (),
) -> IngestSummary:
    """:func:`ingest` of pages that somebody else obtained. ``paths`` tell how much there is to read."""
    moment = options.now or now()
    version = rooms.reading_version()
    number = patiently(lambda: ledger.start_run("ingest", __version__, moment))
    run = _Run(ledger, number, version, progress)
    LOG.info("ingest begun", extra={"run": number, "paths": len(paths)})
    made = lot_making.lots(items, ledger, version, moment)
    with set_aside():
        for lot, done in _read_lots(run.until_taken(made), options, version, paths):
            run.store(lot, done)
            options.advanced(lot.consumed)
        run.link()
    return run.end(options.now or now())


def _read_lots(
    made: Iterable[Lot], options: IngestOptions, version: str, paths: Sequence[str]
) -> Iterator[tuple[Lot, Done]]:
    # a reader that was made in this process (a language model, types of one's own) reads in it
    size = _workers(options.workers, paths) if rooms.chosen_reader() else 0
    if not size:
        setup = Setup(version=version, sift=options.sift)
        yield from ((lot, handle(lot.pages, setup)) for lot in made)
        return
    threads = max(1, (os.cpu_count() or 1) // size)
    setup = Setup(rooms.chosen_reader(), threads, version, options.sift)
    with Crew(size, setup, options.page_seconds) as crew:
        for lot, done in crew.read(made):
            METRICS.lost_children.set(crew.lost)
            METRICS.memory.set(done.memory)
            yield lot, done


def _workers(wanted: int | None, paths: Sequence[str]) -> int:
    if wanted is not None:
        return wanted
    return (os.cpu_count() or 1) if bytes_of(paths, _MUCH) >= _MUCH else 0


def bytes_of(paths: Iterable[str], enough: int | None = None) -> int:
    """How much there is to read; counted up to ``enough``."""
    total = 0
    for path in paths:
        for file in _files(path):
            try:
                total += file.stat().st_size
            except OSError:
                continue
            if enough is not None and total >= enough:
                return total
    return total


def _files(path: str) -> Iterator[Path]:
    if os.path.isdir(path):
        for base, _, names in os.walk(path):
            yield from (Path(base, name) for name in names)
    else:
        yield Path(path)


def make_limits(page_bytes: int, unpacked_bytes: int) -> Limits:
    """Limits other than the usual."""
    from dateline.ingest import Limits

    return Limits(page_bytes=page_bytes, unpacked_bytes=unpacked_bytes)


def extract(
    paths: Iterable[str | Path], limits: Limits | None = None, took: Callable[[int], None] = _unheard
) -> Iterator[tuple[Report, list[Account]] | Failed]:
    """Each page's report with its accounts, or why it could not be read. Needs no ledger. ``took`` hears how
    many bytes of the input were taken in."""
    for some in _together(rooms.pages(paths, limits, took)):
        yield from _told(some, rooms.extract_all)


def extract_with(
    paths: Iterable[str | Path],
    use: Callable[[list[Report]], Sequence[T]],
    took: Callable[[int], None] = _unheard,
) -> Iterator[tuple[Report, T] | Failed]:
    """Each page's report with what ``use`` makes of it, or why it could not be read. ``took`` hears how many
    bytes of the input were taken in."""
    for some in _together(rooms.pages(paths, None, took)):
        yield from _told(some, lambda reports: use(list(reports)))


def extract_templates(
    paths: Iterable[str | Path], limits: Limits | None = None, took: Callable[[int], None] = _unheard
) -> Iterator[str | Failed]:
    """Each report's templates of MUC-4 in the official layout, or why a page could not be read.

    A report without incidents of MUC-4 is written as not relevant. Needs no ledger. ``took`` is that of
    :func:`extract`.
    """
    for some in _together(rooms.pages(paths, limits, took)):
        for told in _told(some, rooms.muc4_templates):
            yield told if isinstance(told, Failed) else told[1]


def _told(some: Sequence[Page | Failure], use: Use[T]) -> Iterator[tuple[Report, T] | Failed]:
    made = iter(use_together(read_each([item for item in some if isinstance(item, Page)]), use))
    for item in some:
        yield next(made)[1] if isinstance(item, Page) else Failed.of(item.origin, item.error)


def _together(pages: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    some: list[T] = []
    for page in pages:
        some.append(page)
        if len(some) >= size:
            yield some
            some = []
    if some:
        yield some
