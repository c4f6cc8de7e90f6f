"""Lots of pages over several processes: read out of order, handed out in order, never many at once.

Each child has a pipe of its own and shares nothing with the others, so one that is killed, crashes or hangs
costs the lot that it had: its pages are read again, one by one, and the one that brings a child down each
time is quarantined with the reason.

Children are forked from a server that has imported what they need, so that one that is lost costs little to
replace, and what was imported is held once. What a page may take is counted in the child's processor time,
from when it is ready: on a busy machine no page is blamed for what others do.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from dateline.errors import ReaderError
from dateline.ledger import Failed
from dateline.model import Page
from dateline.service.hand import Done, Outcome, Ready, Setup, serve
from dateline.service.lots import Lot
from dateline.threads import one_each

PAGE_SECONDS = 60.0  # the most that one page may take, of the processor
WAITING = 10  # times as long it may take by the clock: it may wait for something that never comes
START_SECONDS = 900.0  # by the clock, until a child has loaded what it reads with
MOST_MEMORY = 1_500_000_000  # bytes: a child that holds more is replaced by a fresh one
TRIES = 3  # a page may be struck by what has nothing to do with it twice; the third time it is the page
STARTS = 50  # children in a row that may end before they have loaded what they read with
_AHEAD = 4  # lots a child that may be under way or waiting for an earlier one


@dataclass(slots=True)
class _Task:
    """Some pages of a lot: all of them, or one that is tried by itself."""

    number: int
    places: list[int]
    pages: list[Page]
    tries: int = 0


@dataclass(slots=True)
class _Open:
    """A lot that was taken in and not handed out yet."""

    lot: Lot
    outcomes: list[Outcome | None]
    done: Done = field(default_factory=lambda: Done([]))

    @property
    def is_done(self) -> bool:
        """Whether every page has its outcome."""
        return all(outcome is not None for outcome in self.outcomes)


class _Child:
    """One process with its pipe, and what it is at work on."""

    def __init__(self, setup: Setup) -> None:
        self.pipe: Connection
        self.pipe, theirs = mp.Pipe()
        self.process = _process((theirs, setup))
        self.process.start()
        theirs.close()
        self.task: _Task | None = None
        self.is_ready = False
        self._since, self._before, self._seconds = time.monotonic(), 0.0, 0.0

    def give(self, task: _Task, seconds: float) -> bool:
        """Hand over a task; False when the child is no more."""
        self.task, self._seconds = task, seconds * max(1, len(task.pages) // 8 + 1)
        self._begin()
        try:
            self.pipe.send(task.pages)
        except (BrokenPipeError, OSError):
            return False
        return True

    def ready(self) -> None:
        """It has loaded what it reads with: what it was given meanwhile begins now."""
        self.is_ready = True
        self._begin()

    def _begin(self) -> None:
        self._since, self._before = time.monotonic(), _spent(self.process.pid) or 0.0

    @property
    def patience(self) -> float:
        """Seconds after which it should be looked at again; none are left when it is overdue."""
        waited = time.monotonic() - self._since
        if not self.is_ready:
            return START_SECONDS - waited
        spent = _spent(self.process.pid)
        if spent is None:
            return self._seconds - waited
        return min(self._seconds - (spent - self._before), WAITING * self._seconds - waited)

    def end(self) -> str:
        """Stop the process; in words, how it ended."""
        self.pipe.close()
        self.process.join(0.5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        code = self.process.exitcode or 0
        if code >= 0:
            return f"ended with code {code}"
        name = signal.Signals(-code).name if -code in signal.Signals._value2member_map_ else str(-code)
        return f"was ended by {name}"


def _process(arguments: tuple[Connection, Setup]) -> BaseProcess:
    """A child: forked from a server where the system can do that, else started anew."""
    one_each()
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn").Process(target=serve, args=arguments, daemon=True)
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["dateline.service.warm"])
    return context.Process(target=serve, args=arguments, daemon=True)


def _spent(pid: int | None) -> float | None:
    """Seconds of the processor that a process took so far; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


