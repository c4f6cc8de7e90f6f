"""Marked reports: the form, its checker, and the comparison of what was read with what is marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.evaluate.corpus import Tally, compare, matched, names_of, page_of
from dateline.evaluate.marked import main, parse, part, read
from dateline.model import Account, Actor, ActorRole, Effect, Field, Span, Stage, Stance, Statement, Toll
from dateline.resolve.who import Registry

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"
HEAD = """---
id: x-001
invented: true
licence: CC0-1.0
voice: wire
region: south-asia
outlet: Pamir Line
title: Gunmen kill four
published: 2021-03-05
hard: []
incidents:
  a:
    type: armed_attack/ambush
    stage: accomplished
    main: true
    when: 2021-03-04
    where: [Chaman, PK]
    sides:
      - [perpetrator, gunmen]
      - [victim, soldiers]
    tolls:
      - [killed, security_forces, 4, 4, 4]
    claims:
      - [blamed, Red Column, officials]
---
"""
BODY = (
    "On {Thursday|when a} the {gunmen|perpetrator? a} {ambushed|ev a} {four|killed a} {soldiers|victim a} "
    "near {Chaman|where a}; {officials|src; by a} blame the {Red Column|blamed a}.\n\n"
    + "It rained on the road. "
    * 24
)


def test_marks_stand_where_their_words_stand() -> None:
    report, faults = parse(HEAD + BODY)
    assert faults == [] and report is not None
    quotes = {(m.label, report.text[m.start : m.end]) for m in report.marks}
    assert ("killed", "four") in quotes and ("by", "officials") in quotes and ("src", "officials") in quotes
    assert "{" not in report.text and "|" not in report.text
    doubted = [m for m in report.marks if m.stance is Stance.DOUBTED]
    assert [report.text[m.start : m.end] for m in doubted] == ["gunmen"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{Thursday|when a}", "{Thursday|wen a}", "line 26: no such label: 'wen a'"),
        ("{four|killed a}", "{four|killed b}", "incident 'b' is not in the header"),
        ("{Red Column|blamed a}", "{Red Column", "is never closed"),
        ("{soldiers|victim a}", "soldiers", "no words are marked victim"),
        ("[killed, security_forces, 4, 4, 4]", "[killed, security_forces, 5, 4, 4]", "tolls"),
        ("armed_attack/ambush", "armed_attack/meteor", "no such type"),
        ("[perpetrator, gunmen]", "[perpetrator, riders]", "'riders' does not stand in the text"),
        ("published: 2021-03-05", "published: soon", "header"),
    ],
)
def test_faults_are_named(old: str, new: str, fault: str) -> None:
    _, faults = parse((HEAD + BODY).replace(old, new, 1))
    assert any(fault in one for one in faults), faults


def test_nobody_perpetrates_an_arrest() -> None:
    report, _ = parse((HEAD + BODY).replace("armed_attack/ambush", "arrest"))
    assert report is not None
    assert {m.label for m in report.marks} >= {"responder", "victim"}
    assert report.incidents["a"].sides[0] == ("responder", "gunmen")


def test_the_shipped_corpus_is_whole_and_of_every_kind() -> None:
    assert main([str(CORPUS)]) == 0
    reports = list(read(CORPUS))
    assert len(reports) >= 240
    types = {i.type for r in reports for i in r.incidents.values()}
    assert len(types) >= 31
    drawn = [r for r in reports if r.id[0] not in "jk"]  # numbers of those all fall into the train part
    test = [r for r in reports if part(r.id) == "test"]
    assert 0.28 < len(test) / len(drawn) < 0.42
    assert len(drawn) < len(reports) and all(part(r.id) == "train" for r in reports if r not in drawn)
    assert {r.about["voice"] for r in reports} == {"wire", "broadcast", "local", "ngo", "official"}
    assert sum(not r.incidents for r in reports) >= 60


def test_a_side_is_found_once_whatever_it_is_called() -> None:
    gold = [("victim", ["soldiers", "troops"]), ("perpetrator", ["gunmen"])]
    assert matched(gold, [("victim", ["the soldiers"]), ("perpetrator", ["masked gunmen"])]) == 2
    assert matched(gold, [("victim", ["soldiers"]), ("victim", ["troops"])]) == 1
    assert matched(gold, [("target", ["soldiers"])]) == 0


def _account(report_id: str, text: str) -> Account:
    def said(field: Field, value: object, words: str, stance: Stance = Stance.ASSERTED) -> Statement:
        start = text.index(words)
        span = Span(report_id, start, start + len(words))
        return Statement(f"{field}{start}", field, value, (span,), stance=stance)  # type: ignore[arg-type]

    statements = (
        said(Field.TYPE, "armed_attack/ambush", "ambushed"),
        said(Field.ACTOR, Actor("gunmen", ActorRole.PERPETRATOR), "gunmen", Stance.DOUBTED),
        said(Field.TOLL, Toll(Effect.KILLED, low=4, best=4, high=4), "four"),
    )
    return Account("a", report_id, True, "armed_attack", "ambush", Stage.ACCOMPLISHED, statements)


def test_what_was_read_is_compared_value_by_value() -> None:
    gold, _ = parse(HEAD + BODY)
    assert gold is not None
    tally = Tally()
    compare(gold, [_account(gold.id, gold.text)], tally)
    assert tally.scores("types") == (1.0, 1.0, 1.0)
    assert tally.scores("sides")[:2] == (1.0, 0.5)  # the soldiers are missing
    assert tally.scores("tolls") == (1.0, 1.0, 1.0)
    assert tally.scores("claims")[1] == 0.0
    assert tally.scores("stance") == (1.0, 1.0, 1.0)


def test_an_account_too_many_costs_precision() -> None:
    gold, _ = parse(HEAD + BODY)
    assert gold is not None
    tally = Tally()
    other = Account("b", gold.id, False, "bombing", "", Stage.ACCOMPLISHED, ())
    compare(gold, [_account(gold.id, gold.text), other], tally)
    assert tally.scores("incidents")[:2] == (0.5, 1.0)


def test_a_marked_report_is_read_with_the_very_text_that_is_marked() -> None:
    gold = next(iter(read(CORPUS)))
    assert page_of(gold).text == gold.text


def test_an_actor_is_named_right_by_any_name_that_the_registry_knows() -> None:
    """Authors mark words as they stand; a reader says who that is."""
    found = next(a for a in Registry.load() if a.acronyms and a.name not in a.acronyms)
    short = found.acronyms[0]
    assert matched([("claims", [short])], [("claims", names_of(found.name, found.id))]) == 1
    assert matched([("claims", [short])], [("claims", names_of(found.name, None))]) == 0
    assert names_of("gunmen", None) == ["gunmen"]
