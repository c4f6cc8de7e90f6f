"""Judgements, decisions, and the incidents that are computed from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dateline.model.span import Span
from dateline.model.statement import Account, Statement
from dateline.model.values import Value


class Verdict(StrEnum):
    """Whether two accounts tell of the same incident."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """ "These two accounts tell of the same incident", or not, with reasons in words.

    ``left < right`` as strings, so that a pair has one form. ``by`` is component@version or a person.
    """

    left: str
    right: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]
    by: str

    def __post_init__(self) -> None:
        if not self.left < self.right:
            raise ValueError(f"judgement of {self.left!r} and {self.right!r}: left must sort before right")


class DecisionVerb(StrEnum):
    """What a person did."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"
    STATE = "state"
    UNSURE = "unsure"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person did, with who and when; append-only.

    ``subject`` is what it was done to: a statement id (accept, correct, reject), an account id (accept,
    reject, state), two account ids (merge, split, unsure), or the id of the decision that is undone.
    ``value`` is the corrected or the stated value, ``spans`` the words that a person chose for it, ``field``
    what a statement is about. An account that is accepted is cleared: it has been read and what stands
    there is right.
    """

    id: str
    verb: DecisionVerb
    subject: tuple[str, ...]
    who: str
    at: datetime
    value: Value = None
    note: str = ""
    field: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value of one field of an incident: what was chosen, by which rule, from which statements,
    and which statements dissent. ``value`` is None when unknown, and ``reason`` says why."""

    field: str
    value: Value
    rule: str
    support: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    how: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """The accounts that are judged the same: computed, never edited.

    ``id`` is derived from the oldest account (smallest id among those that founded it), so that it
    survives growth. ``origins`` is the number of reports that do not depend on each other.
    ``invented`` is true when its reports are labelled as invented (examples).
    """

    id: str
    type: str
    subtype: str
    stage: str
    accounts: tuple[Account, ...]
    when: Chosen
    where: Chosen
    actors: tuple[Chosen, ...] = ()
    targets: tuple[Chosen, ...] = ()
    weapons: tuple[Chosen, ...] = ()
    tolls: tuple[Chosen, ...] = ()
    claims: tuple[Chosen, ...] = ()
    origins: int = 1
    inferred: tuple[Statement, ...] = field(default_factory=tuple)  # statements that links brought in
    reasons: tuple[str, ...] = ()  # why these accounts are one incident
    invented: bool = False
