"""Whatever the model can hold goes to JSON and comes back equal."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import model
from dateline.model import Decision, Incident, Judgement, Page, Report, Statement, Toll, When
from dateline.model.codec import encode_value, from_json, to_json

ids = st.text(min_size=1, max_size=8)
spans = st.builds(lambda r, s, n: model.Span(r, s, s + n), ids, st.integers(0, 900), st.integers(1, 90))
tolls = st.builds(
    lambda effect, group, counts, word: Toll(effect, group, *sorted(counts), qualifier=word),
    st.sampled_from(model.Effect),
    st.sampled_from(model.Group),
    st.lists(st.integers(0, 10**6), min_size=3, max_size=3),
    st.text(max_size=9),
)
values = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.builds(When),
    st.builds(model.Where),
    st.builds(model.Actor),
    st.builds(model.Target),
    st.builds(model.Weapon),
    st.builds(model.Claim),
    tolls,
)
statements = st.builds(
    Statement,
    id=ids,
    field=st.sampled_from(model.Field),
    value=values,
    spans=st.lists(spans, min_size=1, max_size=3).map(tuple),
    said_by=st.builds(model.Speaker, span=st.none() | spans),
    stance=st.sampled_from(model.Stance),
    how=st.sampled_from(model.How),
    confidence=st.floats(0, 1),
    inferred_from=st.lists(ids, max_size=2).map(tuple),
)
decisions = st.builds(
    Decision,
    id=ids,
    verb=st.sampled_from(model.DecisionVerb),
    subject=st.lists(ids, max_size=2).map(tuple),
    at=st.datetimes(),
    value=values,
)


@settings(max_examples=60, deadline=None)
@given(statements)
def test_statement_round_trip(statement: Statement) -> None:
    data = json.loads(json.dumps(to_json(statement)))
    again = from_json(Statement, data)
    assert again == statement
    assert type(again.field) is model.Field and type(again.spans) is tuple


@settings(max_examples=60, deadline=None)
@given(decisions)
def test_decision_round_trip(decision: Decision) -> None:
    assert from_json(Decision, json.loads(json.dumps(to_json(decision)))) == decision


def test_report_page_judgement_and_incident_round_trip() -> None:
    candidate = model.DateCandidate("banner", "Wednesday", date(2023, 12, 6), reason="a Wednesday")
    report = Report(
        id="r",
        text="Four died.",
        offsets=model.OffsetMap(((0, 7, 10),)),
        page_sha256="0" * 64,
        published=model.Published(None, reason="no date", weekday=5, candidates=(candidate,)),
    )
    page = Page(b"\x00\xff", "text/plain", retrieved=datetime(2026, 1, 2, 3), given={"id": "r"})
    judgement = Judgement("a", "b", model.Verdict.SAME, 0.5, ("same day",), "link@1")
    statement = Statement("s", model.Field.TYPE, "bombing", (report.span(0, 4),))
    account = model.Account("a", "r", True, "bombing", "", model.Stage.ATTEMPTED, (statement,))
    chosen = model.Chosen("when", When.day(date(2016, 10, 24)), "most precise", ("s",))
    incident = Incident("i", "bombing", "", "attempted", (account,), chosen, chosen, tolls=(chosen,))
    for thing in (report, page, judgement, incident):
        assert from_json(type(thing), json.loads(json.dumps(to_json(thing)))) == thing


def test_a_value_carries_its_tag_and_keeps_its_kind() -> None:
    data = encode_value(model.Target("a police academy", "police"))
    assert data == {"is": "target", "name": "a police academy", "kind": "police", "effect": ""}
    assert encode_value("bombing") == "bombing" and encode_value(None) is None


def test_a_field_that_an_older_version_did_not_write_takes_its_default() -> None:
    assert from_json(Toll, {"effect": "killed", "best": 4}) == Toll(model.Effect.KILLED, best=4)


def test_a_wrong_shape_is_refused() -> None:
    with pytest.raises((ValueError, KeyError)):
        from_json(Toll, {"effect": "annoyed"})
