"""New reports and decisions join a ledger: only what they touch is judged and computed again."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dateline.errors import ReadOnly
from dateline.ledger import Computed, Happened, Ledger, Linking
from dateline.model import Account, Incident
from dateline.model.codec import encode_value
from dateline.service import rooms
from dateline.service.crowds import Crowd, Crowds, Newcomers, Pair, groups_of
from dateline.service.decided import decided_on, note_cleared, subjects_of
from dateline.service.garbage import seldom_collected
from dateline.service.judging import Heard, judge_all, unheard
from dateline.service.logs import LOG
from dateline.service.lookup import TOGETHER, Lookup, indexed
from dateline.service.parts import lots_of, that_mean_something

if TYPE_CHECKING:
    from dateline.link.history import Change
    from dateline.link.incident import Part


#: Accounts that were read and may be held, for what comes next may ask for them again.
REMEMBERED = 2_000
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
    with seldom_collected(), ledger.linking() as room:
        _go_by(room, tolls, codebook)
        reports, accounts = room.reports(), room.accounts()
        judgements, profiles = judge_all(accounts, reports, heard)
        heard("computing incidents", len(accounts), len(accounts))
        room.clear_index()
        room.index(indexed(p, rooms.words_of(p), reports) for p in profiles)
        room.replace_pairs(judgements)
        crowds = Crowds.of(ledger)
        crowds.holds_in(None)
        found = _compute(room, None, at or datetime.now(UTC), crowds)
        note_cleared(room)
        room.finish(_made_by())
        crowds.left(room.state())
    return found


def index_words(ledger: Ledger) -> None:
    """Make the index of words anew. Who may not write to it is told so in the log: incidents hang on none."""
    try:
        ledger.index_words()
    except ReadOnly as error:
        LOG.warning("the words of reports were not indexed anew", extra={"problem": error.problem})


def bring_up_to_date(ledger: Ledger, at: datetime | None = None, heard: Heard = unheard) -> None:
    """Link what came in since the last time: reports and decisions.

    After a kill between storing and linking that is done by whoever comes next. After an update of
    Dateline, and when a report was read anew, all is judged again, and
    ``heard`` is told how far that is. Who may not write is told what stands.
    """
    try:
        with seldom_collected():
            _bring_up_to_date(ledger, at, heard)
    except ReadOnly as error:
        LOG.warning("the incidents are those of before the last reports", extra={"problem": error.problem})


def _bring_up_to_date(ledger: Ledger, at: datetime | None, heard: Heard) -> None:
    made_by = ledger.made_by()
    if any(made_by.get(key) != value for key, value in _made_by().items()):
        rebuild(ledger, at, heard=heard)
        return
    if made_by.get("stale", "1") != "1":
        return
    with ledger.linking() as room:
        fresh = room.fresh()
        superseded = room.has_superseded(fresh)
        if not superseded:
            crowds = Crowds.of(ledger)
            crowds.holds_in(room.state())
            decided = _newly_decided(room)
            touched, withdrawn = _join(room, fresh)
            crowds.forget(decided)
            if touched | decided:
                _follow(room, crowds, touched | decided, withdrawn, at or datetime.now(UTC))
            if new := room.newly_decided():
                note_cleared(room, new)
            room.finish(_made_by())
            crowds.left(room.state())
    if superseded:
        rebuild(ledger, at, heard=heard)


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


def _join(room: Linking, fresh: Sequence[str]) -> tuple[set[str], dict[Pair, bool]]:
    """Judge the accounts of reports that came in; they, whose incidents may have changed, and the pairs that
    are judged no longer, with whether they were the same."""
    touched: set[str] = set()
    withdrawn: dict[Pair, bool] = {}
    for begin in range(0, len(fresh), TOGETHER):
        if begin:
            room.forget(beyond=REMEMBERED)
        some = fresh[begin : begin + TOGETHER]
        reports = room.reports(some)
        new = [
            p
            for told in room.accounts_of_reports(some)
            for p in rooms.profiles_of(told, reports.get(told[0].report_id))
        ]
        lookup = Lookup(room)
        lookup.expect(new)
        for profile in new:
            lookup.judge(profile)
        withdrawn |= lookup.write(reports)
        touched.update(p.id for p in new)
    return touched, withdrawn


def _newly_decided(room: Linking) -> set[str]:
    """The accounts that new decisions are about."""
    new = room.newly_decided()
    if not new:
        return set()
    subjects = subjects_of(room, new)
    known = {a.id for a in room.accounts(subjects)}
    return known | set(room.accounts_of_statements(subjects - known).values())


def _follow(
    room: Linking, crowds: Crowds, touched: set[str], withdrawn: Mapping[Pair, bool], at: datetime
) -> None:
    """Compute the incidents that touched accounts are in, and those that lost a judgement, with all that they
    are linked with: some at a time. A crowd that is known is not read again."""
    outside = {pair: same for pair, same in withdrawn.items() if crowds.home.keys().isdisjoint(pair)}
    lost = {name for pair in that_mean_something(room, outside) for name in pair}
    inside = crowds.withdrawn(withdrawn)
    lots, beside = lots_of(room, touched | lost, crowds.home)
    if beside or inside:
        _join_crowds(room, crowds, beside.difference(crowds.home), inside, at)
    for number, lot in enumerate(lots):
        if number or beside:
            room.forget(beyond=REMEMBERED)
        _compute(room, lot, at, crowds)


def _join_crowds(
    room: Linking,
    crowds: Crowds,
    loose: set[str],
    inside: Mapping[Crowd, Collection[Pair]],
    at: datetime,
) -> None:
    """Let the ``loose`` accounts join the crowds that they mean something to; compute those anew that they
    cannot join. ``inside`` are the pairs within each crowd that are judged no longer."""
    accounts = room.accounts(loose)
    reports = room.reports({a.report_id for a in accounts})
    groups = groups_of(room, accounts, reports, crowds.home)
    joined = {crowd for _, met in groups for crowd in met}
    groups += [(Newcomers((), {}, ()), [crowd]) for crowd in inside if crowd not in joined]
    rest: set[str] = set()
    for new, met in groups:
        names = {a.id for a in new.accounts}
        if len(met) == 1 and not decided_on(room, names):
            more = replace(new, withdrawn=inside.get(met[0], ()))
            if _joins(room, crowds, met[0], more, at):
                continue
        for crowd in met:
            names |= crowd.part.accounts.keys()
        rest |= names
    crowds.forget(rest)
    if rest:
        _compute(room, rest, at, crowds)


def _joins(room: Linking, crowds: Crowds, crowd: Crowd, new: Newcomers, at: datetime) -> bool:
    """Let accounts join a crowd, and write what follows. False when it must be computed anew."""
    before = [*crowd.incidents, *room.homes({a.id: a for a in new.accounts})]
    invented = crowd.invented | room.invented(new.reports)
    names = room.named([*crowd.part.accounts, *(a.id for a in new.accounts)])
    if not crowds.grow(crowd, new, rooms.known(invented, names, _tolls(room))):
        return False
    outcome = crowd.part.outcome()
    crowd.incidents, crowd.invented = outcome.incidents, invented
    _write(room, before, Computed(outcome.incidents, outcome.published, list(crowd.machine.values())), at)
    return True


def _tolls(room: Linking) -> str:
    return room.setting(_TOLLS) or room.setting(_ITS_TOLLS)


def _compute(room: Linking, part: set[str] | None, at: datetime, crowds: Crowds) -> list[Incident]:
    """Compute the incidents of a part of the ledger (None: of all of it), and note what became of them."""
    accounts = room.accounts(part)
    told = None if part is None else {a.report_id for a in accounts}
    reports = room.reports(told)
    before = room.incidents() if part is None else room.homes({a.id: a for a in accounts})
    invented = room.invented(told)
    options = rooms.known(invented, room.named(part), _tolls(room))
    if part is None:
        decisions = room.decisions()
    else:
        decisions = decided_on(room, [n for a in accounts for n in (a.id, *(s.id for s in a.statements))])
    large: list[Part] = []
    outcome = rooms.outcome(accounts, reports, room.judgements(part), decisions, options, large)
    computed = Computed(outcome.incidents, outcome.published, accounts)
    if part is None:
        room.replace_incidents(None, computed)
        _tell(room, before, outcome.incidents, at)
    else:
        _write(room, before, computed, at)
    _keep(crowds, large, computed, invented)
    return outcome.incidents


def _keep(crowds: Crowds, large: Sequence[Part], computed: Computed, invented: set[str]) -> None:
    for one in large:
        machine = {a.id: a for a in computed.accounts if a.id in one.accounts}
        incidents = [i for i in computed.incidents if i.accounts[0].id in one.accounts]
        told = {a.report_id for a in machine.values()}
        crowds.keep(Crowd(one, machine, invented & told, incidents))


def _write(room: Linking, before: Sequence[Incident], computed: Computed, at: datetime) -> None:
    """Put what was computed of a part in the place of what stood there, where it differs."""
    was = {i.id: i for i in before}
    fresh = [i for i in computed.incidents if was.get(i.id) != i]
    stay = {i.id for i in computed.incidents} - {i.id for i in fresh}
    room.replace_incidents(was.keys() - stay, Computed(fresh, computed.dated, computed.accounts))
    _tell(room, before, computed.incidents, at)


def _tell(room: Linking, before: Sequence[Incident], found: Sequence[Incident], at: datetime) -> None:
    room.note_names({_founder(i.id, i.accounts): i.id for i in found})
    room.tell([happened(c) for c in rooms.differences(before, found)], at)


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
