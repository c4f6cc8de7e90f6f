"""What a person reviews: accounts one by one, and pairs of accounts of which the machine is unsure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dateline.errors import NotFound
from dateline.ledger import Filter, Ledger, Line
from dateline.model import Account, Decision, DecisionVerb, Incident, Judgement, Published, Report, Statement
from dateline.service import rooms
from dateline.service.decided import note_cleared
from dateline.service.joining import bring_up_to_date

ON_STATEMENTS = (DecisionVerb.ACCEPT, DecisionVerb.CORRECT, DecisionVerb.REJECT)
ON_PAIRS = (DecisionVerb.MERGE, DecisionVerb.SPLIT, DecisionVerb.UNSURE)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A statement as it stands, with the decision in force on it. ``original`` is what the machine wrote,
    None where a person stated it; ``subject`` is the id that decisions name."""

    statement: Statement
    original: Statement | None
    decision: Decision | None

    @property
    def subject(self) -> str:
        """What a decision on it is about."""
        return self.original.id if self.original is not None else self.statement.id

    @property
    def state(self) -> str:
        """``open``, ``accepted``, ``corrected``, ``rejected`` or ``stated``."""
        if self.original is None:
            return "stated"
        verbs = {
            DecisionVerb.ACCEPT: "accepted",
            DecisionVerb.CORRECT: "corrected",
            DecisionVerb.REJECT: "rejected",
        }
        return verbs[self.decision.verb] if self.decision else "open"


@dataclass(frozen=True, slots=True)
class Item:
    """An account with everything that reviewing it needs. ``version`` changes with every decision on it;
    ``cleared`` is the decision that cleared it, ``history`` all decisions on it, oldest first."""

    account: Account
    report: Report
    published: Published
    incident: Incident | None
    statements: tuple[Reviewed, ...]
    cleared: Decision | None
    history: tuple[Decision, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts and what the machine makes of them; ``decision`` is what a person said last."""

    judgement: Judgement
    accounts: tuple[Account, Account]
    reports: Mapping[str, Report]
    decision: Decision | None
    version: str


def prepare(ledger: Ledger) -> None:
    """Bring all that is computed up to date, once, before the desk opens; also what a kill under an earlier
    version left uncleared."""
    bring_up_to_date(ledger)
    with ledger.linking() as room:
        note_cleared(room)


def queue(
    ledger: Ledger, wanted: Filter | None = None, coder: str = "", after: str = "", limit: int | None = None
) -> list[str]:
    """The accounts that wait for review, in the order in which their reports came.

    ``wanted`` keeps those of incidents that pass. ``coder`` asks for a second coding: the accounts that this
    person has not cleared, whatever others did. At most ``limit`` of them (None: all), and only those behind
    the account ``after`` where there is one.
    """
    bring_up_to_date(ledger)
    return list(islice(ledger.waiting(_line(ledger, wanted, coder), after), limit))


def place_in_queue(
    ledger: Ledger, account: str, wanted: Filter | None = None, coder: str = ""
) -> tuple[int, int]:
    """The number of an account in the queue, 0 where it does not wait, and how many wait."""
    bring_up_to_date(ledger)
    return ledger.place_in(_line(ledger, wanted, coder), account)


def _line(ledger: Ledger, wanted: Filter | None, coder: str) -> Line:
    if not coder:
        return Line(wanted or Filter())
    standing = rooms.standing(ledger.decisions())
    mine = {name for d in standing if d.who == coder and _clears(d) for name in d.subject}
    return Line(wanted or Filter(), mine)


def _clears(decision: Decision) -> bool:
    return decision.verb in (DecisionVerb.ACCEPT, DecisionVerb.REJECT)


def item(ledger: Ledger, account_id: str) -> Item:
    """The account to review. Raises NotFound."""
    bring_up_to_date(ledger)
    found = ledger.accounts([account_id])
    if not found:
        raise NotFound(
            f"no account {account_id!r}", "go back to the queue: its report may have been read anew"
        )
    account = found[0]
    report = ledger.reports([account.report_id])[account.report_id]
    decisions = ledger.decisions()
    home = ledger.homes_of([account_id]).get(account_id)
    incident = ledger.incident(home) if home else None
    laid = next((a for a in incident.accounts if a.id == account_id), account) if incident else account
    history = _about(account, decisions)
    standing = rooms.standing(decisions)
    cleared = next((d for d in reversed(standing) if account_id in d.subject and _clears(d)), None)
    linked = ledger.dated([report.id]).get(report.id)
    return Item(
        account=laid,
        report=report,
        published=report.published if report.published.edtf or linked is None else linked,
        incident=incident,
        statements=tuple(_reviewed(account, laid, standing)),
        cleared=cleared,
        history=history,
        version=history[-1].id if history else "",
    )


def _about(account: Account, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions on an account, on its statements, and the undoing of these."""
    names = {account.id, *(s.id for s in account.statements)}
    found = []
    for decision in decisions:
        if decision.verb not in ON_PAIRS and names.intersection(decision.subject):
            names.add(decision.id)
            found.append(decision)
    return tuple(found)


def _reviewed(account: Account, laid: Account, standing: Sequence[Decision]) -> list[Reviewed]:
    """The statements in the order of the account, what persons stated at the head of its field."""
    last = {name: d for d in standing if d.verb in ON_STATEMENTS for name in d.subject}
    now = {
        (s.inferred_from[0] if s.id in {d.id for d in standing} and s.inferred_from else s.id): s
        for s in laid.statements
    }
    found = [Reviewed(now.get(s.id, s), s, last.get(s.id)) for s in account.statements]
    stated = {d.id: d for d in standing if d.verb is DecisionVerb.STATE and account.id in d.subject}
    for name, decision in stated.items():
        made = next((s for s in laid.statements if s.id == name), None)
        if made is not None:
            place = next((n for n, r in enumerate(found) if r.statement.field is made.field), len(found))
            found.insert(place, Reviewed(made, None, decision))
    return found


def merge_queue(ledger: Ledger) -> list[tuple[str, str]]:
    """The pairs that wait for a person: the machine is unsure, and nobody has decided; likeliest first."""
    bring_up_to_date(ledger)
    decided = {d.subject for d in rooms.standing(ledger.decisions()) if d.verb in ON_PAIRS}
    return [(j.left, j.right) for j in ledger.unsure() if (j.left, j.right) not in decided]


def pair(ledger: Ledger, left: str, right: str) -> Pair:
    """Two accounts to compare. Raises NotFound."""
    bring_up_to_date(ledger)
    left, right = sorted((left, right))
    found = {a.id: a for a in ledger.accounts([left, right])}
    judgement = ledger.judged((left, right))
    if len(found) < 2 or judgement is None:
        raise NotFound(f"no pair of {left!r} and {right!r} is judged", "go back to the merge queue")
    about = [d for d in ledger.decisions() if d.verb in ON_PAIRS and d.subject == (left, right)]
    names = {d.id for d in about}
    undone = [d for d in ledger.decisions() if d.verb is DecisionVerb.UNDO and names.intersection(d.subject)]
    standing = [d for d in rooms.standing(ledger.decisions()) if d.id in names]
    history = sorted([*about, *undone], key=lambda d: d.at)
    accounts = (found[left], found[right])
    return Pair(
        judgement=judgement,
        accounts=accounts,
        reports=ledger.reports({a.report_id for a in accounts}),
        decision=standing[-1] if standing else None,
        version=history[-1].id if history else "",
    )
