"""Counts of one incident put together: repeats, parts, individuals, and what is left of the shot."""

from __future__ import annotations

import pytest

from dateline.model import Effect, Group
from dateline.resolve.how_many import IncidentToll, combine, find_counts


def best(text: str, effect: Effect) -> IncidentToll | None:
    tolls = combine(find_counts(text, "r"))
    return next((t for t in tolls if t.whole and t.rank == 0 and t.toll.effect is effect), None)


def figures(text: str) -> tuple[int | None, int | None]:
    found = [best(text, e) for e in (Effect.KILLED, Effect.INJURED)]
    return tuple(t.toll.best if t else None for t in found)  # type: ignore[return-value]  # two of them


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Four people were shot, two fatally.", 2, 2),
        ("Fourteen people were shot, one of them fatally.", 1, 13),
        ("Five people were shot. Two died at a hospital.", 2, 3),
        ("One person was killed and three others were wounded.", 1, 3),
        ("The mother, 34, was killed; her son was wounded.", 1, 1),
        ("A teen was shot on Elm Street. Kevin Otieno, 15, died on Sunday. The boy was shot twice.", 1, None),
        ("A man was killed on Elm Street. Joram Bett, 40, was shot in the head and died.", 1, None),
        ("A man was killed and a woman was injured. The woman, 33, is in stable condition.", 1, 1),
        ("Sara Bett, 20, and Ann Bett, 22, were killed.", 2, None),
        ("Two victims, a 25-year-old man and a 26-year-old man, died at the scene.", 2, None),
        ("They shot dead five people, four teachers and their driver.", 5, None),
        ("They killed two soldiers and two villagers.", 4, None),
        ("They killed two guards, a driver and a cook.", 4, None),
        ("They killed two guards, Juma Otieno and Ann Bett.", 2, None),
        ("The guards, Juma Otieno and Ann Bett, were killed.", 2, None),
        ("They killed two soldiers and Ann Bett.", 3, None),
        ("Two teachers, a man and a woman, were killed.", 2, None),
        ("Both men in the car were killed. Three others were wounded.", 2, 3),
        ("Gunmen shot dead the chief of Birsa, Juma Otieno, at his door.", 1, None),
        ("He killed four people before he shot himself to death.", 4, None),
        ("A man killed four people before killing himself.", 5, None),
        ("Several people were shot at a bar. Police said five people were shot.", None, 5),
        ("A girl was shot in the arm. No one else in the house was hurt.", None, 1),
        ("Six people were shot. No other people were injured.", None, 6),
        ("Five people were shot. None of the children were hurt.", None, 5),
        ("Five people were shot. No one was seriously injured.", None, 5),
        ("Four people died. Each man was shot in the head.", 4, None),
        ("Five people were shot. No one was hurt badly.", None, 5),
        ("Four people were taken to hospital as a precaution. No one was injured.", None, 0),
        ("A boy was shot. None of the others was hurt.", None, 1),
        ("They can attack at any time, he said after a bomb killed 14 soldiers.", 14, None),
        ("A Zone Six police officer was shot.", None, 1),
        ("The couple's two children were killed.", 2, None),
        ("The charity sent 20 doctors to a hospital in the capital.", None, None),
        ("After the blast, the army sent 50 soldiers to the hospital.", None, None),
        ("It was not clear whether the 12 people killed in the raid were guards.", 12, None),
        ("A blast sent four people to the hospital.", None, 4),
        ("The crash sends 4 workers to hospital.", None, 4),
        ("A man shot six people, killing four of them.", 4, 2),
        ("An officer of the Halvar Police Station was shot dead.", 1, None),
        ("A leader of the Awal League was shot dead on his way home.", 1, None),
        ("A teacher and activist was killed.", 1, None),
        ("A health worker and supervisor named Selim Aral was shot dead.", 1, None),
        ("A health worker and a supervisor were shot dead.", 2, None),
        ("A cook and a guard was killed.", 2, None),
        ("Gunmen shot dead Juma Otieno, a teacher at the school.", 1, None),
        ("Rebels killed Selim Aral, a resident of Belira, on May 7.", 1, None),
        ("The blast killed Juma Otieno, a teacher, and Ann Bett, a nurse.", 2, None),
        ("Juma Otieno, a teacher, and Ann Bett, a nurse, were killed.", 2, None),
        ("The blast killed Juma Otieno, a teacher and two pupils.", 4, None),
        ("An official, identified as Selim Aral, and a rebel, identified as Omar, were killed.", 2, None),
        ("Gunmen killed a headman (a clerk of the village) and a trader.", 2, None),
        ("A rebel was on Monday night killed, and two troopers were on July 27 injured.", 1, 2),
        ("One security official was killed while 12 others were injured.", 1, 12),
        ("The shots killed Kevin Otieno, 34, and a passer-by.", 2, None),
        ("A man and woman was shot dead.", 2, None),
        ("The attack on the shop of Juma Otieno was executed by a small team.", None, None),
        ("After the attack on the town, three men were executed.", 3, None),
    ],
)
def test_killed_and_injured(text: str, killed: int | None, injured: int | None) -> None:
    assert figures(text)[0] == killed
    if injured is not None:
        assert figures(text)[1] == injured


