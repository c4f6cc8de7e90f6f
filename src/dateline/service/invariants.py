"""The invariants of the house, checked on what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from dateline.errors import DatelineError
from dateline.ledger import every_value, page_key
from dateline.ledger.examining import Broken, Stored
from dateline.model import (
    Account,
    Actor,
    ActorRole,
    Claim,
    Decision,
    Field,
    How,
    Incident,
    Report,
    Span,
    Statement,
    Toll,
    When,
    Where,
)
from dateline.service import rooms

#: Of which invariant, where, and what is wrong.
Breach = tuple[int, str, str]


def of_page(row: Stored, deep: bool) -> Iterator[Breach]:
    """Of the page that a report was read from; ``deep``: it is decoded, too."""
    where = f"page of {row.report.id}"
    if row.page.sha256 != row.sha256:
        yield (5, where, "the bytes are not those that were obtained")
    if page_key(row.page) != row.page_key:
        yield (5, where, "its key does not follow from it")
    if row.report.page_sha256 != row.sha256:
        yield (1, where, "the report was read from other bytes")
    if deep:
        yield from _leads_back(row)


def _leads_back(row: Stored) -> Iterator[Breach]:
    """Invariant 1, its second half: every stretch of the text stands letter for letter in the page."""
    try:
        text = rooms.decoded(row.page)
    except DatelineError as error:
        yield (1, row.report.id, f"its page cannot be decoded any more ({error.problem})")
        return
    for start, at, length in row.report.offsets.segments:
        if row.report.text[start : start + length] != text[at : at + length]:
            yield (1, row.report.id, f"its words from {start} on do not lead back to the page")
            return


def of_report(row: Stored, seen: set[str]) -> Iterator[Breach]:
    """Of a report and its accounts; ``seen``: the ids of the accounts that stand, so far."""
    ids: set[str] = set()
    for account in row.accounts:
        if account.id in ids:
            yield (5, account.id, "two accounts of one report have this id")
        ids.add(account.id)
        yield from _account(account, row.report)
    if row.standing:
        for account in row.accounts:
            if account.id in seen:
                yield (5, account.id, "accounts of two reports have this id")
            seen.add(account.id)


def _account(account: Account, report: Report) -> Iterator[Breach]:
    names = {statement.id for statement in account.statements}
    if len(names) != len(account.statements):
        yield (2, account.id, "two of its statements have one id")
    perpetrators = {}
    for statement in account.statements:
        spans = [*statement.spans, *([statement.said_by.span] if statement.said_by.span else [])]
        if any(not _lies_in(span, report) for span in spans):
            yield (1, statement.id, "a span does not lie in the text of its report")
        yield from _statement(statement, names)
        if isinstance(statement.value, Actor) and statement.value.role is ActorRole.PERPETRATOR:
            perpetrators[statement.spans] = statement
    for statement in account.of(Field.CLAIM):
        if isinstance(statement.value, Claim) and statement.spans in perpetrators:
            yield (8, statement.id, "words of a claim or blame make a perpetrator, too")


def _lies_in(span: Span, report: Report) -> bool:
    return span.report_id == report.id and 0 <= span.start < span.end <= len(report.text)


def _statement(statement: Statement, names: set[str]) -> Iterator[Breach]:
    if any(name not in names for name in statement.inferred_from):
        yield (2, statement.id, "it is inferred from a statement that is not there")
    value = statement.value
    grounded = statement.spans or statement.inferred_from or statement.how is How.HUMAN
    if value is not None and not grounded:
        yield (2, statement.id, "it rests on no words")
    if value is None and not statement.reason:
        yield (3, statement.id, "it is unknown without a reason")
    if statement.how is How.HUMAN:
        yield (6, statement.id, "a person's words stand among the machine's")
    yield from ((number, statement.id, problem) for number, problem in _value(value))


def _value(value: object) -> Iterator[tuple[int, str]]:
    if isinstance(value, Toll):
        known = [n for n in (value.low, value.best, value.high) if n is not None]
        if known != sorted(known) or any(n < 0 for n in known):
            yield 4, "low, best and high are out of order"
    elif isinstance(value, When):
        if value.earliest and value.latest and value.earliest > value.latest:
            yield 7, "its earliest day is after its latest"
        if value.best and not (value.earliest or value.best) <= value.best <= (value.latest or value.best):
            yield 7, "its best day lies outside its bounds"
        if value.edtf and not value.granularity:
            yield 7, "a day without its granularity"
    elif isinstance(value, Where) and value.lat is not None and value.radius_m is None:
        yield 7, "a point without its radius"


def of_incident(incident: Incident) -> Iterator[Breach]:
    """Of an incident: each value was chosen by a rule, from statements of its accounts."""
    told = {statement.id for account in incident.accounts for statement in account.statements}
    for chosen in every_value(incident):
        if not told.issuperset(chosen.support) or not told.issuperset(chosen.dissent):
            yield (2, incident.id, f"its {chosen.field} names a statement that none of its accounts holds")
        if chosen.value is None:
            if not chosen.reason:
                yield (3, incident.id, f"its {chosen.field} is unknown without a reason")
            continue
        if not chosen.rule:
            yield (2, incident.id, f"its {chosen.field} was chosen by no rule")
        if not chosen.support:
            yield (2, incident.id, f"its {chosen.field} rests on no statement")
        yield from ((number, incident.id, problem) for number, problem in _value(chosen.value))


def of_decisions(decisions: Iterable[Decision | Broken]) -> Iterator[Breach]:
    """Of history: it goes forward, and an undo is about a decision before it."""
    last: datetime | None = None
    known: set[str] = set()
    for decision in decisions:
        if isinstance(decision, Broken):
            yield (decision.invariant, decision.where, decision.problem)
            continue
        if last is not None and decision.at < last:
            yield (6, decision.id, "it is older than the decision before it")
        if decision.verb.value == "undo" and decision.subject[0] not in known:
            yield (6, decision.id, "it undoes a decision that was not there")
        known.add(decision.id)
        last = decision.at
