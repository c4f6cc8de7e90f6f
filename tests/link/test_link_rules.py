"""The rules of choice, the edges of judging, and the table of tolls over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from link_builder import LAHORE, QUETTA, Maker, Speaker, Stance, by_id, make_report
from link_quetta import ATTACK, REPORTS, accounts

from dateline.link import Options, incidents, inferred_published, judge, origins, toll_over_time
from dateline.link.fit import fit
from dateline.link.places import relate
from dateline.link.tables import type_agreement, weights
from dateline.model import (
    Account,
    ActorRole,
    Claim,
    ClaimStance,
    Decision,
    DecisionVerb,
    Effect,
    Group,
    How,
    Incident,
    Report,
    Toll,
    Verdict,
    When,
)

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


def _attack(*decisions: Decision) -> Incident:
    told = accounts()
    found = incidents(told, REPORTS, judge(told, REPORTS), decisions)
    return next(i for i in found if any(a.id == "r1a" for a in i.accounts))


def _killed(incident: Incident, group: Group = Group.UNKNOWN) -> Toll:
    values = [c.value for c in incident.tolls]
    return next(v for v in values if isinstance(v, Toll) and v.effect is Effect.KILLED and v.group is group)


def test_a_first_count_that_was_left_open_does_not_pull_the_toll_down() -> None:
    attack = _attack()
    toll = _killed(attack)
    assert (toll.low, toll.best, toll.high) == (59, 61, 61)
    chosen = next(c for c in attack.tolls if c.value == toll)
    assert chosen.rule == "ucdp-low-best-high"
    assert set(chosen.support) == {"r3a-s3", "r9b-s2"}
    assert set(chosen.dissent) == {"r1a-s3", "r2a-s3", "r2a-s4"}
    assert _killed(attack, Group.ATTACKERS).best == 3


def test_a_person_corrects_a_toll_and_undoes_it() -> None:
    better = Toll(Effect.KILLED, Group.UNKNOWN, 62, 62, 62)
    correct = Decision("d1", DecisionVerb.CORRECT, ("r2a-s3",), "ann", NOON, better)
    attack = _attack(correct)
    assert _killed(attack) == better
    chosen = next(c for c in attack.tolls if c.value == better)
    assert chosen.support == ("d1",)
    corrected = next(s for a in attack.accounts for s in a.statements if s.id == "d1")
    assert corrected.how is How.HUMAN
    assert corrected.inferred_from == ("r2a-s3",)
    undo = Decision("d2", DecisionVerb.UNDO, ("d1",), "ann", NOON.replace(hour=13))
    assert _attack(correct, undo) == _attack()


def test_a_claim_is_no_proof_and_blame_no_claim() -> None:
    attack = _attack()
    roles = {c.value.name: c.value.role for c in attack.actors if c.value is not None}  # type: ignore[union-attr]
    assert roles["Islamic State"] is ActorRole.CLAIMANT
    stances = {(c.value.claimant, c.value.stance) for c in attack.claims if isinstance(c.value, Claim)}
    assert stances == {
        ("Islamic State", ClaimStance.CLAIMS),
        ("Lashkar-e-Jhangvi", ClaimStance.BLAMED),
    }


def _claims(*claims: Claim) -> list[Claim]:
    report = make_report("c1", "The attack in Quetta was claimed by several groups.", ATTACK)
    maker = Maker(report, "c1a").at(QUETTA, "Quetta")
    for claim in claims:
        maker.claim(claim, "claimed")
    (found,) = incidents([maker.done()], by_id([report]), [], [])
    return [c.value for c in found.claims if isinstance(c.value, Claim)]


def test_competing_claims_are_marked_and_joint_ones_are_not() -> None:
    north, south = Claim("Northern Front", ClaimStance.CLAIMS), Claim("Southern Front", ClaimStance.CLAIMS)
    assert all(c.disputed for c in _claims(north, south))
    joint = replace(north, jointly_with="the Southern Front")
    assert not any(c.disputed for c in _claims(joint, replace(south, claimant="the Southern Front")))
    denies = replace(north, stance=ClaimStance.DENIES)
    assert [c.disputed for c in _claims(north, denies)] == [True, False]


def test_the_word_of_an_armed_group_is_not_the_toll() -> None:
    text = "The army said 30 soldiers died in the ambush. The rebels said they had killed 200 soldiers."
    report = make_report("s1", text, ATTACK)
    maker = Maker(report, "s1a").toll(
        Effect.KILLED, 30, "30 soldiers", said_by=Speaker("the army", "military")
    )
    maker.toll(Effect.KILLED, 200, "200 soldiers", said_by=Speaker("the rebels", "armed_group"))
    (found,) = incidents([maker.done()], by_id([report]), [], [])
    toll = _killed(found)
    assert (toll.low, toll.best, toll.high) == (30, 30, 200)
    assert found.tolls[0].dissent == ("s1a-s2",)
    denied = Maker(report, "s1a").toll(Effect.KILLED, 30, "30 soldiers", stance=Stance.DENIED)
    (found,) = incidents([denied.done()], by_id([report]), [], [])
    assert found.tolls[0].value is None
    assert found.tolls[0].reason


def test_a_part_of_the_dead_is_no_second_estimate() -> None:
    text = "Some 61 people were killed. All three died. Earlier officials had counted 59 dead."
    report = make_report("q1", text, ATTACK)
    maker = Maker(report, "q1a").toll(Effect.KILLED, 61, "61 people").toll(Effect.KILLED, 3, "All three")
    (found,) = incidents([maker.toll(Effect.KILLED, 59, "59 dead").done()], by_id([report]), [], [])
    toll = _killed(found)
    assert (toll.low, toll.best, toll.high) == (59, 61, 61)
    assert set(found.tolls[0].dissent) == {"q1a-s2", "q1a-s3"}


def test_parts_of_one_report_make_a_total_without_the_attackers() -> None:
    report = make_report("p1", "Sixty cadets and a soldier died, and so did three attackers.", ATTACK)
    maker = Maker(report, "p1a").toll(Effect.KILLED, 60, "Sixty cadets", group=Group.CIVILIANS)
    maker.toll(Effect.KILLED, 1, "a soldier", group=Group.SECURITY_FORCES)
    maker.toll(Effect.KILLED, 3, "three attackers", group=Group.ATTACKERS)
    (found,) = incidents([maker.done()], by_id([report]), [], [])
    assert _killed(found).best == 61
    total = next(c for c in found.tolls if c.value == _killed(found))
    assert total.how == "part-sum"
    assert total.support == ("p1a-s1", "p1a-s2")


def test_tolls_over_time_are_in_the_order_of_publication() -> None:
    told = accounts()
    judged = judge(told, REPORTS)
    published = inferred_published(told, REPORTS, judged, [])
    rows = [r for r in toll_over_time(_attack(), REPORTS, published) if r.group is Group.UNKNOWN]
    assert [(r.report_id, r.best) for r in rows] == [("r1", 20), ("r2", 59), ("r3", 61), ("r9", 61)]
    assert rows[-1].published == date(2016, 10, 28)
    assert toll_over_time(_attack(), REPORTS)[-1].published is None


def _shooting(name: str, place: object, day: date, words: str) -> tuple[Report, Account]:
    report = make_report(name, f"Masked gunmen shot dead Karim Bakhtiari near the bazaar {words}.", day)
    maker = Maker(report, name + "a", subtype="shooting").on(day, "near the bazaar")
    maker.at(place, "bazaar").toll(Effect.KILLED, 1, "Karim Bakhtiari")  # type: ignore[arg-type]
    return report, maker.done()


def test_two_towns_on_one_day_are_two_incidents() -> None:
    first = make_report("t1", "Masked gunmen shot dead a shopkeeper near the bazaar on Monday.", ATTACK)
    second = make_report("t2", "A shopkeeper died near the bazaar, shot on Monday by masked gunmen.", ATTACK)
    reports = by_id([first, second])
    told = [
        Maker(first, "t1a", subtype="shooting").on(ATTACK, "Monday").at(QUETTA, "bazaar").done(),
        Maker(second, "t2a", subtype="shooting").on(ATTACK, "Monday").at(LAHORE, "bazaar").done(),
    ]
    judged = judge(told, reports)
    assert all(j.verdict is not Verdict.SAME for j in judged)
    assert len(incidents(told, reports, judged, [])) == 2
    merge = Decision("d1", DecisionVerb.MERGE, ("t1a", "t2a"), "ann", NOON)
    (merged,) = incidents(told, reports, judged, [merge])
    assert merged.reasons[0].endswith("merged by ann")


def test_copies_of_a_wire_story_are_one_origin() -> None:
    story = (
        "Rebels attacked a convoy on the northern road on Sunday and killed nine drivers, the governor said. "
        "The trucks carried flour to a camp for the displaced. Two of them burned, and the road was closed."
    )
    first = make_report("w1", story, date(2020, 1, 5), agency="MPA", outlet="One")
    copy = make_report("w2", "ROADTOWN (MPA) - " + story, date(2020, 1, 6), agency="MPA", outlet="Two")
    other = make_report(
        "w3", "A convoy was attacked on the northern road; nine drivers died.", date(2020, 1, 6)
    )
    found = origins(by_id([copy, other, first]))
    assert found == {"w1": "w1", "w2": "w1", "w3": "w3"}


def test_a_crowd_of_reports_on_one_incident_is_one_incident() -> None:
    told, reports = [], []
    for number in range(300):
        report, account = _shooting(f"n{number:03}", QUETTA, ATTACK, f"said source {number} of the town")
        told.append(account)
        reports.append(report)
    known = by_id(reports)
    found = incidents(told, known, judge(told, known), [], options=Options(frozenset({"n000"})))
    assert [len(i.accounts) for i in found] == [300]
    assert found[0].invented


def test_the_id_survives_growth() -> None:
    told = accounts()
    young = [a for a in told if a.id != "r3a"]
    few = {r: REPORTS[r] for r in REPORTS if r != "r3"}
    before = {i.id for i in incidents(young, few, judge(young, few), [])}
    after = {i.id for i in incidents(told, REPORTS, judge(told, REPORTS), [])}
    assert before == after


def test_when_no_report_is_dated_the_relation_is_kept_in_words() -> None:
    lone = [a for a in accounts() if a.report_id == "r9"]
    for incident in incidents(lone, {"r9": REPORTS["r9"]}, [], []):
        assert incident.when.value is None
        assert "days before publication" in incident.when.reason
        assert all(isinstance(s.value, When) for s in incident.inferred)
        assert incident.inferred == ()


def test_tables_are_whole() -> None:
    assert type_agreement("bombing", "armed_attack") == type_agreement("armed_attack", "bombing") > 0
    assert type_agreement("inquiry", "armed_attack") == 0
    assert relate(QUETTA, LAHORE).kind == "far"
    assert relate(QUETTA, replace(QUETTA, name="Kuttah", lat=30.2)).kind == "same"
    assert "bias" in weights()


def test_fit_learns_what_the_pairs_teach_and_keeps_the_rest() -> None:
    pairs = [({"day_same": 1.0}, True), ({"day_far": 1.0}, False)] * 40
    learned = fit(pairs, {"bias": 0.0, "day_same": 0.5, "day_far": 0.0, "actors_shared": 0.8})
    assert learned["day_same"] > 1.5
    assert learned["day_far"] < -1.0
    assert learned["actors_shared"] == 0.8
