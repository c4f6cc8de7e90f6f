"""The decisions of persons that concern a part of a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.ledger import Linking
from dateline.ledger.records import DecisionRow
from dateline.model import Decision, DecisionVerb
from dateline.service import rooms

_UNDO = DecisionVerb.UNDO.value
_CLEARING = (DecisionVerb.ACCEPT, DecisionVerb.REJECT)


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


def note_cleared(room: Linking, made: Sequence[Decision] | None = None) -> None:
    """Note which accounts are cleared: accepted or rejected as a whole. ``made``: only what these touch.

    In the transaction that notes the decisions as followed: who is killed before it leaves them to be
    followed by whoever comes next, and this with them.
    """
    known = {d.id: d for d in room.decisions()}
    among: set[str] | None = None
    if made is not None:
        among = set()
        for decision in made:
            while decision.verb is DecisionVerb.UNDO and decision.subject[0] in known:
                decision = known[decision.subject[0]]
            if decision.verb in _CLEARING:
                among.update(decision.subject)
        if not among:
            return
    clearing = [
        (name, d.id)
        for d in rooms.standing(list(known.values()))
        if d.verb in _CLEARING
        for name in d.subject
        if among is None or name in among
    ]
    accounts = room.places(name for name, _ in clearing)
    standing = {name: decision for name, decision in clearing if name in accounts}
    room.set_cleared(standing, None if among is None else sorted(among))
