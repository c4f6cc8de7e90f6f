"""What the rules read of the same text, beside what the network does.

A network is at home in what it learned from. In reports that are told otherwise it still sees that something
is there, only less surely, while the rules know the words. So where the network half saw what the rules name,
they have their way: an incident where it found none, and who did it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.model import Span
from dateline.reader.contract import ROLES, IncidentReading, Label, Mark, Reading
from dateline.reader.model.session import Scored

# How probable it must be to the network for the rules to be believed: that words tell of an incident (the
# least at which the held-back reports of the corpus lose nothing), and that they name a perpetrator. The
# second is asked of the network alone: the regression by words has learned parties from the corpus only, and
# denies those that are told of in other words.
_TOLD, _DID = 0.3, 0.1
SURE = 0.5  # of what only the rules read: below what the network is sure of


def with_rules(
    incidents: Sequence[IncidentReading], rules: Reading, scored: Scored, tags: Sequence[str]
) -> tuple[IncidentReading, ...]:
    """The network's incidents with what the rules know besides, in the order in which the report tells of
    them. ``tags`` names the network's labels."""
    seen = _Seen(scored, tags)
    taken = [m.span for one in incidents for m in one.marked(ROLES)]
    read = [replace(one, marks=(*one.marks, *_doers(one, rules, seen, taken))) for one in incidents]
    known = {o.sentence for one in incidents for o in one.occurrences}
    for one in rules.incidents:
        unknown = not any(o.sentence in known for o in one.occurrences)
        if unknown and max(seen.told(o.span) for o in one.occurrences) >= _TOLD:
            read.append(_less_sure(one))
    read.sort(key=lambda one: one.occurrences[0].span.start)
    return _with_one_main(read, incidents)


def _doers(incident: IncidentReading, rules: Reading, seen: _Seen, taken: Sequence[Span]) -> Iterator[Mark]:
    """Whom the rules take for the perpetrators of an incident, in the sentence that tells of it, where the
    network gave them no part in any."""
    own = [o.span for o in incident.occurrences]
    for one in rules.incidents:
        shared = {o.sentence for o in one.occurrences if any(o.span.overlaps(span) for span in own)}
        for mark in one.marked((Label.PERPETRATOR,)) if shared else ():
            free = not any(span.overlaps(mark.span) for span in taken)
            here = rules.sentence_at(mark.span.start) in shared
            if free and here and seen.did(mark.span) >= _DID:
                yield replace(mark, confidence=SURE)


def _less_sure(one: IncidentReading) -> IncidentReading:
    marks = tuple(replace(m, confidence=min(m.confidence, SURE)) for m in one.marks)
    return replace(one, main=False, marks=marks, confidence=min(one.confidence, SURE))


def _with_one_main(
    read: Sequence[IncidentReading], network: Sequence[IncidentReading]
) -> tuple[IncidentReading, ...]:
    """Where only the rules read something, the first of it is what the report is about."""
    if network or not read:
        return tuple(read)
    return (replace(read[0], main=True), *read[1:])


class _Seen:
    """How probable it is to a network that words have a label. ``scored`` comes with its spans."""

    def __init__(self, scored: Scored, tags: Sequence[str]) -> None:
        self._scored = scored
        self._perpetrator = tags.index(Label.PERPETRATOR)
        self._ends = [end for _, end in scored.pieces]
        self._triggers = [s for s in scored.spans or () if s.label == tags.index("ev")]

    def told(self, span: Span) -> float:
        """That they tell of an incident, with what the words around say of it."""
        return max((t.probability for t in self._triggers if t.meets(span)), default=0.0)

    def did(self, span: Span) -> float:
        """That they name a perpetrator, to the network alone."""
        first = bisect_left(self._ends, span.start + 1)
        last = first
        while last < len(self._ends) and self._scored.pieces[last][0] < span.end:
            last += 1
        return float(self._scored.tags[first:last, self._perpetrator].max(initial=0.0))
