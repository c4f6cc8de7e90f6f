"""Questions to a ledger: ``incidents``, ``show``, ``export``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from dateline import export as exports
from dateline.errors import NotFound, UsageError
from dateline.export import Material
from dateline.ledger import Filter, Ledger
from dateline.model import Incident, Judgement, Report
from dateline.service import rooms
from dateline.service.joining import bring_up_to_date
from dateline.service.judging import Heard, unheard
from dateline.service.linking import account_of


@dataclass(frozen=True, slots=True)
class Shown:
    """An incident with what is needed to check it. ``marked`` is the account, statement or report that
    was asked for, or "" when it was the incident."""

    incident: Incident
    reports: Mapping[str, Report]
    origins: Mapping[str, str]
    judgements: tuple[Judgement, ...]
    marked: str = ""
    chains: Mapping[str, str] = field(default_factory=dict)  # by report: "outlet B from agency A"


#: Told how many reports were read, of how many, and what goes on meanwhile.
Progress = Callable[[int, int, str], None]
_TOGETHER = 500  # reports that are read at once


def silent(done: int, total: int, note: str) -> None:
    """Progress for nobody."""


#: Incidents that are looked at to say that the beginning of an id is not enough.
_SEVERAL = 20


def incidents(ledger: Ledger, wanted: Filter | None = None, heard: Heard = unheard) -> list[Incident]:
    """The incidents that pass a filter, by day. ``heard`` is told how far it is where all must be judged
    anew first."""
    bring_up_to_date(ledger, heard=heard)
    return ledger.incidents(wanted)


def show(ledger: Ledger, identifier: str, heard: Heard = unheard) -> Shown:
    """The incident with this id, or the one that holds this account, statement or report.

    The beginning of an incident's id will do when no other begins so. Raises NotFound, and UsageError
    when several incidents could be meant. ``heard`` is that of :func:`incidents`.
    """
    bring_up_to_date(ledger, heard=heard)
    found = ledger.incidents_of([identifier])
    marked = "" if found else identifier
    if not found:
        account = account_of(ledger, identifier)
        told = [a.id for many in ledger.accounts_of_reports([identifier]) for a in many]
        held = [account.id] if account else told
        found = ledger.incidents_of(ledger.homes_of(held).values())
    if not found and identifier:
        found, marked = ledger.incidents_of(ledger.ids_beginning(identifier, _SEVERAL)), ""
    if not found and identifier:
        found, marked = ledger.incidents_of(_successors(ledger, identifier)[:1]), ""
    if not found:
        raise NotFound(f"nothing has the id {identifier!r}", "list what is there with: dateline incidents")
    if len(found) > 1:
        names = ", ".join(i.id for i in found[:4])
        raise UsageError(f"{identifier!r} may mean {len(found)} incidents ({names} …)", "name one of them")
    material = gather(ledger, found)
    names_of = {account.id for account in found[0].accounts}
    judgements = tuple(ledger.judgements(names_of))
    chains = rooms.chains(material.reports, material.origins)
    return Shown(found[0], material.reports, material.origins, judgements, marked, chains)


def _successors(ledger: Ledger, identifier: str) -> list[str]:
    """Where an incident went that is no longer: its tombstone names the successor, which may be gone, too."""
    seen: list[str] = []
    waiting = ledger.successors(identifier)
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.append(name)
            waiting += ledger.successors(name)
    standing = {incident.id for incident in ledger.incidents_of(seen)}
    return [name for name in seen if name in standing]


def gather(
    ledger: Ledger, found: Sequence[Incident], title: str = "", progress: Progress = silent
) -> Material:
    """The incidents with their reports and the reports' origins, ready for an export. ``progress`` hears how
    many reports are read, of how many, and what goes on then."""
    wanted = sorted({account.report_id for i in found for account in i.accounts})
    reports: dict[str, Report] = {}
    for begin in range(0, len(wanted), _TOGETHER):
        reports |= ledger.reports(set(wanted[begin : begin + _TOGETHER]))
        progress(len(reports), len(wanted), "")
    progress(len(reports), len(wanted), "looking who copied whom")
    origins = rooms.origins(reports) if reports else {}
    return Material(tuple(found), reports, origins, title or ledger.name, ledger.dated(reports))


def check_format(to: str) -> None:
    """Raises UsageError when there is no export of this name."""
    if to not in exports.WRITERS:
        raise UsageError(f"no export is called {to!r}", "choose one of " + ", ".join(sorted(exports.WRITERS)))


def export(ledger: Ledger, to: str, out: TextIO, wanted: Filter | None = None) -> int:
    """Write the incidents that pass a filter to ``out`` as csv, geojson, jsonl or html; how many.

    Raises UsageError for another format.
    """
    check_format(to)
    found = incidents(ledger, wanted)
    exports.WRITERS[to](gather(ledger, found), out)
    return len(found)
