"""What must hold of incidents, whatever the reports say and whatever persons decide."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from link_builder import LAHORE, PAKISTAN, QUETTA, Maker, by_id, make_report

from dateline.link import incidents, judge
from dateline.model import (
    Account,
    ActorRole,
    Chosen,
    Claim,
    ClaimStance,
    Decision,
    DecisionVerb,
    Effect,
    Group,
    Incident,
    Judgement,
    Report,
    Stance,
    Toll,
    Verdict,
)

SCORES = st.sampled_from([0.6, 0.8, 0.9])
MERGE_OR_SPLIT = st.sampled_from([DecisionVerb.MERGE, DecisionVerb.SPLIT])
START = datetime(2024, 5, 1, tzinfo=UTC)
TEXT = (
    "Gunmen killed people in Quetta on Monday night, officials said, and a man named Abdullah Afridi spoke "
    "of the raid. Islamic State claimed the attack. Militants died."
)
World = tuple[list[Account], dict[str, Report], list[Judgement]]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A few reports, each with one or two accounts, and judgements that the machine might have made."""
    accounts: list[Account] = []
    reports = []
    for number in range(draw(st.integers(1, 5))):
        day = draw(st.none() | st.integers(1, 6).map(lambda n: date(2016, 10, 23) + timedelta(days=n)))
        report = make_report(f"r{number}", TEXT + f" Story {number}.", day, outlet=f"Paper {number}")
        reports.append(report)
        for letter in "ab"[: draw(st.integers(1, 2))]:
            accounts.append(_account(draw, report, f"r{number}{letter}", letter == "a"))
    judgements = [
        Judgement(
            *pair, draw(st.sampled_from(Verdict)), draw(st.sampled_from([0.6, 0.8, 0.9])), ("why",), "m"
        )
        for pair in combinations(sorted(a.id for a in accounts), 2)
        if draw(st.booleans())
    ]
    return accounts, by_id(reports), judgements


def _account(draw: st.DrawFn, report: Report, name: str, main: bool) -> Account:
    maker = Maker(report, name, main=main)
    when = draw(st.integers(0, 3))
    if when == 1:
        maker.on(date(2016, 10, 24) + timedelta(days=draw(st.integers(0, 2))), "Monday night")
    elif when == 2:
        maker.counted(-draw(st.integers(1, 4)), -1, "Monday night", draw(st.sampled_from([None, 1])))
    place = draw(st.sampled_from([None, QUETTA, LAHORE, PAKISTAN]))
    if place is not None:
        maker.at(place, "Quetta")
    for _ in range(draw(st.integers(0, 3))):
        group = draw(st.sampled_from([Group.UNKNOWN, Group.CIVILIANS, Group.MILITANTS, Group.ATTACKERS]))
        stance = draw(st.sampled_from([Stance.ASSERTED, Stance.ASSERTED, Stance.DENIED, Stance.CLAIMED]))
        number, open_end = draw(st.integers(0, 70)), draw(st.booleans())
        maker.toll(Effect.KILLED, number, "people", group=group, at_least=open_end, stance=stance)
    if draw(st.booleans()):
        maker.actor(
            "Islamic State",
            draw(st.sampled_from(ActorRole)),
            "islamic_state",
            stance=draw(st.sampled_from(Stance)),
        )
    if draw(st.booleans()):
        stance_of_claim = draw(st.sampled_from(ClaimStance))
        maker.claim(Claim("Islamic State", stance_of_claim, actor_id="islamic_state"), "Islamic State")
    return maker.done()


@st.composite
def decided(draw: st.DrawFn) -> tuple[World, list[Decision]]:
    """A world with decisions of persons, undos among them."""
    world = draw(worlds())
    decisions: list[Decision] = []
    names = [a.id for a in world[0]]
    statements = [s.id for a in world[0] for s in a.statements]
    for number in range(draw(st.integers(0, 6))):
        choices = [DecisionVerb.MERGE, DecisionVerb.SPLIT] if len(names) > 1 else []
        if statements:
            choices += [DecisionVerb.ACCEPT, DecisionVerb.REJECT]
        if decisions:
            choices.append(DecisionVerb.UNDO)
        if not choices:
            break
        verb = draw(st.sampled_from(choices))
        if verb is DecisionVerb.UNDO:
            subject = (draw(st.sampled_from([d.id for d in decisions])),)
        elif verb in (DecisionVerb.MERGE, DecisionVerb.SPLIT):
            first, second = draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
            subject = (first, second)
        else:
            subject = (draw(st.sampled_from(statements)),)
        decisions.append(_decision(number, verb, subject))
    return world, decisions


def _decision(number: int, verb: DecisionVerb, subject: tuple[str, ...]) -> Decision:
    return Decision(f"d{number}", verb, subject, "ann", START + timedelta(minutes=number))


