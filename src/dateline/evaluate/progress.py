"""How far a benchmark is, for whoever watches: nothing that is measured depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
#: Told of the things done so far, and of how many there are (None: not known).
Listener = Callable[[int, int | None], None]


def _silent(done: int, total: int | None) -> None:
    """Progress for nobody."""


_listener: Listener = _silent


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """While it lasts, tell ``listener`` of all that goes :func:`through`."""
    global _listener
    before, _listener = _listener, listener
    try:
        yield
    finally:
        _listener = before


def through(items: Iterable[T], total: int | None = None) -> Iterator[T]:
    """The items, one after the other; one is done when the next is asked for. ``total`` says how many there
    are, where they cannot be counted."""
    total = len(items) if isinstance(items, Sized) else total
    _listener(0, total)
    for done, item in enumerate(items, 1):
        yield item
        _listener(done, total)
