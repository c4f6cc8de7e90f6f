"""A day with doubt: the best of a stretch, as EDTF writes it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dateline.export.words import describe_when
from dateline.model import Granularity, LikelyDay, When
from dateline.model.codec import from_json, to_json

DAYS = st.dates(date(1, 1, 1), date(9999, 11, 30))


@given(DAYS, st.integers(1, 30), st.integers(0, 30))
def test_the_best_day_of_a_stretch_stays_within_its_bounds(first: date, width: int, at: int) -> None:
    last, day = first + timedelta(width), first + timedelta(min(at, width))
    stretch = When(f"{first.isoformat()}/{last.isoformat()}", first, last, Granularity.RANGE)
    best = stretch.with_best(day)
    assert stretch.best is None and best.best == day
    assert best.edtf == f"{day.isoformat()}?"
    assert (best.earliest, best.latest, best.granularity) == (first, last, Granularity.RANGE)
    assert from_json(When, to_json(best)) == best


def test_a_day_alone_is_its_own_best_and_an_unknown_one_has_none() -> None:
    assert When.day(date(2016, 10, 24)).best == date(2016, 10, 24)
    assert When.unknown("nobody says").best is None
    assert When("2016-10", date(2016, 10, 1), date(2016, 10, 31), Granularity.MONTH).best is None


def test_people_read_the_best_day_with_its_bounds_and_its_chance() -> None:
    first, last = date(2016, 10, 29), date(2016, 10, 30)
    likely = LikelyDay(last, 0.58, "over the weekend")
    weekend = When("2016-10-29/2016-10-30", first, last, Granularity.RANGE, likeliest=likely)
    assert describe_when(weekend.with_best(last)) == "2016-10-30? (2016-10-29 – 2016-10-30, 58 %)"
    assert describe_when(weekend) == "2016-10-29 – 2016-10-30, most likely 2016-10-30 (58 %)"
