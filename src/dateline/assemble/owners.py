"""Which incident of a reading each found value belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

from dateline.model import Report, Span
from dateline.reader.contract import Reading
from dateline.reader.nearest import nearest


class _Found(Protocol):
    @property
    def span(self) -> Span: ...


T = TypeVar("T", bound=_Found)


class Owners:
    """Answers for one reading which incident a span speaks of."""

    def __init__(self, report: Report, reading: Reading) -> None:
        self._text = report.text
        self._reading = reading
        found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._told: dict[int, list[int]] = defaultdict(list)
        for index, incident in enumerate(reading.incidents):
            for occurrence in incident.occurrences:
                found[occurrence.sentence].append((*occurrence.span.pair(), index))
            for sentence in incident.sentences:
                self._told[sentence].append(index)
        self._triggers: dict[int, tuple[list[tuple[int, int]], list[int]]] = {}
        for sentence, triggers in found.items():
            triggers.sort()
            self._triggers[sentence] = ([t[:2] for t in triggers], [t[2] for t in triggers])

    def of(self, span: Span) -> int | None:
        """The index of the incident that ``span`` belongs to: by the nearest trigger of its sentence,
        else the incident that the sentence goes on about; None when no incident is told there."""
        sentence = self._reading.sentence_at(span.start)
        triggers = self._triggers.get(sentence)
        if triggers:
            pairs, indices = triggers
            return indices[nearest(self._text, pairs, span.start, span.end)]
        told = self._told.get(sentence)
        return told[-1] if told else None

    def share(self, found: Iterable[T]) -> dict[int, list[T]]:
        """The found values by incident; those that belong to none are left out."""
        shares: dict[int, list[T]] = defaultdict(list)
        for one in found:
            owner = self.of(one.span)
            if owner is not None:
                shares[owner].append(one)
        return shares
