"""Slot 2 is scored as the guidelines of MUC-4 (v7, section 3.2.2) say, with their own examples."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.evaluate.muc4_keys import Dates, parse_dates
from dateline.evaluate.when_muc4 import credit


@pytest.mark.parametrize(
    ("response", "key", "mark"),
    [
        ("26 AUG 89", "26 AUG 89", "full"),
        ("26 AUG 89", "25 AUG 89 - 26 AUG 89", "partial"),
        ("26 AUG 89", "- 26 AUG 89", "partial"),
        ("25 AUG 89", "- 26 AUG 89", "partial"),
        ("- 26 AUG 89", "25 AUG 89 - 26 AUG 89", "partial"),
        ("- 26 AUG 89", "26 AUG 89", "partial"),
        ("- 26 AUG 89", "16 AUG 89", "wrong"),
        ("- 26 AUG 89", "25 AUG 89", "wrong"),
        ("- 26 AUG 89", "24 AUG 89 - 25 AUG 89", "wrong"),
        ("- 26 AUG 89", "- 26 AUG 89", "full"),
        ("27 AUG 89", "- 26 AUG 89", "wrong"),
        ("24 AUG 89 - 26 AUG 89", "25 AUG 89", "wrong"),
    ],
)
def test_credit(response: str, key: str, mark: str) -> None:
    assert credit(parse_dates(response)[0], parse_dates(key)) == mark


def test_alternatives_take_the_best_and_no_answer_is_missing() -> None:
    key = parse_dates("(11 JAN 90) / (- 12 JAN 90)")
    assert key == (Dates(date(1990, 1, 11), date(1990, 1, 11)), Dates(None, date(1990, 1, 12)))
    assert credit(Dates(None, date(1990, 1, 12)), key) == "full"
    assert credit(None, key) == "missing"
    assert parse_dates("-") == () and parse_dates("31 FEB 90") == ()
