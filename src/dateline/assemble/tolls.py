"""The tolls of one incident: for each effect the total first, then its groups, then other figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.maker import StatementMaker
from dateline.model import Field, Group, How, Span
from dateline.resolve.how_many import CountMention, IncidentToll, combine

# Confidence by what the figure rests on; a figure that another one outranks is kept, but trusted less.
_TOLD, _SUMMED, _OUTRANKED = 0.85, 0.65, 0.4


def state_tolls(counts: Sequence[CountMention], maker: StatementMaker) -> None:
    """State every toll that the incident's ``counts`` give.

    The first statement of an effect is its total over all groups. Where the total's words name one group
    ("killed four militants") it carries that group and is not stated twice.
    """
    tolls = combine(counts)
    for total in (t for t in tolls if t.whole):
        same = _same_figure(total, tolls) if total.rank == 0 else None
        _state(replace(total, toll=replace(total.toll, group=same)) if same else total, maker)
        if total.rank == 0:
            for part in tolls:
                if not part.whole and part.toll.effect is total.toll.effect and part.toll.group is not same:
                    _state(part, maker)


def _same_figure(total: IncidentToll, tolls: Sequence[IncidentToll]) -> Group | None:
    figure = (total.toll.low, total.toll.best, total.toll.high)
    for part in tolls:
        toll = part.toll
        if not part.whole and toll.effect is total.toll.effect and (toll.low, toll.best, toll.high) == figure:
            return toll.group
    return None


def _state(found: IncidentToll, maker: StatementMaker) -> None:
    spans = _spans(found)
    summed = "one by one" in found.reason or "without" in found.reason
    confidence = _OUTRANKED if found.rank else (_SUMMED if summed else _TOLD)
    statement_how = How.NORMALISED if summed else How.EXACT
    maker.said(Field.TOLL, found.toll, spans, how=statement_how, confidence=confidence)


def _spans(found: IncidentToll) -> list[Span]:
    unique = {m.span.pair(): m.span for m in found.mentions}
    return list(unique.values())
