"""Accounts made by hand, for tests of what is scored on accounts."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model import Account, Field, Span, Stage, Stance, Statement, Value

Told = tuple[Field, Value] | tuple[Field, Value, Stance]


def account(
    kind: str, *told: Told, main: bool = True, stage: Stage = Stage.ACCOMPLISHED, name: str = "r#0"
) -> Account:
    """An account of ``type/subtype`` with one statement for each ``(field, value[, stance])``."""
    incident_type, _, subtype = kind.partition("/")
    statements = [statement(number, one) for number, one in enumerate(told)]
    return Account(name, "r", main, incident_type, subtype, stage, tuple(statements))


def statement(number: int, told: Told, confidence: float = 0.8) -> Statement:
    """A statement on a word of its own."""
    field, value, *stance = told
    span = Span("r", number, number + 1)
    stances: Sequence[Stance] = stance  # type: ignore[assignment]  # the third of a Told, if any
    return Statement(
        f"s{number}",
        field,
        value,
        (span,),
        stance=stances[0] if stances else Stance.ASSERTED,
        confidence=confidence,
    )
