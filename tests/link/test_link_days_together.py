"""What linked reports say of days is solved together: chains, stretches, weekdays, and what contradicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from link_builder import QUETTA, Maker, by_id, make_report

from dateline.link import Options, incidents
from dateline.link.incident import outcome
from dateline.model import (
    Account,
    DayOffset,
    Decision,
    DecisionVerb,
    Field,
    Granularity,
    How,
    Incident,
    Published,
    Report,
    When,
)

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
MONDAY = date(2016, 10, 24)
TEXT = "Gunmen came on Monday night, officials said. Two days later there was a raid. It was the week before."


def _report(name: str, day: date | None = None, weekday: int | None = None) -> Report:
    return make_report(name, TEXT, day, outlet=name, weekday=weekday)


def _maker(report: Report, name: str, subtype: str = "") -> Maker:
    return Maker(report, name, subtype=subtype).at(QUETTA, "Gunmen")


def _stretch(maker: Maker, first: date, last: date, words: str) -> Maker:
    edtf = f"{first.isoformat()}/{last.isoformat()}"
    value = When(edtf, first, last, Granularity.RANGE, words, "publication")
    return maker.say(Field.WHEN, value, words, how=How.NORMALISED)


def _merged(*pairs: tuple[str, str]) -> list[Decision]:
    return [
        Decision(f"m{n}", DecisionVerb.MERGE, tuple(sorted(pair)), "ann", NOON)
        for n, pair in enumerate(pairs)
    ]


def _incidents(
    told: list[Account], reports: list[Report], *pairs: tuple[str, str]
) -> tuple[dict[str, Incident], dict[str, Published]]:
    """The incident of each account, linked by a person, so that the days alone are looked at."""
    found = outcome(told, by_id(reports), [], _merged(*pairs), Options())
    return {a.id: i for i in found.incidents for a in i.accounts}, found.published


def _day(incident: Incident) -> date | None:
    when = incident.when.value
    return when.earliest if isinstance(when, When) and when.earliest == when.latest else None


def test_a_day_runs_through_two_undated_reports() -> None:
    """The first report dates the attack; the second, undated, speaks of it and of a raid; the third, undated,
    speaks of the raid and so gets its own day of publication."""
    first, second, third = _report("r1", date(2016, 10, 25)), _report("r2"), _report("r3")
    told = [
        _maker(first, "r1a").on(MONDAY, "Monday night").done(),
        _maker(second, "r2a").counted(-4, -4, "Monday night", weekday=1).done(),
        _maker(second, "r2b", "raid").counted(-2, -2, "Two days later").done(),
        _maker(third, "r3b", "raid").counted(-7, -7, "the week before").done(),
    ]
    found, published = _incidents(told, [first, second, third], ("r1a", "r2a"), ("r2b", "r3b"))
    assert _day(found["r2b"]) == date(2016, 10, 26)
    assert published["r2"].day == date(2016, 10, 28)
    assert published["r3"].day == date(2016, 11, 2)
    inferred = {s.id: s for s in found["r3b"].inferred}
    raid = inferred[found["r3b"].when.support[0]]
    own = {s.id for a in told for s in a.statements}
    assert set(raid.inferred_from) <= own, "a value rests on what reports say, not on what was inferred"
    assert {"r1a-s2", "r2a-s2"} <= set(raid.inferred_from)


def test_a_stretch_and_a_weekday_of_two_reports_make_the_day() -> None:
    first, second = _report("r1", date(2016, 10, 30)), _report("r2")
    weekday = When(words="Monday night", weekday=1, reason="no date to count from")
    told = [
        _stretch(_maker(first, "r1a"), date(2016, 10, 20), date(2016, 10, 26), "the week before").done(),
        _maker(second, "r2a").say(Field.WHEN, weekday, "Monday night").done(),
    ]
    found, _ = _incidents(told, [first, second], ("r1a", "r2a"))
    chosen = found["r1a"].when
    assert _day(found["r1a"]) == MONDAY
    assert chosen.how == "inferred"
    statement = next(s for s in found["r1a"].inferred if s.id in chosen.support)
    assert {"r1a-s2", "r2a-s2"} == set(statement.inferred_from)
    apart, _ = _incidents(told, [first, second])
    assert _day(apart["r1a"]) is None, "without the link nothing of it is left"


def test_two_days_later_keeps_its_distance_although_the_first_day_is_a_stretch() -> None:
    """ "Two days later" after "the week before": each alone is a stretch of seven days."""
    first, second = _report("r1", date(2016, 10, 25)), _report("r2")
    base = _maker(second, "r2a").counted(-13, -7, "the week before").done()
    span = base.statements[-1].spans[0]
    later = When(
        words="Two days later",
        offset=DayOffset(-11, -5),
        anchor=f"span:{span.start}-{span.end}",
        reason="no date to count from",
    )
    third = _report("r3", date(2016, 10, 27))
    told = [
        _maker(first, "r1a").on(MONDAY, "Monday night").done(),
        base,
        _maker(second, "r2b", "raid").say(Field.WHEN, later, "Two days later").done(),
        _maker(third, "r3b", "raid").done(),
    ]
    found, _ = _incidents(told, [first, second, third], ("r1a", "r2a"), ("r2b", "r3b"))
    assert _day(found["r3b"]) == date(2016, 10, 26)


def test_a_link_that_contradicts_dates_nothing_and_is_shown() -> None:
    first, second, third = _report("r1", date(2016, 10, 25)), _report("r2"), _report("r3", date(2016, 10, 29))
    told = [
        _maker(first, "r1a").on(MONDAY, "Monday night").done(),
        _maker(second, "r2a").counted(-4, -4, "Monday night").done(),
        _maker(third, "r3b", "raid").on(date(2016, 10, 28), "Two days later").done(),
        _maker(second, "r2b", "raid").counted(-2, -2, "Two days later").done(),
    ]
    found, published = _incidents(told, [first, second, third], ("r1a", "r2a"), ("r2b", "r3b"))
    assert published == {}, "one origin each: neither is believed"
    assert any("none has more origins" in reason for reason in found["r2a"].reasons)
    assert any("none has more origins" in reason for reason in found["r2b"].reasons)
    fourth = _report("r4", date(2016, 10, 26))
    other = replace(fourth, text="Another story of the same night. " + TEXT)
    more = [*told, _maker(other, "r4a").on(MONDAY, "Monday night").done()]
    reports = [first, second, third, other]
    found, published = _incidents(more, reports, ("r1a", "r2a"), ("r1a", "r4a"), ("r2b", "r3b"))
    assert found["r1a"].origins == 3
    assert published["r2"].day == date(2016, 10, 28)
    assert any("not counted from 2016-10-28" in reason for reason in found["r2b"].reasons)


def test_a_report_that_came_out_before_the_day_is_shown() -> None:
    first, second = _report("r1", date(2016, 10, 25)), _report("r2", date(2016, 10, 20))
    told = [
        _maker(first, "r1a").on(MONDAY, "Monday night").done(),
        _maker(second, "r2a").done(),
    ]
    found, _ = _incidents(told, [first, second], ("r1a", "r2a"))
    assert any("r2a: its report came out 2016-10-20" in reason for reason in found["r1a"].reasons)


def test_a_person_s_stretch_is_not_narrowed() -> None:
    first, second = _report("r1", date(2016, 10, 30)), _report("r2")
    weekday = When(words="Monday night", weekday=1, reason="no date to count from")
    told = [
        _stretch(_maker(first, "r1a"), date(2016, 10, 20), date(2016, 10, 26), "the week before").done(),
        _maker(second, "r2a").say(Field.WHEN, weekday, "Monday night").done(),
    ]
    accepted = Decision("d1", DecisionVerb.ACCEPT, ("r1a-s2",), "ann", NOON)
    found = incidents(told, by_id([first, second]), [], [accepted, *_merged(("r1a", "r2a"))])
    assert found[0].when.value == told[0].statements[-1].value
