"""The histogram of days: whole, in order, and unmoved by the ends of the calendar."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.service import Filter, timeline
from dateline.web.timeline import WIDTH, drawn


class Days:
    """Stands for a ledger that holds incidents on some days."""

    def __init__(self, days: dict[date, int]) -> None:
        self._days = sorted((day.isoformat(), count) for day, count in days.items())

    def days(self, wanted: Filter) -> list[tuple[str, int]]:
        """As of a ledger."""
        return self._days


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.dates(), st.integers(1, 99), min_size=1, max_size=12), st.none() | st.dates())
def test_every_incident_stands_in_one_bar_and_every_bar_in_the_picture(
    days: dict[date, int], last: date | None
) -> None:
    bars = timeline(Days(days), Filter())  # type: ignore[arg-type]  # only `days` is asked
    assert sum(bar.count for bar in bars) == sum(days.values()) and len(bars) <= 60
    assert bars[0].first == min(days).isoformat() and bars[-1].last == max(days).isoformat()
    line = drawn(bars, None, last.isoformat() if last else None)
    assert line is not None
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 1 and bar.height >= 0 for bar in line.bars)
    assert 0 <= line.x0 <= line.x1 <= WIDTH and all(0 <= at <= WIDTH for at, _ in line.ticks)
