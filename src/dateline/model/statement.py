"""Statements and accounts: what a report asserts, and about which incident."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from dateline.model.span import Span
from dateline.model.values import Actor, Claim, Target, Toll, Value, Weapon, When, Where


class Stance(StrEnum):
    """How the one who says it stands to what is said."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DENIED = "denied"
    DOUBTED = "doubted"


class How(StrEnum):
    """How a value came from its words."""

    EXACT = "exact"
    NORMALISED = "normalised"
    INFERRED = "inferred"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it: a source that the report quotes, or (``name == ""``) the report itself.

    ``record`` is "on", "off" or "" when the report does not say.
    """

    name: str = ""
    kind: str = ""  # "official", "police", "military", "medical", "witness", "armed_group", "media" …
    record: str = ""
    span: Span | None = None


REPORT_ITSELF = Speaker()


class Field(StrEnum):
    """What a statement is about. One report may make many statements on one field."""

    TYPE = "type"
    STAGE = "stage"
    WHEN = "when"
    WHERE = "where"
    ACTOR = "actor"
    TARGET = "target"
    WEAPON = "weapon"
    TOLL = "toll"
    CLAIM = "claim"
    NOTE = "note"  # a superlative, a doubt, a motive: kept as words


@dataclass(frozen=True, slots=True)
class Statement:
    """One assertion in one report.

    ``value`` is ``None`` when the report leaves the field unknown; ``reason`` says why. ``spans`` may
    only be empty when ``inferred_from`` names the statements it follows from, or ``how`` is ``human``,
    or the value is unknown.
    """

    id: str
    field: Field
    value: Value
    spans: tuple[Span, ...]
    said_by: Speaker = REPORT_ITSELF
    stance: Stance = Stance.ASSERTED
    how: How = How.EXACT
    by: str = ""  # component@version
    confidence: float = 1.0
    reason: str = ""
    inferred_from: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        grounded = self.spans or self.inferred_from or self.how is How.HUMAN or self.value is None
        if not grounded:
            raise ValueError(f"statement {self.id!r} on {self.field} rests on nothing")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"statement {self.id!r}: confidence {self.confidence} is not in 0..1")


class Stage(StrEnum):
    """How far an incident got."""

    ACCOMPLISHED = "accomplished"
    ATTEMPTED = "attempted"
    THREATENED = "threatened"
    PREVENTED = "prevented"


@dataclass(frozen=True, slots=True)
class Account:
    """What one report says about one incident: a set of statements.

    ``type`` is an incident type of the codebook, ``subtype`` a finer one or "". The typed views below
    read the statements; the first statement of a field is the one the assembler ranked best.
    """

    id: str
    report_id: str
    main: bool
    type: str
    subtype: str
    stage: Stage
    statements: tuple[Statement, ...] = field(default_factory=tuple)

    def of(self, name: Field) -> Iterator[Statement]:
        """The statements on one field, best first."""
        return (s for s in self.statements if s.field is name)

    @property
    def when(self) -> When | None:
        """The best statement's day, or None when nothing is said of it."""
        return next((s.value for s in self.of(Field.WHEN) if isinstance(s.value, When)), None)

    @property
    def where(self) -> Where | None:
        """The best statement's place, or None when nothing is said of it."""
        return next((s.value for s in self.of(Field.WHERE) if isinstance(s.value, Where)), None)

    @property
    def actors(self) -> list[tuple[Actor, Statement]]:
        """Actors with the statements that name them."""
        return [(s.value, s) for s in self.of(Field.ACTOR) if isinstance(s.value, Actor)]

    @property
    def targets(self) -> list[tuple[Target, Statement]]:
        """Targets with their statements."""
        return [(s.value, s) for s in self.of(Field.TARGET) if isinstance(s.value, Target)]

    @property
    def weapons(self) -> list[tuple[Weapon, Statement]]:
        """Weapons with their statements."""
        return [(s.value, s) for s in self.of(Field.WEAPON) if isinstance(s.value, Weapon)]

    @property
    def tolls(self) -> list[tuple[Toll, Statement]]:
        """Tolls with their statements, best first for each effect and group."""
        return [(s.value, s) for s in self.of(Field.TOLL) if isinstance(s.value, Toll)]

    @property
    def claims(self) -> list[tuple[Claim, Statement]]:
        """Claims, denials and blame with their statements."""
        return [(s.value, s) for s in self.of(Field.CLAIM) if isinstance(s.value, Claim)]
