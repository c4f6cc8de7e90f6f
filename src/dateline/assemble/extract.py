"""From a report to its accounts: find, read, share out, state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from dateline.assemble.actors import state_actors
from dateline.assemble.claims import share_claims, state_claims
from dateline.assemble.days import state_day
from dateline.assemble.maker import StatementMaker
from dateline.assemble.owners import Owners
from dateline.assemble.places import place_beside, state_background_place, state_place
from dateline.assemble.things import find_things, state_notes, state_things
from dateline.assemble.tolls import state_tolls
from dateline.codebook.families import DEVELOPMENTS
from dateline.model import Account, Field, Report
from dateline.reader.contract import IncidentReading, Reader, Reading
from dateline.reader.findings import Findings, find
from dateline.reader.rules import RuleReader
from dateline.resolve.how_many import CountMention
from dateline.resolve.when import TimeMention
from dateline.resolve.where import PlaceMention
from dateline.resolve.who import Registry

T = TypeVar("T")


@lru_cache(maxsize=1)
def default_reader() -> Reader:
    """The reader that ``extract`` uses unless it is given another."""
    return RuleReader()


@lru_cache(maxsize=1)
def _registry() -> Registry:
    return Registry.load()


def extract(report: Report, reader: Reader | None = None) -> list[Account]:
    """What one report says about each incident it tells of: the main account first, then the others in
    the order in which the report brings them up. Pure and deterministic; an empty list when the report
    tells of no incident."""
    reader = reader or default_reader()
    findings = find(report, _registry())
    reading = reader.read(report, findings)
    return assemble(report, findings, reading)


def assemble(report: Report, findings: Findings, reading: Reading) -> list[Account]:
    """Turn a reading into accounts; the half of :func:`extract` that is the same for every reader."""
    shares = _Shares(report, findings, reading)
    order = sorted(range(len(reading.incidents)), key=lambda i: (not reading.incidents[i].main, i))
    accounts: list[Account] = []
    for index in order:
        # by where it is told, not by its number: decisions outlive the reader that they were made on
        first = reading.incidents[index].occurrences[0].span.start
        accounts.append(_account(report, f"{report.id}#{first}", shares, index, accounts[:1]))
    return accounts


class _Shares:
    """The findings of a report, shared out among its incidents."""

    def __init__(self, report: Report, findings: Findings, reading: Reading) -> None:
        owners = Owners(report, reading)
        self.owners = owners
        self.things = find_things(report)
        self.findings = findings
        self.reading = reading
        self._times = owners.share(findings.times)
        self._places = owners.share(findings.places)
        self.counts: dict[int, list[CountMention]] = defaultdict(list)
        for count in findings.counts:
            # "engineers who were kidnapped were released": the verb that counts them tells which incident
            owner = None if count.cumulative else owners.of(count.effect_span)
            if owner is not None:
                self.counts[owner].append(count)
        self.claims = share_claims(findings.claims, reading, owners)

    def days_of(self, index: int) -> Sequence[TimeMention]:
        """The days that may be meant for one incident."""
        return self._of(index, self.findings.times, self._times)

    def places_of(self, index: int) -> Sequence[PlaceMention]:
        """The places that may be meant for one incident."""
        return self._of(index, self.findings.places, self._places)

    def _of(self, index: int, everything: Sequence[T], shares: dict[int, list[T]]) -> Sequence[T]:
        """For the main incident all that belongs to no other violent one: the news scatters the day and
        the place of its subject; for background what stands in its own clauses."""
        if not self.reading.incidents[index].main:
            return shares.get(index, [])
        taken = {
            id(one)
            for other, found in shares.items()
            if other != index and self.reading.incidents[other].type not in DEVELOPMENTS
            for one in found
        }
        return [one for one in everything if id(one) not in taken]


def _account(
    report: Report, account_id: str, shares: _Shares, index: int, main: Sequence[Account]
) -> Account:
    reading, findings = shares.reading, shares.findings
    incident = reading.incidents[index]
    counts = shares.counts.get(index, [])
    maker = StatementMaker(account_id, report, findings, reading.by)
    _state_type(incident, maker)
    when = state_day(report, reading, incident, shares.days_of(index), maker)
    places = shares.places_of(index)
    if incident.main:
        state_place(report, incident, places, maker)
    else:
        beside = place_beside(report, reading, incident, when, main)
        state_background_place(report, incident, places, beside, maker)
    state_actors(report, incident, findings, counts, maker)
    state_things(report, reading, index, shares.things, shares.owners, maker)
    state_tolls(counts, maker)
    state_claims(report, shares.claims.get(index, []), findings.actors, maker)
    state_notes(report, incident, reading.sentences, maker)
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
