"""Rules that a coder of ACLED, UCDP GED or GTD looks for when reading our rows, each with an example."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.export.coded.parties import standing
from dateline.model import Actor, ActorKind, ActorRole, ClaimStance, Effect, Group, Incident, Weapon
from incident_by_hand import (
    ARMY,
    GUNMEN,
    QUETTA,
    REBELS,
    VILLAGERS,
    attack,
    claim,
    coded,
    day,
    incident,
    killed,
    report,
    rows,
)

SOLDIERS = Actor("soldiers", ActorRole.PERPETRATOR, kind=ActorKind.STATE_FORCES)
DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def in_quetta(kind: str, *values: object) -> Incident:
    return incident(kind, day("2016-10-24"), QUETTA, *values)


def blamed(name: str) -> Any:
    return claim(name, ClaimStance.BLAMED, by="residents")


# ACLED ------------------------------------------------------------------------------------------------------


def test_acled_battles_are_between_armed_groups_and_target_no_civilians() -> None:
    both = rows("acled", in_quetta("battle/armed_clash", GUNMEN, SOLDIERS, VILLAGERS))[0]
    alone = rows("acled", in_quetta("battle/armed_clash", SOLDIERS, VILLAGERS))[0]
    told = [(r["actor1"], r["actor2"], r["civilian_targeting"]) for r in (both, alone)]
    assert told == [
        ("Unidentified Armed Group (Pakistan)", "Military Forces of Pakistan", None),
        ("Military Forces of Pakistan", "Unidentified Armed Group (Pakistan)", None),
    ]
    assert alone["interaction"] == "State forces-Political militia"


def test_acled_violence_against_civilians_has_civilians_though_nobody_is_told() -> None:
    row = rows("acled", in_quetta("kidnapping", GUNMEN, killed(1, effect=Effect.ABDUCTED)))[0]
    assert (row["actor2"], row["inter2"], row["civilian_targeting"]) == (
        "Civilians (Pakistan)",
        "Civilians",
        "Civilian targeting",
    )


def test_acled_an_arrest_of_civilians_is_no_civilian_targeting() -> None:
    arrested = replace(VILLAGERS, role=ActorRole.TARGET)
    assert rows("acled", in_quetta("arrest", arrested))[0]["civilian_targeting"] is None
    assert rows("acled", in_quetta("bombing", arrested))[0]["civilian_targeting"] == "Civilian targeting"


@pytest.mark.parametrize(
    ("words", "code"), [("six miles north-east of Quetta", 2), ("west of Quetta", 2), ("", 1)]
)
def test_a_place_beside_a_town_is_not_in_it(words: str, code: int) -> None:
    told = incident(
        "armed_attack", day("2016-10-24"), replace(QUETTA, detail=words), REBELS, VILLAGERS, killed(1)
    )
    assert rows("acled", told)[0]["geo_precision"] == code
    assert rows("ucdp-ged", told)[0]["where_prec"] == code
    assert rows("gtd", told)[0]["vicinity"] == code - 1


# UCDP -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tolls", "wanted"),
    [
        (
            [killed(70)],
            (0, 0, 70, 0),
        ),  # nobody says who they were: whom one-sided violence kills are civilians
        ([killed(10), killed(3, group=Group.ATTACKERS)], (0, 0, 7, 3)),
        ([killed(61), killed(61, group=Group.CIVILIANS), killed(3, group=Group.ATTACKERS)], (0, 0, 61, 0)),
    ],
)
def test_ucdp_the_dead_of_one_sided_violence_are_civilians(
    tolls: list[object], wanted: tuple[int, ...]
) -> None:
    row = rows("ucdp-ged", in_quetta("armed_attack", REBELS, VILLAGERS, *tolls))[0]
    assert row["type_of_violence"] == 3
    assert tuple(row[name] for name in DEATHS) == wanted and sum(wanted) == row["best"]


def test_ucdp_a_clash_told_as_one_side_is_between_the_state_and_the_group() -> None:
    tolls = (killed(9), killed(5, group=Group.SECURITY_FORCES), killed(3, group=Group.MILITANTS))
    row = rows("ucdp-ged", in_quetta("battle/armed_clash", REBELS, SOLDIERS, VILLAGERS, *tolls))[0]
    assert (row["type_of_violence"], row["dyad_name"]) == (1, "Government of Pakistan - Lashkar-e-Jhangvi")
    assert tuple(row[name] for name in DEATHS) == (5, 3, 0, 1)


def test_ucdp_a_group_is_no_side_a_of_state_based_violence() -> None:
    tolls = (killed(10), killed(9, group=Group.MILITANTS), killed(1, group=Group.SECURITY_FORCES))
    row = rows("ucdp-ged", in_quetta("battle/armed_clash", REBELS, *tolls))[0]
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (1, None, "Lashkar-e-Jhangvi")
    assert tuple(row[name] for name in DEATHS) == (1, 9, 0, 0)


def test_ucdp_a_state_is_not_at_war_with_itself() -> None:
    own = rows("ucdp-ged", in_quetta("battle/armed_clash", SOLDIERS, ARMY, killed(7)))[0]
    assert (own["side_a"], own["side_b"], own["gwnoa"], own["gwnob"]) == (
        "Government of Pakistan",
        None,
        770,
        None,
    )
    abroad = replace(SOLDIERS, country="IN")
    war = rows("ucdp-ged", in_quetta("battle/armed_clash", abroad, ARMY, killed(7)))[0]
    assert (war["side_a"], war["side_b"], war["gwnoa"], war["gwnob"]) == (
        "Government of India",
        "Government of Pakistan",
        750,
        770,
    )


@pytest.mark.parametrize(
    ("names", "side"),
    [
        (("boys",), None),
        (("shift commander",), None),
        (("Mountain Tigers Front", "boys"), "Mountain Tigers Front (blamed)"),
        (("air force", "Gabonese air force", "government jets"), "Government of Gabon (blamed)"),
        (("air force",), "air force (blamed)"),  # whose, nobody says
    ],
)
def test_ucdp_who_is_blamed_is_a_party_only_if_organised(names: tuple[str, ...], side: str | None) -> None:
    table = coded("ucdp-ged", in_quetta("armed_attack", VILLAGERS, killed(3), *map(blamed, names)))
    column = table.columns.index("side_a")
    assert [row[column] for row in table.rows] == ([side] if side else [])
    assert [left.rule for left in table.left] == ([] if side else ["organised_actor"])


def test_ucdp_cites_every_report_and_no_headline_for_an_outlet() -> None:
    told = [report("r1", "Bolan Courier"), replace(report("r2", day="2016-10-26"), outlet=None)]
    values = (day("2016-10-24"), QUETTA, REBELS, VILLAGERS, killed(3))
    row = rows("ucdp-ged", incident("armed_attack", reports=told, each=[values, values]), reports=told)[0]
    assert row["source_article"] == (
        "Bolan Courier, 2016-10-25, Headline of r1; unknown outlet, 2016-10-26, Headline of r2"
    )
    assert (row["source_office"], row["source_date"]) == (
        "Bolan Courier; unknown outlet",
        "2016-10-25; 2016-10-26",
    )
    assert row["source_headline"] == "Headline of r1; Headline of r2"


@pytest.mark.parametrize(
    ("name", "kind", "country", "organised"),
    [
        ("Insurgent Army", "rebel_or_militant_group", None, True),
        ("Islamic Caliphate Army", None, None, True),
        ("Gabonese air force", "state_forces", "GA", False),
        ("Saudi Arabia", "government", "SA", True),
        ("former mayor of a neighbouring town", None, None, False),
    ],
)
def test_what_the_words_of_a_claim_tell_of_a_party(
    name: str, kind: str | None, country: str | None, organised: bool
) -> None:
    assert standing(name) == (kind, country, organised)


# GTD --------------------------------------------------------------------------------------------------------


def test_gtd_leaves_out_what_only_a_state_is_blamed_for() -> None:
    strike = in_quetta("air_strike", killed(3), blamed("air force"), blamed("government jets"))
    assert [left.rule for left in coded("gtd", strike).left] == ["non_state"]
    both = in_quetta("air_strike", killed(3), blamed("air force"), blamed("Mountain Tigers Front"))
    gunmen = in_quetta("armed_attack", killed(3), GUNMEN, blamed("army"))
    assert len(rows("gtd", both, replace(gunmen, id="i000000000002"))) == 2


def test_gtd_needs_a_country() -> None:
    assert [left.rule for left in coded("gtd", incident("bombing", day("2016-10-24"), killed(2))).left] == [
        "placed"
    ]


def test_gtd_a_raid_is_a_barricade_incident_only_where_somebody_is_held() -> None:
    columns = ("attacktype1", "attacktype2", "ishostkid", "nhostkid")
    raid, held = (
        rows("gtd", attack(*more, kind="armed_attack/raid"))[0]
        for more in ((), (killed(3), killed(40, effect=Effect.ABDUCTED)))
    )
    assert tuple(raid[c] for c in columns) == (2, None, 0, None)
    assert tuple(held[c] for c in columns) == (2, 5, 1, 40)


@pytest.mark.parametrize(
    ("kind", "when", "wanted"),
    [
        ("bombing", "2016-10-03/2016-10-09", (2016, 10, 0, 0)),  # on one of these days
        ("bombing", "2016-10-30/2016-11-02", (2016, 0, 0, 0)),
        ("bombing", "2016-10", (2016, 10, 0, 0)),
        ("kidnapping", "2016-10-30/2016-11-02", (2016, 10, 30, 1)),  # it lasted
        ("bombing", "2016-10-24", (2016, 10, 24, 0)),
    ],
)
def test_gtd_the_day_of_a_stretch_is_not_known(kind: str, when: str, wanted: tuple[int, ...]) -> None:
    row = rows("gtd", attack(day(when), Weapon("bomb", "explosive"), kind=kind))[0]
    assert tuple(row[c] for c in ("iyear", "imonth", "iday", "extended")) == wanted
    assert row["approxdate"] == (None if when == "2016-10-24" else when)


def test_gtd_a_stretch_of_years_has_no_year() -> None:
    left = coded("gtd", attack(day("1995-11-10/1999-09-15"))).left
    assert [one.rule for one in left] == ["dated"]


def test_gtd_between_two_towns_is_no_city() -> None:
    road = replace(QUETTA, name="between Quetta and Sibi", detail="between Quetta and Sibi")
    row = rows("gtd", attack(road))[0]
    assert (row["city"], row["location"]) == ("Unknown", "between Quetta and Sibi")
