"""Who of those told of alone is the same person: by the parties that the reader sees.

"A union man was gunned down on the lake … Rahim Talukder died at once" is one death where the reader says
that both wordings name one party of the incident, and nothing tells the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Effect
from dateline.reader.contract import ROLES, IncidentReading
from dateline.resolve.how_many import CountMention, Individual, may_be_one

_MOST = 80  # people told of alone; a longer list is a roll of names, which all are somebody else


def with_persons(text: str, incident: IncidentReading, counts: Sequence[CountMention]) -> list[CountMention]:
    """The counts of one incident; people of one effect and one party whom nothing tells apart have one
    number."""
    parties = [(m.span, m.party) for m in incident.marked(ROLES) if m.party is not None]
    if not parties or sum(len(c.individuals) for c in counts) > _MOST:
        return list(counts)
    persons: dict[tuple[Effect, int], list[list[Individual]]] = {}
    number: dict[int, int] = {}
    told = sorted(((c.toll.effect, i) for c in counts for i in c.individuals), key=lambda t: t[1].span)
    for effect, one in told:
        party = next((p for span, p in parties if span.overlaps(one.span)), None)
        if party is not None:
            person = _person(one, persons.setdefault((effect, party), []), text)
            first = person[0].referent
            number.setdefault(one.referent, number.get(first, first))
    return [_renumbered(count, number) for count in counts]


def _person(one: Individual, known: list[list[Individual]], text: str) -> list[Individual]:
    """All wordings of the person that ``one`` is, with it: somebody known whom none of them tells apart, or
    somebody new."""
    for person in known:
        if all(one.referent == k.referent or may_be_one(one, k, text) for k in person):
            person.append(one)
            return person
    known.append([one])
    return known[-1]


def _renumbered(count: CountMention, number: dict[int, int]) -> CountMention:
    people = tuple(replace(i, referent=number.get(i.referent, i.referent)) for i in count.individuals)
    return replace(count, individuals=people) if people else count