def _home(found: list[Incident], account_id: str) -> str:
    return next(i.id for i in found if any(a.id == account_id for a in i.accounts))


def _values(incident: Incident) -> list[Chosen]:
    return [
        incident.when,
        incident.where,
        *incident.actors,
        *incident.targets,
        *incident.weapons,
        *incident.tolls,
        *incident.claims,
    ]


@settings(max_examples=60, deadline=None)
@given(decided(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(
    given_world: tuple[World, list[Decision]], rng: random.Random
) -> None:
    (accounts, reports, judgements), decisions = given_world
    expected = incidents(accounts, reports, judgements, decisions)
    judged = judge(accounts, reports)
    mixed = [list(accounts), list(judgements), list(decisions)]
    for part in mixed:
        rng.shuffle(part)
    keys = list(reports)
    rng.shuffle(keys)
    again = {k: reports[k] for k in keys}
    assert incidents(mixed[0], again, mixed[1], mixed[2]) == expected  # type: ignore[arg-type]
    assert judge(mixed[0], again) == judged  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(decided())
def test_every_account_has_one_home_and_every_value_a_statement(
    given_world: tuple[World, list[Decision]],
) -> None:
    (accounts, reports, judgements), decisions = given_world
    found = incidents(accounts, reports, judgements, decisions)
    assert sorted(a.id for i in found for a in i.accounts) == sorted(a.id for a in accounts)
    assert len({i.id for i in found}) == len(found)
    for incident in found:
        known = {s.id for a in incident.accounts for s in a.statements} | {s.id for s in incident.inferred}
        for chosen in _values(incident):
            assert set(chosen.support) | set(chosen.dissent) <= known
            assert not set(chosen.support) & set(chosen.dissent)
            assert chosen.support if chosen.value is not None else chosen.reason
        assert all(s.inferred_from for s in incident.inferred)


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_counts_are_chosen_never_averaged(world: World) -> None:
    accounts, reports, judgements = world
    for incident in incidents(accounts, reports, judgements, []):
        stated = {s.id: s.value for a in incident.accounts for s in a.statements if isinstance(s.value, Toll)}
        for chosen in incident.tolls:
            if not isinstance(chosen.value, Toll):
                continue
            figures = [stated[s].best for s in chosen.support]
            if chosen.how == "part-sum":
                homes = {s.split("-")[0] for s in chosen.support}
                sums = {sum(stated[s].best or 0 for s in chosen.support if s.startswith(h)) for h in homes}
                assert sums == {chosen.value.best}
            else:
                assert chosen.value.best in figures
            ends = [n for t in stated.values() for n in (t.low, t.best, t.high) if n is not None]
            if chosen.how != "part-sum" and Group.UNKNOWN is not chosen.value.group:
                assert chosen.value.low in ends
                open_above = all(stated[s].high is None for s in chosen.support)
                assert chosen.value.high in ends or (chosen.value.high is None and open_above)


@settings(max_examples=60, deadline=None)
@given(
    decided(), st.sampled_from([DecisionVerb.MERGE, DecisionVerb.SPLIT]), st.randoms(use_true_random=False)
)
def test_the_last_word_of_a_person_stands(
    given_world: tuple[World, list[Decision]], verb: DecisionVerb, rng: random.Random
) -> None:
    (accounts, reports, judgements), decisions = given_world
    if len(accounts) < 2:
        return
    left, right = sorted(a.id for a in rng.sample(accounts, 2))
    last = _decision(100, verb, (left, right))
    found = incidents(accounts, reports, judgements, [*decisions, last])
    together = _home(found, left) == _home(found, right)
    assert together is (verb is DecisionVerb.MERGE)
    undo = _decision(101, DecisionVerb.UNDO, (last.id,))
    before = incidents(accounts, reports, judgements, decisions)
    assert incidents(accounts, reports, judgements, [*decisions, last, undo]) == before


@settings(max_examples=60, deadline=None)
@given(decided())
def test_undoing_everything_restores_the_first_state(given_world: tuple[World, list[Decision]]) -> None:
    (accounts, reports, judgements), decisions = given_world
    undone = [_decision(200 + n, DecisionVerb.UNDO, (d.id,)) for n, d in enumerate(reversed(decisions))]
    assert incidents(accounts, reports, judgements, [*decisions, *undone]) == incidents(
        accounts, reports, judgements, []
    )


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_an_accused_is_not_a_perpetrator(world: World) -> None:
    accounts, reports, judgements = world
    for incident in incidents(accounts, reports, judgements, []):
        said = {s.id: s for a in incident.accounts for s in a.statements}
        for chosen in incident.actors:
            if getattr(chosen.value, "role", None) is ActorRole.PERPETRATOR:
                assert all(said[s].stance is Stance.ASSERTED for s in chosen.support)
        stances = [(c.value.stance, c.value.actor_id) for c in incident.claims if isinstance(c.value, Claim)]
        assert len(stances) == len(set(stances))
