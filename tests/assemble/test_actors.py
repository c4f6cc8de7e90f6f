"""The actors that accounts state: one part each, doubts kept, private persons marked."""

from __future__ import annotations

from dateline.assemble import extract
from dateline.ingest import read
from dateline.model import Actor, ActorRole, Field, Page, Report, Stance, Statement


def actors(text: str) -> tuple[Report, list[tuple[Actor, Statement]]]:
    given = {"id": "t", "published": "2020-05-20"}
    report = read(Page(text.encode(), "text/plain", given=given, origin="t"))
    said = [s for a in extract(report) for s in a.statements if s.field is Field.ACTOR]
    return report, [(s.value, s) for s in said if isinstance(s.value, Actor)]


def test_the_suspected_are_doubted_and_the_dead_are_not() -> None:
    report, found = actors("Suspected Boko Haram militants killed 15 farmers in Borno on Monday.")
    doers = [(a, s) for a, s in found if a.role is ActorRole.PERPETRATOR]
    assert [s.stance for _, s in doers] == [Stance.DOUBTED]
    start = report.text.index("Boko Haram")
    assert doers[0][1].spans[0].start <= start < doers[0][1].spans[0].end
    assert [s.stance for a, s in found if a.role is ActorRole.VICTIM] == [Stance.ASSERTED]


def test_one_part_for_each_actor() -> None:
    _, found = actors(
        "Gunmen of Al-Shabaab attacked a base on Friday and killed 20 soldiers. Al-Shabaab fighters fired "
        "on a convoy, and troops killed two Al-Shabaab fighters."
    )
    parts: dict[str, set[ActorRole]] = {}
    for actor, _ in found:
        parts.setdefault(actor.actor_id or actor.name, set()).add(actor.role)
    assert all(len(r) == 1 for r in parts.values()), parts


def test_a_victim_named_in_the_news_is_a_private_person_and_an_officer_is_not() -> None:
    _, found = actors("Kevin Barbee, 15, was shot and killed on Monday night in Mesa, police said.")
    assert [(a.name, a.private) for a, _ in found if a.role is ActorRole.VICTIM] == [("Kevin Barbee", True)]
    _, found = actors("Colonel Luis Ortega was killed by guerrillas of the ELN on Monday.")
    named = [a for a, _ in found if "Ortega" in a.name]
    assert named and not any(a.private for a in named)


def test_people_are_left_out_beside_a_better_name() -> None:
    text = "A bombing killed 12 people in Kano on Monday. Twelve traders were killed, the governor said."
    _, found = actors(text)
    names = {a.name for a, _ in found if a.role is ActorRole.VICTIM}
    assert any("traders" in n for n in names)
    assert not any(n.endswith("people") for n in names)


def test_spans_quote_their_report() -> None:
    report, found = actors("Gunmen abducted three engineers on Thursday near San Borja, police said.")
    quotes = {report.quote(span) for _, s in found for span in s.spans}
    assert {"Gunmen", "engineers"} <= quotes


def test_the_same_people_in_fewer_words_are_one_actor() -> None:
    report, found = actors(
        "Masked gunmen attacked a village in Borno on Monday and killed 15 farmers. The gunmen shot at huts."
    )
    doers = [(a, s) for a, s in found if a.role is ActorRole.PERPETRATOR]
    assert [a.name.lower() for a, _ in doers] == ["masked gunmen"]
    assert [report.quote(span).lower() for span in doers[0][1].spans] == ["masked gunmen", "gunmen"]
