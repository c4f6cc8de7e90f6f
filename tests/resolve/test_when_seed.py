"""The seed page: every relation between its days is known, none of the days themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.model import DayOffset, Published
from dateline.resolve.when import TimeMention, find_times, with_published

SEED = Path(__file__).resolve().parents[2] / ".." / "shared" / "seed" / "page.txt"


@pytest.fixture(scope="module")
def story() -> str:
    if not SEED.is_file():
        pytest.skip("the seed page is not here (../shared/seed/page.txt)")
    text = SEED.read_text(encoding="utf-8")
    return text[text.index("Security forces raided") :]


def _first(mentions: list[TimeMention], words: str) -> TimeMention:
    return next(m for m in mentions if m.when.words == words)


@pytest.mark.parametrize(
    ("words", "offset", "weekday"),
    [
        ("Friday", DayOffset(0, 0), 5),
        ("late Thursday", DayOffset(-1, -1), 4),
        ("Monday night", DayOffset(-4, -4), 1),
        ("Monday", DayOffset(-4, -4), 1),
        ("earlier in the week", DayOffset(-4, -1), None),
    ],
)
def test_only_the_weekday_of_publication_is_known(
    story: str, words: str, offset: DayOffset, weekday: int | None
) -> None:
    mention = _first(find_times(story, "seed", Published(weekday=5, reason="no date on the page")), words)
    assert story[mention.span.start : mention.span.end] == words
    assert mention.when.edtf is None
    assert mention.when.reason == "no date to count from"
    assert mention.when.offset == offset
    assert mention.when.weekday == weekday


def test_no_false_absolute_date(story: str) -> None:
    mentions = find_times(story, "seed", Published(weekday=5, reason="no date on the page"))
    assert [m.when.edtf for m in mentions if m.when.edtf] == ["2001"]


def test_dated_through_a_link(story: str) -> None:
    mentions = find_times(story, "seed", Published(weekday=5, reason="no date on the page"))
    day = date(2016, 10, 28)
    assert with_published(_first(mentions, "Monday night").when, day).earliest == date(2016, 10, 24)
    assert with_published(_first(mentions, "late Thursday").when, day).edtf == "2016-10-27"
    assert with_published(_first(mentions, "earlier in the week").when, day).edtf == "2016-10-24/2016-10-27"


def test_the_time_of_saying(story: str) -> None:
    mentions = find_times(story, "seed", Published(weekday=5, reason="no date on the page"))
    assert _first(mentions, "Friday").is_reporting
    assert not _first(mentions, "late Thursday").is_reporting
