"""Decisions of persons, and the incidents that follow: ``decide``, ``undo``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dateline.errors import NotFound, UsageError
from dateline.ledger import Ledger
from dateline.model import Account, Decision, DecisionVerb, Field, Span, Value
from dateline.model.codec import encode_value
from dateline.service.joining import bring_up_to_date

__all__ = ["Wish", "account_of", "bring_up_to_date", "decide", "decide_all", "undo"]

#: What each verb is done to: kind of id, and how many of them.
_SUBJECTS = {
    DecisionVerb.ACCEPT: ("statement or account", 1),
    DecisionVerb.CORRECT: ("statement", 1),
    DecisionVerb.REJECT: ("statement or account", 1),
    DecisionVerb.STATE: ("account", 1),
    DecisionVerb.MERGE: ("account", 2),
    DecisionVerb.SPLIT: ("account", 2),
    DecisionVerb.UNSURE: ("account", 2),
    DecisionVerb.UNDO: ("decision", 1),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision that a person asks for. ``field`` and ``spans`` say what a statement is about and which
    words of the report it rests on (state; correct, where other words were chosen)."""

    verb: DecisionVerb
    subject: tuple[str, ...]
    value: Value = None
    note: str = ""
    field: str = ""
    spans: tuple[Span, ...] = ()


def decide(
    ledger: Ledger,
    verb: DecisionVerb,
    subject: Sequence[str],
    who: str,
    details: Mapping[str, Value] | None = None,
    at: datetime | None = None,
) -> Decision:
    """Note what a person decided, and compute the incidents under it.

    ``subject``: a statement id (accept, correct, reject), an account id (accept, reject, state), two account
    ids (merge, split, unsure) or a decision id (undo). ``details`` may hold ``value`` (for correct) and
    ``note``. Raises UsageError when the subject does not fit the verb, NotFound when it is not there.
    """
    extra = dict(details or {})
    value, note = extra.pop("value", None), str(extra.pop("note", None) or "")
    if extra:
        raise UsageError(f"no detail is called {sorted(extra)[0]!r}", "details are: value, note")
    return decide_all(ledger, [Wish(verb, tuple(subject), value, note)], who, at)[0]


def decide_all(
    ledger: Ledger, wishes: Sequence[Wish], who: str, at: datetime | None = None
) -> list[Decision]:
    """Note several decisions of one person, all or none, and compute the incidents under them.

    Raises UsageError and NotFound as :func:`decide` does, before anything is written.
    """
    if not who.strip():
        raise UsageError("a decision needs a name", "say who decides")
    for wish in wishes:
        _check(ledger, wish)
    moment = _after_the_last(ledger, at or datetime.now(UTC))
    made = [_made(w, who, moment + timedelta(microseconds=n)) for n, w in enumerate(wishes)]
    ledger.decide(*made)
    bring_up_to_date(ledger, moment)
    return made


def _made(wish: Wish, who: str, at: datetime) -> Decision:
    return Decision(
        id=_decision_id(wish, who, at),
        verb=wish.verb,
        subject=tuple(sorted(wish.subject)),
        who=who,
        at=at,
        value=wish.value,
        note=wish.note,
        field=wish.field,
        spans=wish.spans,
    )


def undo(ledger: Ledger, decision_id: str, who: str, at: datetime | None = None) -> Decision:
    """Take back a decision by a new one; the old one stays on record. Raises NotFound."""
    return decide(ledger, DecisionVerb.UNDO, (decision_id,), who, at=at)


def _after_the_last(ledger: Ledger, moment: datetime) -> datetime:
    """The moment, or just after the last decision when the clock says earlier.

    Decisions count in the order of their times, and an undo must come after what it undoes even where
    the clock was set back in between.
    """
    found = ledger.last_decided()
    last = datetime.fromisoformat(found) if found else None
    return moment if last is None or moment > last else last + timedelta(microseconds=1)


def _check(ledger: Ledger, wish: Wish) -> None:
    verb, subject = wish.verb, wish.subject
    if verb is DecisionVerb.CORRECT and wish.value is None:
        raise UsageError("a correction needs a value", "give the right value, or reject the statement")
    kind, count = _SUBJECTS[verb]
    if len(set(subject)) != count:
        plural = "s" if count > 1 else ""
        raise UsageError(f"{verb.value} takes {count} {kind} id{plural}", "see: dateline show ID")
    missing = sorted(set(subject) - _present(ledger, kind, subject))
    if missing:
        raise NotFound(f"no {kind} {missing[0]!r}", "see the ids with: dateline show ID")
    if verb is DecisionVerb.STATE:
        _check_stated(ledger, wish)
    elif wish.spans:
        _check_spans(ledger, wish.spans, _report_of(ledger, subject[0]))


def _check_stated(ledger: Ledger, wish: Wish) -> None:
    if wish.field not in set(Field):
        way_out = "one of " + ", ".join(sorted(Field))
        raise UsageError(f"a statement is about a field, not about {wish.field!r}", way_out)
    if wish.value is None:
        raise UsageError("a statement needs a value", "choose other words, or fill in the form")
    if not wish.spans:
        raise UsageError("a statement rests on words", "select them in the report")
    _check_spans(ledger, wish.spans, _report_of(ledger, wish.subject[0]))


def _report_of(ledger: Ledger, name: str) -> str:
    account = account_of(ledger, name)
    return account.report_id if account else ""


def _check_spans(ledger: Ledger, spans: Sequence[Span], report_id: str) -> None:
    report = ledger.reports([report_id]).get(report_id)
    for span in spans:
        if report is None or span.report_id != report_id or span.end > len(report.text):
            raise UsageError(
                f"{span.start}–{span.end} are no words of report {report_id!r}", "select words of its text"
            )


def _present(ledger: Ledger, kind: str, subject: Sequence[str]) -> set[str]:
    if kind == "account":
        return ledger.account_ids(subject)
    if kind.startswith("statement"):
        found = set(ledger.accounts_of_statements(subject))
        return found if kind == "statement" else found | _present(ledger, "account", subject)
    return {decision.id for decision in ledger.decisions()}


def _decision_id(wish: Wish, who: str, at: datetime) -> str:
    spans = [f"{span.start}:{span.end}" for span in wish.spans]
    value = repr(encode_value(wish.value))
    parts = (wish.verb.value, *sorted(wish.subject), who, at.isoformat(), value, wish.field, *spans)
    return "d-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def account_of(ledger: Ledger, identifier: str) -> Account | None:
    """The account with this id, or the one that holds the statement with this id."""
    found = ledger.accounts([identifier])
    if not found:
        owner = ledger.accounts_of_statements([identifier]).get(identifier)
        found = ledger.accounts([owner]) if owner else []
    return found[0] if found else None
