"""The findings of a report, shared out among its incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from dateline.assemble.claims import marked_claims, share_claims
from dateline.assemble.maker import Voices
from dateline.assemble.persons import with_persons
from dateline.assemble.tolls import MarkedCounts
from dateline.codebook.families import DEVELOPMENTS
from dateline.model import Effect, Report
from dateline.reader.contract import EFFECTS, Label, Mark, Reading
from dateline.reader.findings import Findings
from dateline.reader.owners import Owners
from dateline.resolve.how_many import CountMention, Individual, who_is
from dateline.resolve.when import TimeMention
from dateline.resolve.where import PlaceMention

T = TypeVar("T", TimeMention, PlaceMention)


class Shares:
    """Which days, places, counts and claims of one report belong to which of its incidents: as the reader
    marked them, and where it marked nothing, by the nearest trigger; places of the main one by both."""

    def __init__(self, report: Report, findings: Findings, reading: Reading) -> None:
        self.owners = Owners(report, reading)
        self.voices = Voices(report, findings.sources)
        self.marked_counts = MarkedCounts(report.text)
        self.findings = findings
        self.reading = reading
        self._times = self.owners.share(findings.times)
        self._places = self.owners.share(findings.places)
        self.counts: dict[int, list[CountMention]] = defaultdict(list)
        for count in findings.counts:
            owner = None if count.cumulative else self._owner(count)
            if owner is not None:
                self.counts[owner].append(count)
        for owner, count in _only_marked(report, findings, reading, self.marked_counts):
            self.counts[owner].append(count)
        for index, counts in self.counts.items():
            self.counts[index] = with_persons(report.text, reading.incidents[index], counts)
        self.claims = share_claims(findings.claims, reading, self.owners)
        for index, incident in enumerate(reading.incidents):
            marked = marked_claims(report, incident, findings.claims, findings.actors)
            if marked:
                self.claims[index] = sorted([*self.claims.get(index, []), *marked], key=lambda c: c.span)

    def _owner(self, count: CountMention) -> int | None:
        label = Label(count.toll.effect.value)
        marked = self.owners.marked(count.span, (label,))
        # "engineers who were kidnapped were released": the verb that counts them tells which incident
        if marked is not None:
            return marked
        harm = count.toll.effect in (Effect.KILLED, Effect.INJURED)
        return self.owners.of_harm(count.effect_span) if harm else self.owners.of(count.effect_span)

    def days_of(self, index: int) -> Sequence[TimeMention]:
        """The days that may be meant for one incident."""
        marked = self._marked(index, self.findings.times, Label.WHEN)
        if marked:
            return marked
        if not self.reading.incidents[index].main:
            return self._times.get(index, [])
        return self._free(index, self.findings.times, self._times)

    def places_of(self, index: int) -> Sequence[PlaceMention]:
        """The places that may be meant for one incident. What the reader marked of the main one says where it
        was more often than what it did not mark, but not alone: "a party in Madisonville" is told in a report
        from Cincinnati, and the town is said once, elsewhere."""
        marked = self._marked(index, self.findings.places, Label.WHERE)
        if not self.reading.incidents[index].main:
            return marked or self._places.get(index, [])
        free = self._free(index, self.findings.places, self._places)
        kept = {id(one) for one in (*marked, *free)}
        return [one for one in self.findings.places if id(one) in kept]

    def _marked(self, index: int, everything: Sequence[T], label: Label) -> list[T]:
        """What the reader marked as this incident's."""
        own = [m.span for m in self.reading.incidents[index].marked((label,))]
        return [one for one in everything if any(one.span.overlaps(span) for span in own)]

    def _free(self, index: int, everything: Sequence[T], shares: dict[int, list[T]]) -> list[T]:
        """What belongs to no violent incident but this one: the news scatters the day and the place of its
        subject."""
        taken = {
            id(one)
            for other, found in shares.items()
            if other != index and self.reading.incidents[other].type not in DEVELOPMENTS
            for one in found
        }
        return [one for one in everything if id(one) not in taken]


def _only_marked(
    report: Report, findings: Findings, reading: Reading, marked: MarkedCounts
) -> Iterator[tuple[int, CountMention]]:
    """The counts that the reader marked and the grammar of counts did not find. Somebody told of alone whom
    nothing tells apart from one whom the incident's other figures of that effect tell of is that one."""
    known = [c.span for c in findings.counts]
    for index, incident in enumerate(reading.incidents):
        people: dict[Effect, list[Individual]] = defaultdict(list)
        left = []
        for mark in incident.marked(EFFECTS):
            over = [c for c, span in zip(findings.counts, known, strict=True) if mark.span.overlaps(span)]
            for count in over:
                people[count.toll.effect] += count.individuals if _counts_alike(mark, count) else ()
            if not over:
                left.append(mark)
        for mark in left:
            found = marked.of(mark)
            if found is not None:
                told = people[Effect(mark.label.value)]
                who = tuple(who_is(one, told, report.text) for one in found.individuals)
                told += who
                yield index, replace(found, individuals=who) if who else found


def _counts_alike(mark: Mark, count: CountMention) -> bool:
    return mark.label.value == count.toll.effect.value
