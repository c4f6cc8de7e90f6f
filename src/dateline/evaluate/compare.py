"""Where two readers differ over the same reports, for a person to judge: no one of them is taken to be
right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.evaluate.assignment import best_assignment
from dateline.export.words import describe
from dateline.model import Account, Field, Report, Statement, Value

_COMPARED = (Field.WHEN, Field.WHERE, Field.ACTOR, Field.TARGET, Field.WEAPON, Field.TOLL, Field.CLAIM)


@dataclass(frozen=True, slots=True)
class Difference:
    """``left`` and ``right`` are what either reader says ("" where it says nothing), each with its
    ``words``."""

    report: str
    account: str
    field: str
    left: str
    right: str
    left_words: str = ""
    right_words: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two readers agree: incidents and values that both, only the first, only the second has."""

    reports: int = 0
    both: int = 0
    left: int = 0
    right: int = 0
    values_both: int = 0
    values_left: int = 0
    values_right: int = 0


def differences(report: Report, left: Sequence[Account], right: Sequence[Account]) -> list[Difference]:
    """The differences over one report, in reading order."""
    found: list[Difference] = []
    pairs = aligned(left, right)
    for one, other in pairs:
        if one is None or other is None:
            account = one or other
            assert account is not None
            told = _whole(account)
            words = _quote(report, account.of(Field.TYPE))
            both = (told, "") if one else ("", told)
            quotes = (words, "") if one else ("", words)
            found.append(Difference(report.id, account.id, "incident", *both, *quotes))
            continue
        found += _between(report, one, other)
    return found


def agreement(told: Iterable[tuple[Report, Sequence[Account], Sequence[Account]]]) -> Agreement:
    """The tally over some reports."""
    counts = [0] * 7
    for _, left, right in told:
        counts[0] += 1
        for one, other in aligned(left, right):
            counts[1 if one and other else 2 if one else 3] += 1
            if one and other:
                mine, theirs = set(_values(one)), set(_values(other))
                counts[4] += len(mine & theirs)
                counts[5] += len(mine - theirs)
                counts[6] += len(theirs - mine)
    return Agreement(*counts)


def aligned(left: Sequence[Account], right: Sequence[Account]) -> list[tuple[Account | None, Account | None]]:
    """Accounts of either reader that rest on words in common, the closest with each other; the rest alone."""
    points = [[_common(one, other) for other in right] for one in left]
    pairs = [(i, j) for i, j in best_assignment(points) if points[i][j] > 0] if left and right else []
    alone_left = [(a, None) for i, a in enumerate(left) if i not in {p[0] for p in pairs}]
    alone_right = [(None, a) for j, a in enumerate(right) if j not in {p[1] for p in pairs}]
    return [*((left[i], right[j]) for i, j in sorted(pairs)), *alone_left, *alone_right]


def _common(one: Account, other: Account) -> float:
    """Triggers in common count most, then other words; one type and one day as well as words do not
    decide."""
    triggers = [s for st in one.of(Field.TYPE) for s in st.spans]
    theirs = [s for st in other.of(Field.TYPE) for s in st.spans]
    shared = sum(any(a.overlaps(b) for b in theirs) for a in triggers)
    mine = [s for st in one.statements for s in st.spans]
    all_theirs = [s for st in other.statements for s in st.spans]
    words = sum(any(a.overlaps(b) for b in all_theirs) for a in mine)
    return 5.0 * shared + words + (0.5 if words and one.type == other.type else 0.0)


def _values(account: Account) -> Iterator[tuple[str, str]]:
    for field in _COMPARED:
        for statement in account.of(field):
            if statement.value is not None:
                yield field.value, _told(statement.value)


def _between(report: Report, one: Account, other: Account) -> Iterator[Difference]:
    if _whole(one) != _whole(other):
        words = (_quote(report, one.of(Field.TYPE)), _quote(report, other.of(Field.TYPE)))
        yield Difference(report.id, one.id, "type", _whole(one), _whole(other), *words)
    for field in _COMPARED:
        mine, theirs = _by_value(one, field), _by_value(other, field)
        only_mine = [v for v in mine if v not in theirs]
        only_theirs = [v for v in theirs if v not in mine]
        for number in range(max(len(only_mine), len(only_theirs))):
            a = only_mine[number] if number < len(only_mine) else ""
            b = only_theirs[number] if number < len(only_theirs) else ""
            words = (_quote(report, mine.get(a, ())), _quote(report, theirs.get(b, ())))
            yield Difference(report.id, one.id, field.value, a, b, *words)


def _by_value(account: Account, field: Field) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in account.of(field):
        if statement.value is not None:
            found.setdefault(_told(statement.value), []).append(statement)
    return found


def _told(value: Value) -> str:
    role = getattr(value, "role", None)
    return (f"{role.value}: " if role is not None else "") + describe(value)


def _whole(account: Account) -> str:
    kind = f"{account.type}/{account.subtype}" if account.subtype else account.type
    return kind + ("" if account.stage.value == "accomplished" else f" ({account.stage.value})")


def _quote(report: Report, statements: Iterable[Statement]) -> str:
    spans = dict.fromkeys(span for s in statements for span in s.spans)
    return " … ".join(" ".join(report.quote(span).split()) for span in list(spans)[:3])
