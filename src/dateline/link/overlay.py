"""Decisions of persons, laid over what the machine read. The statements themselves stay as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.model import Account, Decision, DecisionVerb, Field, How, Stage, Statement

_ON_STATEMENTS = (DecisionVerb.ACCEPT, DecisionVerb.CORRECT, DecisionVerb.REJECT)


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that are in force, oldest first: neither undone nor undoing.

    An undo can itself be undone; then the first decision is in force again.
    """
    undone: set[str] = set()
    found = []
    for decision in sorted(decisions, key=lambda d: (d.at, d.id), reverse=True):
        if decision.id in undone:
            continue
        if decision.verb is DecisionVerb.UNDO:
            undone.update(decision.subject)
        else:
            found.append(decision)
    return found[::-1]


def laid_over(accounts: Sequence[Account], in_force: Sequence[Decision]) -> list[Account]:
    """The accounts as persons left them, sorted by id.

    A corrected statement is followed up by one whose id is the decision's, ``how`` is ``human``, and
    which names the statement it replaces; it comes first in its field. An accepted one keeps its id and
    becomes ``human``. A rejected one is left out, and so is an account whose own id was rejected. What a
    person stated from words of the report comes first in its field. (An account that was accepted as a whole
    is cleared, no more: which of several reports is right stays with the rules.)
    """
    last: dict[str, Decision] = {}
    for decision in in_force:
        if decision.verb in _ON_STATEMENTS:
            last.update(dict.fromkeys(decision.subject, decision))
    stated: dict[str, list[Statement]] = defaultdict(list)
    for decision in in_force:
        if decision.verb is DecisionVerb.STATE:
            stated[decision.subject[0]].insert(0, _stated(decision))
    kept = [a for a in accounts if a.id not in last or last[a.id].verb is not DecisionVerb.REJECT]
    return sorted((_over(account, last, stated[account.id]) for account in kept), key=lambda a: a.id)


def _over(account: Account, last: Mapping[str, Decision], stated: Sequence[Statement]) -> Account:
    if not stated and not any(s.id in last for s in account.statements):
        return account
    first = list(stated)
    rest: list[Statement] = []
    for statement in account.statements:
        decision = last.get(statement.id)
        if decision is None:
            rest.append(statement)
        elif decision.verb is DecisionVerb.CORRECT:
            first.append(_corrected(statement, decision))
        elif decision.verb is DecisionVerb.ACCEPT:
            first.append(replace(statement, how=How.HUMAN, by=decision.who, confidence=1.0))
    changed = replace(account, statements=(*first, *rest))
    return _with_kind(changed, first)


def _stated(decision: Decision) -> Statement:
    return Statement(
        id=decision.id,
        field=Field(decision.field),
        value=decision.value,
        spans=decision.spans,
        how=How.HUMAN,
        by=decision.who,
        reason=decision.note,
    )


def _corrected(statement: Statement, decision: Decision) -> Statement:
    return replace(
        statement,
        id=decision.id if len(decision.subject) == 1 else f"{decision.id}:{statement.id}",
        value=decision.value,
        spans=decision.spans or statement.spans,
        how=How.HUMAN,
        by=decision.who,
        confidence=1.0,
        reason=decision.note,
        inferred_from=(statement.id,),
    )


def _with_kind(account: Account, by_persons: Sequence[Statement]) -> Account:
    """Carry a corrected type ("bombing/car_bombing") or stage over to the account itself."""
    for statement in by_persons:
        if statement.field is Field.TYPE and isinstance(statement.value, str):
            kind, _, subtype = statement.value.partition("/")
            account = replace(account, type=kind, subtype=subtype)
        elif statement.field is Field.STAGE and statement.value in set(Stage):
            account = replace(account, stage=Stage(str(statement.value)))
    return account
