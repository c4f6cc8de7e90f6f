"""Errors are one line, whatever the names in them come from."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from dateline.errors import InputError


@given(st.text(), st.text())
@example("in.warc:0 http://a\n\x00 is empty", "leave it\u2028out")
def test_an_error_is_one_line(problem: str, way_out: str) -> None:
    told = str(InputError(problem, way_out))
    assert len(told.splitlines()) <= 1 and "\x00" not in told


def test_words_stay_as_they_are() -> None:
    assert str(InputError("Straße  „x“ is empty", "leave it out")) == "Straße  „x“ is empty: leave it out"
