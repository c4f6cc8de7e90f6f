"""A text cut where marked spans begin and end, so that spans which overlap all show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that belongs to the statement ``key``; ``kind`` gives it its colour."""

    start: int
    end: int
    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text with the statements that cover it. ``first`` are those that begin here."""

    text: str
    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first: tuple[str, ...] = ()


def cut(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The whole text in pieces; joined they are the text again. Widest marks come first in a piece."""
    found = sorted(set(marks), key=lambda m: (m.start, -m.end, m.kind, m.key))
    edges = sorted({0, len(text), *(m.start for m in found), *(min(m.end, len(text)) for m in found)})
    seen: set[str] = set()
    pieces: list[Segment] = []
    open_marks: list[Mark] = []
    waiting = iter(found)
    upcoming = next(waiting, None)
    for start, end in pairwise(edges):
        open_marks = [m for m in open_marks if m.end > start]
        while upcoming is not None and upcoming.start <= start:
            open_marks.append(upcoming)
            upcoming = next(waiting, None)
        keys = tuple(dict.fromkeys(m.key for m in open_marks))
        kinds = tuple(dict.fromkeys(m.kind for m in open_marks))
        first = tuple(key for key in keys if key not in seen)
        seen.update(first)
        pieces.append(Segment(text[start:end], keys, kinds, first))
    return pieces
