"""The day of an incident among the days that a report names, and among those that it does not name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dateline.model import LikelyDay, Published, Span
from dateline.resolve.when import DayChoice, Scene, choose_incident_day, find_times, settle
from dateline.text import sentences

KNOWN = Published("2016-10-28", date(2016, 10, 28), date(2016, 10, 28), how="exact")


def _told(text: str, trigger: str, published: date) -> list[DayChoice]:
    at = text.index(trigger)
    scene = Scene(text, sentences(text), Span("r", at, at + len(trigger)))
    known = Published(published.isoformat(), published, published)
    return choose_incident_day(find_times(text, "r", known), scene, known)


def test_a_named_day_makes_a_weekend_finer() -> None:
    text = (
        "A toddler was shot over the weekend. It happened at a home on Moss Trail around 5:30 p.m. Saturday. "
        "Police spoke about it on Monday."
    )
    published = Published("2015-11-23", date(2015, 11, 23), date(2015, 11, 23))
    at = text.index("shot")
    told = Scene(text, sentences(text), Span("r", at, at + 4))
    choices = choose_incident_day(find_times(text, "r", published), told, published)
    assert choices[0].when.earliest == choices[0].when.latest == date(2015, 11, 21)
    assert "over the weekend" not in [c.when.words for c in choices]
    assert abs(sum(c.score for c in choices) - 1) < 1e-6


def test_a_likely_day_is_given_beside_many_unlikely_ones() -> None:
    """Half of the chance on one day is more than the other half on a year's days together."""
    text = "Two men were shot Tuesday. The trial of a third man, over a killing of years ago, goes on."
    bounds = sentences(text)
    scene = Scene(text, bounds, Span("r", text.index("shot"), text.index("shot") + 4))
    ranked = choose_incident_day(find_times(text, "r", KNOWN), scene, KNOWN)
    day = next(c for c in ranked if c.when.edtf == "2016-10-25")
    many = next(c for c in ranked if c.mention is None and c.when.earliest != c.when.latest)
    likely = LikelyDay(date(2016, 10, 25), 0.45, "")
    order = [replace(many, score=0.52, likeliest=likely), replace(day, score=0.45)]
    assert settle(order).when.edtf == "2016-10-25"
    doubt = replace(likely, chance=0.25)
    doubtful = settle([replace(many, score=0.7, likeliest=doubt), replace(day, score=0.25)])
    assert doubtful.likeliest == doubt
    assert doubtful.when.earliest != doubtful.when.latest


def test_a_weekday_may_be_that_of_a_day_told_in_full() -> None:
    """The page was brought up to date on 20 March; its Saturday is the one that it names in full."""
    text = (
        "Broad was killed and three others were injured early Saturday at a house. The men were struck while "
        "visiting on the morning of March 2, police say."
    )
    days = {c.when.edtf: c for c in _told(text, "killed", date(2013, 3, 20))}
    assert {"2013-03-02", "2013-03-16"} <= set(days)
    moved = [c for c in _told(text.split(" The men")[0], "killed", date(2013, 3, 20)) if c.mention]
    assert [c.when.edtf for c in moved] == ["2013-03-16"]


def test_last_tuesday_may_be_of_the_week_before() -> None:
    choices = _told("Three people were slain inside a home last Tuesday night.", "slain", date(2015, 9, 17))
    named = [(c.when.edtf, c.mention.span.start) for c in choices if c.mention]
    assert sorted(named) == [("2015-09-08", 38), ("2015-09-15", 38)]


def test_when_a_page_was_posted_is_not_when_it_happened() -> None:
    text = (
        "Posted: Thursday, May 28, 2015 1:16 PM EDT\n\nA second suspect has been charged. The two homicides "
        "happened just before 1 a.m. on May 1 in the 3700 block."
    )
    assert settle(_told(text, "homicides", date(2015, 5, 28))).when.edtf == "2015-05-01"


@pytest.mark.parametrize(
    ("text", "trigger", "published", "words", "day"),
    [
        (
            "A man gave himself up on Saturday afternoon, one day after his cousin was shot in the street.",
            "shot", date(2015, 9, 7), "one day after", date(2015, 9, 4),
        ),
        (
            "On May 2, ten days before the attack, two men had measured the wall. The guards were killed.",
            "attack", date(2015, 6, 1), "ten days before", date(2015, 5, 12),
        ),
        (
            "Two days after 6-year-old twins were shot in Marat, the school was still closed.",
            "shot", date(2015, 6, 10), "Two days after", date(2015, 6, 8),
        ),
    ],
)  # fmt: skip
def test_days_after_an_incident_count_back_to_it(
    text: str, trigger: str, published: date, words: str, day: date
) -> None:
    found = [
        c for c in _told(text, trigger, published) if c.mention and c.mention.rule in ("n_after", "n_before")
    ]
    assert [c.when.earliest for c in found] == [day] == [c.when.latest for c in found]
    span = found[0].mention.span if found[0].mention else None
    assert span is not None and text[span.start : span.end] == words


