"""The histogram of days, as numbers for an SVG: no style is needed to draw it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.service import Bar

WIDTH, HEIGHT = 1000, 64


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar: where it stands, how high it is, and what it counts."""

    x: float
    width: float
    y: float
    height: float
    first: str
    last: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """The whole histogram. ``x0``–``x1`` is the window that the filter by day leaves; ``ticks`` are labelled
    years, months or days."""

    bars: tuple[Drawn, ...]
    first: str
    last: str
    x0: float
    x1: float
    ticks: tuple[tuple[float, str], ...]
    narrowed: bool


def drawn(bars: Sequence[Bar], first: str | None, last: str | None) -> Line | None:
    """The histogram of some bars; None without any."""
    if not bars:
        return None
    begin, end = date.fromisoformat(bars[0].first), date.fromisoformat(bars[-1].last)
    days = (end - begin).days + 1
    top = max(bar.count for bar in bars)

    def x(day: date, after: int = 0) -> float:
        """Where a day begins; with ``after`` 1, where it ends (the day after the last one is none)."""
        return round(min(max((day - begin).days + after, 0), days) / days * WIDTH, 2)

    shapes = []
    for bar in bars:
        left = x(date.fromisoformat(bar.first))
        right = x(date.fromisoformat(bar.last), 1)
        height = round(bar.count / top * (HEIGHT - 4), 2) if bar.count else 0
        height = max(height, 1.5) if bar.count else 0
        shapes.append(
            Drawn(
                left,
                max(round(right - left - 1, 2), 0.6),
                HEIGHT - height,
                height,
                bar.first,
                bar.last,
                bar.count,
            )
        )
    x0 = x(date.fromisoformat(first)) if first else 0.0
    x1 = x(date.fromisoformat(last), 1) if last else float(WIDTH)
    return Line(
        tuple(shapes),
        bars[0].first,
        bars[-1].last,
        x0,
        max(x1, x0),
        tuple(_ticks(begin, end, x)),
        bool(first or last),
    )


def _ticks(begin: date, end: date, x: Callable[[date], float]) -> list[tuple[float, str]]:
    """At most a dozen labels: years, else months, else days."""
    days = (end - begin).days + 1
    if days > 1000:
        step = max(1, -(-(end.year - begin.year) // 11))
        found = [(x(date(y, 1, 1)), str(y)) for y in range(begin.year + 1, end.year + 1, step)]
    elif days > 45:
        months = [
            (begin.year + m // 12, m % 12 + 1) for m in range(begin.month, begin.month + days // 28 + 1)
        ]
        step = max(1, -(-len(months) // 11))
        found = [
            (x(date(y, m, 1)), f"{y}-{m:02}") for y, m in months[::step] if (y, m) <= (end.year, end.month)
        ]
    else:
        step = max(1, -(-days // 8))
        found = [
            (x(d), d.isoformat())
            for d in (date.fromordinal(begin.toordinal() + n) for n in range(0, days, step))
        ]
    return [(at, name) for at, name in found if at < WIDTH * 0.96]
