"""The tolls of one incident: for each effect the total first, then its groups, then other figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.maker import StatementMaker
from dateline.model import Effect, Field, Group, How, Span, Toll
from dateline.reader.contract import EFFECTS, IncidentReading
from dateline.resolve.how_many import CountMention, IncidentToll, combine, count_of

# Confidence by what the figure rests on; a figure that another one outranks is kept, but trusted less.
_TOLD, _SUMMED, _OUTRANKED = 0.85, 0.65, 0.4


def state_tolls(
    text: str, incident: IncidentReading, counts: Sequence[CountMention], maker: StatementMaker
) -> None:
    """State every toll that the incident's ``counts`` give, and then the figures that the reader marked and
    that are none of these: the lower count of another source, a part of the total.

    The first statement of an effect is its total over all groups. Where its words name one group and no
    other is told of ("killed four militants"), it carries that group and is not stated twice.
    """
    marked = incident.marked(EFFECTS)
    _state_combined(counts, maker, bool(marked))
    stated = {(t.effect, *_numbers(t)) for t in (s.value for s in maker.made) if isinstance(t, Toll)}
    for mark in marked:
        count = count_of(text, mark.span, Effect(mark.label.value), 0)
        if count is None:
            continue
        figure = (count.toll.effect, *_numbers(count.toll))
        if figure not in stated:
            stated.add(figure)
            maker.said(Field.TOLL, count.toll, [count.span], confidence=mark.confidence)


def _state_combined(counts: Sequence[CountMention], maker: StatementMaker, marked: bool) -> None:
    """The tolls that the counts give together; where the reader ``marked`` the figures, a sum of people who
    are told of one by one says nothing beside them."""
    attackers = [c for c in counts if c.toll.group is Group.ATTACKERS]
    others = [c for c in counts if c.toll.group is not Group.ATTACKERS]
    told_apart = not others or any(_is_figure(c) for c in others)
    if told_apart:
        # "61 people were killed … the three attackers died": a figure given for the victims is theirs alone
        _state_all(_without_sums(combine(others), marked), maker)
        own = [t for t in combine(attackers) if t.whole]
        _state_all([replace(t, toll=replace(t.toll, group=Group.ATTACKERS)) for t in own], maker)
    else:
        _state_all(_without_sums(combine(counts), marked), maker)


def _without_sums(tolls: Sequence[IncidentToll], marked: bool) -> list[IncidentToll]:
    return [t for t in tolls if not (marked and "one by one" in t.reason and (t.rank or t.toll.best == 1))]


def _is_figure(count: CountMention) -> bool:
    return not count.individuals and (count.toll.best is not None or bool(count.toll.qualifier))


def _state_all(tolls: Sequence[IncidentToll], maker: StatementMaker) -> None:
    for total in (t for t in tolls if t.whole):
        parts = [t for t in tolls if not t.whole and t.toll.effect is total.toll.effect]
        if total.rank:
            _state(total, maker)
        elif len(parts) == 1 and _figure(parts[0]) == _figure(total):
            _state(replace(total, toll=parts[0].toll), maker)
        else:
            for toll in [total, *parts]:
                _state(toll, maker)


def _figure(found: IncidentToll) -> tuple[int | None, int | None, int | None]:
    return _numbers(found.toll)


def _numbers(toll: Toll) -> tuple[int | None, int | None, int | None]:
    return toll.low, toll.best, toll.high


def _state(found: IncidentToll, maker: StatementMaker) -> None:
    """A figure is one statement for each of those who give it; a sum is one statement."""
    summed = "one by one" in found.reason or "without" in found.reason
    toll = found.toll
    if "one by one" in found.reason:
        # a report that tells of this sentry and that cadet may leave out others: their sum is a lower bound
        toll = replace(toll, high=None, qualifier=toll.qualifier or "told of one by one")
    confidence = _OUTRANKED if found.rank else (_SUMMED if summed else _TOLD)
    how = How.NORMALISED if summed else How.EXACT
    for spans in [_spans(found)] if summed else maker.by_speaker(_spans(found)):
        maker.said(Field.TOLL, toll, spans, how=how, confidence=confidence)


def _spans(found: IncidentToll) -> list[Span]:
    unique = {m.span.pair(): m.span for m in found.mentions}
    return list(unique.values())
