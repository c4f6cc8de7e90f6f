"""Days and towns beside the triggers tell incidents apart where the network alone would join them."""

from __future__ import annotations

from datetime import date

import numpy as np

from dateline.model import DayOffset, When
from dateline.reader.model.apart import weighed
from dateline.reader.rules.facts import Facts

THURSDAY, MONDAY = When.day(date(2016, 10, 27)), When.day(date(2016, 10, 24))


def _same(probability: float) -> np.ndarray:
    return np.array([[1.0, probability], [probability, 1.0]], np.float32)


def test_another_day_speaks_against() -> None:
    found = weighed(_same(0.8), [Facts(0, [THURSDAY]), Facts(1, [MONDAY])])
    assert found[0, 1] < 0.3


def test_the_same_day_speaks_for() -> None:
    found = weighed(_same(0.6), [Facts(0, [THURSDAY]), Facts(1, [THURSDAY])])
    assert found[0, 1] > 0.65


def test_days_without_a_publication_are_compared_by_what_is_known() -> None:
    day_before, four_before = (When(offset=DayOffset(n, n), reason="no date") for n in (-1, -4))
    found = weighed(_same(0.8), [Facts(0, [day_before]), Facts(1, [four_before])])
    assert found[0, 1] < 0.3


def test_nothing_known_changes_nothing() -> None:
    assert np.allclose(weighed(_same(0.7), [Facts(0), Facts(1)]), _same(0.7), atol=1e-3)
