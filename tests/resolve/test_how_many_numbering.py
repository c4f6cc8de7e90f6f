"""Digits that count nobody, and names before a verb that are of towns."""

from __future__ import annotations

import pytest

from dateline.model import Effect, Span
from dateline.resolve.how_many import CountMention, Individual, find_counts, who_is

K, I = Effect.KILLED, Effect.INJURED  # noqa: E741


def told(text: str) -> list[tuple[str, Effect, int | None]]:
    counts: list[CountMention] = [m for m in find_counts(text, "r") if not m.cumulative]
    return list(dict.fromkeys((text[m.span.start : m.span.end], m.toll.effect, m.toll.best) for m in counts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Five men and one woman, all between the ages of 18 and 22, were shot.",
            [("Five men", I, 5), ("one woman", I, 1)],
        ),
        ("Police say five men between the ages of 21 and 58 were shot.", [("five men", I, 5)]),
        ("Four men, all younger than 45, were injured.", [("Four men", I, 4)]),
        ("A man in his 20's was wounded at the gate.", [("A man", I, 1)]),
        ("Those killed were 28 and 37 years old.", []),
        ("Two men, one 17 and the other 21, were wounded.", [("Two men", I, 2)]),
        ("It claimed the life of 20–year–old José Sanchez.", [("20–year–old José Sanchez", K, 1)]),
        ("A boy who called 911 after being struck by a stray bullet was hurt.", [("A boy", I, 1)]),
        ("Image 23 of 33 Seven people have been shot.", [("Seven people", I, 7)]),
        ("Officers had executed 44 search warrants by noon.", []),
        ("It reported 45 homicides in 2014.", []),
        ("Four people out of the 75 inside the clubhouse were shot.", [("Four people", I, 4)]),
        # numbers of people stay what they are
        ("The other 21 passengers were wounded.", [("21 passengers", I, 21)]),
        ("Both 60 and 70 were given; 60 cadets were killed.", [("60 cadets", K, 60)]),
        ("Rebels from the 911 people of the camp killed 30 guards.", [("30 guards", K, 30)]),
    ],
)
def test_digits_that_number_something_count_nobody(
    text: str, expected: list[tuple[str, Effect, int | None]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man in Indiana died on Thursday.", [("A man", K, 1)]),
        ("A woman from New Orleans died at the scene.", [("A woman", K, 1)]),
        ("Three engineers near Puerto Nuevo were wounded.", [("Three engineers", I, 3)]),
        ("Kevin Barbee was killed.", [("Kevin Barbee", K, 1)]),
    ],
)
def test_a_town_before_the_verb_is_no_victim(
    text: str, expected: list[tuple[str, Effect, int | None]]
) -> None:
    assert told(text) == expected


TEXT = "A 16-year-old boy was shot. The victim was Luan Le. A woman and her son died; another man, too."


def _one(words: str, number: int, name: str = "", age: int | None = None, gender: str = "") -> Individual:
    start = TEXT.index(words)
    return Individual(Span("r", start, start + len(words)), number, name, age, gender, words)


BOY = _one("A 16-year-old boy", 1, age=16, gender="m")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (_one("Luan Le", 2, "Luan Le"), BOY, True),
        (_one("Luan Le", 2, "Luan Le", 17), BOY, False),  # another age
        (_one("A woman", 2, gender="f"), BOY, False),  # another sex
        (_one("her son", 2), _one("A woman", 1), False),  # both in one sentence
        (_one("another man", 2), BOY, False),  # the words say that it is another
        (_one("Luan Le", 2, "Luan Le"), _one("The victim", 1, "Marlon Eason"), False),  # another name
        (_one("Luan Le", 2, "Luan Le"), _one("The victim", 1, "Le"), True),
    ],
)
def test_who_is_the_same_person(one: Individual, other: Individual, same: bool) -> None:
    assert (who_is(one, [other], TEXT).referent == other.referent) is same
    assert who_is(one, [], TEXT) == one