def test_parts_do_not_add_to_the_total_but_make_its_groups() -> None:
    tolls = combine(find_counts("The attack killed 61 people, including 60 cadets and a soldier.", "r"))
    whole = next(t for t in tolls if t.whole)
    (group,) = [t for t in tolls if not t.whole]
    assert (whole.toll.low, whole.toll.best, whole.toll.high) == (61, 61, 61)
    assert (group.toll.group, group.toll.best) == (Group.SECURITY_FORCES, 61)


def test_coordinated_groups_add_up_and_stay_apart() -> None:
    tolls = combine(find_counts("Four policemen and three militants were killed.", "r"))
    assert [(t.toll.group, t.toll.best) for t in tolls if t.whole] == [(Group.UNKNOWN, 7)]
    assert {(t.toll.group, t.toll.best) for t in tolls if not t.whole} == {
        (Group.SECURITY_FORCES, 4),
        (Group.MILITANTS, 3),
    }


def test_figures_that_differ_stay_apart_and_are_never_averaged() -> None:
    text = "The army said 59 people were killed. A hospital said 62 people were killed."
    tolls = [t for t in combine(find_counts(text, "r")) if t.whole]
    assert [(t.rank, t.toll.best) for t in tolls] == [(0, 59), (1, 62)]


def test_a_range_stays_a_range() -> None:
    found = best("Between 10 and 15 rebels died.", Effect.KILLED)
    assert found is not None
    assert (found.toll.low, found.toll.best, found.toll.high) == (10, None, 15)


def test_statistics_are_left_out() -> None:
    assert combine(find_counts("So far this year, 45 people have been killed.", "r")) == []


def test_every_toll_rests_on_mentions_and_says_why() -> None:
    for toll in combine(find_counts("Two men were shot. One died. A girl was also hurt.", "r")):
        assert toll.mentions
        assert toll.reason


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("The blast killed two soldiers, including a captain.", {Group.SECURITY_FORCES: 2}),
        (
            "Ten people, including two soldiers and a nurse, were killed.",
            {Group.SECURITY_FORCES: 2, Group.CIVILIANS: 1},
        ),
    ],
)
def test_a_part_is_not_added_to_the_group_that_it_is_part_of(text: str, groups: dict[Group, int]) -> None:
    tolls = combine(find_counts(text, "r"))
    assert {t.toll.group: t.toll.best for t in tolls if not t.whole} == groups


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("At least 39 people, mostly women and children, were killed in Halvar.", 39),
        ("Twelve villagers, most of them women, were killed.", 12),
        ("Twelve people - mainly farmers and traders - were killed.", 12),
        ("Fourteen people, half of them children, died.", 14),
        ("Nine people, all civilians, were killed.", 9),
        ("Nine people (mostly women) were killed.", 9),
        ("Three gunmen and nine people, mostly women, were killed.", 12),
        ("The strike killed 17 people, five of them children.", 17),
        ("Gunmen killed an elder and four of his guards.", 5),
        ("The death toll from Monday's attack has risen to 23, the ministry said.", 23),
        ("Three children were among those killed.", 3),
        ("Among the dead were five policemen.", 5),
        ("The blast claimed four lives.", 4),
        ("Eight members of one family were hacked to death.", 8),
        ("A crowd burned 35 people alive in a church.", 35),
        ("There were no deaths.", 0),
        ("Car bombs in Halvar kill 33, wound 60", 33),
        ("The deaths of three soldiers were confirmed by the army.", 3),
        ("Four people lay dead in the street.", 4),
        ("Killed were six members of the Otieno family.", 6),
        ("Killed in the attack was the local police chief, Selim Aral.", 1),
        ("Three prisoners were hanged.", 3),
        ("The attack that killed 13 people was claimed by a splinter group.", 13),
        ("At least seven people were reported killed.", 7),
        ("The body of a woman was found in a ditch.", 1),
    ],
)
def test_killed_as_news_tells_it(text: str, killed: int) -> None:
    found = best(text, Effect.KILLED)
    assert found is not None and found.toll.best == killed


