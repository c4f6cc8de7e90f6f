"""What a person reads of an incident: whole names, counts that fit together, and reasons in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from link_builder import QUETTA, Maker, by_id, make_report

from dateline.link import incidents, judge
from dateline.model import Actor, ActorRole, Decision, DecisionVerb, Effect, Group, Toll

DAY = date(2016, 10, 24)


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (["Debra Maness Childress", "Childress", "Debra Childress"], ["Debra Maness Childress"]),
        (["Shadale Graham", "Graham Shadale"], ["Shadale Graham"]),
        (["John Smith", "Mary Smith", "Smith"], ["John Smith", "Mary Smith", "Smith"]),  # which one?
        (["a woman", "a wounded woman"], ["a woman", "a wounded woman"]),
    ],
)
def test_a_person_has_one_name(told: list[str], names: list[str]) -> None:
    report = make_report("r1", "Killed: " + ", ".join(told) + ".", DAY)
    maker = Maker(report, "r1a").at(QUETTA, "Killed")
    for name in told:
        maker.actor(name, ActorRole.VICTIM)
    (found,) = incidents([maker.done()], by_id([report]), [], [])
    assert sorted(c.value.name for c in found.actors if isinstance(c.value, Actor)) == sorted(names)
    rests_on = sorted(s for c in found.actors for s in c.support)
    assert rests_on == sorted(s.id for s in found.accounts[0].statements if s.id in rests_on)
    assert len(rests_on) == len(told), "nobody's statement is lost"


def test_who_is_in_the_registry_is_not_taken_for_a_namesake() -> None:
    report = make_report("r1", "Northern Front and Northern Front Brigade fought.", DAY)
    maker = Maker(report, "r1a").at(QUETTA, "fought")
    maker.actor("Northern Front", ActorRole.PERPETRATOR, "nf").actor(
        "Northern Front Brigade", ActorRole.PERPETRATOR
    )
    (found,) = incidents([maker.done()], by_id([report]), [], [])
    assert len(found.actors) == 2


@pytest.mark.parametrize(("of_group", "best"), [(200, None), (1, 1)])
def test_a_group_is_no_larger_than_the_total_of_its_own_report(of_group: int, best: int | None) -> None:
    report = make_report("r1", f"A boy was killed. {of_group} pupils mourned.", DAY)
    maker = Maker(report, "r1a").at(QUETTA, "mourned").toll(Effect.KILLED, 1, "A boy", at_least=True)
    maker.toll(Effect.KILLED, of_group, f"{of_group} pupils", group=Group.CIVILIANS)
    (found,) = incidents([maker.done()], by_id([report]), [], [])
    total, group = found.tolls
    assert isinstance(total.value, Toll)
    assert total.value.best == 1
    assert (group.value.best if isinstance(group.value, Toll) else None) == best
    if best is None:
        assert group.dissent == ("r1a-s3",), "it is shown all the same"
        assert "larger than its own report's total" in group.reason


def test_reasons_name_outlets_and_days() -> None:
    accounts, reports = [], []
    for number, paper in enumerate(("Valley Paper", "Mirror")):
        text = f"Gunmen killed 61 cadets in Quetta, Abdullah Afridi of Sariab Road told {paper}."
        report = make_report(f"r{number}", text, DAY + timedelta(days=number + 1), outlet=paper)
        maker = Maker(report, f"r{number}a", subtype="shooting").on(DAY, "in").at(QUETTA, "Quetta")
        accounts.append(maker.toll(Effect.KILLED, 61, "61 cadets").done())
        reports.append(report)
    known = by_id(reports)
    (found,) = incidents(accounts, known, judge(accounts, known), [])
    (reason,) = found.reasons
    assert reason.startswith("Valley Paper (2016-10-25) and Mirror (2016-10-26): both tell of armed attack;")
    merge = Decision("d1", DecisionVerb.MERGE, ("r0a", "r1a"), "ann", datetime(2024, 1, 1))
    (merged,) = incidents(accounts, known, [], [merge])
    assert merged.reasons == ("Valley Paper (2016-10-25) and Mirror (2016-10-26): merged by ann",)
