"""The date of publication: candidates, contradictions, and unknown with a reason."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dateline.ingest import weekdays
from dateline.ingest.days import find_days
from dateline.ingest.evidence import Evidence
from dateline.ingest.furniture import Dropped
from dateline.ingest.published import published_of

BENCH = Path(__file__).resolve().parents[2] / ".." / "shared" / "bench" / "page_dates"
FRIDAY = "Troops raided a house late Thursday, officials said Friday."
BANNER = Dropped("banner", "Wednesday, December 6, 2023", "top")


def test_a_banner_that_the_story_contradicts_is_rejected() -> None:
    found = published_of(Evidence(FRIDAY, [BANNER]))
    assert (found.edtf, found.earliest, found.weekday) == (None, None, 5)
    banner = found.candidates[0]
    assert (banner.source, banner.day, banner.accepted) == ("banner", date(2023, 12, 6), False)
    assert "'officials said Friday'" in banner.reason or "said Friday" in banner.reason
    assert "Wednesday" in banner.reason and "Friday" in found.reason


def test_a_banner_alone_is_not_believed_but_one_that_the_story_bears_out_is() -> None:
    alone = published_of(Evidence("A bridge fell into the river.", [BANNER]))
    assert alone.edtf is None and "weak" in alone.reason
    agreed = published_of(Evidence("A bridge fell, police said Wednesday.", [BANNER]))
    assert (agreed.edtf, agreed.how) == ("2023-12-06", "inferred")


def test_no_date_at_all() -> None:
    found = published_of(Evidence("A bridge fell into the river."))
    assert (found.edtf, found.reason, found.weekday, found.candidates) == (
        None,
        "no date on the page",
        None,
        (),
    )


def test_a_given_date_is_trusted_and_checked() -> None:
    url = "http://x.example/2016/10/20/raid"
    found = published_of(Evidence(FRIDAY, given="2016-10-28", url=url))
    assert (found.edtf, found.how) == ("2016-10-28", "exact")
    assert "2016/10/20" in found.reason
    odd = published_of(Evidence(FRIDAY, given="2016-10-26"))
    assert odd.edtf == "2016-10-26" and "Friday" in odd.reason
    assert published_of(Evidence(FRIDAY, given="next week")).edtf is None
    month = published_of(Evidence(FRIDAY, given="2016-10"))
    assert (month.edtf, month.earliest, month.latest) == ("2016-10", date(2016, 10, 1), date(2016, 10, 31))


def test_nothing_is_published_after_it_was_retrieved() -> None:
    retrieved = datetime(2016, 10, 29, tzinfo=UTC)
    found = published_of(Evidence(FRIDAY, given="2017-01-06", url="/2016/10/28/x", retrieved=retrieved))
    assert found.edtf == "2016-10-28"
    assert "retrieved" in found.candidates[0].reason
    copied = "http://web.archive.org/web/20161101000000/http://x.example/story"
    assert published_of(Evidence("A bridge fell.", given="2017-01-06", url=copied)).edtf is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://x.example/2015/05/20/story", "2015-05-20"),
        ("http://x.example/news/2015/nov/30/boy-hurt/", "2015-11-30"),
        ("http://x.example/mc-slain-12012016-20161201-story.html", "2016-12-01"),
        ("http://web.archive.org/web/20160512200629/http://x.example/2015/05/20/a", "2015-05-20"),
        ("http://x.example/story/25719229", None),
        ("http://x.example/2015/13/45/a", None),
    ],
)
def test_addresses(url: str, day: str | None) -> None:
    assert published_of(Evidence("A bridge fell into the river.", url=url)).edtf == day


def test_the_first_publication_wins_over_the_update() -> None:
    line = Dropped(
        "posted", "Posted: Monday, May 4, 2015 7:13 AM EDT Updated: Tuesday, May 5, 2015 9:02 AM", "top"
    )
    found = published_of(Evidence("A bridge fell into the river.", [line]))
    assert found.edtf == "2015-05-04"
    assert any(c.day == date(2015, 5, 5) and not c.accepted for c in found.candidates)


def test_a_moment_in_utc_is_the_newsrooms_evening() -> None:
    markup = (
        '<meta property="article:published_time" content="2023-11-09T03:28:35+00:00">'
        '<time class="entry-date" datetime="2023-11-08T22:28:35-05:00">Nov. 8, 2023, 10:28 p.m. ET</time>'
    )
    found = published_of(Evidence("A bridge fell into the river.", markup=markup))
    assert found.edtf == "2023-11-08"


def test_dates_that_stand_against_each_other_leave_it_open() -> None:
    markup = '<meta name="date" content="2021-12-20"><time datetime="2022-01-27">27.01.2022</time>'
    found = published_of(Evidence("A bridge fell into the river.", markup=markup, visible="27.01.2022"))
    assert found.edtf is None and "against each other" in found.reason


def test_every_candidate_quotes_the_page() -> None:
    markup = (
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2016-10-28T06:30:00+05:00",}</script>'
        '<meta property="article:published_time" content="2016-10-28T06:30:00+05:00">'
        '<p class="post-date">28 octobre 2016</p>'
    )
    found = published_of(Evidence(FRIDAY, markup=markup, visible="28 octobre 2016\n"))
    assert found.edtf == "2016-10-28"
    assert {c.source for c in found.candidates} >= {"json-ld", "opengraph", "text", "weekday"}
    assert all(c.words for c in found.candidates)


@pytest.mark.parametrize(
    ("text", "day", "start"),
    [
        ("on May 27, 2015", "2015-05-27", 3),
        ("am 3. Juni 2015", "2015-06-03", 3),
        ("le 1er août 2019", "2019-08-01", 3),
        ("el 12 de octubre de 2020", "2020-10-12", 3),
        ("SAN ROQUE, 3 JAN 90 -- [TEXT]", "1990-01-03", 11),
        ("2012年06月04日", "2012-06-04", 0),
        ("27.01.2022", "2022-01-27", 0),
        ("6/24/14", "2014-06-24", 0),
    ],
)
def test_written_days(text: str, day: str, start: int) -> None:
    (found,) = find_days(text)
    assert (found.day.isoformat(), found.start) == (day, start)
    assert text[found.start : found.end] == found.words


@pytest.mark.parametrize(
    "text", ["31 April 2015", "2015-02-30", "call 555-0100", "99/99/2015", "1.2.3.2015.4"]
)
def test_impossible_days(text: str) -> None:
    assert find_days(text) == []


def test_an_ambiguous_day_says_so() -> None:
    (found,) = find_days("5/6/2015")
    assert found.ambiguous and {found.day, found.other} == {date(2015, 5, 6), date(2015, 6, 5)}


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Five men were held, police said on Friday.", 5),
        ("Officials on Tuesday said that two had died.", 2),
        ("The minister told reporters in the capital on Sunday that talks would go on.", 7),
        ("The attack came on Thursday, he said.", None),
        ("The law, passed last Friday, is new, and he said last Monday it would hold.", None),
        ("He said Wednesday he would stay. She told the court Thursday she would not.", 4),
        ("One said Monday, one said Thursday, one said Saturday.", None),
        ("The army said Monday's attack was the third.", None),
        ("He said Friday, May 4, 2012, had been a black day.", None),
    ],
)
def test_weekdays_of_speech(text: str, weekday: int | None) -> None:
    assert weekdays.testimony(text).weekday == weekday
    for spoken in weekdays.spoken_weekdays(text):
        assert text[spoken.start :].startswith(("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"))


@pytest.mark.skipif(not BENCH.exists(), reason="../shared/bench is not here")
def test_page_dates_beside_htmldate_on_a_part() -> None:
    import json

    from dateline.ingest import read
    from dateline.model import Page

    gold = json.loads((BENCH / "gold.json").read_text("utf-8"))
    right = wrong = 0
    rows = [(u, r) for u, r in sorted(gold.items()) if (BENCH / "html" / r["file"]).stat().st_size < 120_000][
        ::4
    ]
    for url, row in rows:
        found = read(Page((BENCH / "html" / row["file"]).read_bytes(), "text/html", url)).published.edtf
        right += found == row["date"]
        wrong += found is not None and found != row["date"]
    assert right >= 0.8 * len(rows) and wrong <= 0.1 * len(rows)
