"""A dated report dates an undated one, and no longer once the link is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from link_quetta import ATTACK, RAID, REPORTS, accounts

from dateline.link import incidents, inferred_published, judge
from dateline.model import Decision, DecisionVerb, How, Incident, When

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
SPLIT = Decision("d1", DecisionVerb.SPLIT, ("r1a", "r9b"), "ann", NOON)


def _with(found: list[Incident], account_id: str) -> Incident:
    return next(i for i in found if any(a.id == account_id for a in i.accounts))


def _compute(*decisions: Decision) -> list[Incident]:
    told = accounts()
    return incidents(told, REPORTS, judge(told, REPORTS), decisions)


def _splits() -> list[Decision]:
    return [replace(SPLIT, id=f"d{n}", subject=(f"r{n}a", "r9b")) for n in (1, 2, 3)]


def test_the_attack_is_one_incident_and_the_raid_another() -> None:
    found = _compute()
    assert [a.id for a in _with(found, "r1a").accounts] == ["r1a", "r2a", "r3a", "r9b"]
    assert [a.id for a in _with(found, "r9a").accounts] == ["r9a"]


def test_publication_and_raid_are_dated_through_the_attack() -> None:
    told = accounts()
    published = inferred_published(told, REPORTS, judge(told, REPORTS), [])
    assert published["r9"].day == date(2016, 10, 28)
    assert published["r9"].how == "inferred"
    assert published["r9"].candidates[-1].source == "link"
    raid = _with(_compute(), "r9a")
    assert isinstance(raid.when.value, When)
    assert raid.when.value.earliest == raid.when.value.latest == RAID
    assert raid.when.how == "inferred"
    assert raid.inferred[0].how is How.INFERRED
    assert "r9a-s1" in raid.inferred[0].inferred_from
    attack = _with(_compute(), "r9b")
    assert [s.value.edtf for s in attack.inferred if isinstance(s.value, When)] == [ATTACK.isoformat()]


def test_undo_of_the_link_leaves_every_day_unknown_again() -> None:
    splits = _splits()
    found = _compute(*splits)
    assert _with(found, "r9b") is not _with(found, "r1a")
    assert _with(found, "r9a").when.value is None
    assert "no date to count from" in _with(found, "r9a").when.reason
    told = accounts()
    assert inferred_published(told, REPORTS, judge(told, REPORTS), splits) == {}
    undone = [replace(SPLIT, id=f"u{n}", verb=DecisionVerb.UNDO, subject=(f"d{n}",)) for n in (1, 2, 3)]
    later = [replace(u, at=NOON.replace(hour=13)) for u in undone]
    assert _compute(*splits, *later) == _compute()


def test_a_weekday_that_does_not_fit_dates_nothing() -> None:
    reports = dict(REPORTS)
    page = reports["r9"]
    reports["r9"] = replace(page, published=replace(page.published, weekday=3))
    told = accounts()
    judged = judge(told, reports)
    assert inferred_published(told, reports, judged, []) == {}
    attack = _with(incidents(told, reports, judged, []), "r9b")
    assert any("would not have come out" in reason for reason in attack.reasons)
