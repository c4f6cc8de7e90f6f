"""How often Python looks for garbage in cycles, and through what.

It looks after every 700 new objects, and again and again through all that is held. Linking makes very many
objects and holds most of them to its end: a quarter of its time went into looking through them.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: New objects between two looks; and young looks between two at what is older, as Python has it.
SELDOM = (50_000, 10, 10)

_lock = threading.Lock()
_usual = gc.get_threshold()
_inside = 0  # how many are at it, in whatever threads


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have garbage looked for seldom meanwhile, in the whole process; after the last that wants it, as
    before."""
    global _inside, _usual
    with _lock:
        if not _inside:
            _usual = gc.get_threshold()
            gc.set_threshold(*SELDOM)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.set_threshold(*_usual)


@contextmanager
def set_aside() -> Iterator[None]:
    """Have no garbage looked for in what is there already: for a long work, which looks through all that is
    held after each of its parts."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
