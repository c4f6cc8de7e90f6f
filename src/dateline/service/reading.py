"""From pages to the ledger: ``ingest`` and ``extract``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from dateline import __version__
from dateline.errors import DatelineError, InputError
from dateline.ledger import Acknowledged, Entry, Failed, Fate, Ledger, page_key
from dateline.model import Account, Page, Report
from dateline.service import rooms
from dateline.service.linking import bring_up_to_date

if TYPE_CHECKING:
    from dateline.ingest import Limits

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
    for item in rooms.pages(paths, options.limits):
        if not isinstance(item, Page):
            _fail(tally, progress, Failed.of(item.origin, item.error))
            continue
        if (page_key(item), version) in known:
            tally.fates[Fate.KNOWN] += 1
            progress(Acknowledged(item.given.get("id", ""), item.origin, Fate.KNOWN))
            continue
        page = item if item.retrieved else replace(item, retrieved=moment)
        try:
            report, accounts = _read(page)
        except DatelineError as error:
            _fail(tally, progress, Failed.of(item.origin, error))
            continue
        yield Entry(page, report, tuple(accounts), version, _labelled_invented(page.origin))


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
    for item in rooms.pages(paths, limits):
        if not isinstance(item, Page):
            yield Failed.of(item.origin, item.error)
            continue
        try:
            yield _read(item)
        except DatelineError as error:
            yield Failed.of(item.origin, error)


def _read(page: Page) -> tuple[Report, list[Account]]:
    """Read one page. Whatever goes wrong in there is about this page, and must not stop the others."""
    try:
        report = rooms.read(page)
        return report, rooms.extract(report)
    except (DatelineError, MemoryError, ImportError):
        raise
    except Exception as error:
        raise InputError(
            f"Dateline stumbled over this page ({type(error).__name__}: {_short(error)})",
            "please report it together with the page; the others were read",
        ) from error


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
