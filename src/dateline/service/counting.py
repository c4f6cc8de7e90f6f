"""Counts of the reviewing itself: how fast, how much the coders agree, and what the machine got wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from dateline.ledger import Ledger
from dateline.model import Decision, DecisionVerb, Field, Statement
from dateline.model.codec import encode_value
from dateline.service import rooms

#: A pause that is longer ends a sitting: lunch is not counted as slow reviewing.
PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Pace:
    """One person's reviewing. ``an_hour`` counts accounts cleared while sitting at it (None: too few)."""

    who: str
    cleared: int
    decisions: int
    undone: int
    hours: float
    an_hour: float | None


@dataclass(frozen=True, slots=True)
class FieldCounts:
    """What persons said of the machine's statements on a field, and what they had to add."""

    field: str
    accepted: int
    corrected: int
    rejected: int
    added: int

    @property
    def wrong(self) -> float | None:
        """The share of the reviewed statements that was corrected or rejected."""
        reviewed = self.accepted + self.corrected + self.rejected
        return (self.corrected + self.rejected) / reviewed if reviewed else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha on a field: ``units`` were coded by two or more. None: nothing to compare, or
    all values are the same."""

    field: str
    units: int
    alpha: float | None


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """All counts of a ledger's reviewing."""

    paces: tuple[Pace, ...]
    fields: tuple[FieldCounts, ...]
    agreement: tuple[Agreement, ...]


def review_counts(ledger: Ledger) -> ReviewCounts:
    """Pace, errors by field and agreement, from the decisions that are on record."""
    decisions = ledger.decisions()
    return ReviewCounts(
        tuple(_paces(ledger, decisions)),
        tuple(_fields(ledger, rooms.standing(decisions))),
        tuple(agreement(ledger)),
    )


def _paces(ledger: Ledger, decisions: Sequence[Decision]) -> list[Pace]:
    of: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        of[decision.who].append(decision)
    names = {name for d in decisions for name in d.subject}
    accounts = ledger.account_ids(names)
    standing = {d.id for d in rooms.standing(decisions)}
    found = []
    for who, mine in sorted(of.items()):
        cleared = [d for d in mine if d.id in standing and _whole(d) and accounts.issuperset(d.subject)]
        undone = sum(d.verb is DecisionVerb.UNDO for d in mine)
        hours = sitting([d.at for d in mine]) / timedelta(hours=1)
        rate = len(cleared) / hours if len(cleared) > 1 and hours > 0 else None
        found.append(Pace(who, len(cleared), len(mine), undone, hours, rate))
    return found


def _whole(decision: Decision) -> bool:
    return decision.verb in (DecisionVerb.ACCEPT, DecisionVerb.REJECT)


def sitting(moments: Sequence[datetime]) -> timedelta:
    """The time between the first and the last of each run of decisions without a long pause."""
    ordered = sorted(moments)
    gaps = (b - a for a, b in pairwise(ordered))
    return sum((gap for gap in gaps if gap <= PAUSE), timedelta())


def _fields(ledger: Ledger, standing: Sequence[Decision]) -> list[FieldCounts]:
    said = _verdicts(ledger, standing)
    tally: Counter[tuple[str, str]] = Counter()
    last = {statement.id: (statement.field.value, verb) for (_, statement), verb in said.items()}
    for field, verb in last.values():
        tally[field, verb.split(":", 1)[0]] += 1
    for decision in standing:
        if decision.verb is DecisionVerb.STATE:
            tally[decision.field, "added"] += 1
    names = ("accept", "correct", "reject", "added")
    return [
        FieldCounts(field.value, *(tally[field.value, name] for name in names))
        for field in Field
        if any(tally[field.value, name] for name in names)
    ]


def _verdicts(ledger: Ledger, standing: Sequence[Decision]) -> dict[tuple[str, Statement], str]:
    """What each person last said of each statement of the machine: ``accept:``, ``correct:`` or ``reject:``.

    Who clears an account accepts every statement of it that he or she has not judged apart.
    """
    subjects = {name for d in standing if d.verb in _JUDGING for name in d.subject}
    owners = ledger.accounts_of_statements(subjects)
    accounts = {a.id: a for a in ledger.accounts({*owners.values(), *subjects})}
    by_id = {s.id: s for a in accounts.values() for s in a.statements}
    apart: dict[tuple[str, Statement], str] = {}
    whole: dict[tuple[str, Statement], str] = {}
    for decision in standing:
        if decision.verb not in _JUDGING:
            continue
        for name in decision.subject:
            if name in accounts:
                verb = decision.verb.value
                whole |= {(decision.who, s): f"{verb}:" for s in accounts[name].statements}
            elif name in by_id:
                told = repr(encode_value(decision.value)) if decision.verb is DecisionVerb.CORRECT else ""
                apart[decision.who, by_id[name]] = f"{decision.verb.value}:{told}"
    return whole | apart


_JUDGING = (DecisionVerb.ACCEPT, DecisionVerb.CORRECT, DecisionVerb.REJECT)


def agreement(ledger: Ledger) -> list[Agreement]:
    """Krippendorff's alpha for each field, over the statements that two or more persons judged.

    Each person's last word counts, also where a later one of somebody else overrode it; what was undone
    does not. Values are nominal: a statement is accepted, rejected, or corrected to a certain value.
    """
    decisions = ledger.decisions()
    standing = rooms.standing(decisions)
    units: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for (who, statement), said in _verdicts(ledger, standing).items():
        units[statement.field.value][statement.id][who] = said
    found = []
    for field in Field:
        shared = [coded for coded in units[field.value].values() if len(coded) > 1]
        if shared:
            found.append(Agreement(field.value, len(shared), alpha(shared)))
    return found


def alpha(units: Sequence[Mapping[str, Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values; ``units`` hold a value for each coder who coded them.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, part C: missing values are allowed, a
    unit with one value counts for nothing. None where nothing can be compared or no value varies.

    >>> alpha([{"Ana": 1, "Ben": 1}, {"Ana": 2, "Ben": 2}, {"Ana": 1, "Ben": 2}])
    0.4444444444444444
    """
    weights: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for unit in units:
        values = list(unit.values())
        if len(values) < 2:
            continue
        together = Counter((a, b) for i, a in enumerate(values) for j, b in enumerate(values) if i != j)
        for key, count in together.items():
            weights[key] += count / (len(values) - 1)
    totals: dict[Hashable, float] = defaultdict(float)
    for (value, _), weight in weights.items():
        totals[value] += weight
    number = sum(totals.values())
    expected = number**2 - sum(total**2 for total in totals.values())
    if expected <= 0:
        return None
    observed = sum(weight for (a, b), weight in weights.items() if a != b)
    return 1 - (number - 1) * observed / expected
