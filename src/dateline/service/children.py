"""The processes that read: each with a pipe of its own, so that one that is lost costs what it had at hand.

They are forked from a server that has imported what they need, so that one that is lost costs little to
replace, and what was imported is held once. What a page may take is counted in the child's processor time,
from when it is ready: on a busy machine no page is blamed for what others do.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from dateline.model import Page
from dateline.service.hand import Setup, serve
from dateline.threads import one_each

WAITING = 10  # times as long it may take by the clock: it may wait for something that never comes
START_SECONDS = 900.0  # by the clock, until a child has loaded what it reads with


@dataclass(slots=True)
class Task:
    """Some pages of a lot: all of them, or one that is tried by itself."""

    number: int
    places: list[int]
    pages: list[Page]
    tries: int = 0


class Child:
    """One process with its pipe, and what it is at work on."""

    def __init__(self, setup: Setup) -> None:
        self.pipe: Connection
        self.pipe, theirs = mp.Pipe()
        self.process = _process((theirs, setup))
        self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.is_ready = False
        self._since, self._before, self._seconds = time.monotonic(), 0.0, 0.0

    def give(self, task: Task, seconds: float) -> bool:
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
