"""The toll over time by source, as rows with a small range plot each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.export.material import Material, over_time
from dateline.export.words import describe_counts, plain
from dateline.link import TollRow
from dateline.model import Effect, Group, Incident, Stance, Toll

WIDTH = 200  # units of the plot's view box
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``x0``–``x1`` is its range on the plot, ``dot`` its best value; None where open."""

    day: str
    outlet: str
    speaker: str
    counts: str
    whom: str
    stance: str
    statement: str
    x0: float
    x1: float
    dot: float | None
    open_high: bool
    open_low: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The figures of one effect, oldest first, on one scale from 0 to ``top``."""

    effect: str
    top: int
    rows: tuple[Row, ...]


def charts(incident: Incident, material: Material) -> Iterator[Chart]:
    """A chart for every effect on which at least two figures are given."""
    for effect in Effect:
        rows = over_time(incident, material, effect)
        numbers = [n for row in rows for n in (row.low, row.best, row.high) if n is not None]
        if len(rows) > 1 and numbers:
            top = max(*numbers, 1)
            yield Chart(effect.value, top, tuple(_row(row, top, material) for row in rows))


def _row(row: TollRow, top: int, material: Material) -> Row:
    counts = Toll(row.effect, row.group, row.low, row.best, row.high, row.qualifier)
    known = [n for n in (row.low, row.best, row.high) if n is not None]
    report = material.reports.get(row.report_id)
    return Row(
        day=row.published.isoformat() if row.published else "undated",
        outlet=row.source or (report.title if report else "") or row.report_id,
        speaker=row.said_by,
        counts=describe_counts(counts),
        whom="" if row.group is Group.UNKNOWN else plain(row.group.value),
        stance="" if row.stance is Stance.ASSERTED else row.stance.value,
        statement=row.statement,
        x0=_x(min(known, default=0) if row.low is not None else 0, top),
        x1=_x(max(known, default=0), top) if row.high is not None else WIDTH - 1.0,
        dot=_x(row.best, top) if row.best is not None else None,
        open_high=row.high is None,
        open_low=row.low is None,
    )


def _x(count: int, top: int) -> float:
    return round(_MARGIN + count / top * (WIDTH - 2 * _MARGIN - 12), 1)
