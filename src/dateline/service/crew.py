"""Lots of pages over several processes: read out of order, handed out in order, never many at once.

Each child shares nothing with the others, so one that is killed, crashes or hangs costs the lot that it had:
its pages are read again, one by one, and the one that brings a child down each time is quarantined with the
reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dateline.service.children import Task
from dateline.service.foreman import Foreman
from dateline.service.hand import Done, Outcome, Setup
from dateline.service.lots import Lot

PAGE_SECONDS = 60.0  # the most that one page may take, of the processor
_AHEAD = 4  # lots a child that may be under way, or read while whoever takes them is at something else


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

    def take(self, task: Task, told: Done) -> None:
        """Put the outcomes of some of its pages into their places."""
        for place, outcome in zip(task.places, told.outcomes, strict=True):
            self.outcomes[place] = outcome
        for stage, seconds in told.seconds.items():
            self.done.seconds[stage] = self.done.seconds.get(stage, 0.0) + seconds
        self.done.memory = max(self.done.memory, told.memory)


class Crew:
    """``size`` children that read lots under one setup. A context manager: at its end all are gone."""

    def __init__(self, size: int, setup: Setup, page_seconds: float = PAGE_SECONDS) -> None:
        self._most = size * _AHEAD
        self._foreman = Foreman(size, setup, page_seconds)
        self._open: dict[int, _Open] = {}
        self._taken = 0

    def __enter__(self) -> Crew:
        self._foreman.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._foreman.stop()

    @property
    def lost(self) -> int:
        """Children that ended while they were at work."""
        return self._foreman.lost

    def read(self, lots: Iterable[Lot]) -> Iterator[tuple[Lot, Done]]:
        """Each lot with its outcomes, in the order of the lots. Lots are taken only some ahead of those that
        were handed out, so whoever is slow, the reader, the store or the disk, holds back the others."""
        source = iter(lots)
        self._open.clear()  # of an earlier reading that was broken off
        handed, ended = self._taken, False
        while True:
            self._hear_what_is_there()
            if handed in self._open and self._open[handed].is_done:
                ready = self._open.pop(handed)
                ready.done.outcomes = [o for o in ready.outcomes if o is not None]
                handed += 1
                yield ready.lot, ready.done
            elif not ended and len(self._open) < self._most:
                lot = next(source, None)
                if lot is None:
                    ended = True
                else:
                    self._take(lot)
            elif self._open:
                self._hear()
            else:
                return

    def _take(self, lot: Lot) -> None:
        self._open[self._taken] = _Open(lot, [None] * len(lot.pages))
        if lot.pages:
            self._foreman.give(Task(self._taken, list(range(len(lot.pages))), lot.pages))
        self._taken += 1

    def _hear_what_is_there(self) -> None:
        while self._foreman.has_news:
            self._hear()

    def _hear(self) -> None:
        """Take the next news in, waiting for it; raises what ended the work."""
        news = self._foreman.news()
        if news.error is not None:
            raise news.error
        assert news.task is not None and news.done is not None
        if news.task.number in self._open:
            self._open[news.task.number].take(news.task, news.done)
