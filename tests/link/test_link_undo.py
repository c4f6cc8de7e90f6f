"""A thousand merges, splits, corrections and undos; and after undoing all of them nothing has changed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from link_quetta import REPORTS, accounts

from dateline.link import incidents, judge
from dateline.model import Decision, DecisionVerb, Effect, Field, Toll

START = datetime(2024, 5, 1, tzinfo=UTC)
COUNT = 1000


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_a_thousand_decisions_undone(seed: int) -> None:
    rng = random.Random(seed)
    told = accounts()
    judged = judge(told, REPORTS)
    names = [a.id for a in told]
    tolls = [s.id for a in told for s in a.of(Field.TOLL)]
    decisions: list[Decision] = []

    def add(verb: DecisionVerb, subject: tuple[str, ...], value: Toll | None = None) -> None:
        number = len(decisions)
        at = START + timedelta(minutes=number)
        decisions.append(Decision(f"d{number:05}", verb, tuple(sorted(subject)), "ann", at, value))

    for _ in range(COUNT):
        verb = rng.choice([DecisionVerb.MERGE, DecisionVerb.SPLIT, DecisionVerb.CORRECT, DecisionVerb.UNDO])
        if verb is DecisionVerb.CORRECT:
            number = rng.randrange(90)
            add(verb, (rng.choice(tolls),), Toll(Effect.KILLED, low=number, best=number, high=number))
        elif verb is DecisionVerb.UNDO and decisions:
            subject = rng.choice(decisions).id
            add(verb, (subject,))
        else:
            add(DecisionVerb.SPLIT if verb is DecisionVerb.UNDO else verb, tuple(rng.sample(names, 2)))
    assert incidents(told, REPORTS, judged, decisions)  # whatever was decided, something stands
    # newest first, so that an undo is taken back before what it undid
    for decision in list(reversed(decisions)):
        add(DecisionVerb.UNDO, (decision.id,))
    assert incidents(told, REPORTS, judged, decisions) == incidents(told, REPORTS, judged, [])
