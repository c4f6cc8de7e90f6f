"""Decisions of persons, and the incidents that follow: ``decide``, ``undo``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from dateline.errors import NotFound, UsageError
from dateline.ledger import Ledger
from dateline.model import Account, Decision, DecisionVerb, Value
from dateline.model.codec import encode_value
from dateline.service.joining import bring_up_to_date

__all__ = ["account_of", "bring_up_to_date", "decide", "undo"]

#: What each verb is done to: kind of id, and how many of them.
_SUBJECTS = {
    DecisionVerb.ACCEPT: ("statement", 1),
    DecisionVerb.CORRECT: ("statement", 1),
    DecisionVerb.REJECT: ("statement or account", 1),
    DecisionVerb.MERGE: ("account", 2),
    DecisionVerb.SPLIT: ("account", 2),
    DecisionVerb.UNDO: ("decision", 1),
}


def decide(
    ledger: Ledger,
    verb: DecisionVerb,
    subject: Sequence[str],
    who: str,
    details: Mapping[str, Value] | None = None,
    at: datetime | None = None,
) -> Decision:
    """Note what a person decided, and compute the incidents under it.

    ``subject``: a statement id (accept, correct, reject), an account id (reject), two account ids (merge,
    split) or a decision id (undo). ``details`` may hold ``value`` (for correct) and ``note``. Raises
    UsageError when the subject does not fit the verb, NotFound when it is not there.
    """
    extra = dict(details or {})
    value, note = extra.pop("value", None), str(extra.pop("note", None) or "")
    if extra:
        raise UsageError(f"no detail is called {sorted(extra)[0]!r}", "details are: value, note")
    if not who.strip():
        raise UsageError("a decision needs a name", "say who decides")
    if verb is DecisionVerb.CORRECT and value is None:
        raise UsageError("a correction needs a value", "give the right value, or reject the statement")
    _check_subject(ledger, verb, subject)
    moment = _after_the_last(ledger, at or datetime.now(UTC))
    decision = Decision(
        id=_decision_id(verb, subject, who, moment, value),
        verb=verb,
        subject=tuple(sorted(subject)),
        who=who,
        at=moment,
        value=value,
        note=note,
    )
    ledger.decide(decision)
    bring_up_to_date(ledger, moment)
    return decision


def undo(ledger: Ledger, decision_id: str, who: str, at: datetime | None = None) -> Decision:
    """Take back a decision by a new one; the old one stays on record. Raises NotFound."""
    return decide(ledger, DecisionVerb.UNDO, (decision_id,), who, at=at)


def _after_the_last(ledger: Ledger, moment: datetime) -> datetime:
    """The moment, or just after the last decision when the clock says earlier.

    Decisions count in the order of their times, and an undo must come after what it undoes even where
    the clock was set back in between.
    """
    last = max((decision.at for decision in ledger.decisions()), default=None)
    return moment if last is None or moment > last else last + timedelta(microseconds=1)


def _check_subject(ledger: Ledger, verb: DecisionVerb, subject: Sequence[str]) -> None:
    kind, count = _SUBJECTS[verb]
    if len(set(subject)) != count:
        plural = "s" if count > 1 else ""
        raise UsageError(f"{verb.value} takes {count} {kind} id{plural}", "see: dateline show ID")
    missing = sorted(set(subject) - _present(ledger, kind, subject))
    if missing:
        raise NotFound(f"no {kind} {missing[0]!r}", "see the ids with: dateline show ID")


def _present(ledger: Ledger, kind: str, subject: Sequence[str]) -> set[str]:
    if kind == "account":
        return {account.id for account in ledger.accounts(subject)}
    if kind.startswith("statement"):
        found = set(ledger.accounts_of_statements(subject))
        return found if kind == "statement" else found | _present(ledger, "account", subject)
    return {decision.id for decision in ledger.decisions()}


def _decision_id(
    verb: DecisionVerb, subject: Sequence[str], who: str, at: datetime, value: Value
) -> str:  # fmt: skip
    parts = (verb.value, *sorted(subject), who, at.isoformat(), repr(encode_value(value)))
    return "d-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def account_of(ledger: Ledger, identifier: str) -> Account | None:
    """The account with this id, or the one that holds the statement with this id."""
    found = ledger.accounts([identifier])
    if not found:
        owner = ledger.accounts_of_statements([identifier]).get(identifier)
        found = ledger.accounts([owner]) if owner else []
    return found[0] if found else None
