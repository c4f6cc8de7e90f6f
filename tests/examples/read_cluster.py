"""Reads pages, alone or together, as the service does but without a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline import assemble, ingest, link
from dateline.model import Account, Chosen, Decision, Incident, Judgement, Page, Published, Report


@dataclass(frozen=True)
class Read:
    """Some pages read together: what each tells, and the incidents that follow."""

    reports: Mapping[str, Report]
    accounts: Sequence[Account]
    judgements: Sequence[Judgement]
    incidents: Sequence[Incident]
    published: Mapping[str, Published]
    files: Mapping[str, str]  # report id -> name of its file

    def report_of(self, file: str) -> Report:
        return next(r for r in self.reports.values() if self.files[r.id] == file)

    def files_of(self, incident: Incident) -> set[str]:
        return {self.files[a.report_id] for a in incident.accounts}

    def toll(self, incident: Incident, effect: str, group: str = "unknown") -> Chosen | None:
        """The chosen toll of one effect and group; "unknown" is the total over all groups."""
        for chosen in incident.tolls:
            value = chosen.value
            if getattr(value, "effect", None) == effect and getattr(value, "group", None) == group:
                return chosen
        return None

    def with_decisions(self, decisions: Sequence[Decision]) -> Read:
        """The same reports and judgements with what persons decided laid over them."""
        return _linked(self.reports, self.accounts, self.judgements, decisions, self.files)


@cache
def read_together(paths: tuple[Path, ...]) -> Read:
    """Read and link the pages at ``paths``."""
    reports: dict[str, Report] = {}
    files: dict[str, str] = {}
    accounts: list[Account] = []
    for path in paths:
        for page in ingest.iter_pages([path], ingest.Limits()):
            assert isinstance(page, Page), f"{path.name}: {page}"
            report = ingest.read(page)
            reports[report.id], files[report.id] = report, path.name
            accounts.extend(assemble.extract(report))
    return _linked(reports, accounts, link.judge(accounts, reports), (), files)


def _linked(
    reports: Mapping[str, Report],
    accounts: Sequence[Account],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    files: Mapping[str, str],
) -> Read:
    return Read(
        reports,
        accounts,
        judgements,
        link.incidents(accounts, reports, judgements, decisions),
        link.inferred_published(accounts, reports, judgements, decisions),
        files,
    )
