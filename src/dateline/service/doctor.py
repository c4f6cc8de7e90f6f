"""``doctor``: is a ledger whole? Every invariant of the house, checked on what is stored; and ``backup``."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dateline.errors import DatelineError
from dateline.ledger import Ledger, every_value, open_ledger, page_key
from dateline.ledger.copying import backup, restore
from dateline.ledger.examining import Broken, Stored, breaches, computed, store_problems, stored
from dateline.ledger.roles import ROLES, make_roles
from dateline.model import (
    Account,
    Actor,
    ActorRole,
    Claim,
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
from dateline.service.joining import rebuild

__all__ = ["ROLES", "Finding", "backup", "doctor", "make_roles", "restore"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach: of which invariant (its number in docs/operations.md, 0 for the store itself), where, and
    what is wrong."""

    invariant: int
    where: str
    problem: str


Progress = Callable[[int, str], None]


def doctor(
    ledger: Ledger, deep: bool = False, progress: Progress = lambda count, note: None
) -> Iterator[Finding]:
    """The breaches of a ledger, as they are found. ``deep`` decodes every page and computes all incidents
    anew, on a copy. Nothing is changed."""
    progress(0, "the store")
    yield from (Finding(0, ledger.name, problem) for problem in store_problems(ledger))
    yield from (Finding(5, row, problem) for row, problem in breaches(ledger))
    seen: set[str] = set()
    for count, row in enumerate(stored(ledger), 1):
        if count % 50 == 0:
            progress(count, "reports")
        if isinstance(row, Broken):
            yield Finding(4, row.where, row.problem)
            continue
        yield from _page(row, deep)
        yield from _report(row, seen)
    progress(0, "incidents")
    for incident in computed(ledger):
        if isinstance(incident, Broken):
            yield Finding(4, incident.where, incident.problem)
        else:
            yield from _incident(incident)
    yield from _decisions(ledger)
    if deep and not ledger.stale:
        progress(0, "computing anew")
        yield from _computed_anew(ledger)


def _page(row: Stored, deep: bool) -> Iterator[Finding]:
    where = f"page of {row.report.id}"
    if row.page.sha256 != row.sha256:
        yield Finding(5, where, "the bytes are not those that were obtained")
    if page_key(row.page) != row.page_key:
        yield Finding(5, where, "its key does not follow from it")
    if row.report.page_sha256 != row.sha256:
        yield Finding(1, where, "the report was read from other bytes")
    if deep:
        yield from _leads_back(row)


def _leads_back(row: Stored) -> Iterator[Finding]:
    """Invariant 1, its second half: every stretch of the text stands letter for letter in the page."""
    try:
        text = rooms.decoded(row.page)
    except DatelineError as error:
        yield Finding(1, row.report.id, f"its page cannot be decoded any more ({error.problem})")
        return
    for start, at, length in row.report.offsets.segments:
        if row.report.text[start : start + length] != text[at : at + length]:
            yield Finding(1, row.report.id, f"its words from {start} on do not lead back to the page")
            return


def _report(row: Stored, seen: set[str]) -> Iterator[Finding]:
    ids: set[str] = set()
    for account in row.accounts:
        if account.id in ids:
            yield Finding(5, account.id, "two accounts of one report have this id")
        ids.add(account.id)
        yield from _account(account, row.report)
    if row.standing:
        for account in row.accounts:
            if account.id in seen:
                yield Finding(5, account.id, "accounts of two reports have this id")
            seen.add(account.id)


def _account(account: Account, report: Report) -> Iterator[Finding]:
    names = {statement.id for statement in account.statements}
    if len(names) != len(account.statements):
        yield Finding(2, account.id, "two of its statements have one id")
    perpetrators = {}
    for statement in account.statements:
        spans = [*statement.spans, *([statement.said_by.span] if statement.said_by.span else [])]
        if any(not _lies_in(span, report) for span in spans):
            yield Finding(1, statement.id, "a span does not lie in the text of its report")
        yield from _statement(statement, names)
        if isinstance(statement.value, Actor) and statement.value.role is ActorRole.PERPETRATOR:
            perpetrators[statement.spans] = statement
    for statement in account.of(Field.CLAIM):
        if isinstance(statement.value, Claim) and statement.spans in perpetrators:
            yield Finding(8, statement.id, "words of a claim or blame make a perpetrator, too")


def _lies_in(span: Span, report: Report) -> bool:
    return span.report_id == report.id and 0 <= span.start < span.end <= len(report.text)


def _statement(statement: Statement, names: set[str]) -> Iterator[Finding]:
    if any(name not in names for name in statement.inferred_from):
        yield Finding(2, statement.id, "it is inferred from a statement that is not there")
    value = statement.value
    if value is None and not statement.reason:
        yield Finding(3, statement.id, "it is unknown without a reason")
    if statement.how is How.HUMAN:
        yield Finding(6, statement.id, "a person's words stand among the machine's")
    yield from (Finding(number, statement.id, problem) for number, problem in _value(value))


def _value(value: object) -> Iterator[tuple[int, str]]:
    if isinstance(value, Toll):
        known = [n for n in (value.low, value.best, value.high) if n is not None]
        if known != sorted(known) or any(n < 0 for n in known):
            yield 4, "low, best and high are out of order"
    elif isinstance(value, When):
        if value.earliest and value.latest and value.earliest > value.latest:
            yield 7, "its earliest day is after its latest"
        if value.edtf and not value.granularity:
            yield 7, "a day without its granularity"
    elif isinstance(value, Where) and value.lat is not None and value.radius_m is None:
        yield 7, "a point without its radius"


def _incident(incident: Incident) -> Iterator[Finding]:
    for chosen in every_value(incident):
        if chosen.value is None:
            continue
        if not chosen.rule:
            yield Finding(2, incident.id, "a value was chosen by no rule")
        yield from (Finding(number, incident.id, problem) for number, problem in _value(chosen.value))


def _decisions(ledger: Ledger) -> Iterator[Finding]:
    """Invariant 6: history goes forward, and an undo is about a decision before it."""
    last: datetime | None = None
    known: set[str] = set()
    for decision in ledger.decisions():
        if last is not None and decision.at < last:
            yield Finding(6, decision.id, "it is older than the decision before it")
        if decision.verb.value == "undo" and decision.subject[0] not in known:
            yield Finding(6, decision.id, "it undoes a decision that was not there")
        known.add(decision.id)
        last = decision.at


def _computed_anew(ledger: Ledger) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory(prefix="dateline-doctor-") as folder:
        path = Path(folder) / "copy.db"
        backup(ledger, path)
        with open_ledger(path) as copy:
            before = copy.incident_bytes()
            rebuild(copy)
            if copy.incident_bytes() != before:
                yield Finding(5, ledger.name, "its incidents do not follow from it: run dateline rebuild")
