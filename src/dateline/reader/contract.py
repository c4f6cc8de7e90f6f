"""What a reader gives: the one narrow door between tagging and everything after it.

A reader marks where a report tells of incidents, which words belong to which, and who did what to whom.
It resolves nothing: days, places, counts and names are turned into values by ``resolve``, and statements
are made by ``assemble``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from dateline.model import Report, Span, Stage, Stance
from dateline.reader.findings import Findings
from dateline.text import sentence_at


class Label(StrEnum):
    """What marked words are to their incident. Roles are named as :class:`dateline.model.ActorRole`,
    counts as :class:`dateline.model.Effect`, claims as :class:`dateline.model.ClaimStance`."""

    PERPETRATOR = "perpetrator"
    TARGET = "target"
    VICTIM = "victim"
    RESPONDER = "responder"
    OTHER = "other"
    THING = "thing"
    WEAPON = "weapon"
    WHERE = "where"
    WHEN = "when"
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ABDUCTED = "abducted"
    ARRESTED = "arrested"
    DISPLACED = "displaced"
    RELEASED = "released"
    CLAIMS = "claims"
    DENIES = "denies"
    BLAMED = "blamed"
    BY = "by"


ROLES = (Label.PERPETRATOR, Label.TARGET, Label.VICTIM, Label.RESPONDER, Label.OTHER)
EFFECTS = (
    Label.KILLED,
    Label.INJURED,
    Label.MISSING,
    Label.ABDUCTED,
    Label.ARRESTED,
    Label.DISPLACED,
    Label.RELEASED,
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The words that say that something happened: "raided", "the Monday night raid".

    ``span`` is the trigger itself, ``sentence`` the index of its sentence among ``Reading.sentences``.
    """

    span: Span
    sentence: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that belong to an incident ("a police academy": thing), how sure the reader is of that, and
    how the report stands to it. ``party`` is one number for all words that name the same party of the
    incident ("gunmen", "the attackers"); None where the reader does not say."""

    span: Span
    label: Label
    stance: Stance = Stance.ASSERTED
    confidence: float = 1.0
    party: int | None = None

    @property
    def own_stance(self) -> Stance | None:
        """The stance, where the reader saw another than plain telling; None leaves it to the words around."""
        return None if self.stance is Stance.ASSERTED else self.stance


@dataclass(frozen=True, slots=True)
class IncidentReading:
    """One incident as one report tells it, still in words.

    ``sentences`` are the indices of the sentences that speak of it, ``occurrences`` its triggers in
    reading order, ``marks`` all other words that belong to it. ``main`` marks the incident that the report
    is about; ``confidence`` is that of its type.
    """

    type: str
    subtype: str
    stage: Stage
    main: bool
    occurrences: tuple[Occurrence, ...]
    sentences: tuple[int, ...]
    marks: tuple[Mark, ...] = ()
    confidence: float = 1.0

    def marked(self, labels: Sequence[Label]) -> list[Mark]:
        """Its marks with one of ``labels``, in reading order."""
        return [m for m in self.marks if m.label in labels]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words at ``source`` name whose words those at ``content`` are."""

    source: Span
    content: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one report. ``sentences`` are ``(start, end)`` offsets in its text;
    ``by`` is the reader's ``component@version``; ``reason`` says what was not read and why ("" where the
    whole report was); ``attributions`` say who says what besides what the findings know of it."""

    sentences: tuple[tuple[int, int], ...]
    incidents: tuple[IncidentReading, ...]
    by: str
    reason: str = ""
    attributions: tuple[Attribution, ...] = ()

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence in which the character at ``offset`` stands (or the one before)."""
        return sentence_at(self.sentences, offset)


class Reader(Protocol):
    """A component that reads reports."""

    @property
    def by(self) -> str:
        """``component@version``, written into every statement that rests on it."""
        ...

    def read(self, told: Sequence[tuple[Report, Findings]]) -> list[Reading]:
        """Mark the incidents of some reports, in their order; together they are read faster than one by
        one. Deterministic; never raises on odd text."""
        ...
