"""What the rules of choice see: the statements of one incident with their origins and their age."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dateline.link.places import fold
from dateline.model import Account, Field, How, Published, Report, Statement


@dataclass(frozen=True, slots=True)
class Witness:
    """One statement with the account that makes it, the origin of its report and the day of publication."""

    statement: Statement
    account: Account
    origin: str
    published: date | None
    rank: int  # position among the account's statements of this field: 0 is the assembler's best

    @property
    def human(self) -> bool:
        """Whether a person wrote, corrected or accepted it."""
        return self.statement.how is How.HUMAN


@dataclass(frozen=True, slots=True)
class Evidence:
    """One incident's accounts, with what is needed to weigh them against each other.

    ``published`` holds days of publication inferred through links; ``dated`` the inferred WHEN
    statement of an account.
    """

    accounts: Sequence[Account]
    reports: Mapping[str, Report]
    origins: Mapping[str, str]
    published: Mapping[str, Published]
    dated: Mapping[str, Statement]
    _told: dict[Field, list[Witness]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _media: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def day_of(self, report_id: str) -> date | None:
        """Day on which a report came out, as read or as inferred through a link."""
        report = self.reports.get(report_id)
        if report is not None and report.published.day is not None:
            return report.published.day
        return self.published[report_id].day if report_id in self.published else None

    def of(self, name: Field) -> list[Witness]:
        """All statements on a field in a fixed order: by age of the report, account id, rank."""
        if not self._told:
            self._hear_all()
        return self._told.get(name, [])

    def _hear_all(self) -> None:
        """All fields at once: a crowd has thousands of accounts, and every rule asks."""
        days = [(self.day_of(account.report_id), account) for account in self.accounts]
        for day, account in sorted(days, key=lambda d: (d[0] or date.max, d[1].id)):
            ranks: Counter[Field] = Counter()
            for statement in account.statements:
                name = statement.field
                origin = self._origin_of(account, statement)
                heard = self._told.setdefault(name, [])
                heard.append(Witness(statement, account, origin, day, ranks[name]))
                ranks[name] += 1

    def _origin_of(self, account: Account, statement: Statement) -> str:
        """The origin of the report; that of the outlet or agency that it names for this very statement.

        "A local daily put the dead at 59": a report that repeats another's figure adds nothing to it.
        """
        speaker = statement.said_by
        if speaker.kind in _MEDIA and speaker.name:
            name = fold(speaker.name).removeprefix("the ")
            for other in self._carried_by(name):
                if other != account.report_id:
                    return self.origins.get(other, other)
            return f"media {name}"
        return self.origins.get(account.report_id, account.report_id)

    def _carried_by(self, name: str) -> Sequence[str]:
        """The reports of an outlet or agency, sorted."""
        if not self._media:
            for report_id in sorted({a.report_id for a in self.accounts}):
                report = self.reports.get(report_id)
                for own in {fold(n) for n in (report.outlet, report.agency) if n} if report else ():
                    self._media.setdefault(own, []).append(report_id)
        return self._media.get(name, ())


_MEDIA = frozenset({"media", "agency", "news_agency", "broadcaster"})


def independent(witnesses: Iterable[Witness]) -> int:
    """Number of origins behind some statements: four outlets with one wire story are one."""
    return len({w.origin for w in witnesses})


def in_words(origins: int) -> str:
    """A number of origins as a person says it."""
    return "one origin" if origins == 1 else f"{origins} independent origins"


def ids(witnesses: Iterable[Witness]) -> tuple[str, ...]:
    """The statements' ids, sorted, each once."""
    return tuple(sorted({w.statement.id for w in witnesses}))


def persons_first(witnesses: list[Witness]) -> list[Witness]:
    """Only what persons said, where they said anything: the machine never overrides them."""
    return [w for w in witnesses if w.human] or witnesses


def rest(witnesses: Iterable[Witness], chosen: Iterable[Witness]) -> tuple[str, ...]:
    """Ids of the statements that were not chosen: the dissent."""
    taken = {w.statement.id for w in chosen}
    return tuple(sorted({w.statement.id for w in witnesses} - taken))
