"""What no careful reporter would write, and what comes in all the same."""

from __future__ import annotations

from datetime import date, timedelta

from link_builder import QUETTA, Maker, by_id, make_report

from dateline.link import incidents, judge
from dateline.model import Account, Effect, Report, Toll, Where

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
