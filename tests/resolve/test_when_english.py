"""English expressions: words, value, precision. Publication is Friday, 28 October 2016 unless said."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.model import DayOffset, Granularity, Published
from dateline.resolve.when import TimeMention, contradictions, find_times, with_published

FRIDAY = date(2016, 10, 28)
KNOWN = Published("2016-10-28", FRIDAY, FRIDAY, how="exact")
UNKNOWN = Published(reason="no date on the page")


def only(text: str, published: Published = KNOWN, language: str = "en") -> TimeMention:
    found = find_times(text, "r", published, language)
    assert len(found) == 1, [m.when.words for m in found]
    mention = found[0]
    assert text[mention.span.start : mention.span.end] == mention.when.words
    return mention


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("A bomb went off on Monday.", "Monday", "2016-10-24"),
        ("Gunmen attacked the post Friday.", "Friday", "2016-10-28"),
        ("The council will meet on Friday.", "Friday", "2016-10-28"),
        ("The council will meet on Monday.", "Monday", "2016-10-31"),
        ("He is scheduled to appear in court Tuesday.", "Tuesday", "2016-11-01"),
        ("The verdict is due next Friday.", "next Friday", "2016-11-04"),
        ("They were buried last Friday.", "last Friday", "2016-10-21"),
        ("Residents mourned after Tuesday’s attack.", "Tuesday", "2016-10-25"),
        ("The shop was robbed yesterday.", "yesterday", "2016-10-27"),
        ("Two men died the day before yesterday.", "the day before yesterday", "2016-10-26"),
        ("A curfew starts tomorrow.", "tomorrow", "2016-10-29"),
        ("It was shelled over the weekend.", "over the weekend", "2016-10-22/2016-10-23"),
        ("Troops moved in earlier this week.", "earlier this week", "2016-10-24/2016-10-27"),
        ("The village was burnt last month.", "last month", "2016-09"),
        ("The camp was raided last week.", "last week", "2016-10-17/2016-10-23"),
        ("It was bombed two weeks ago.", "two weeks ago", "2016-10-11/2016-10-17"),
        ("The war began in 2001.", "2001", "2001"),
        ("He was killed on May 5.", "May 5", "2016-05-05"),
        ("He was killed on 5 May 2014.", "5 May 2014", "2014-05-05"),
        ("The clash took place on Jan. 26.", "Jan. 26", "2016-01-26"),
        ("It happened on Dec. 30.", "Dec. 30", "2015-12-30"),
        ("Posted 10/27/2016.", "10/27/2016", "2016-10-27"),
        ("Posted 27.10.2016", "27.10.2016", "2016-10-27"),
        ("The log says 2016-10-24.", "2016-10-24", "2016-10-24"),
        ("He was seized on the 5th.", "the 5th", "2016-10-05"),
        ("It was the worst year since the late 1990s.", "the late 1990s", "1996-08-31/1999-12-31"),
        ("The house was hit early Christmas morning.", "early Christmas morning", "2015-12-25"),
        ("A market was bombed during Ramadan.", "Ramadan", "2016-06-06/2016-07-05"),
        ("Shots were fired on 3 Aban 1395.", "3 Aban 1395", "2016-10-24"),
        ("The strike fell on 10 Muharram 1438.", "10 Muharram 1438", "2016-10-11"),
        ("They met on Nowruz.", "Nowruz", "2016-03-20"),
        ("He has hated planes since 9/11.", "9/11", "2001-09-11"),
        ("Fighting raged on May 5-7, 2014.", "May 5-7, 2014", "2014-05-05/2014-05-07"),
    ],
)
def test_values(text: str, words: str, edtf: str) -> None:
    mention = only(text)
    assert (mention.when.words, mention.when.edtf) == (words, edtf)


@pytest.mark.parametrize(
    ("text", "words", "edtf", "hour", "timex"),
    [
        ("Shot at 3:30 a.m. Wednesday.", "3:30 a.m. Wednesday", "2016-10-26", "03:30", "2016-10-26T03:30"),
        ("They came at 9 p.m. on Monday.", "9 p.m. on Monday", "2016-10-24", "21:00", "2016-10-24T21:00"),
        ("A blast shook the city on Monday night.", "Monday night", "2016-10-24", "night", "2016-10-24TNI"),
        ("Early hours of Tuesday.", "Early hours of Tuesday", "2016-10-25", "morning", "2016-10-25TMO"),
        ("Police raided it late Thursday.", "late Thursday", "2016-10-27", "night", "2016-10-27"),
        ("Two men were killed last night.", "last night", "2016-10-27", "night", "2016-10-27TNI"),
        ("It was found this morning.", "this morning", "2016-10-28", "morning", "2016-10-28TMO"),
        ("It ended at midnight Friday.", "midnight Friday", "2016-10-28", "24:00", "2016-10-28T24:00"),
    ],
)  # fmt: skip
def test_hours_stay_with_their_day(text: str, words: str, edtf: str, hour: str, timex: str) -> None:
    mention = only(text)
    assert (mention.when.words, mention.when.edtf, mention.when.time_of_day) == (words, edtf, hour)
    assert mention.timex_value == timex


@pytest.mark.parametrize(
    ("text", "kind", "timex"),
    [
        ("The siege lasted for three days.", "duration", "P3D"),
        ("They held out several hours.", "duration", "PTXH"),
        ("It was a two-week truce.", "duration", "P2W"),
        ("The road was closed for two decades.", "duration", "P20Y"),
        ("Shells fall every Friday.", "set", "XXXX-WXX-5"),
        ("The town is shelled daily.", "set", "P1D"),
        ("He has recently returned.", "date", "PAST_REF"),
    ],
)
def test_times_without_a_day(text: str, kind: str, timex: str) -> None:
    mention = only(text)
    assert (mention.kind, mention.timex_value, mention.when.edtf) == (kind, timex, None)
    assert mention.when.reason


@pytest.mark.parametrize(
    "text",
    [
        "Protesters began a march on the capital.",
        "They may attack again, and may be armed.",
        "Fighters of the March 23 Movement (M23) entered the town.",
        "The November 17 group and Black September claimed it.",
        "Boko Haram fighters attacked 2,016 people and 1999 soldiers.",
        "A 16-year-old boy and a two-year-old girl were hurt.",
        "The Sunday Times reported a shooting in the night club.",
        "An F-16 dropped a bomb near the $2016 fence.",
    ],
)
def test_words_that_are_no_times(text: str) -> None:
    assert [m.when.words for m in find_times(text, "r", KNOWN)] == []


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("It happened yesterday.", DayOffset(-1, -1)),
        ("It happened on Monday.", DayOffset(-6, 0)),
        ("It happened overnight.", DayOffset(-1, 0)),
        ("It happened two days ago.", DayOffset(-2, -2)),
        ("It happened last week.", DayOffset(-13, -1)),
    ],
)
def test_offsets_without_a_day_of_publication(text: str, offset: DayOffset) -> None:
    mention = only(text, UNKNOWN)
    assert mention.when.edtf is None and mention.when.earliest is None
    assert mention.when.reason == "no date to count from"
    assert mention.when.offset == offset


def test_a_weekday_gets_its_day_once_the_report_is_dated() -> None:
    when = with_published(only("It happened on Monday.", UNKNOWN).when, FRIDAY)
    assert (when.edtf, when.anchor, when.offset) == ("2016-10-24", "publication", DayOffset(-4, -4))
    month = with_published(only("It happened last month.", UNKNOWN).when, FRIDAY)
    assert (month.edtf, month.granularity) == ("2016-09", Granularity.MONTH)


def test_counted_from_the_day_told_before() -> None:
    text = "A car bomb exploded on Monday. Four days later, gunmen struck. The previous day a soldier died."
    first, second, third = find_times(
        text, "r", Published("2016-10-30", date(2016, 10, 30), date(2016, 10, 30))
    )
    assert second.when.edtf == "2016-10-28"
    assert second.when.anchor == f"span:{first.span.start}-{first.span.end}"
    assert third.when.edtf == "2016-10-27"
    undated = find_times(text, "r", Published(weekday=7, reason="no date on the page"))
    assert [m.when.offset for m in undated] == [DayOffset(-6, -6), DayOffset(-2, -2), DayOffset(-3, -3)]


def test_earlier_in_the_day_is_of_the_day_told_before() -> None:
    text = "Two men were taken to court on Thursday for a raid earlier in the day, the third of this month."
    found = find_times(text, "r", KNOWN)[:2]
    assert [(m.when.words, m.when.edtf, m.span.start) for m in found] == [
        ("Thursday", "2016-10-27", 31),
        ("earlier in the day", "2016-10-27", 51),
    ]


def test_counted_from_the_incident_when_nothing_stands_before() -> None:
    mention = only("A soldier had died the previous day.")
    assert (mention.when.anchor, mention.when.edtf, mention.shift) == ("incident", None, DayOffset(-1, -1))
    after = only("Two days after the attack, a vigil was held.")
    assert (after.kind, after.shift) == ("duration", DayOffset(2, 2))


def test_an_hour_goes_on_about_the_day_told_not_the_day_of_saying() -> None:
    text = "He died on Tuesday night, a spokesman said Thursday. At around 10 p.m., shots were heard."
    night, saying, hour = find_times(text, "r", KNOWN)
    assert saying.is_reporting and not night.is_reporting
    assert (hour.when.edtf, hour.when.time_of_day) == ("2016-10-25", "22:00")


@pytest.mark.parametrize(
    "text",
    [
        "Four were killed, officials said Friday.",
        "The minister told reporters on Tuesday that troops had left.",
        "The group said in a statement late Monday it had done so.",
        "The army announced on Thursday that it had withdrawn.",
        "On Friday, police said they had found the car.",
    ],
)
def test_times_of_saying(text: str) -> None:
    assert find_times(text, "r", KNOWN)[0].is_reporting


def test_a_time_of_the_deed_is_no_time_of_saying() -> None:
    assert not only("A man was shot dead Friday, police said.").is_reporting


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "On Monday, Oct. 25, 2016.",
            "“Monday, Oct. 25, 2016” names Monday, but 2016-10-25 was a Tuesday",
        ),
        ("He was born on 31 April 2015.", "“31 April 2015”: there is no day 31 in month 4 of 2015"),
        (
            "He was shot on Nov. 30, 2016.",
            "“Nov. 30, 2016” is told as past, but the report came out on 2016-10-28",
        ),
        (
            "The road is open again, police said Monday.",
            "“Monday” is the day of saying, but the report is dated 2016-10-28, a Friday, 4 days later",
        ),
    ],
)
def test_contradictions_quote_both_sides(text: str, quoted: str) -> None:
    assert [c.reason for c in contradictions(find_times(text, "r", KNOWN), KNOWN)] == [quoted]


@pytest.mark.parametrize("text", ["1 May 0000", "2016-02-30", "31 April", "99/99/2016", "3 Aban 9999"])
def test_impossible_dates_are_unknown_with_a_reason(text: str) -> None:
    for mention in find_times(text, "r", KNOWN):
        assert mention.when.edtf is None and mention.when.reason


def test_the_end_of_the_calendar() -> None:
    last = date(9999, 12, 31)
    mention = only("It begins next year.", Published("9999-12-31", last, last))
    assert mention.when.edtf is None and "calendar" in mention.when.reason
    assert only("on 5 May 9999").when.edtf == "9999-05-05"


def test_spanish_and_french_are_begun() -> None:
    assert only("Fue asesinado el 24 de octubre de 2016.", language="es").when.edtf == "2016-10-24"
    assert only("El ataque ocurrió el lunes pasado.", language="es").when.edtf == "2016-10-24"
    assert only("Murió hace tres días.", language="es").when.edtf == "2016-10-25"
    assert only("Deux soldats ont été tués mardi soir.", language="fr").when.edtf == "2016-10-25"
    assert only("L'attaque du 24 octobre 2016 a fait 61 morts.", language="fr").when.edtf == "2016-10-24"
    assert only("Il est mort il y a trois jours.", language="fr").when.edtf == "2016-10-25"


def test_a_year_told_before_holds_for_the_days_after_it() -> None:
    text = (
        "On April 15, 1995, he reserved a truck, and on April 17 he picked it up. He stayed until the 18th."
    )
    assert [m.when.edtf for m in find_times(text, "r", KNOWN)] == ["1995-04-15", "1995-04-17", "1995-04-18"]


def test_a_minister_is_no_month() -> None:
    assert find_times("Theresa May promised a review.", "r", KNOWN) == []
    assert only("They agreed on it in May.").when.edtf == "2016-05"


def test_that_tuesday_is_the_tuesday_just_told() -> None:
    text = "Nobody disputes the day, 18 October, and that a jet was heard that Tuesday morning."
    day, again = find_times(text, "r", KNOWN)
    assert (again.when.edtf, again.when.time_of_day) == ("2016-10-18", "morning")
    assert again.when.anchor == f"span:{day.span.start}-{day.span.end}"
    assert text[again.span.start : again.span.end] == "that Tuesday morning"


def test_a_group_named_after_a_day_is_no_day() -> None:
    assert find_times("The April 9 Column and the March 23 Movement denied it.", "r", KNOWN) == []


def test_an_hour_is_not_of_the_day_of_an_arrest() -> None:
    text = (
        "A boy was shot in the face inside a parked car on Tuesday evening. His mother was arrested "
        "Wednesday. The shooting was called in at 7:23 p.m."
    )
    hour = find_times(text, "r", KNOWN)[-1]
    assert text[hour.span.start : hour.span.end] == "7:23 p.m."
    assert hour.when.earliest == find_times(text, "r", KNOWN)[0].when.earliest


def test_a_day_that_names_the_event_is_no_time_of_saying() -> None:
    text = "The sheriff's office said Tuesday's shooting occurred just before 6 p.m. on Ella Street."
    found = find_times(text, "r", KNOWN)
    assert [m.is_reporting for m in found] == [False, False]
    assert found[0].when.earliest == found[1].when.earliest


def test_the_year_at_the_head_of_a_dispatch_belongs_to_its_date() -> None:
    found = only("BOGOTA, 11 SEP 89 (TELEX) -- TROOPS FOUGHT.", UNKNOWN)
    assert (found.when.words, found.when.edtf, found.span.start) == ("11 SEP 89", "1989-09-11", 8)
    # a number behind a day is no year
    assert only("On 2 May 14 people were killed.").when.words == "2 May"


@pytest.mark.parametrize(
    "text",
    [
        "June V. Miller, 91, was hurt in the crash.",
        "Neighbours said June Miller was hurt in the crash.",
        "On the 23rd floor the lamps went out.",
        "It was the 5th attack.",
        "Bodies lay on the 5th and 6th floors.",
    ],
)
def test_a_woman_called_june_is_no_month_and_a_floor_no_day(text: str) -> None:
    assert find_times(text, "r", KNOWN) == []


@pytest.mark.parametrize(
    ("text", "published", "words", "edtf"),
    [
        # the weekday settles the year, ahead of publication and years behind it
        ("It was last changed on Sunday, Nov. 27.", "2016-11-25", "Sunday, Nov. 27", "2016-11-27"),
        ("He was shot on Thursday, March 5.", "2017-02-01", "Thursday, March 5", "2015-03-05"),
        ("It happened at the bar on last July 21.", "2015-07-31", "last July 21", "2015-07-21"),
        ("She died the day after Thanksgiving.", "2016-11-30", "the day after Thanksgiving", "2016-11-25"),
        ("The day-before-Christmas raid.", "2016-12-30", "The day-before-Christmas", "2016-12-24"),
        ("Two were shot on MLK Day.", "2015-01-21", "MLK Day", "2015-01-19"),
        # a storm that is approaching lies ahead; who was approaching a house last night does not
        ("They were approaching the house at 3 a.m. Sunday.", "2013-07-29", "3 a.m. Sunday", "2013-07-28"),
        ("The depot burned overnight Saturday.", "2013-07-29", "overnight Saturday", "2013-07-27"),
        (
            "The depot was shelled overnight Friday into Saturday.",
            "2013-07-29",
            "overnight Friday into Saturday",
            "2013-07-26/2013-07-27",
        ),
        # what is named by its day has happened, whatever the verb before it looks forward to
        ("He was not the intended target of the Saturday shooting.", "2013-10-27", "Saturday", "2013-10-26"),
        ("He is due in court over the Aug. 19 drive-by shooting.", "2015-10-06", "the Aug. 19", "2015-08-19"),
        ("He is due in court on Saturday.", "2013-10-27", "Saturday", "2013-11-02"),
        # nor does what was intended for something, or what everybody will recall
        ("On 21 October articles intended for sale caught fire.", "1997-10-23", "21 October", "1997-10-21"),
        ("He intended to strike on 3 November.", "1997-10-23", "3 November", "1997-11-03"),
        ("Many will recall the ambush of 8 January.", "2004-01-21", "8 January", "2004-01-08"),
        ("They will meet on 8 January.", "2003-12-21", "8 January", "2004-01-08"),
        ("They will remember the dead on Saturday.", "2016-10-28", "Saturday", "2016-10-29"),
        ("Many will remember that on Saturday he fell.", "2016-10-28", "Saturday", "2016-10-22"),
        ("The march, intended for Saturday, was banned.", "2016-10-28", "Saturday", "2016-10-29"),
        ("On Tuesday, the 20th anniversary of the raid.", "2016-10-28", "Tuesday", "2016-10-25"),
        ("On Sunday the 15th Brigade came under fire.", "2016-10-28", "Sunday", "2016-10-23"),
        # the day of the month by its number alone
        ("On the 23rd soldiers came upon a camp.", "2014-10-28", "the 23rd", "2014-10-23"),
        ("The students were held on Tuesday the 5th.", "2001-06-06", "Tuesday the 5th", "2001-06-05"),
        (
            "On the 23rd of the current month it fell.",
            "1989-09-25",
            "the 23rd of the current month",
            "1989-09-23",
        ),
        ("He was shot on the Saturday before last.", "1993-04-13", "the Saturday before last", "1993-04-03"),
    ],
)
def test_words_that_settle_which_day_is_meant(text: str, published: str, words: str, edtf: str) -> None:
    day = date.fromisoformat(published)
    found = only(text, Published(published, day, day))
    assert (found.when.words, found.when.edtf) == (words, edtf)


def test_a_day_without_its_year_takes_the_year_that_the_text_gives_it() -> None:
    day = date(2016, 6, 28)
    published = Published("2016-06-28", day, day)
    text = "The two came home in December 2014. Their son was shot the night of Dec. 6, and on May 3 he died."
    found = find_times(text, "r", published)
    assert [m.when.edtf for m in found] == ["2014-12", "2014-12-06", "2016-05-03"]
    # two years for one month say nothing, and a day of the last weeks is of this year
    text = "Talks failed in December 2014 and in December 2013. On Dec. 6 the town was shelled."
    assert find_times(text, "r", published)[-1].when.edtf == "2015-12-06"
    text = "It began in June 2014. On June 6 the town was shelled."
    assert find_times(text, "r", published)[-1].when.edtf == "2016-06-06"


def test_three_days_since_thursday_are_a_length_and_a_day() -> None:
    found = find_times("He has been held for three days since Thursday.", "r", KNOWN)
    assert [(m.when.words, m.kind, m.when.edtf) for m in found] == [
        ("three days", "duration", None),
        ("Thursday", "date", "2016-10-27"),
    ]
