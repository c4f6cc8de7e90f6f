"""``doctor``: is a ledger whole? Every invariant of the house, checked on what is stored; and ``backup``."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import DatelineError
from dateline.ledger import Ledger, open_ledger
from dateline.ledger.breaching import breaches
from dateline.ledger.copying import backup, copy_of, restore
from dateline.ledger.examining import Broken, Moment, at_one_moment, computed, decided, store_problems, stored
from dateline.ledger.roles import ROLES, make_roles
from dateline.service import invariants, rooms
from dateline.service.joining import rebuild

__all__ = ["ROLES", "Finding", "backup", "doctor", "make_roles", "restore"]

_RESTORE = "restore a backup, or ingest the pages into a new ledger"
_REBUILD = "dateline rebuild"


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach: of which invariant (its number in docs/operations.md, 0 for the store itself), where, what is
    wrong, and the way out. What could not be checked is one, too, and no ``breach``."""

    invariant: int
    where: str
    problem: str
    way_out: str = _RESTORE
    breach: bool = True

    def __str__(self) -> str:
        what = f"invariant {self.invariant}" if self.breach else "not checked"
        return f"{what}: {self.where}: {self.problem}: {self.way_out}"


#: Told how many things are done, of how many (None: nobody knows), and what is looked at.
Progress = Callable[[int, int | None, str], None]


def _silent(_done: int, _all: int | None, _what: str) -> None:
    """Progress for nobody."""


def doctor(ledger: Ledger, deep: bool = False, progress: Progress = _silent) -> Iterator[Finding]:
    """The breaches of a ledger, as they are found, all of the moment in which the doctor came: others may
    write meanwhile. ``deep`` decodes every page and computes all incidents anew, on a copy. Nothing is
    changed."""
    with at_one_moment(ledger) as moment:
        progress(0, None, "the store")
        yield from (Finding(0, ledger.name, problem) for problem in store_problems(moment))
        for invariant, is_computed, row, problem in breaches(moment):
            yield Finding(invariant, row, problem, _REBUILD if is_computed else _RESTORE)
        yield from _read(moment, deep, progress)
        yield from _told(moment, progress)
        yield from (Finding(*found) for found in invariants.of_decisions(decided(moment)))
        if deep:
            yield from _computed_anew(moment, progress)


def _read(moment: Moment, deep: bool, progress: Progress) -> Iterator[Finding]:
    """Of what was read: reports with their pages and accounts."""
    seen: set[str] = set()
    total = moment.count_rows()
    for count, row in enumerate(stored(moment), 1):
        if count % 50 == 0:
            progress(count, total, "reports")
        if isinstance(row, Broken):
            yield Finding(row.invariant, row.where, row.problem)
            continue
        yield from (Finding(*found) for found in invariants.of_page(row, deep))
        yield from (Finding(*found) for found in invariants.of_report(row, seen))
        if not row.indexed:
            yield Finding(5, row.report.id, "a search for its words does not find it", _REBUILD)


def _told(moment: Moment, progress: Progress) -> Iterator[Finding]:
    """Of what is computed: incidents."""
    total = moment.count()["incidents"]
    for count, incident in enumerate(computed(moment), 1):
        if count % 50 == 0:
            progress(count, total, "incidents")
        if isinstance(incident, Broken):
            yield Finding(incident.invariant, incident.where, incident.problem, _REBUILD)
        else:
            yield from (Finding(*found, _REBUILD) for found in invariants.of_incident(incident))


def _computed_anew(moment: Moment, progress: Progress) -> Iterator[Finding]:
    """Whether the incidents follow from the rest. That can be seen only where all is linked, and by the rules
    of this version: else others come out for a good reason."""
    where = moment.name
    if moment.stale:
        yield _unchecked(where, "reports or decisions came in that are not linked", "dateline incidents")
        return
    if moment.made_by().get("link") != rooms.linking_version():
        yield _unchecked(where, "another version of Dateline linked it", _REBUILD)
        return
    with tempfile.TemporaryDirectory(prefix="dateline-doctor-") as folder:
        path = Path(folder) / "copy.db"
        copy_of(moment, path, lambda done, total: progress(done, total, "parts copied"))
        with open_ledger(path) as copy:
            before = copy.incident_bytes()
            try:
                rebuild(copy, heard=lambda what, done, total: progress(done, total, what))
            except (DatelineError, ValueError, LookupError, TypeError, AttributeError, zlib.error) as error:
                yield _unchecked(where, f"{type(error).__name__}: {error}", "mend the other breaches")
                return
            if copy.incident_bytes() != before:
                yield Finding(5, where, "its incidents do not follow from it", _REBUILD)


def _unchecked(where: str, why: str, way: str) -> Finding:
    problem = f"whether the incidents follow from the rest ({why})"
    return Finding(5, where, problem, f"{way}, then dateline doctor --deep again", breach=False)