class Crew:
    """``size`` children that read lots under one setup. A context manager: at its end all are gone."""

    def __init__(self, size: int, setup: Setup, page_seconds: float = PAGE_SECONDS) -> None:
        self._setup, self._seconds = setup, page_seconds
        self._children: list[_Child] = []
        self._size = size
        self._again: deque[_Task] = deque()
        self._open: dict[int, _Open] = {}
        self.lost = 0  # children that ended while they were at work
        self._unready = 0  # that ended before they could work, one after the other

    def __enter__(self) -> Crew:
        self._children = [_Child(self._setup) for _ in range(self._size)]
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._children:
            child.process.kill()
        for child in self._children:
            child.end()

    def read(self, lots: Iterable[Lot]) -> Iterator[tuple[Lot, Done]]:
        """Each lot with its outcomes, in the order of the lots. Lots are taken only as far ahead as the
        children can work, so whoever is slow, the reader, the store or the disk, holds back the others."""
        source = iter(lots)
        taken, handed, ended = 0, 0, False
        while True:
            while not ended and len(self._open) < self._size * _AHEAD and self._idle():
                lot = next(source, None)
                if lot is None:
                    ended = True
                    break
                self._open[taken] = _Open(lot, [None] * len(lot.pages))
                if lot.pages:
                    self._again.append(_Task(taken, list(range(len(lot.pages))), lot.pages))
                taken += 1
                self._assign()
            self._assign()
            while handed in self._open and self._open[handed].is_done:
                ready = self._open.pop(handed)
                ready.done.outcomes = [o for o in ready.outcomes if o is not None]
                handed += 1
                yield ready.lot, ready.done
            if ended and not self._open:
                return
            self._attend()

    def _idle(self) -> bool:
        return len(self._again) < sum(child.task is None for child in self._children)

    def _assign(self) -> None:
        for place, child in enumerate(self._children):
            if child.task is None and self._again:
                task = self._again.popleft()
                if not child.give(task, self._seconds):
                    self._lose(place, "")

    def _attend(self) -> None:
        """Wait for the next child that has something to say, or is overdue."""
        busy = {child.pipe: place for place, child in enumerate(self._children) if child.task}
        if not busy:
            return
        patience = max(0.05, min(self._children[p].patience for p in busy.values()))
        for pipe in wait(list(busy), timeout=patience):
            assert isinstance(pipe, Connection)
            self._hear(busy[pipe])
        for place, child in enumerate(self._children):
            if child.task and child.patience <= 0 and not child.pipe.poll():
                child.process.kill()
                self._lose(place, f"took longer than {self._seconds:g} s")

    def _hear(self, place: int) -> None:
        child = self._children[place]
        try:
            answer = child.pipe.recv()
        except (EOFError, OSError):
            self._lose(place, "")
            return
        except Exception:  # what a dying child sent is half a message
            self._lose(place, "")
            return
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Ready):
            child.ready()
            self._unready = 0
            return
        task, child.task = child.task, None
        assert task is not None and isinstance(answer, Done)
        self._settle(task, answer)
        if answer.memory > MOST_MEMORY:
            child.end()
            self._children[place] = _Child(self._setup)

    def _settle(self, task: _Task, answer: Done) -> None:
        open_lot = self._open[task.number]
        for place, outcome in zip(task.places, answer.outcomes, strict=True):
            open_lot.outcomes[place] = outcome
        for stage, seconds in answer.seconds.items():
            open_lot.done.seconds[stage] = open_lot.done.seconds.get(stage, 0.0) + seconds
        open_lot.done.memory = max(open_lot.done.memory, answer.memory)

    def _lose(self, place: int, why: str) -> None:
        """A child is gone: another takes its place, and its pages are tried one by one."""
        child = self._children[place]
        how = child.end()
        self._children[place] = _Child(self._setup)
        self.lost += 1
        task = child.task
        if task is None:
            return
        if not child.is_ready:  # no page was looked at yet
            self._unready += 1
            if self._unready >= STARTS:
                raise ReaderError(f"the processes that read do not start ({how})", "try --workers 0")
            self._again.appendleft(task)
        elif len(task.pages) > 1:
            alone = [_Task(task.number, [p], [page]) for p, page in zip(task.places, task.pages, strict=True)]
            self._again.extendleft(reversed(alone))
        elif task.tries + 1 < TRIES:
            self._again.appendleft(_Task(task.number, task.places, task.pages, task.tries + 1))
        else:
            cause = f"reading it {why}" if why else f"the process that read it {how}"
            reason = f"quarantined: {cause}"
            way_out = "please report it together with the page; the others were read"
            self._settle(task, Done([Failed(task.pages[0].origin, reason, way_out)]))
