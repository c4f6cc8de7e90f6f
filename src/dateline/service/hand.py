"""What is done to a lot of pages: sifted, read, extracted, made into rows. In this process, or in a child.

A child knows no ledger. It takes lots from its pipe and sends outcomes back until the pipe is closed, so it
ends with its parent, however that ends.
"""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import yaml

from dateline.errors import DatelineError, InputError, ReaderError
from dateline.ledger import Entry, Failed, Prepared, prepare
from dateline.model import Account, Page, Report
from dateline.service import rooms

T = TypeVar("T")
#: Troubles of the machine or the install, not of a page.
FATAL = (MemoryError, ImportError, ReaderError)
#: What is made of some reports, in their order.
Use = Callable[[Sequence[Report]], Sequence[T]]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A page that a quick look found to be about no incident."""

    origin: str


Outcome = Prepared | Failed | PassedOver


@dataclass(frozen=True, slots=True)
class Setup:
    """How pages are read: by which reader, in how many threads, under which name of version, and whether a
    quick look passes over those that are about no incident."""

    reader: str = "rules"
    threads: int = 0
    version: str = ""
    sift: bool = False


@dataclass(slots=True)
class Done:
    """The outcomes of some pages, in their order, the seconds that each stage took, and bytes of memory."""

    outcomes: list[Outcome]
    seconds: dict[str, float] = field(default_factory=dict)
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Ready:
    """What a child says first: it has loaded what it reads with."""


def handle(pages: Sequence[Page], setup: Setup) -> Done:
    """Read some pages. Whatever goes wrong is about one page; raises only what :data:`FATAL` names."""
    done = Done([])
    with _timed(done, "sift"):
        kept = [page for page in pages if not setup.sift or rooms.matters(page)]
    with _timed(done, "read"):
        told = read_each(kept)
    with _timed(done, "extract"):
        made = use_together(told, rooms.extract_all)
    with _timed(done, "prepare"):
        ready = iter([_row(*item, setup.version) for item in made])
    names = {id(page) for page in kept}
    done.outcomes = [next(ready) if id(page) in names else PassedOver(page.origin) for page in pages]
    return done


def _row(page: Page, told: tuple[Report, list[Account]] | Failed, version: str) -> Outcome:
    if isinstance(told, Failed):
        return told
    return prepare(Entry(page, told[0], tuple(told[1]), version, labelled_invented(page.origin)))


@contextmanager
def _timed(done: Done, stage: str) -> Iterator[None]:
    begun = time.process_time()
    yield
    done.seconds[stage] = time.process_time() - begun


def read_each(pages: Sequence[Page]) -> list[tuple[Page, Report | Failed]]:
    """The report of each page, or why there is none."""
    told: list[tuple[Page, Report | Failed]] = []
    for page in pages:
        try:
            told.append((page, rooms.read(page)))
        except Exception as error:
            told.append((page, stumbled(page, error)))
    return told


def use_together(
    read: Sequence[tuple[Page, Report | Failed]], use: Use[T]
) -> list[tuple[Page, tuple[Report, T] | Failed]]:
    """Make something of some reports together, which is faster than one by one; where that fails, one by one,
    so that one page does not stop the others."""
    reports = [report for _, report in read if isinstance(report, Report)]
    try:
        made = iter(list(use(reports)))
        return [(p, (r, next(made)) if isinstance(r, Report) else r) for p, r in read]
    except FATAL:
        raise
    except Exception as error:
        if len(reports) == 1:  # one alone would fail once more, and a model would be paid twice
            return [(p, stumbled(p, error) if isinstance(r, Report) else r) for p, r in read]
        return [(p, _one(p, r, use) if isinstance(r, Report) else r) for p, r in read]


def _one(page: Page, report: Report, use: Use[T]) -> tuple[Report, T] | Failed:
    try:
        return report, use([report])[0]
    except Exception as error:
        return stumbled(page, error)


def stumbled(page: Page, error: Exception) -> Failed:
    """What is noted of a page on which reading failed; raises what is no page's fault."""
    if isinstance(error, FATAL):
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


def labelled_invented(origin: str) -> bool:
    """True when the page lies in a folder whose ``cluster.yaml`` says that it is invented."""
    return bool(origin) and origin != "-" and _cluster(str(Path(origin).parent)).get("invented") is True


@lru_cache(maxsize=1024)
def _cluster(folder: str) -> dict[str, object]:
    try:
        label = yaml.safe_load((Path(folder) / "cluster.yaml").read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return label if isinstance(label, dict) else {}


def serve(pipe: Connection, setup: Setup) -> None:
    """The life of a child process: :class:`Ready` out; then lists of pages in, a :class:`Done` (or what is
    fatal) out for each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    try:
        rooms.choose_reader(setup.reader, setup.threads)
    except DatelineError as error:
        pipe.send(error)
        return
    try:
        pipe.send(Ready())
    except (BrokenPipeError, OSError):
        return
    settled = False
    while True:
        try:
            pages = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Done | Exception = handle(pages, setup)
        except FATAL as error:
            answer = error
        if isinstance(answer, Done):
            answer.memory = _memory()
        try:
            pipe.send(answer)
        except (BrokenPipeError, OSError):
            return
        if not settled:
            _keep_what_is_loaded()
            settled = True


def _keep_what_is_loaded() -> None:
    """Tell Python not to look again and again whether word lists, gazetteer and parsers can be thrown away:
    looking through them took more time than what a page leaves behind."""
    gc.collect()
    gc.freeze()


def _memory() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
    except (OSError, ValueError, IndexError):
        return 0
