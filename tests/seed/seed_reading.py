"""The seed page, read alone: shared by the tests of its rows.

The page is real input and no part of the project. It is looked for beside the checkout, and every test that
needs it is skipped where it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.model import Account, Actor, Claim, ClaimStance, Field, Report, Span, Statement

SEED = Path(__file__).resolve().parents[2] / ".." / "shared" / "seed" / "page.txt"

VIOLENT = frozenset(
    "battle armed_attack bombing air_strike shelling chemical_attack kidnapping hijacking arson "
    "property_destruction robbery sexual_violence ill_treatment execution security_operation mob_violence "
    "repression".split()
)


@dataclass(frozen=True)
class SeedReading:
    """The page as text, the report read from it, and its accounts."""

    page: str
    report: Report
    accounts: tuple[Account, ...]

    @property
    def violent(self) -> list[Account]:
        return [a for a in self.accounts if a.type in VIOLENT]

    @property
    def raid(self) -> Account:
        """The main account: four militants killed."""
        return self._only([a for a in self.accounts if a.type == "security_operation"], "security operation")

    @property
    def attack(self) -> Account:
        """The background account: 61 killed."""
        others = [a for a in self.violent if a.type != "security_operation"]
        return self._only(others, "other violent incident")

    @property
    def inquiry(self) -> Account:
        return self._only([a for a in self.accounts if a.type == "inquiry"], "inquiry")

    @property
    def statements(self) -> list[Statement]:
        return [s for a in self.accounts for s in a.statements]

    def quote(self, statement: Statement) -> str:
        """The words of a statement, its spans joined."""
        return " … ".join(self.report.quote(span) for span in statement.spans)

    def sentence_around(self, span: Span) -> str:
        """The line of the story in which a span starts (the page has one paragraph a line)."""
        start = self.report.text.rfind("\n", 0, span.start) + 1
        end = self.report.text.find("\n", span.start)
        return self.report.text[start : end if end >= 0 else None]

    def called(self, account: Account, names: tuple[str, ...]) -> list[Actor]:
        """The actors of an account that the page, or the registry, calls by one of these names."""
        return [
            actor
            for actor, statement in account.actors
            if actor.name in names or any(self.report.quote(s) in names for s in statement.spans)
        ]

    def claims(self, account: Account, stance: ClaimStance) -> list[tuple[Claim, Statement]]:
        return [(c, s) for c, s in account.claims if c.stance is stance]

    def notes(self, account: Account) -> list[Statement]:
        return list(account.of(Field.NOTE))

    def _only(self, found: list[Account], what: str) -> Account:
        told = ", ".join(f"{a.type}/{a.subtype}" for a in self.accounts)
        assert len(found) == 1, f"expected one {what}, got {len(found)} (accounts: {told})"
        return found[0]


@cache
def read_seed() -> SeedReading:
    """Read the page alone through the public names of the library."""
    import dateline
    from dateline.ingest import Limits, iter_pages

    (page,) = list(iter_pages([SEED], Limits()))
    report = dateline.read(page)
    return SeedReading(SEED.read_text(encoding="utf-8"), report, tuple(dateline.extract(report)))
