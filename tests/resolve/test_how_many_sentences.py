"""Counts in single sentences: where they stand, what they say, whom they count."""

from __future__ import annotations

import pytest

from dateline.model import Effect, Group
from dateline.resolve.how_many import CountMention, find_counts

K, I, A, R = Effect.KILLED, Effect.INJURED, Effect.ABDUCTED, Effect.RELEASED  # noqa: E741
CIV, SEC, MIL, ATT, UNK = (
    Group.CIVILIANS,
    Group.SECURITY_FORCES,
    Group.MILITANTS,
    Group.ATTACKERS,
    Group.UNKNOWN,
)


def read(text: str) -> list[CountMention]:
    return find_counts(text, "r")


def quotes(text: str) -> list[tuple[str, Effect, int | None, int | None, int | None]]:
    return [
        (text[m.span.start : m.span.end], m.toll.effect, m.toll.low, m.toll.best, m.toll.high)
        for m in read(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid killed 61 people.", [("61 people", K, 61, 61, 61)]),
        ("61 people were killed in the raid.", [("61 people", K, 61, 61, 61)]),
        ("Four militants killed in raid.", [("Four militants", K, 4, 4, 4)]),
        # an age counts nobody, nor does an hour
        ("The abbot, 74, was shot and the gate was burnt.", []),
        ("A young man believed to be 25 was lynched.", [("A young man", K, 1, 1, 1)]),
        ("By eleven five men were dead.", [("five men", K, 5, 5, 5)]),
        ("The toll rose from 11 dead to 14 dead.", [("11", K, 11, 11, 11), ("14", K, 14, 14, 14)]),
        ("At least twenty-one people were killed.", [("At least twenty-one people", K, 21, 21, None)]),
        ("The blast left 12 dead and 30 injured.", [("12", K, 12, 12, 12), ("30", I, 30, 30, 30)]),
        (
            "Gunmen opened fire, killing 8 people and wounding about 20.",
            [("8 people", K, 8, 8, 8), ("about 20", I, None, 20, None)],
        ),
        ("The death toll rose to 61 overnight.", [("61", K, 61, 61, 61)]),
        ("The ministry put the death toll at 59.", [("59", K, 59, 59, 59)]),
        ("The bomb claimed 12 lives.", [("12 lives", K, 12, 12, 12)]),
        ("No one was hurt.", [("No one", I, 0, 0, 0)]),
        ("It went off without injuring anyone.", [("anyone", I, 0, 0, 0)]),
        (
            "There were no casualties.",
            [("no casualties", I, 0, 0, 0), ("no casualties", K, 0, 0, 0)],
        ),
        ("Up to 40 villagers were killed.", [("Up to 40 villagers", K, None, None, 40)]),
        ("At least 20 cadets were killed.", [("At least 20 cadets", K, 20, 20, None)]),
        ("More than 100 recruits were hurt.", [("More than 100 recruits", I, 101, None, None)]),
        ("Nearly 200 recruits were hurt.", [("Nearly 200 recruits", I, None, 200, 200)]),
        ("No fewer than 13 villagers were killed.", [("No fewer than 13 villagers", K, 13, 13, None)]),
        ("Several villagers were killed.", [("Several villagers", K, 3, None, None)]),
        ("Several dozen villagers were killed.", [("Several dozen villagers", K, 24, None, None)]),
        ("A few hundred recruits were hurt.", [("A few hundred recruits", I, 200, None, None)]),
        ("A score of recruits were hurt.", [("A score of recruits", I, 20, None, None)]),
        ("Both men inside the car were killed.", [("Both men", K, 2, 2, 2)]),
        ("One of those patients died.", [("One of those patients", K, 1, 1, 1)]),
        ("The man later passed away.", [("The man", K, 1, 1, 1)]),
        ("Ann Bett would later die of her wounds.", [("Ann Bett", K, 1, 1, 1)]),
        ("A man pleaded guilty to fatally shooting four people.", [("four people", K, 4, 4, 4)]),
        (
            "He shot two women and three boys to death.",
            [("two women", K, 2, 2, 2), ("three boys", K, 3, 3, 3)],
        ),
        ("Police confirmed that Marcus Dell, 17, was killed.", [("Marcus Dell, 17", K, 1, 1, 1)]),
        ("Neither man was hurt.", [("Neither man", I, 0, 0, 0)]),
        ("Neither of them was hurt.", [("Neither of them", I, 0, 0, 0)]),
        ("Neither the army nor the police said who killed two men.", [("two men", K, 2, 2, 2)]),
        ("Not one was hurt.", [("Not one", I, 0, 0, 0)]),
        ("Not one but two guards were killed.", [("two guards", K, 2, 2, 2)]),
        ("A boy of 16 was killed.", [("A boy of 16", K, 1, 1, 1)]),
        ("A father of six was killed.", [("A father", K, 1, 1, 1)]),
        ("Dozens of pilgrims were wounded.", [("Dozens of pilgrims", I, 24, None, None)]),
        ("Half a dozen policemen were hurt.", [("Half a dozen policemen", I, 6, 6, 6)]),
        ("Between 10 and 15 rebels died.", [("Between 10 and 15 rebels", K, 10, None, 15)]),
        ("The strike killed 59-62 people.", [("59-62 people", K, 59, None, 62)]),
        (
            "Two police officers and a passerby died.",
            [("Two police officers", K, 2, 2, 2), ("a passerby", K, 1, 1, 1)],
        ),
        ("All three attackers were killed.", [("All three attackers", K, 3, 3, 3)]),
        ("Three bodies were found in a well.", [("Three bodies", K, 3, 3, 3)]),
        ("The man died at a hospital.", [("The man", K, 1, 1, 1)]),
        ("A soldier succumbed to his wounds.", [("A soldier", K, 1, 1, 1)]),
        ("The driver was pronounced dead.", [("The driver", K, 1, 1, 1)]),
        ("Rebels abducted 30 girls from a school.", [("30 girls", A, 30, 30, 30)]),
        ("Five hostages were freed at dawn.", [("Five hostages", R, 5, 5, 5)]),
        ("Police arrested 12 suspects.", [("12 suspects", Effect.ARRESTED, 12, 12, 12)]),
        ("The floods displaced 3,000 families.", [("3,000 families", Effect.DISPLACED, 3000, 3000, 3000)]),
        ("Twelve passengers are missing.", [("Twelve passengers", Effect.MISSING, 12, 12, 12)]),
        ("A man was shot in the leg.", [("A man", I, 1, 1, 1)]),
        ("A man was fatally shot.", [("A man", K, 1, 1, 1)]),
        ("A man was shot and killed.", [("A man", K, 1, 1, 1)]),
        ("A man was shot to death.", [("A man", K, 1, 1, 1)]),
        ("Rev. Paul Okello was shot dead.", [("Rev. Paul Okello", K, 1, 1, 1)]),
        ("Rebels killed the mayor.", [("the mayor", K, 1, 1, 1)]),
        ("His 9-month-old son was injured.", [("His 9-month-old son", I, 1, 1, 1)]),
        ("The teen is in critical condition.", [("The teen", I, 1, 1, 1)]),
        ("The clerk suffered a gunshot wound.", [("The clerk", I, 1, 1, 1)]),
        ("The blast injured two potters.", [("two potters", I, 2, 2, 2)]),
        ("Police claimed to have killed five terrorists.", [("five terrorists", K, 5, 5, 5)]),
        (
            "GUERRILLAS KILLED FOUR SOLDIERS AND WOUNDED TWO PEASANTS.",
            [("FOUR SOLDIERS", K, 4, 4, 4), ("TWO PEASANTS", I, 2, 2, 2)],
        ),
        (
            "A shell killed two women; another man was injured.",
            [("two women", K, 2, 2, 2), ("another man", I, 1, 1, 1)],
        ),
        (
            "A bomber killed himself and five policemen.",
            [("A bomber", K, 1, 1, 1), ("five policemen", K, 5, 5, 5)],
        ),
        (
            "Two Front of the South (FOS) cadres were killed.",
            [("Two Front of the South (FOS) cadres", K, 2, 2, 2)],
        ),
    ],
)
def test_span_and_figures(
    text: str, expected: list[tuple[str, Effect, int | None, int | None, int | None]]
) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The rebels threatened to kill ten hostages.",
        "The bomb could have killed dozens of people.",
        "He was born on June 21 and moved to 40 Main Street.",
        "Militants abducted two passenger buses.",
        "Unidentified men shot dead a zookeeper named Olu.",
        "The names of the victims were not released.",
        "The wounded were flown out.",
        "A warning shot was fired.",
        "Police could not say if the man had died.",
        "Any time a student is hurt, the school closes.",
    ],
)
def test_no_count(text: str) -> None:
    assert [m for m in read(text) if not m.negated] == []


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Four militants were killed.", MIL),
        ("Four cadets were killed.", SEC),
        ("Four villagers were killed.", CIV),
        ("Four people were killed.", UNK),
        ("The gunman was killed.", ATT),
        ("His two gunmen were killed.", UNK),
    ],
)
def test_group(text: str, group: Group) -> None:
    (mention,) = read(text)
    assert mention.toll.group is group


