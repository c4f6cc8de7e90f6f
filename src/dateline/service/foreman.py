"""Hands tasks to the children and hears what became of them, in a thread of its own.

Whoever takes the outcomes writes and links them, for seconds at a time. The children read on meanwhile,
because the thread gives each its next pages.
"""

from __future__ import annotations

import multiprocessing as mp
import threading
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue

from dateline.errors import ReaderError
from dateline.ledger import Failed
from dateline.service.children import Child, Task
from dateline.service.hand import Done, Ready, Setup

MOST_MEMORY = 1_500_000_000  # bytes: a child that holds more is replaced by a fresh one
TRIES = 3  # a page may be struck by what has nothing to do with it twice; the third time it is the page
STARTS = 50  # children in a row that may end before they have loaded what they read with
_PARTING = 5.0  # seconds that the thread has to see that it is over


@dataclass(frozen=True, slots=True)
class News:
    """What became of a task, or why there is no going on."""

    task: Task | None = None
    done: Done | None = None
    error: BaseException | None = None


class Foreman:
    """``size`` children that read tasks under one setup, each page in at most ``seconds`` of the processor.

    :meth:`give` and :meth:`news` are for whoever has the tasks; everything else happens in the thread.
    """

    def __init__(self, size: int, setup: Setup, seconds: float) -> None:
        self._setup, self._seconds, self._size = setup, seconds, size
        self._children: list[Child] = []
        self._again: deque[Task] = deque()
        self._given: SimpleQueue[Task] = SimpleQueue()
        self._told: SimpleQueue[News] = SimpleQueue()
        self._heard, self._bell = mp.Pipe(duplex=False)
        self._over = False
        self._thread = threading.Thread(target=self._work, name="dateline-foreman", daemon=True)
        self.lost = 0  # children that ended while they were at work
        self._unready = 0  # that ended before they could work, one after the other

    def start(self) -> None:
        """Begin: children start, and take tasks as soon as they can."""
        self._children = [Child(self._setup) for _ in range(self._size)]
        self._thread.start()

    def stop(self) -> None:
        """End: all children are gone, whatever they were at."""
        self._over = True
        self._ring()
        for child in self._children:
            child.process.kill()
        self._thread.join(_PARTING)
        for child in self._children:
            child.end()
        self._bell.close()
        self._heard.close()

    def give(self, task: Task) -> None:
        """Have a task done, after those that were given before."""
        self._given.put(task)
        self._ring()

    def news(self) -> News:
        """Wait for what became of the next task that is done."""
        return self._told.get()

    @property
    def has_news(self) -> bool:
        """Whether :meth:`news` would not wait."""
        return not self._told.empty()

    def _ring(self) -> None:
        self._bell.send_bytes(b"!")

    def _work(self) -> None:
        try:
            while not self._over:
                while not self._given.empty():
                    self._again.append(self._given.get())
                self._assign()
                self._attend()
        except BaseException as error:  # told to whoever waits for news, who would wait for ever
            if not self._over:
                self._told.put(News(error=error))

    def _assign(self) -> None:
        """Give tasks until there are none or no child is free; one that was lost gives its task back."""
        while self._again and (free := [n for n, child in enumerate(self._children) if child.task is None]):
            if not self._children[free[0]].give(self._again.popleft(), self._seconds):
                self._lose(free[0], "")

    def _attend(self) -> None:
        """Wait for the next child that has something to say, or is overdue, or for another task."""
        busy = {child.pipe: place for place, child in enumerate(self._children) if child.task}
        patience = min((self._children[place].patience for place in busy.values()), default=None)
        for pipe in wait([self._heard, *busy], timeout=None if patience is None else max(0.05, patience)):
            assert isinstance(pipe, Connection)
            if pipe is self._heard:
                pipe.recv_bytes()
            elif not self._over:
                self._hear(busy[pipe])
        for place, child in enumerate(self._children):
            if child.task and child.patience <= 0 and not child.pipe.poll() and not self._over:
                child.process.kill()
                self._lose(place, f"took longer than {self._seconds:g} s")

    def _hear(self, place: int) -> None:
        child = self._children[place]
        try:
            answer = child.pipe.recv()
        except Exception:  # its end, or half a message: what a dying child sent
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
        self._told.put(News(task, answer))
        if answer.memory > MOST_MEMORY:
            child.end()
            self._children[place] = Child(self._setup)

    def _lose(self, place: int, why: str) -> None:
        """A child is gone: another takes its place, and its pages are tried one by one."""
        if self._over:
            return
        child = self._children[place]
        how = child.end()
        self._children[place] = Child(self._setup)
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
            alone = [Task(task.number, [p], [page]) for p, page in zip(task.places, task.pages, strict=True)]
            self._again.extendleft(reversed(alone))
        elif task.tries + 1 < TRIES:
            self._again.appendleft(Task(task.number, task.places, task.pages, task.tries + 1))
        else:
            cause = f"reading it {why}" if why else f"the process that read it {how}"
            reason = f"quarantined: {cause}"
            way_out = "please report it together with the page; the others were read"
            self._told.put(News(task, Done([Failed(task.pages[0].origin, reason, way_out)])))
