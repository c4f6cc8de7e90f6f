"""What became of incidents: ``changes`` since a day, ``diff`` of two ledgers; and training from decisions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dateline.errors import InputError, UsageError
from dateline.ledger import Happened, Ledger
from dateline.model import DecisionVerb
from dateline.service import rooms
from dateline.service.joining import bring_up_to_date, happened


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words. ``old`` and ``new`` are JSON values (None where there was none); ``report``
    caused it; ``successor`` is where accounts went that an incident lost."""

    at: str
    incident: str
    kind: str
    field: str
    old: Any
    new: Any
    report: str
    successor: str


def changes(ledger: Ledger, since: str = "") -> list[Told]:
    """What became of incidents since a day or moment (ISO 8601), oldest first. Raises UsageError."""
    if since:
        try:
            datetime.fromisoformat(since)
        except ValueError as error:
            way_out = "write 2016-10-24 or 2016-10-24T18:00"
            raise UsageError(f"--since {since!r} is no day", way_out) from error
    bring_up_to_date(ledger)
    return [told_of(one) for one in ledger.changes(since)]


def diff(before: Ledger, after: Ledger) -> list[Told]:
    """What differs between two ledgers (or two states of one), as changes from the first to the second."""
    for ledger in (before, after):
        bring_up_to_date(ledger)
    found = rooms.differences(before.incidents(), after.incidents())
    return [told_of(happened(change)) for change in found]


def told_of(one: Happened) -> Told:
    """A stored change in words."""
    data = json.loads(one.data)
    return Told(
        one.at, one.incident, one.kind, data["field"], data["old"], data["new"], data["report"], one.successor
    )


def train_linker(ledger: Ledger, out: Path | None = None) -> dict[str, float]:
    """Weights of the comparison, fitted to the merges and splits that persons decided and that stand.

    The table in force is the prior, so a few decisions move it a little. Written to ``out`` as YAML when
    given. Raises InputError when nothing was decided.
    """
    bring_up_to_date(ledger)
    pairs = _decided_pairs(ledger)
    if not pairs:
        raise InputError("no merge or split stands in this ledger", "decide some pairs first, then train")
    accounts = ledger.accounts({name for left, right, _ in pairs for name in (left, right)})
    reports = ledger.reports({a.report_id for a in accounts})
    table = rooms.fitted(accounts, reports, pairs)
    if out is not None:
        out.write_text(rooms.weights_file(table), "utf-8")
    return table


def _decided_pairs(ledger: Ledger) -> Sequence[tuple[str, str, bool]]:
    found: dict[tuple[str, str], bool] = {}
    for decision in rooms.standing(ledger.decisions()):
        if decision.verb in (DecisionVerb.MERGE, DecisionVerb.SPLIT):
            left, right = sorted(decision.subject)
            found[left, right] = decision.verb is DecisionVerb.MERGE
    return [(left, right, same) for (left, right), same in sorted(found.items())]
