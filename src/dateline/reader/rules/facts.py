"""The days, towns and tolls that stand beside each trigger, by which incidents are told apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dateline.model import PlaceClass, Span, When, Where
from dateline.reader.findings import Findings
from dateline.reader.nearest import nearest
from dateline.resolve.how_many import CountMention

_TOWN = (PlaceClass.POPULATED_PLACE, PlaceClass.SITE, PlaceClass.ADDRESS)
# Names of places that say where the report or a person comes from, not where something happened.
_ELSEWHERE = frozenset(("dateline", "organisation", "residence", "qualifier"))
# "claimed the kidnapping in a video last week": the day of the video.
_BY_CHANNEL = re.compile(
    r"(?i)\b(?:in|by|through|via|on)\s+(?:\w+\s+){0,3}(?:videos?|statements?|messages?|calls?|e-?mails?|letters?|"
    r"leaflets?|interviews?|broadcasts?|websites?|telegram|recordings?|posts?|conferences?)\b"
)
# "LIBREVILLE, March 13 (Estuary Wire) - ": the day of the dispatch.
_DATELINE_REACH = 80
_AFTER_DATELINE = re.compile(r"[ ]?(?:\(|[-–—]|/)")


class Placed(Protocol):
    """What stands somewhere: character offsets and the index of its sentence."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def sentence(self) -> int: ...


@dataclass(slots=True)
class Facts:
    """What belongs to one trigger: the days, towns and counts of its own clause."""

    end: int  # of the trigger, in characters
    days: list[When] = field(default_factory=list)
    towns: list[Where] = field(default_factory=list)
    counts: list[CountMention] = field(default_factory=list)


def attach(
    text: str, bounds: Sequence[tuple[int, int]], triggers: Sequence[Placed], findings: Findings
) -> list[Facts]:
    """The facts of each trigger, in the order of ``triggers``. Days of reporting ("officials said
    Friday") belong to no trigger. ``bounds`` are the sentences as character offsets."""
    facts = [Facts(t.end) for t in triggers]
    starts = [start for start, _ in bounds]
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for index, trigger in enumerate(triggers):
        by_sentence[trigger.sentence].append(index)

    pairs = [(t.start, t.end) for t in triggers]

    def owner(span: Span) -> Facts | None:
        indices = by_sentence.get(bisect_right(starts, span.start) - 1)
        if not indices:
            return None
        here = pairs[indices[0] : indices[-1] + 1]  # triggers come in reading order
        return facts[indices[nearest(text, here, span.start, span.end)]]

    for time in findings.times:
        if time.kind not in ("date", "time") or time.is_reporting or _in_dateline(text, time.span):
            continue
        if (own := owner(time.span)) and not _BY_CHANNEL.search(text[own.end : time.span.start]):
            own.days.append(time.when)
    for place in findings.places:
        if place.where.place_class in _TOWN and place.role not in _ELSEWHERE and (own := owner(place.span)):
            own.towns.append(place.where)
    for count in findings.counts:
        if not count.cumulative and (own := owner(count.effect_span or count.span)):
            own.counts.append(count)
    return facts


def _in_dateline(text: str, span: Span) -> bool:
    return span.start < _DATELINE_REACH and bool(_AFTER_DATELINE.match(text, span.end))
