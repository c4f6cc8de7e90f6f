"""Slots of an article, from accounts made by hand."""

from __future__ import annotations

from accounts_by_hand import account

from dateline.evaluate import gvdb
from dateline.evaluate.scoring import Counts
from dateline.model import Actor, ActorKind, ActorRole, Field, PlaceClass, Stance, Weapon, When, Where

TOLD = account(
    "armed_attack/shooting",
    (Field.WHERE, Where("Harborville", place_class=PlaceClass.POPULATED_PLACE, detail="a gas station")),
    (Field.WHEN, When(words="Friday night", time_of_day="23:45")),
    (Field.ACTOR, Actor("Ann Field", ActorRole.VICTIM, private=True)),
    (Field.ACTOR, Actor("Ben Stone", ActorRole.PERPETRATOR, private=True), Stance.DOUBTED),
    (Field.ACTOR, Actor("Harborville Police", ActorRole.RESPONDER, kind=ActorKind.POLICE)),
    (Field.ACTOR, Actor("two men", ActorRole.VICTIM)),
    (Field.WEAPON, Weapon("a shotgun", "firearm")),
)


def test_an_account_fills_the_slots() -> None:
    found = gvdb.slots(TOLD)
    assert found["city"] == ["Harborville"] and found["place"] == ["a gas station"]
    assert found["time"] == ["Friday night", "23:45"]
    assert found["victim name"] == ["Ann Field"] and found["shooter name"] == ["Ben Stone"]
    assert found["weapon"] == ["a shotgun"]


def test_strings_are_right_once() -> None:
    strict, partial = Counts(), Counts()
    wanted = {"city": ["HARBORVILLE"], "victim name": ["Field"], "weapon": ["shotgun"], "time": ["Friday"]}
    gvdb.compare(wanted, gvdb.slots(TOLD), strict, partial)
    assert strict.scores("city") == (1.0, 1.0, 1.0)
    assert strict.scores("weapon") == (1.0, 1.0, 1.0), "articles and case make no difference"
    assert strict.scores("victim name")[2] == 0.0 and partial.scores("victim name")[2] == 1.0
    assert partial.scores("time") == (0.5, 1.0, 2 / 3)
    assert partial.wanted["all"] == 4 and partial.right["all"] == 4 and partial.said["all"] == 7
    table = gvdb.evaluation(strict, partial, 1)
    assert table.figures["all_f1_partial"] == 8 / 11
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_part_of_a_word_is_no_match() -> None:
    strict, partial = Counts(), Counts()
    gvdb.compare({"city": ["York"]}, {"city": ["Yorkville"]}, strict, partial)
    assert partial.right["city"] == 0


def test_gold_spans_by_slot() -> None:
    told = {
        "spans": [
            [0, 1, "DAT-CITY", "Oakton ", []],
            [3, 4, "VIC-AGE", "41", []],
            [5, 6, "DAT-TIME", "night", []],
        ]
    }
    assert gvdb.gold_of(told) == {"city": ["Oakton "], "time": ["night"]}


def test_tokens_become_text_again() -> None:
    title, body = (
        ["Shots", "fired"],
        ["A", "23-year", "-", "old", "man", "was", "hurt", "(", "KXXX", ")", ",", "he", "said", "."],
    )
    assert gvdb.untokenised([title, body]) == "Shots fired\n\nA 23-year-old man was hurt (KXXX), he said."
    assert gvdb.untokenised([]) == ""
