"""What no careful reporter would write, and what comes in all the same."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from link_builder import LAHORE, QUETTA, Maker, by_id, make_report

from dateline.link import incidents, judge, origins
from dateline.link import origin as origin
from dateline.model import Account, Effect, Report, Toll, Verdict, Where

DAY = date(2016, 10, 24)
STORY = (
    "Gunmen stormed the police training college on Sariab Road in Quetta late on Monday. The recruits were "
    "asleep in the hostel, said Abdullah Afridi, a cadet who jumped from the roof. {dead} people were "
    "killed, a list at the morgue of the Civil Hospital showed on Tuesday. The army closed all roads."
)


def _told(name: str, dead: int, outlet: str, text: str = STORY) -> tuple[Report, Account]:
    report = make_report(name, text.format(dead=dead), DAY + timedelta(days=1), outlet=outlet)
    maker = Maker(report, name + "a").on(DAY, "late on Monday").at(QUETTA, "Quetta")
    return report, maker.toll(Effect.KILLED, dead, f"{dead} people").done()


def test_a_story_repeated_under_forty_names_is_one_origin() -> None:
    true = [_told(f"t{n}", 61, f"Paper {n}", STORY + f" Source {n} of ours saw it." * 9) for n in range(2)]
    true[1] = _told(
        "t1", 61, "Gazette", "In Quetta, late on Monday, {dead} people died at the college on Sariab Road."
    )
    false = [_told(f"x{n:02}", 260, f"Mirror {n}") for n in range(40)]
    pairs = [*true, *false]
    reports, told = by_id([r for r, _ in pairs]), [a for _, a in pairs]
    found = incidents(told, reports, judge(told, reports), [])
    home = next(i for i in found if any(a.id == "x00a" for a in i.accounts))
    assert sum(a.id.startswith("x") for a in home.accounts) == 40
    assert home.origins <= 3
    killed = next(c.value for c in home.tolls if isinstance(c.value, Toll))
    chosen = next(c for c in home.tolls if c.value == killed)
    assert "one origin" in chosen.reason if killed.best == 260 else killed.best == 61


def test_an_account_without_day_and_place_stays_alone_and_says_why() -> None:
    report = make_report("n1", "A bomb went off, said a man.", None)
    account = Maker(report, "n1a", type="bombing").done()
    known, other = _told("t0", 61, "Paper")
    reports = by_id([report, known])
    found = incidents([account, other], reports, judge([account, other], reports), [])
    alone = next(i for i in found if i.accounts[0].id == "n1a")
    assert len(alone.accounts) == 1
    assert alone.when.value is None and alone.when.reason
    assert alone.where.value is None and alone.where.reason


def test_a_report_from_the_future_is_linked_by_what_it_tells() -> None:
    known, first = _told("t0", 61, "Paper")
    report = make_report("f1", STORY.format(dead=61), date(2990, 1, 1), outlet="Later")
    maker = Maker(report, "f1a").on(DAY, "late on Monday").at(QUETTA, "Quetta")
    told = [first, maker.toll(Effect.KILLED, 61, "61 people").done()]
    reports = by_id([known, report])
    (found,) = incidents(told, reports, judge(told, reports), [])
    assert found.when.value is not None


def test_a_report_of_two_hundred_incidents_keeps_them_apart() -> None:
    text = " ".join(f"A bomb killed {n} people in Town{n:03}." for n in range(200))
    report = make_report("m1", text, DAY)
    told = []
    for n in range(200):
        place = Where(f"Town{n:03}", 30.0 + n / 10, 60.0, n + 1, "PK")
        maker = Maker(report, f"m1-{n:03}", type="bombing", main=n == 0).at(place, f"Town{n:03}")
        told.append(maker.toll(Effect.KILLED, n, f"killed {n} people").done())
    assert len(incidents(told, by_id([report]), judge(told, by_id([report])), [])) == 200


def test_a_thousand_reports_of_one_incident_are_one() -> None:
    pairs = [
        _told(f"c{n:04}", 61, f"Paper {n}", STORY + f" {n} told word{n} word{n + 7} of it." * 30)
        for n in range(1000)
    ]
    reports, told = by_id([r for r, _ in pairs]), [a for _, a in pairs]
    judged = judge(told, reports)
    assert len(judged) < 120 * len(told)  # never all with all
    assert [len(i.accounts) for i in incidents(told, reports, judged, [])] == [1000]


def test_a_crowd_of_stories_alike_costs_no_comparison_of_all_with_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each has half of its words in common with every other: alike, and no copies."""
    rng = random.Random(3)
    reports = {}
    for number in range(300):
        own = " ".join(f"word{rng.randrange(10_000)}" for _ in range(80))
        report, _ = _told(f"k{number:03}", 61, f"Paper {number}", STORY + f" {own}")
        reports[report.id] = report
    copy = replace(reports["k100"], id="z", outlet="Mirror")
    asked = []

    def counted(*pair: object) -> bool:
        asked.append(pair)
        return one_origin(*pair)  # type: ignore[arg-type]  # handed on as they came

    one_origin = origin._is_one_origin
    monkeypatch.setattr(origin, "_is_one_origin", counted)
    found = origins({**reports, "z": copy})
    assert len(asked) < 70 * len(reports) < 300 * 299 / 2
    assert found["z"] == "k100", "a copy is found in the crowd all the same"
    assert len(set(found.values())) == 300


@pytest.mark.parametrize(("age", "merged"), [("7-year-old", True), ("44-year-old", False)])
def test_a_town_that_was_read_wrongly_yields_to_the_same_victim(age: str, merged: bool) -> None:
    """ "Police: 7-year-old girl dies after shooting": the story comes from the town of the hospital."""
    first = (
        "A 7-year-old girl was shot dead in her bed on Harrel Street on Monday, said Captain Shon Barnes. "
        "A'yanna Allan slept when somebody fired into the home. Her grandmother was hurt by glass."
    )
    second = (
        f"Police are looking for a man after A'yanna Allan, {age}, died of a shot through the window of her "
        "house. Officers asked neighbours on Harrel Street to come forward with what they saw."
    )
    pairs = []
    for name, text, words, place in (("one", first, "shot dead", QUETTA), ("two", second, "died", LAHORE)):
        report = make_report(name, text, DAY + timedelta(days=1), outlet=name)
        maker = Maker(report, name + "a", subtype="shooting").on(DAY, words).at(place, words)
        pairs.append((report, maker.toll(Effect.KILLED, 1, words).done()))
    reports, told = by_id([r for r, _ in pairs]), [a for _, a in pairs]
    (judged,) = judge(told, reports)
    assert (judged.verdict is Verdict.SAME) == merged, judged
    assert judged.score > 0.7
    assert ("two towns on one day (Quetta, Lahore)" in judged.reasons) != merged
