"""The decisions of persons that concern a part of a ledger."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.ledger import Linking
from dateline.ledger.records import DecisionRow
from dateline.model import Decision, DecisionVerb

_UNDO = DecisionVerb.UNDO.value


def decided_on(room: Linking, subjects: Iterable[str]) -> list[Decision]:
    """The decisions on these accounts and statements, with the undos of them, oldest first."""
    if not room.is_decided():
        return []
    found: dict[int, DecisionRow] = {}
    waiting = list(subjects)
    while waiting:
        new = [row for row in room.decided_on(waiting) if row.seq not in found]
        found |= {row.seq: row for row in new}
        waiting = [row.id for row in new]  # an undo is about a decision
    return [found[seq].decision for seq in sorted(found)]


def subjects_of(room: Linking, decisions: Iterable[Decision]) -> set[str]:
    """What decisions are about; an undo is about what the undone one was about."""
    told = [(decision.verb.value, decision.subject) for decision in decisions]
    found: set[str] = set()
    while told:
        found.update(name for _, subject in told for name in subject)
        undone = [subject[0] for verb, subject in told if verb == _UNDO]
        told = [(row.verb, row.subject) for row in room.decisions_called(undone)] if undone else []
    return found
