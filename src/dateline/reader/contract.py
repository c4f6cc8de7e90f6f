"""What a reader gives: the one narrow door between tagging and everything after it.

A reader marks where a report tells of incidents, which words belong to which, and who did what to whom.
It resolves nothing: days, places, counts and names are turned into values by ``resolve``, and statements
are made by ``assemble``. The rules in :mod:`dateline.reader.rules` and a trained model both fit here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dateline.model import ActorRole, Report, Span, Stage
from dateline.reader.findings import Findings
from dateline.text import sentence_at


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The words that say that something happened: "raided", "the Monday night raid".

    ``span`` is the trigger itself, ``sentence`` the index of its sentence among ``Reading.sentences``.
    """

    span: Span
    type: str
    subtype: str
    sentence: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class RoleMark:
    """A stretch of text that plays a part in an incident ("a police academy": target)."""

    span: Span
    role: ActorRole
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class IncidentReading:
    """One incident as one report tells it, still in words.

    ``sentences`` are the indices of the sentences that speak of it, ``occurrences`` its triggers in
    reading order, ``roles`` who takes part. ``main`` marks the incident that the report is about.
    """

    type: str
    subtype: str
    stage: Stage
    main: bool
    occurrences: tuple[Occurrence, ...]
    sentences: tuple[int, ...]
    roles: tuple[RoleMark, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one report. ``sentences`` are ``(start, end)`` offsets in its text;
    ``by`` is the reader's ``component@version``."""

    sentences: tuple[tuple[int, int], ...]
    incidents: tuple[IncidentReading, ...]
    by: str

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence in which the character at ``offset`` stands (or the one before)."""
        return sentence_at(self.sentences, offset)


class Reader(Protocol):
    """A component that reads reports."""

    @property
    def by(self) -> str:
        """``component@version``, written into every statement that rests on it."""
        ...

    def read(self, report: Report, findings: Findings) -> Reading:
        """Mark the incidents of one report. Deterministic; never raises on odd text."""
        ...