def test_effect_word_is_marked() -> None:
    text = "A roadside bomb wounded six people."
    (mention,) = read(text)
    assert text[mention.effect_span.start : mention.effect_span.end] == "wounded"
    assert (mention.effect_span.start, mention.effect_span.end) == (16, 23)


def test_parts_name_their_total() -> None:
    text = "The attack killed 61 people, including 60 cadets and a soldier."
    whole, cadets, soldier = read(text)
    assert whole.part_of is None
    assert cadets.part_of == soldier.part_of == whole.span
    assert (cadets.toll.group, soldier.toll.group) == (SEC, SEC)


def test_parts_before_the_verb() -> None:
    whole, part = read("Seven people, among them two children, were killed.")
    assert (whole.toll.best, part.toll.best, part.part_of) == (7, 2, whole.span)


def test_flags() -> None:
    (yearly,) = read("So far this year, 45 people have been killed in the city.")
    assert yearly.cumulative
    (feared,) = read("Dozens were feared dead.")
    assert feared.tentative
    (shot,) = read("Four people were shot.")
    assert shot.inclusive and shot.toll.effect is I
    (unhurt,) = read("The driver was not injured.")
    assert unhurt.negated
    _, others = read("A man was killed and two others were wounded.")
    assert others.additional


def test_individuals_are_described() -> None:
    text = "15-year-old Kevin Otieno was shot in the leg. Otieno was pronounced dead at a hospital."
    first, second = read(text)
    (teen,), (again,) = first.individuals, second.individuals
    assert (teen.name, teen.age) == ("Kevin Otieno", 15)
    assert text[teen.span.start : teen.span.end] == "15-year-old Kevin Otieno"
    assert teen.referent == again.referent


def test_one_who_harms_himself_is_the_attacker() -> None:
    mentions = read("The suspect shot his wife before turning the gun on himself.")
    assert [(m.role_hint, m.toll.effect) for m in mentions] == [("victim", I), ("attacker", K)]
