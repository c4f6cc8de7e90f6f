"""From a report to its accounts: find, read, share out, state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dateline.assemble.actors import state_actors
from dateline.assemble.claims import state_claims
from dateline.assemble.days import state_day
from dateline.assemble.maker import StatementMaker
from dateline.assemble.places import place_beside, state_background_place, state_place
from dateline.assemble.shares import Shares
from dateline.assemble.things import state_notes, state_things
from dateline.assemble.tolls import state_tolls
from dateline.model import Account, Field, Report, When
from dateline.reader.contract import IncidentReading, Reader, Reading
from dateline.reader.filter import about_incident
from dateline.reader.findings import Findings, find
from dateline.reader.said import with_attributions
from dateline.reader.sources import SourceMention
from dateline.resolve.who import Registry

#: The reader that is used unless another is asked for.
DEFAULT = "rules"
_chosen: str | Reader = DEFAULT
_threads = 0


def choose_reader(name: str = DEFAULT, threads: int = 0) -> None:
    """Let this process read with another reader from now on, in so many threads (0: as many as there are
    cores): the doors call it before anything is read. Raises UsageError, ReaderError."""
    global _chosen, _threads
    reader_called(name, threads)
    _chosen, _threads = name, threads


def chosen_name() -> str:
    """The name of the reader that reads unless another is asked for; "" for one that was made elsewhere,
    which no other process can load by name."""
    return _chosen if isinstance(_chosen, str) else ""


def chosen_network() -> str:
    """The name of the network that was chosen: ``base`` where rules read, or a reader that was made
    elsewhere, and without what stands beside it ("base+FILE.yaml")."""
    name = chosen_name().partition("+")[0]
    return name if name.isidentifier() and name != "rules" else "base"


def use_reader(reader: Reader) -> None:
    """Let this process read with a reader that was made elsewhere, such as a language model."""
    global _chosen
    _chosen = reader


def chosen_reader() -> Reader:
    """The reader that reads unless :func:`extract` is given another."""
    return reader_called(_chosen, _threads) if isinstance(_chosen, str) else _chosen


@lru_cache(maxsize=2)
def reader_called(name: str, threads: int = 0) -> Reader:
    """``rules``, or the trained reader of that name; loaded once. Raises UsageError, ReaderError (damaged
    files)."""
    if name == "rules":
        from dateline.reader.rules import RuleReader

        return RuleReader()
    from dateline.reader.model import ModelReader, folder_of, load

    return ModelReader(load(folder_of(name), threads))


@lru_cache(maxsize=1)
def _registry() -> Registry:
    return Registry.load()


def extract(report: Report, reader: Reader | None = None) -> list[Account]:
    """What one report says about each incident it tells of: the main account first, then the others in
    the order in which the report brings them up. Pure and deterministic; an empty list when the report
    tells of no incident."""
    return extract_all([report], reader)[0]


def extract_all(reports: Sequence[Report], reader: Reader | None = None) -> list[list[Account]]:
    """The accounts of some reports, in their order; read together they cost less than one by one. Those that
    the first filter stops are not read: they have none."""
    reader = reader or chosen_reader()
    passed = [i for i, r in enumerate(reports) if about_incident(r.title or "", r.text)]
    told = [(reports[i], find(reports[i], _registry())) for i in passed]
    accounts: list[list[Account]] = [[] for _ in reports]
    for i, (report, found), read in zip(passed, told, reader.read(told), strict=True):
        accounts[i] = assemble(report, found, read)
    return accounts


def sources_of(report: Report, reader: Reader | None = None) -> list[SourceMention]:
    """Who says what in a report, whether or not it tells of incidents."""
    found = find(report, _registry())
    reading = (reader or chosen_reader()).read([(report, found)])[0]
    return with_attributions(report.text, found.sources, reading.attributions)


def assemble(report: Report, findings: Findings, reading: Reading) -> list[Account]:
    """Turn a reading into accounts; the half of :func:`extract` that is the same for every reader."""
    sources = with_attributions(report.text, findings.sources, reading.attributions)
    findings = replace(findings, sources=sources)
    shares = Shares(report, findings, reading)
    order = sorted(range(len(reading.incidents)), key=lambda i: (not reading.incidents[i].main, i))
    accounts: list[Account] = []
    days: list[tuple[int, When]] = []
    for index in order:
        # by where it is told, not by its number: decisions outlive the reader that they were made on
        first = reading.incidents[index].occurrences[0].span.start
        accounts.append(_account(report, f"{report.id}#{first}", shares, index, accounts, days))
        if (when := accounts[-1].when) is not None:
            days.append((first, when))
    return accounts


def _account(
    report: Report,
    account_id: str,
    shares: Shares,
    index: int,
    told: Sequence[Account],
    days: Sequence[tuple[int, When]],
) -> Account:
    """One incident's account; ``told`` are those of the incidents stated before, ``days`` theirs by where
    they are told."""
    reading, findings = shares.reading, shares.findings
    incident = reading.incidents[index]
    counts, claims = shares.counts.get(index, []), shares.claims.get(index, [])
    maker = StatementMaker(account_id, shares.voices, reading.by)
    _state_type(incident, maker)
    when = state_day(report, reading, incident, shares.days_of(index), days, maker)
    places = shares.places_of(index)
    if incident.main:
        state_place(report, incident, places, maker)
    else:
        beside = place_beside(report, reading, incident, when, told[:1])
        state_background_place(report, incident, places, beside, maker)
    state_actors(report, incident, findings, counts, claims, maker)
    state_things(report, reading, incident, maker)
    state_tolls(incident, counts, shares.marked_counts, maker)
    state_claims(report, claims, findings.actors, maker)
    state_notes(report, reading, incident, maker)
    return Account(
        id=account_id,
        report_id=report.id,
        main=incident.main,
        type=incident.type,
        subtype=incident.subtype,
        stage=incident.stage,
        statements=maker.made,
    )


def _state_type(incident: IncidentReading, maker: StatementMaker) -> None:
    """Type and stage rest on the triggers; at most five of them, the rest says the same again."""
    spans = [o.span for o in incident.occurrences][:5]
    name = f"{incident.type}/{incident.subtype}" if incident.subtype else incident.type
    maker.said(Field.TYPE, name, spans, confidence=incident.confidence)
    maker.said(Field.STAGE, incident.stage.value, spans[:1], confidence=incident.confidence)
