"""Days that hang together: constraints between days, solved by narrowing intervals, each bound with its
grounds (bounds propagation over simple temporal constraints: Dechter, Meiri and Pearl 1991).

A *day* is a name (the day a report came out, the day an account speaks of) with a first and a last possible
day. A *constraint* says that one day lies so many days after another, that it lies in a stretch, or is
a Monday. Constraints are taken in one after the other; one that contradicts what stands is refused, with the
constraints that speak against it, and leaves nothing behind. So the order says who is believed first, and the
outcome is a function of the constraints in that order.

Nothing here is circular: every bound names the constraints that it follows from, never another bound.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date

Name = Hashable
_RANGE = (date.min.toordinal(), date.max.toordinal())
#: A day that was narrowed so often goes round in a circle of gaps that cannot all hold: sound ones narrow it
#: once for each way to it, and a week's days at most for a weekday.
_MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Constraint:
    """``day`` lies in a stretch (``base`` None; ordinals), or from ``low`` to ``high`` days after ``base``;
    a bound that is None is open. ``weekday`` (ISO) holds for ``day``. ``sources`` are the ids of the
    statements that say so, ``words`` say it to a person; ``about`` is the caller's own."""

    day: Name
    base: Name | None = None
    low: int | None = None
    high: int | None = None
    weekday: int | None = None
    sources: tuple[str, ...] = ()
    words: str = ""
    about: Hashable = None


@dataclass(frozen=True, slots=True)
class Interval:
    """What is known of a day: bounds (ordinals) with the constraints that they follow from."""

    first: int | None = None
    last: int | None = None
    why_first: frozenset[int] = frozenset()
    why_last: frozenset[int] = frozenset()

    @property
    def width(self) -> int | None:
        """Days between the bounds; None when one of them is open."""
        return None if self.first is None or self.last is None else self.last - self.first

    @property
    def why(self) -> frozenset[int]:
        """The constraints behind both bounds."""
        return self.why_first | self.why_last


class Contradiction(Exception):
    """Constraints, by number, that cannot all hold."""

    def __init__(self, against: frozenset[int]) -> None:
        super().__init__("constraints that cannot all hold")
        self.against = against


@dataclass(slots=True)
class Network:
    """Days and the constraints that stand."""

    constraints: list[Constraint] = field(default_factory=list)
    days: dict[Name, Interval] = field(default_factory=dict)
    _touching: dict[Name, list[int]] = field(default_factory=lambda: defaultdict(list))
    _weekdays: dict[Name, list[int]] = field(default_factory=lambda: defaultdict(list))

    def of(self, day: Name) -> Interval:
        """What is known of a day; of one that nothing speaks of, nothing."""
        return self.days.get(day, Interval())

    def take(self, constraint: Constraint) -> frozenset[int]:
        """Take a constraint in. What comes back is empty, or the constraints that contradict it: then it does
        not stand, and all is as it was before."""
        number = len(self.constraints)
        self.constraints.append(constraint)
        ends = [n for n in (constraint.day, constraint.base) if n is not None]
        lists = [self._touching[name] for name in ends]
        lists += [self._weekdays[constraint.day]] if constraint.weekday is not None else []
        for numbers in lists:
            numbers.append(number)
        before: dict[Name, Interval] = {}
        try:
            self._propagate(number, before)
        except Contradiction as found:
            self.days.update(before)
            for numbers in lists:
                numbers.pop()
            return found.against - {number} or frozenset({number})
        return frozenset()

    def said(self, numbers: Iterable[int]) -> tuple[list[str], tuple[str, ...]]:
        """The words of constraints in the order in which they were taken in, and the statements behind
        them, each once."""
        told = [self.constraints[n] for n in sorted(numbers)]
        words = list(dict.fromkeys(c.words for c in told if c.words))
        return words, tuple(dict.fromkeys(s for c in told for s in c.sources))

    def _propagate(self, number: int, before: dict[Name, Interval]) -> None:
        waiting, steps = deque([number]), defaultdict[Name, int](int)
        queued = {number}
        while waiting:
            current = waiting.popleft()
            queued.discard(current)
            for name, interval in self._narrowed(current):
                before.setdefault(name, self.of(name))
                self.days[name] = interval
                steps[name] += 1
                if steps[name] > _MOST_STEPS:
                    raise Contradiction(interval.why | {current})
                fresh = [n for n in self._touching[name] if n not in queued]
                waiting.extend(fresh)
                queued.update(fresh)

    def _narrowed(self, number: int) -> list[tuple[Name, Interval]]:
        """The days that a constraint narrows. Raises Contradiction when one of them has no day left."""
        rule = self.constraints[number]
        found: list[tuple[Name, Interval]] = []
        own = self.of(rule.day)
        if rule.base is None:
            fresh = _cut(own, _Bound(rule.low, frozenset({number})), _Bound(rule.high, frozenset({number})))
        else:
            base = self.of(rule.base)
            fresh = _cut(
                own,
                _Bound(_plus(base.first, rule.low), base.why_first | {number}),
                _Bound(_plus(base.last, rule.high), base.why_last | {number}),
            )
        fresh = self._on_weekdays(rule.day, fresh)
        if fresh != own:
            found.append((rule.day, fresh))
        if rule.base is not None:
            base = self.of(rule.base)
            back = _cut(
                base,
                _Bound(_minus(fresh.first, rule.high), fresh.why_first | {number}),
                _Bound(_minus(fresh.last, rule.low), fresh.why_last | {number}),
            )
            back = self._on_weekdays(rule.base, back)
            if back != base:
                found.append((rule.base, back))
        return found

    def _on_weekdays(self, name: Name, interval: Interval) -> Interval:
        """The bounds moved inwards to days of the weekday that constraints name."""
        first, last = interval.first, interval.last
        why_first, why_last = interval.why_first, interval.why_last
        for number in self._weekdays.get(name, ()):
            weekday = self.constraints[number].weekday or 1
            if first is not None and (ahead := (weekday - _weekday(first)) % 7):
                first, why_first = first + ahead, why_first | {number}
            if last is not None and (behind := (_weekday(last) - weekday) % 7):
                last, why_last = last - behind, why_last | {number}
        return _checked(Interval(first, last, why_first, why_last))


@dataclass(frozen=True, slots=True)
class _Bound:
    day: int | None
    why: frozenset[int]


def _cut(interval: Interval, low: _Bound, high: _Bound) -> Interval:
    first, why_first, last, why_last = interval.first, interval.why_first, interval.last, interval.why_last
    if low.day is not None and (first is None or low.day > first):
        first, why_first = low.day, low.why
    if high.day is not None and (last is None or high.day < last):
        last, why_last = high.day, high.why
    return _checked(Interval(first, last, why_first, why_last))


def _checked(interval: Interval) -> Interval:
    first, last = interval.first, interval.last
    empty = first is not None and last is not None and first > last
    beyond = (first is not None and first > _RANGE[1]) or (last is not None and last < _RANGE[0])
    if empty or beyond:
        raise Contradiction(interval.why)
    return interval


def _weekday(day: int) -> int:
    return (day - 1) % 7 + 1  # the first of January of the year 1 was a Monday


def _plus(day: int | None, days: int | None) -> int | None:
    return None if day is None or days is None else day + days


def _minus(day: int | None, days: int | None) -> int | None:
    return None if day is None or days is None else day - days
