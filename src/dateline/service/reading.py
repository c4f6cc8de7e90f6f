"""From pages to the ledger: ``ingest`` and ``extract``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import yaml

from dateline import __version__
from dateline.errors import DatelineError, InputError, ReaderError
from dateline.ledger import Acknowledged, Entry, Failed, Fate, Ledger, page_key
from dateline.model import Account, Page, Report
from dateline.service import rooms
from dateline.service.linking import bring_up_to_date

if TYPE_CHECKING:
    from dateline.ingest import Failure, Limits

T = TypeVar("T")
#: Troubles of the machine or the install, not of a page.
_FATAL = (MemoryError, ImportError, ReaderError)

#: Reports in one transaction. A sync to the disk costs some milliseconds; shared by this many reports it
#: is less than the reading of one, and a kill loses at most this many that were not acknowledged.
BATCH = 32

#: Told of every page: it is safe in the ledger, it failed, or (a string) what goes on meanwhile.
Progress = Callable[[Acknowledged | Failed | str], None]


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """``limits``: how large a page may be; ``now``: the time to note (default: the clock's)."""

    limits: Limits | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What an ingest did: reports by fate, and the pages that could not be read."""

    new: int = 0
    known: int = 0
    superseded: int = 0
    incidents: int = 0
    failures: tuple[Failed, ...] = ()

    @property
    def reports(self) -> int:
        """Reports that are in the ledger after this run because of its pages."""
        return self.new + self.known + self.superseded


@dataclass(slots=True)
class _Tally:
    """Counts while an ingest runs."""

    fates: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    failures: list[Failed] = field(default_factory=list)


def _silent(_: Acknowledged | Failed | str) -> None:
    """Progress for nobody."""


def now() -> datetime:
    """The clock. Read at the door only: everything behind it is given the time."""
    return datetime.now(UTC)


def ingest(
    paths: Iterable[str | Path],
    ledger: Ledger,
    options: IngestOptions | None = None,
    progress: Progress = _silent,
) -> IngestSummary:
    """Read the pages at ``paths`` (files, folders, ``-``) into ``ledger`` and link them.

    ``progress`` hears of a report only when it is safe: whatever kills the process later, the report
    is there, once. A page that cannot be read is listed in the summary and stops nothing. Pages that
    the ledger holds, read by this version, are passed over.
    """
    options = options or IngestOptions()
    moment = options.now or now()
    run = ledger.start_run("ingest", __version__, moment)
    tally = _Tally()
    batch: list[Entry] = []
    for entry in _entries(paths, ledger, options, moment, tally, progress):  # fmt: skip
        batch.append(entry)
        if len(batch) >= BATCH:
            _store(ledger, batch, tally, progress)
    _store(ledger, batch, tally, progress)
    progress("linking")
    bring_up_to_date(ledger)
    counted = {fate.value: count for fate, count in tally.fates.items()}
    ledger.end_run(run, options.now or now(), {**counted, "failed": len(tally.failures)}, tally.failures)
    return IngestSummary(
        **counted, incidents=ledger.count()["incidents"], failures=tuple(dict.fromkeys(tally.failures))
    )


def _entries(
    paths: Iterable[str | Path],
    ledger: Ledger,
    options: IngestOptions,
    moment: datetime,
    tally: _Tally,
    progress: Progress,
) -> Iterator[Entry]:
    """Read what the ledger does not hold yet; count and tell of the rest."""
    version = rooms.reading_version()
    known = ledger.known_pages()
    fresh: list[Page | Failure] = []
    for item in rooms.pages(paths, options.limits):
        if isinstance(item, Page) and (page_key(item), version) in known:
            tally.fates[Fate.KNOWN] += 1
            progress(Acknowledged(item.given.get("id", ""), item.origin, Fate.KNOWN))
            continue
        if isinstance(item, Page) and not item.retrieved:
            item = replace(item, retrieved=moment)
        fresh.append(item)
        if len(fresh) >= BATCH:
            yield from _made(fresh, version, tally, progress)
            fresh = []
    yield from _made(fresh, version, tally, progress)


def _made(
    pages: Sequence[Page | Failure], version: str, tally: _Tally, progress: Progress
) -> Iterator[Entry]:
    for page, told in _read(pages, rooms.extract_all):
        if isinstance(told, Failed):
            _fail(tally, progress, told)
        elif isinstance(page, Page):
            yield Entry(page, told[0], tuple(told[1]), version, _labelled_invented(page.origin))


def _store(ledger: Ledger, batch: list[Entry], tally: _Tally, progress: Progress) -> None:
    if not batch:
        return
    for done in ledger.add(batch):
        tally.fates[done.fate] += 1
        progress(done)
    batch.clear()


def _fail(tally: _Tally, progress: Progress, failed: Failed) -> None:
    tally.failures.append(failed)
    progress(failed)


def make_limits(page_bytes: int, unpacked_bytes: int) -> Limits:
    """Limits other than the usual."""
    from dateline.ingest import Limits

    return Limits(page_bytes=page_bytes, unpacked_bytes=unpacked_bytes)


def extract(
    paths: Iterable[str | Path], limits: Limits | None = None
) -> Iterator[tuple[Report, list[Account]] | Failed]:
    """Each page's report with its accounts, or why it could not be read. Needs no ledger."""
    for some in _together(rooms.pages(paths, limits)):
        for _, told in _read(some, rooms.extract_all):
            yield told


def extract_with(
    paths: Iterable[str | Path], use: Callable[[list[Report]], Sequence[T]]
) -> Iterator[tuple[Report, T] | Failed]:
    """Each page's report with what ``use`` makes of it, or why it could not be read."""
    for some in _together(rooms.pages(paths, None)):
        for _, told in _read(some, lambda reports: use(list(reports))):
            yield told


def extract_templates(paths: Iterable[str | Path], limits: Limits | None = None) -> Iterator[str | Failed]:
    """Each report's templates of MUC-4 in the official layout, or why a page could not be read.

    A report without incidents of MUC-4 is written as not relevant. Needs no ledger.
    """
    for some in _together(rooms.pages(paths, limits)):
        for _, told in _read(some, rooms.muc4_templates):
            yield told if isinstance(told, Failed) else told[1]


#: What is made of some reports, in their order.
_Use = Callable[[Sequence[Report]], Sequence[T]]


def _together(pages: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    some: list[T] = []
    for page in pages:
        some.append(page)
        if len(some) >= size:
            yield some
            some = []
    if some:
        yield some


def _read(
    pages: Sequence[Page | Failure], use: _Use[T]
) -> list[tuple[Page | Failure, tuple[Report, T] | Failed]]:
    """Read some pages together and make something of their reports, which is faster than one by one.
    Whatever goes wrong in there is about one page, and must not stop the others."""
    told: dict[int, tuple[Report, T] | Failed] = {}
    reports: dict[int, Report] = {}
    for number, page in enumerate(pages):
        if not isinstance(page, Page):
            told[number] = Failed.of(page.origin, page.error)
            continue
        try:
            reports[number] = rooms.read(page)
        except Exception as error:
            told[number] = _stumbled(page, error)
    try:
        together = use(list(reports.values()))
        told |= {n: (r, a) for (n, r), a in zip(reports.items(), together, strict=True)}
    except _FATAL:
        raise
    except Exception:
        told |= {number: _one(pages[number], report, use) for number, report in reports.items()}
    return [(page, told[number]) for number, page in enumerate(pages)]


def _one(page: Page | Failure, report: Report, use: _Use[T]) -> tuple[Report, T] | Failed:
    try:
        return report, use([report])[0]
    except Exception as error:
        return _stumbled(page, error)


def _stumbled(page: Page | Failure, error: Exception) -> Failed:
    if isinstance(error, _FATAL):
        raise error
    if not isinstance(error, DatelineError):
        error = InputError(
            f"Dateline stumbled over this page ({type(error).__name__}: {_short(error)})",
            "please report it together with the page; the others were read",
        )
    return Failed.of(page.origin, error)


def _short(error: Exception) -> str:
    words = " ".join(str(error).split())
    return words if len(words) <= 120 else words[:119] + "…"


def _labelled_invented(origin: str) -> bool:
    """True when the page lies in a folder whose ``cluster.yaml`` says that it is invented."""
    return bool(origin) and origin != "-" and _cluster(str(Path(origin).parent)).get("invented") is True


@cache
def _cluster(folder: str) -> dict[str, object]:
    try:
        label = yaml.safe_load((Path(folder) / "cluster.yaml").read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return label if isinstance(label, dict) else {}
