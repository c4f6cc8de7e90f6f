"""The rules of GTD, PLOVER and Airwars, and of source scales, one by one, each with an example."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.codebook import load
from dateline.export.coded import Wanted
from dateline.export.coded.sourced import scale_of, source_scale, support
from dateline.model import (
    Actor,
    ActorKind,
    ActorRole,
    ClaimStance,
    Effect,
    Group,
    PlaceClass,
    Speaker,
    Stance,
    Target,
    Toll,
    Weapon,
    Where,
)
from incident_by_hand import (
    ARMY,
    GUNMEN,
    QUETTA,
    VILLAGERS,
    attack,
    claim,
    coded,
    day,
    incident,
    killed,
    report,
    rows,
    ucdp_attack,
)

# GTD --------------------------------------------------------------------------------------------------------


def test_gtd_unit_incidents_apart_in_time_or_space_are_tied_by_related() -> None:
    told = [report("r1")]
    one = attack(name="i000000000001", reports=told)
    two = attack(replace(QUETTA, geonames_id=9, name="Kuchlak"), name="i000000000002", reports=told)
    far = attack(replace(QUETTA, geonames_id=8, name="Karachi", lat=24.8), name="i000000000003", reports=told)
    later = attack(day("2016-11-20"), name="i000000000004", reports=told)
    found = {
        r["eventid"]: (r["related"], r["multiple"]) for r in rows("gtd", one, two, far, later, reports=told)
    }
    assert found == {1: ("2", 1), 2: ("1", 1), 3: (None, 0), 4: (None, 0)}


def test_gtd_most_recent_count_then_majority_then_lowest() -> None:
    values = (day("2016-10-24"), QUETTA, GUNMEN, VILLAGERS)

    def nkill(*told: tuple[str, int]) -> int:
        reports = [report(f"r{n}", day=published) for n, (published, _) in enumerate(told)]
        each = [(*values, killed(count)) for _, count in told]
        return rows("gtd", incident("armed_attack", reports=reports, each=each), reports=reports)[0]["nkill"]

    assert nkill(("2016-10-25", 9), ("2016-10-25", 9), ("2016-10-26", 7)) == 7
    assert nkill(("2016-10-25", 9), ("2016-10-25", 8), ("2016-10-25", 9)) == 9
    assert nkill(("2016-10-25", 9), ("2016-10-25", 8)) == 8


def test_gtd_a_count_of_the_perpetrator_is_not_used() -> None:
    theirs = (killed(100), Speaker("a spokesman of the group", "armed_group"), Stance.CLAIMED)
    assert rows("gtd", attack(killed(3), theirs))[0]["nkill"] == 3
    only = incident("armed_attack", day("2016-10-24"), QUETTA, GUNMEN, theirs)
    assert rows("gtd", only)[0]["nkill"] is None


def test_gtd_at_least_eleven_is_eleven() -> None:
    assert (
        rows("gtd", attack(Toll(Effect.KILLED, Group.UNKNOWN, 11, None, None, "at least")))[0]["nkill"] == 11
    )


def test_gtd_a_total_over_tied_incidents_is_shared_out() -> None:
    told = [report("r1")]
    places = [replace(QUETTA, geonames_id=n, name=f"Town {n}", lat=30.2 + n / 100) for n in range(3)]
    # the same words of one report count the dead of all three
    three = [attack(killed(11), p, name=f"i00000000000{n}", reports=told) for n, p in enumerate(places, 1)]
    found = [r["nkill"] for r in rows("gtd", *three, reports=told)]
    assert found == [4, 4, 3] and sum(found) == 11


def test_gtd_claims_with_modes_and_competition() -> None:
    told = [
        claim(f"Group {n}", channel=mode) for n, mode in enumerate(("letter", "call", "video", "website"), 1)
    ]
    row = rows("gtd", attack(*told))[0]
    assert [row[n] for n in ("gname", "gname2", "gname3")] == ["Group 1", "Group 2", "Group 3"]
    assert [row[n] for n in ("claimed", "claim2", "claim3", "compclaim")] == [1, 1, 1, 1]
    assert [row[n] for n in ("claimmode", "claimmode2", "claimmode3")] == [1, 2, 6]


@pytest.mark.parametrize(
    ("channel", "mode"),
    [
        ("letter", 1),
        ("call", 2),
        ("e-mail", 4),
        ("note", 5),
        ("video", 6),
        ("website", 7),
        ("personal", 8),
        ("other", 9),
        ("", 10),
    ],
)
def test_gtd_claim_modes(channel: str, mode: int) -> None:
    assert rows("gtd", attack(claim("A group", channel=channel)))[0]["claimmode"] == mode


def test_gtd_one_claim_does_not_compete_and_blame_is_no_claim() -> None:
    assert rows("gtd", attack(claim("A group")))[0]["compclaim"] == 0
    row = rows("gtd", attack(claim("A group", ClaimStance.BLAMED, by="police")))[0]
    assert (row["gname"], row["claimed"], row["guncertain1"], row["compclaim"]) == ("A group", 0, 1, None)


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (QUETTA, 1),
        (replace(QUETTA, centroid=True), 2),
        (replace(QUETTA, place_class=PlaceClass.DISTRICT, centroid=True), 3),
        (replace(QUETTA, place_class=PlaceClass.PROVINCE, centroid=True), 4),
        (Where("the valley", country="PK"), 5),
    ],
)
def test_gtd_specificity(where: Where, code: int) -> None:
    assert rows("gtd", attack(where))[0]["specificity"] == code


def test_gtd_codes_of_targets_and_weapons() -> None:
    row = rows("gtd", attack(Target("a school", "school", "damaged"), Weapon("pistol", "firearm")))[0]
    assert (row["targtype1"], row["targtype1_txt"]) == (8, "Educational Institution")
    assert (row["weaptype1"], row["weaptype1_txt"], row["property"]) == (5, "Firearms", 1)


def test_gtd_leaves_states_out() -> None:
    strike = incident(
        "air_strike", day("2016-10-24"), QUETTA, replace(ARMY, role=ActorRole.PERPETRATOR), killed(3)
    )
    left = coded("gtd", strike).left
    assert [one.rule for one in left] in (["non_state"], ["scope"])


# PLOVER, grades, scales -------------------------------------------------------------------------------------


def test_plover_row() -> None:
    row = rows("plover", attack())[0]
    assert (row["Event Type"], row["Quad Code"], row["Primary Actor Sector"], row["Country"]) == (
        "ASSAULT",
        4,
        "UNK",
        "PAK",
    )


@pytest.mark.parametrize(
    ("values", "reports", "grade"),
    [
        ((claim("A group"),), 1, "confirmed"),
        ((), 2, "fair"),
        ((), 1, "weak"),
        ((claim("A group", disputed=True), claim("Another", disputed=True)), 2, "contested"),
        ((claim("A group"), claim("A group", ClaimStance.DENIES)), 1, "contested"),
    ],
)
def test_airwars_grades(values: tuple[object, ...], reports: int, grade: str) -> None:
    told = [report(f"r{n}") for n in range(reports)]
    assert support(attack(*values, reports=told)) == grade


def test_airwars_discounted_where_every_report_denies_it() -> None:
    one = incident("bombing", ("bombing", Speaker(), Stance.DENIED), day("2016-10-24"), QUETTA)
    account = one.accounts[0]
    denied = tuple(
        replace(s, stance=Stance.DENIED) if s.field.value == "type" else s for s in account.statements
    )
    assert support(replace(one, accounts=(replace(account, statements=denied),))) == "discounted"


@pytest.mark.parametrize(
    ("outlet", "url", "scale"),
    [
        ("Reuters", None, "international"),
        ("Daily", "https://daily.example.pk/a", "national"),
        ("Daily", "https://daily.example.in/a", "regional"),
        ("Daily", "https://daily.example.co.uk/a", "international"),
        ("Daily", "https://daily.example.com/a", "other"),
    ],
)
def test_source_scale(outlet: str, url: str | None, scale: str) -> None:
    assert scale_of(report("r1", outlet, url=url), attack(), load("dateline")) == scale


def test_source_scales_of_a_row_are_joined_and_independent_origins_counted() -> None:
    assert source_scale([{"scale": "international"}, {"scale": "national"}]) == "National-International"
    assert (
        rows("hxl", attack(reports=[report("r1"), report("r2")]), reports=[report("r1"), report("r2")])[0][
            "Support"
        ]
        == "fair"
    )


def test_invented_examples_stay_labelled_in_every_codebook() -> None:
    one = replace(ucdp_attack(), invented=True)
    labels = {
        "acled": "tags",
        "ucdp-ged": "code_status",
        "gtd": "addnotes",
        "plover": "Contexts",
        "hxl": "Invented",
    }
    for book, column in labels.items():
        value = rows(book, one)[0][column]
        assert value is True or "invented" in str(value).lower(), book


def test_an_accused_is_on_no_side() -> None:
    accused = (
        Actor("Blamed Front", ActorRole.PERPETRATOR, "bf", ActorKind.REBELS),
        Speaker("police", "police"),
        Stance.CLAIMED,
    )
    one = incident("armed_attack", day("2016-10-24"), QUETTA, accused, VILLAGERS, killed(2))
    for book in ("acled", "plover", "hxl"):
        row = rows(book, one)[0]
        assert not any(v == "Blamed Front" for v in row.values()), book


def test_an_unknown_option_or_value_is_refused() -> None:
    from dateline.errors import UsageError
    from dateline.export.coded.rows import coder

    for options in ({"colour": "red"}, {"inter": "roman"}):
        with pytest.raises(UsageError):
            coder(Wanted(load("acled"), options).book, options)
