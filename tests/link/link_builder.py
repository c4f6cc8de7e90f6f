"""Accounts made by hand, for tests of linking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from dateline.model import (
    Account,
    Actor,
    ActorKind,
    ActorRole,
    Claim,
    DayOffset,
    Effect,
    Field,
    Group,
    How,
    OffsetMap,
    PlaceClass,
    Published,
    Report,
    Span,
    Speaker,
    Stage,
    Stance,
    Statement,
    Toll,
    Value,
    When,
    Where,
)

QUETTA = Where(
    "Quetta", 30.184, 67.001, 1167528, "PK", "Balochistan", None, PlaceClass.POPULATED_PLACE, 15_000
)
LAHORE = Where("Lahore", 31.558, 74.351, 1172451, "PK", "Punjab", None, PlaceClass.POPULATED_PLACE, 20_000)
PAKISTAN = Where("Pakistan", 30.0, 70.0, 1168579, "PK", None, None, PlaceClass.COUNTRY, 800_000, True)


def make_report(
    report_id: str, text: str, published: date | None = None, title: str = "", **more: Any
) -> Report:
    """A report that is its own page; ``published`` None leaves the day unknown."""
    weekday = more.pop("weekday", None)
    if published is None:
        day = Published(reason="no date on the page", weekday=weekday)
    else:
        day = Published(published.isoformat(), published, published, "exact")
    return Report(report_id, text, OffsetMap.identity(len(text)), "0" * 64, title, published=day, **more)


@dataclass
class Maker:
    """Makes one account, statement by statement, on words of its report."""

    report: Report
    name: str
    type: str = "armed_attack"
    subtype: str = ""
    main: bool = True
    statements: list[Statement] = field(default_factory=list)
    _number: Any = field(default_factory=lambda: count(1))

    def say(self, name: Field, value: Value, words: str, **more: Any) -> Maker:
        """Add a statement that rests on ``words``, which must stand in the report."""
        start = self.report.text.index(words)
        span = Span(self.report.id, start, start + len(words))
        statement_id = f"{self.name}-s{next(self._number)}"
        self.statements.append(Statement(statement_id, name, value, (span,), **more))
        return self

    def on(self, day: date, words: str) -> Maker:
        """The incident's day."""
        return self.say(Field.WHEN, When.day(day, words), words, how=How.NORMALISED)

    def counted(self, low: int, high: int, words: str, weekday: int | None = None) -> Maker:
        """A day that is only counted from an unknown publication."""
        when = When(
            words=words,
            offset=DayOffset(low, high),
            weekday=weekday,
            reason="no date to count from",
            anchor="publication",
        )
        return self.say(Field.WHEN, when, words, how=How.NORMALISED)

    def at(self, where: Where, words: str) -> Maker:
        """The incident's place."""
        return self.say(Field.WHERE, where, words)

    def toll(self, effect: Effect, number: int, words: str, **more: Any) -> Maker:
        """A count; ``group``, ``at_least`` and the statement's own fields may be given."""
        group = more.pop("group", Group.UNKNOWN)
        high = None if more.pop("at_least", False) else number
        return self.say(Field.TOLL, Toll(effect, group, number, number, high), words, **more)

    def actor(self, name: str, role: ActorRole, actor_id: str | None = None, **more: Any) -> Maker:
        """Somebody who takes part."""
        return self.say(Field.ACTOR, Actor(name, role, actor_id, ActorKind.REBELS), name, **more)

    def claim(self, claim: Claim, words: str) -> Maker:
        """A claim, denial or blame."""
        return self.say(Field.CLAIM, claim, words)

    def done(self) -> Account:
        """The account."""
        return Account(
            self.name,
            self.report.id,
            self.main,
            self.type,
            self.subtype,
            Stage.ACCOMPLISHED,
            tuple(self.statements),
        )


def by_id(reports: Sequence[Report]) -> dict[str, Report]:
    """Reports by their ids."""
    return {r.id: r for r in reports}


__all__ = [
    "LAHORE",
    "PAKISTAN",
    "QUETTA",
    "Maker",
    "Speaker",
    "Stance",
    "by_id",
    "make_report",
]
