"""Forces and crowds: firing, tear gas, curfews, soldiers called out; deeds that a court hears of."""

from __future__ import annotations

import pytest

from dateline.assemble import extract
from dateline.ingest import read
from dateline.model import Account, Effect, Page


def accounts(text: str) -> list[Account]:
    return extract(
        read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2020-05-20"}, origin="t"))
    )


def told(text: str) -> list[tuple[str, str]]:
    return [(a.type, a.subtype) for a in accounts(text)]


def acting(account: Account) -> set[tuple[str, str]]:
    return {(a.role.value, a.name.lower()) for a, _ in account.actors}


@pytest.mark.parametrize(
    "text",
    [
        "Police opened fire on a crowd of mourners in Kota on Monday.",
        "Soldiers fired into the crowd in Kota on Monday.",
        "Three people were killed in police firing in Kota on Monday.",
        "Officials said 73 people have died in police firing since Friday.",
        "Police firing left two students dead in Kota on Monday.",
    ],
)
def test_forces_who_fire_at_a_crowd_use_excessive_force(text: str) -> None:
    (account,) = accounts(text)
    assert (account.type, account.subtype) == ("repression", "excessive_force")
    assert any(role == "perpetrator" for role, _ in acting(account))


def test_firing_at_a_mob_is_not_what_the_mob_did() -> None:
    found = told("Police opened fire on mobs setting fire to property and looting goods in Kota.")
    assert found[0] == ("repression", "excessive_force")
    assert ("property_destruction", "looting") in found[1:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Police burst tear-gas shells to disperse the mob in Agra on Monday.",
            ("protest", "with_intervention"),
        ),
        ("Officers resorted to a mild lathi-charge in Agra on Monday.", ("protest", "with_intervention")),
        ("Curfew was clamped in Morbi on Sunday.", ("repression", "crackdown")),
        ("The administration imposed an indefinite curfew in Morbi on Sunday.", ("repression", "crackdown")),
        ("The army was called out in Agra on Monday.", ("troop_movement", "")),
        ("Four companies of border guards were rushed to Agra on Monday.", ("troop_movement", "")),
    ],
)
def test_what_forces_do_about_a_crowd(text: str, expected: tuple[str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Leaders demanded the arrest of three activists on Monday.",
        "The party is pressing for the release of twelve prisoners.",
        "Apprehending trouble, shopkeepers closed their shutters.",
        "The opposition charged that the minister had lied.",
    ],
)
def test_what_is_wanted_or_feared_is_no_arrest(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "arrested"),
    [
        ("Police arrest several on site in Gedaref.", None),
        ("Police arrest 12 men in Goma on Monday.", 12),
    ],
)
def test_in_headlines_police_arrest_and_are_not_arrested(text: str, arrested: int | None) -> None:
    (account,) = accounts(text)
    assert account.type == "arrest" and ("responder", "police") in acting(account)
    assert [t.best for t, _ in account.tolls if t.effect is Effect.ARRESTED] == [arrested]


def test_bare_plurals_with_a_day_and_a_town_are_told() -> None:
    assert told("Air strikes pummelled Khartoum on Saturday.") == [("air_strike", "air_strike")]
    assert told("Air strikes have become rarer.") == []


def killed(account: Account) -> list[tuple[int | None, str]]:
    return [(t.best, said.stance.value) for t, said in account.tolls if t.effect is Effect.KILLED]


def test_the_dead_are_counted_with_the_violence_and_not_with_the_arrest() -> None:
    text = "Police arrested a man accused of killing two people and wounding three others on Thursday night."
    found = {a.type: a for a in accounts(text)}
    assert killed(found["armed_attack"]) == [(2, "asserted")]
    assert "arrest" not in found or killed(found["arrest"]) == []


def test_a_deed_that_a_court_hears_of_is_told_with_its_dead() -> None:
    text = "A judge denied bond for a woman charged with killing her father and her daughter on Monday."
    (account,) = [a for a in accounts(text) if a.type == "armed_attack"]
    assert killed(account) == [(2, "asserted")]


def test_a_court_word_alone_is_no_deed() -> None:
    assert told("He was charged with murder and is held without bond.") in ([], [("arrest", "")])


def test_an_arrest_over_a_shooting_is_of_the_shooting_told() -> None:
    text = (
        "Police say a man was arrested in connection with a shooting that injured five people in Salem.\n\n"
        "The shooting happened outside a shop on Friday. A total of five people were wounded."
    )
    shootings = [a for a in accounts(text) if a.type == "armed_attack"]
    assert len(shootings) == 1
    assert {t.best for t, _ in shootings[0].tolls if t.effect is Effect.INJURED} == {5}


SMALL = (
    "police opened fire on mobs in bhavnagar on sunday. two people were killed in police firing in surat, "
    "the city's police commissioner said. the toll in the state rose to 430."
)


def test_a_report_in_small_letters_is_read_as_others_are() -> None:
    found = [a for a in accounts(SMALL) if a.type == "repression"]
    assert found and all(("perpetrator", "police") in acting(a) for a in found)
    places = {a.where.name for a in accounts(SMALL) if a.where is not None}
    assert places & {"Bhavnagar", "Surat"}


def test_statements_of_a_small_text_quote_its_own_letters() -> None:
    report = read(
        Page(SMALL.encode(), "text/plain", given={"id": "t", "published": "2002-03-04"}, origin="t")
    )
    quoted = [report.text[s.start : s.end] for a in extract(report) for st in a.statements for s in st.spans]
    assert quoted and all(words == words.lower() for words in quoted)
