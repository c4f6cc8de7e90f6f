"""The tolls of one incident: for each effect the total first, then its groups, then other figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.maker import StatementMaker
from dateline.model import Effect, Field, Group, How, Span, Stance, Toll
from dateline.reader.contract import EFFECTS, IncidentReading, Label, Mark
from dateline.resolve.how_many import CountMention, IncidentToll, combine, count_of

# Confidence by what the figure rests on; a figure that another one outranks is kept, but trusted less.
_TOLD, _SUMMED, _OUTRANKED = 0.85, 0.65, 0.4
_MARKED_PEOPLE = 1_000_000  # numbers of people whom only the reader marked begin here
_UNMARKED = 0.4  # the grammar counts what the reader saw no figure of this incident in


class MarkedCounts:
    """What the marked words of one report count; each mark is counted once, however often that is asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[int, int, Label], CountMention | None] = {}

    def of(self, mark: Mark) -> CountMention | None:
        """The count that a marked figure gives; None where it holds no amount. Somebody told of alone has a
        number of his own, by where he stands."""
        at = (mark.span.start, mark.span.end, mark.label)
        if at not in self._known:
            number = _MARKED_PEOPLE + mark.span.start
            self._known[at] = count_of(self._text, mark.span, Effect(mark.label.value), number)
        return self._known[at]


def state_tolls(
    incident: IncidentReading, counts: Sequence[CountMention], marked: MarkedCounts, maker: StatementMaker
) -> None:
    """State every toll that the incident's ``counts`` give, and then the figures that the reader marked and
    that are none of these: the lower count of another source, a part of the total. ``marked`` counts them.

    The first statement of an effect is its total over all groups. Where its words name one group and no
    other is told of ("killed four militants"), it carries that group and is not stated twice.
    """
    stating = _Stating(marked, maker, incident.marked(EFFECTS))
    attackers = [c for c in counts if c.toll.group is Group.ATTACKERS]
    others = [c for c in counts if c.toll.group is not Group.ATTACKERS]
    if not others or any(_is_figure(c) for c in others):
        # "61 people were killed … the three attackers died": a figure given for the victims is theirs alone
        stating.combined(combine(others))
        own = [t for t in combine(attackers) if t.whole]
        stating.combined([replace(t, toll=replace(t.toll, group=Group.ATTACKERS)) for t in own])
    else:
        stating.combined(combine(counts))
    stating.other_figures()


def _is_figure(count: CountMention) -> bool:
    return not count.individuals and (count.toll.best is not None or bool(count.toll.qualifier))


def _figure(toll: Toll) -> tuple[Effect, int | None, int | None, int | None]:
    return toll.effect, toll.low, toll.best, toll.high


def _most(toll: Toll) -> int:
    return max((v for v in (toll.low, toll.best, toll.high) if v is not None), default=0)


def _spans(found: IncidentToll) -> list[Span]:
    unique = {m.span.pair(): m.span for m in found.mentions}
    return list(unique.values())


def _one_by_one(found: IncidentToll) -> bool:
    return "one by one" in found.reason


def _beside(found: IncidentToll) -> bool:
    return _one_by_one(found) and bool(found.rank or found.toll.best == 1)


class _Stating:
    """States tolls of one incident, as sure as the reader is of the words; ``marks`` are its figures, none
    where it marks no figures."""

    def __init__(self, marked: MarkedCounts, maker: StatementMaker, marks: Sequence[Mark]) -> None:
        self._marked, self._maker, self._marks = marked, maker, marks
        self._stated: set[tuple[Effect, int | None, int | None, int | None]] = set()

    def combined(self, tolls: Sequence[IncidentToll]) -> None:
        """Totals and their groups. Where the reader marked the figures of an effect, a sum of people who are
        told of one by one says nothing beside them."""
        told = {m.label.value for m in self._marks}
        tolls = [t for t in tolls if not (t.toll.effect.value in told and _beside(t))]
        for total in (t for t in tolls if t.whole):
            parts = [t for t in tolls if not t.whole and t.toll.effect is total.toll.effect]
            if total.rank:
                self._state(total)
            elif len(parts) == 1 and _figure(parts[0].toll) == _figure(total.toll):
                self._state(replace(total, toll=parts[0].toll))
            else:
                for toll in [total, *parts]:
                    self._state(toll)

    def other_figures(self) -> None:
        """What the reader marked and no count holds."""
        for mark in self._marks:
            count = self._marked.of(mark)
            if count is not None and _figure(count.toll) not in self._stated:
                self._stated.add(_figure(count.toll))
                self._maker.said(
                    Field.TOLL, count.toll, [count.span], stance=mark.own_stance, confidence=mark.confidence
                )

    def _is_left_out(self, found: IncidentToll, same: Sequence[Mark]) -> bool:
        """Whether the reader marked figures of that effect, none smaller than this one, and not this one: it
        counts somebody else, most often."""
        if any(m.span.overlaps(span) for m in same for span in _spans(found)):
            return False
        most = _most(found.toll)
        counted = map(self._marked.of, same)
        return any(_most(count.toll) >= most for count in counted if count is not None)

    def _state(self, found: IncidentToll) -> None:
        """A figure is one statement for each of those who give it; a sum is one statement."""
        same = [m for m in self._marks if m.label.value == found.toll.effect.value]
        if self._is_left_out(found, same):
            return
        summed = _one_by_one(found) or "without" in found.reason
        toll = found.toll
        self._stated.add(_figure(toll))
        if _one_by_one(found):
            # a report that tells of this sentry and that cadet may leave out others: it is a lower bound
            toll = replace(toll, high=None, qualifier=toll.qualifier or "told of one by one")
        how = How.NORMALISED if summed else How.EXACT
        for spans in [_spans(found)] if summed else self._maker.by_speaker(_spans(found)):
            sure = self._confidence(found, summed, spans, same)
            self._maker.said(
                Field.TOLL, toll, spans, how=how, stance=self._stance(spans, same), confidence=sure
            )

    def _stance(self, spans: Sequence[Span], same: Sequence[Mark]) -> Stance | None:
        """The stance that the reader saw in the figure; None where it saw none but plain telling. ``same``
        are its figures of that effect."""
        seen = [m.own_stance for m in same if m.span.overlaps(spans[0])]
        return seen[0] if seen else None

    def _confidence(
        self, found: IncidentToll, summed: bool, spans: Sequence[Span], same: Sequence[Mark]
    ) -> float:
        """As sure as the reader is of the words; that another figure is chosen before it makes it no less
        what the report says. ``same`` are the reader's figures of that effect."""
        usual = _OUTRANKED if found.rank else (_SUMMED if summed else _TOLD)
        if not self._marks:
            return usual
        told = [m.confidence for m in same if any(m.span.overlaps(span) for span in spans)]
        if not told:
            return _UNMARKED * (usual / _TOLD)
        return max(told) * (_SUMMED / _TOLD if summed else 1.0)
