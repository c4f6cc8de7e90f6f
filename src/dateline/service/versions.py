"""``versions``: the states in which a report was had, and what changed from one to the next."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime

from dateline.errors import NotFound
from dateline.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a report: when it was had, the digest of its bytes, its title, and the paragraphs that it
    has and the state before had not (``added``), or the other way round (``removed``)."""

    number: int
    retrieved: datetime | None
    sha256: str
    title: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def versions(ledger: Ledger, report_id: str) -> list[Version]:
    """The states of a report, oldest first. Raises NotFound."""
    found: list[Version] = []
    before: list[str] | None = None
    for number, (page, report) in enumerate(ledger.versions(report_id), 1):
        paragraphs = [report.title, *report.text.split("\n\n")]
        added, removed = _changes(before, paragraphs) if before is not None else ((), ())
        found.append(Version(number, page.retrieved, page.sha256, report.title, added, removed))
        before = paragraphs
    if not found:
        raise NotFound(f"no report {report_id!r}", "see the ids with: dateline show ID")
    return found


def _changes(before: list[str], after: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    added: list[str] = []
    removed: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += before[a:b]
            added += after[c:d]
    return tuple(added), tuple(removed)
