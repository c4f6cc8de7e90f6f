"""Which incident of a reading each found value belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from dateline.codebook.families import DEVELOPMENTS
from dateline.model import Report, Span
from dateline.reader.contract import Label, Reading
from dateline.reader.nearest import nearest


class _Found(Protocol):
    @property
    def span(self) -> Span: ...


T = TypeVar("T", bound=_Found)
_NEIGHBOURS = 8  # marks are short: what overlaps a span is among these on its left


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
        self._developments = {i for i, one in enumerate(reading.incidents) if one.type in DEVELOPMENTS}
        self._violent = sorted(
            (sentence, index)
            for sentence, triggers in found.items()
            for _, _, index in triggers
            if index not in self._developments
        )
        self._marks = sorted(
            (mark.span.start, mark.span.end, mark.label, mark.confidence, index)
            for index, incident in enumerate(reading.incidents)
            for mark in incident.marks
        )
        self._triggers: dict[int, tuple[list[tuple[int, int]], list[int]]] = {}
        for sentence, triggers in found.items():
            triggers.sort()
            self._triggers[sentence] = ([t[:2] for t in triggers], [t[2] for t in triggers])

    def marked(self, span: Span, labels: Sequence[Label]) -> int | None:
        """The index of the incident to which the reader gave the words at ``span`` with one of ``labels``:
        the surest one; None where it marked none of them."""
        at = bisect_left(self._marks, (span.end,))
        near = self._marks[max(at - _NEIGHBOURS, 0) : at]
        over = [
            (sure, -index) for start, end, label, sure, index in near if end > span.start and label in labels
        ]
        return -max(over)[1] if over else None

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

    def of_harm(self, span: Span) -> int | None:
        """As :meth:`of`, for words that tell of harm to people: "arrested a man accused of killing two" tells
        of the two's deaths, which no arrest, trial or release is. It is the nearest violent incident's, the
        last one told of before, or else the first; a development's only where nothing violent is told."""
        owner = self.of(span)
        if owner is None or owner not in self._developments or not self._violent:
            return owner
        sentence = self._reading.sentence_at(span.start)
        pairs, indices = self._triggers.get(sentence, ([], []))
        here = [k for k, index in enumerate(indices) if index not in self._developments]
        if here:
            near = nearest(self._text, [pairs[k] for k in here], span.start, span.end)
            return indices[here[near]]
        at = bisect_left(self._violent, (sentence,))
        return self._violent[max(at - 1, 0)][1]

    def share(self, found: Iterable[T]) -> dict[int, list[T]]:
        """The found values by incident; those that belong to none are left out."""
        shares: dict[int, list[T]] = defaultdict(list)
        for one in found:
            owner = self.of(one.span)
            if owner is not None:
                shares[owner].append(one)
        return shares