def test_days_after_an_arrest_count_back_to_nothing() -> None:
    text = "Two days after his arrest the man, who is said to have shot a guard, was let go."
    assert not [c for c in _told(text, "shot", date(2015, 6, 10)) if c.mention]


def test_last_thursday_is_of_last_week_where_this_week_has_had_none() -> None:
    """Said on a Monday it is the Thursday just gone and no other; said on a Friday it may be that of the week
    before."""
    text = "A girl was shot at her home in Belira last Thursday after a quarrel."
    monday = {c.when.edtf: c.score for c in _told(text, "shot", date(2014, 10, 20)) if c.mention}
    friday = {c.when.edtf: c.score for c in _told(text, "shot", date(2014, 10, 17)) if c.mention}
    assert "2014-10-16" in monday and "2014-10-09" not in monday
    assert {"2014-10-16", "2014-10-09"} <= set(friday)


def test_the_day_of_a_release_is_not_that_of_the_kidnapping() -> None:
    text = "Two engineers were released on Monday, 11 days after they were kidnapped near Belira."
    released = settle(_told(text, "released", date(2021, 6, 15)))
    assert released.when.edtf == "2021-06-14"
    kidnapped = [c for c in _told(text, "kidnapped", date(2021, 6, 15)) if c.mention]
    assert "2021-06-03" in {c.when.edtf for c in kidnapped}


def test_a_stretch_has_its_likeliest_day_beside_it() -> None:
    """However likely the day of publication is, over the weekend is a Saturday or a Sunday."""
    text = "Two men were wounded when a fight broke out at a party over the weekend, the sheriff said."
    best = settle(_told(text, "wounded", date(2015, 11, 24)))
    assert (best.when.earliest, best.when.latest) == (date(2015, 11, 21), date(2015, 11, 22))
    assert best.likeliest is not None
    assert best.likeliest.day in (date(2015, 11, 21), date(2015, 11, 22))
    assert best.when.best == best.likeliest.day and best.when.edtf == f"{best.likeliest.day}?"
    assert 0.2 < best.likeliest.chance <= best.score
    assert best.likeliest.reason


def test_weak_hints_at_one_day_add_up() -> None:
    """Monday is named, for the flight to the hospital, and is the report's own day."""
    text = "A toddler was flown to a hospital on Monday after she shot herself in the leg, the sheriff says."
    choices = _told(text, "shot", date(2015, 10, 19))
    monday = [c.score for c in choices if c.when.earliest == c.when.latest == date(2015, 10, 19)]
    assert len(monday) == 2
    likeliest = choices[0].likeliest
    assert likeliest is not None and likeliest.day == date(2015, 10, 19)
    assert abs(likeliest.chance - sum(monday)) < 0.001


def test_a_story_that_looks_back_without_a_day_has_none_that_is_likely() -> None:
    text = "The court will hear the appeal of a man who was convicted of murder after a raid in 1994."
    assert settle(_told(text, "murder", date(2015, 10, 19))).when.earliest != date(2015, 10, 19)


def test_the_length_of_a_video_is_no_hour() -> None:
    told = "Police say a man was shot at his door, and that nobody has been held so far."
    video = f"0:48 Mayor opens the new bridge Pause\n{told}"
    hour = f"About 4:10 a.m. it rang. {told}"
    assert settle(_told(video, "shot", date(2015, 6, 10))).mention is None
    reasons = {r for c in _told(hour, "shot", date(2015, 6, 10)) for r in c.reasons}
    assert "it tells an hour and no other day" in reasons
    assert "it tells an hour and no other day" not in {
        r for c in _told(video, "shot", date(2015, 6, 10)) for r in c.reasons
    }


@pytest.mark.parametrize(
    ("trigger", "day"), [("kidnapping", date(2021, 6, 3)), ("claimed", date(2021, 6, 9))]
)
def test_a_claim_has_its_own_day_and_not_that_of_what_is_claimed(trigger: str, day: date) -> None:
    text = (
        "A group that calls itself the Column claimed responsibility on Wednesday for the kidnapping of "
        "three engineers. The men were abducted a week ago, on 3 June, between two towns. Police denied on "
        "Monday that they had known of threats."
    )
    best = settle(_told(text, trigger, date(2021, 6, 10)))
    assert (best.when.earliest, best.when.latest) == (day, day)


def test_a_day_of_which_little_is_known_is_not_given() -> None:
    """A story of a court, long after: its own day is likeliest, and far too unlikely to be given."""
    text = (
        "A man was sentenced on Friday to 30 years in prison for a shooting that killed a shopkeeper. "
        "Jurors heard that he had fired twice. The trial lasted a month."
    )
    best = settle(_told(text, "shooting", date(2015, 11, 20)))
    assert best.when.best is None and "/" in (best.when.edtf or "")
    assert best.likeliest is None or best.likeliest.chance < 0.2
