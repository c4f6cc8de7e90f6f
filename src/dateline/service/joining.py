"""New reports and decisions join a ledger: only what they touch is judged and computed again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dateline.ledger import Computed, Happened, Indexed, Ledger, Linking
from dateline.model import Account, Incident
from dateline.model.codec import encode_value
from dateline.service import rooms
from dateline.service.decided import Decided
from dateline.service.judging import Heard, judge_all, unheard

if TYPE_CHECKING:
    from dateline.link.history import Change
    from dateline.link.profile import Profile


#: Settings of a ledger: the rule for counts that a person named, the codebook, and the rule that it names.
_TOLLS, _CODEBOOK, _ITS_TOLLS = "tolls", "codebook", "codebook tolls"


def rebuild(
    ledger: Ledger,
    at: datetime | None = None,
    tolls: str = "",
    codebook: str = "",
    heard: Heard = unheard,
) -> list[Incident]:
    """Judge all accounts and compute the incidents anew.

    A pure function of what the ledger holds: whatever the order in which the reports came in, and
    whatever stood in the table before, the same bytes come out. (The ids that incidents took when they
    were first seen are among what it holds.) ``codebook`` (a name, or the path of a file) is the one that
    the ledger goes by from now on: its rule for counts chooses, unless ``tolls`` names another. ``heard`` is
    told how far it is. Raises UsageError when there is no rule of that name, CodebookError when the codebook
    cannot be loaded.
    """
    if tolls:
        rooms.check_toll_rule(tolls)
    with ledger.linking() as room:
        _go_by(room, tolls, codebook)
        reports, accounts = room.reports(), room.accounts()
        judgements, profiles = judge_all(accounts, reports, heard)
        heard("computing incidents", len(accounts), len(accounts))
        room.clear_index()
        room.index(_indexed(p, reports) for p in profiles)
        room.replace_pairs(judgements)
        found = _compute(room, None, at or datetime.now(UTC))
        room.finish(_made_by())
    return found


def bring_up_to_date(ledger: Ledger, at: datetime | None = None) -> None:
    """Link what came in since the last time: reports and decisions.

    After a kill between storing and linking that is done by whoever comes next. After an update of
    Dateline, and when a report was read anew, all is judged again.
    """
    made_by = ledger.made_by()
    if any(made_by.get(key) != value for key, value in _made_by().items()):
        rebuild(ledger, at)
        return
    if made_by.get("stale", "1") != "1":
        return
    with ledger.linking() as room:
        fresh = room.fresh()
        superseded = room.has_superseded(fresh)
        if not superseded:
            decided = Decided(room)
            touched = _join(room, fresh) | _newly_decided(room, decided)
            if touched:
                part = room.part_of(touched, decided.merged)
                _compute(room, part, at or datetime.now(UTC), decided)
            room.finish(_made_by())
    if superseded:
        rebuild(ledger, at)


def _go_by(room: Linking, tolls: str, codebook: str) -> None:
    """Note which codebook and which rule for counts hold. A new codebook brings its own rule along; a file
    is read when it is named, so that a ledger does not hang on where it lies."""
    if tolls or codebook:
        room.setting(_TOLLS, tolls)
    book = room.setting(_CODEBOOK, codebook) if codebook else room.setting(_CODEBOOK)
    if codebook or not book or not room.setting(_ITS_TOLLS) or rooms.is_built_in(book):
        room.setting(_ITS_TOLLS, rooms.toll_rule_of(book or "dateline"))


def _made_by() -> dict[str, str]:
    return {"link": rooms.linking_version()}


def _indexed(profile: Profile, reports: rooms.Reports) -> Indexed:
    keys, rank, packed = rooms.index_of(profile)
    undated = rooms.is_undated(reports.get(profile.report_id))
    return Indexed(profile.id, profile.report_id, undated, packed, rank, keys)


class _Index:
    """The ledger as :class:`dateline.link.grow.Index`; a profile is unpacked once for all newcomers."""

    def __init__(self, room: Linking) -> None:
        self._room = room
        self._known: dict[int, Profile] = {}
        self._days: dict[int, int | None] = {}
        self.lowest, self.members, self.partners = room.lowest, room.members, room.partners

    def days(self, handles: Iterable[int]) -> dict[int, int | None]:
        wanted = list(handles)
        heads = self._room.packed((h for h in wanted if h not in self._days), rooms.day_letters())
        self._days |= {h: rooms.day_of(head) for h, head in heads.items()}
        return {h: self._days[h] for h in wanted}

    def profiles(self, handles: Iterable[int]) -> dict[int, Profile]:
        wanted = list(handles)
        lines = self._room.packed(h for h in wanted if h not in self._known)
        self._known |= {h: rooms.unpack(line) for h, line in lines.items()}
        return {h: self._known[h] for h in wanted}


def _join(room: Linking, fresh: Sequence[str]) -> set[str]:
    """Judge the accounts of reports that came in; the accounts whose incidents may have changed: they
    themselves, with all that they are linked with, and those that lost a judgement."""
    if not fresh:
        return set()
    reports, index = room.reports(fresh), _Index(room)
    touched: set[str] = set()
    for told in room.accounts_of_reports(fresh):
        for profile in rooms.profiles_of(told, reports.get(told[0].report_id)):
            growth = rooms.grow(profile, index)
            room.index([_indexed(profile, reports)])
            room.change_pairs(growth.judgements, growth.withdrawn)
            touched.add(profile.id)
            touched.update(name for pair in growth.withdrawn for name in pair)
    return touched


def _newly_decided(room: Linking, decided: Decided) -> set[str]:
    """The accounts that new decisions are about."""
    new = room.newly_decided()
    if not new:
        return set()
    subjects = decided.subjects_of(new)
    known = {a.id for a in room.accounts(subjects)}
    return known | set(room.accounts_of_statements(subjects - known).values())


def _compute(
    room: Linking, part: set[str] | None, at: datetime, decided: Decided | None = None
) -> list[Incident]:
    """Compute the incidents of a part of the ledger (None: of all of it), and note what became of them."""
    accounts = room.accounts(part)
    told = None if part is None else {a.report_id for a in accounts}
    reports = room.reports(told)
    before = room.incidents() if part is None else room.homes({a.id: a for a in accounts})
    options = rooms.known(
        room.invented(told), room.named(part), room.setting(_TOLLS) or room.setting(_ITS_TOLLS)
    )
    if decided is None:
        decisions = room.decisions()
    else:
        decisions = decided.on([n for a in accounts for n in (a.id, *(s.id for s in a.statements))])
    outcome = rooms.outcome(accounts, reports, room.judgements(part), decisions, options)
    found = outcome.incidents
    gone = None if part is None else [i.id for i in before]
    room.replace_incidents(gone, Computed(found, outcome.published, accounts))
    room.note_names({_founder(i.id, i.accounts): i.id for i in found})
    room.tell([happened(c) for c in rooms.differences(before, found)], at)
    return found


def _founder(incident: str, accounts: Sequence[Account]) -> str:
    return next(a.id for a in accounts if rooms.name_of(a.id) == incident)


def happened(change: Change) -> Happened:
    """A change in the form in which it is stored."""
    told = {
        "field": change.field,
        "old": encode_value(change.old),
        "new": encode_value(change.new),
        "report": change.report,
    }
    data = json.dumps({k: _plain(v) for k, v in told.items()}, ensure_ascii=False, sort_keys=True)
    return Happened(change.kind, change.incident, change.successor, data)


def _plain(value: object) -> object:
    return value if isinstance(value, (dict, list, str, int, float)) or value is None else str(value)