@pytest.mark.parametrize(
    ("text", "effect", "low"),
    [
        ("Three aid workers were taken hostage.", Effect.ABDUCTED, 3),
        ("Gunmen took two nuns hostage.", Effect.ABDUCTED, 2),
        ("Seven people were taken into custody.", Effect.ARRESTED, 7),
        ("Troops took nine men into custody.", Effect.ARRESTED, 9),
        ("About 3,000 people fled their homes.", Effect.DISPLACED, 3000),
        ("The shelling forced 200 families to flee.", Effect.DISPLACED, 200),
        ("Some 12,000 people were forced to flee.", Effect.DISPLACED, 12000),
        ("More than 5,000 residents have left their homes.", Effect.DISPLACED, 5001),
        ("Troops rounded up 14 suspects.", Effect.ARRESTED, 14),
    ],
)
def test_other_harm_as_news_tells_it(text: str, effect: Effect, low: int) -> None:
    found = best(text, effect)
    assert found is not None and low in (found.toll.best, found.toll.low)


def test_who_fled_the_scene_is_not_displaced() -> None:
    assert best("Two gunmen fled the area on a motorcycle.", Effect.DISPLACED) is None
    assert best("The suspect fled the scene.", Effect.DISPLACED) is None
    assert best("Two traders who had fled to a village heard two blasts.", Effect.DISPLACED) is None


def test_who_is_in_a_figure_is_no_figure_beside_it() -> None:
    """ "Two farmers and a trader were killed": three, and not "at least one" as well."""
    told = combine(find_counts("Two policemen and a trader were killed in Mach.", "r"))
    assert [t.toll.best for t in told if t.whole] == [3]
    assert {t.toll.group: t.toll.best for t in told if not t.whole} == {
        Group.SECURITY_FORCES: 2, Group.CIVILIANS: 1
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Gunmen killed a trader in Mach. A teacher was also killed.", 2),
        ("Gunmen killed a trader in Mach. They also killed a teacher.", 2),
        ("Gunmen killed a trader in Mach. A teacher also was killed.", 2),
        ("Gunmen killed a trader in Mach. The trader was also robbed. The man was also shot dead.", 1),
    ],
)
def test_who_was_killed_also_is_somebody_else(text: str, killed: int) -> None:
    found = best(text, Effect.KILLED)
    assert found is not None and found.toll.best == killed


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Five security men were killed.", Group.SECURITY_FORCES),
        ("Three police officials were killed.", Group.SECURITY_FORCES),
        ("Two rebel commanders were killed.", Group.MILITANTS),
        ("Two private guards were killed.", Group.CIVILIANS),
        ("Two prison guards were killed.", Group.SECURITY_FORCES),
        ("Two officials were killed.", Group.UNKNOWN),
    ],
)
def test_the_group_is_that_of_the_noun_with_the_word_before_it(text: str, group: Group) -> None:
    found = best(text, Effect.KILLED)
    assert found is not None and found.toll.group is group


def test_no_group_has_more_people_than_there_are() -> None:
    tolls = combine(find_counts("Two teachers, a man and a woman, were killed.", "r"))
    assert [(t.toll.group, t.toll.best) for t in tolls if not t.whole] == [(Group.CIVILIANS, 2)]
