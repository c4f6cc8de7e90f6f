"""The rules of the field, one by one: each test is one sentence of a project's codebook with an example."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.codebook import load
from dateline.model import (
    Actor,
    ActorKind,
    ActorRole,
    Effect,
    Group,
    PlaceClass,
    Target,
    Toll,
    Where,
)
from incident_by_hand import (
    ARMY,
    CADETS,
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
    ucdp_attack,
)

FIELD_COLUMNS = {
    "acled": """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1
        assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region
        country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale
        notes fatalities tags timestamp""".split(),
    "ucdp-ged": """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id
        conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a
        side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office
        source_date source_headline source_original where_prec where_coordinates where_description
        adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity
        date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high
        low gwnoa gwnob""".split(),
    "plover": [
        " ".join(c.split())
        for c in """Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name,
        Actor         Country, Actor COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw,
        Wikipedia Actor ID, Recipient Name, Recipient Country, Recipient COW, Primary Recipient
        Sector, Recipient Sectors, Recipient Title, Recipient Name Raw, Wikipedia Recipient ID,
        Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw
        Placename, Feature Type, Source, Publication Date, Story People, Story Organizations, Story
        Locations, Language, Version""".split(",")
    ],
}
#: The header of the release of July 2018, which later ones kept.
GTD_COLUMNS = """eventid iyear imonth iday approxdate extended resolution country country_txt region
    region_txt provstate city latitude longitude specificity vicinity location summary crit1 crit2 crit3
    doubtterr alternative alternative_txt multiple success suicide attacktype1 attacktype1_txt attacktype2
    attacktype2_txt attacktype3 attacktype3_txt targtype1 targtype1_txt targsubtype1 targsubtype1_txt corp1
    target1 natlty1 natlty1_txt targtype2 targtype2_txt targsubtype2 targsubtype2_txt corp2 target2 natlty2
    natlty2_txt targtype3 targtype3_txt targsubtype3 targsubtype3_txt corp3 target3 natlty3 natlty3_txt gname
    gsubname gname2 gsubname2 gname3 gsubname3 motive guncertain1 guncertain2 guncertain3 individual nperps
    nperpcap claimed claimmode claimmode_txt claim2 claimmode2 claimmode2_txt claim3 claimmode3
    claimmode3_txt compclaim weaptype1 weaptype1_txt weapsubtype1 weapsubtype1_txt weaptype2 weaptype2_txt
    weapsubtype2 weapsubtype2_txt weaptype3 weaptype3_txt weapsubtype3 weapsubtype3_txt weaptype4
    weaptype4_txt weapsubtype4 weapsubtype4_txt weapdetail nkill nkillus nkillter nwound nwoundus nwoundte
    property propextent propextent_txt propvalue propcomment ishostkid nhostkid nhostkidus nhours ndays
    divert kidhijcountry ransom ransomamt ransomamtus ransompaid ransompaidus ransomnote hostkidoutcome
    hostkidoutcome_txt nreleased addnotes scite1 scite2 scite3 dbsource INT_LOG INT_IDEO INT_MISC INT_ANY
    related""".split()


@pytest.mark.parametrize("book", sorted(FIELD_COLUMNS))
def test_columns_are_the_providers_in_their_order(book: str) -> None:
    export = load(book).export
    assert export is not None and [c.name for c in export.columns] == FIELD_COLUMNS[book]


def test_gtd_has_its_135_columns_in_order() -> None:
    export = load("gtd").export
    assert export is not None
    assert [c.name for c in export.columns] == GTD_COLUMNS and len(GTD_COLUMNS) == 135


# ACLED ------------------------------------------------------------------------------------------------------


def test_acled_unit_same_day_place_actors_and_type_are_one() -> None:
    one = attack(name="i000000000001", reports=[report("r1")])
    two = attack(name="i000000000002", reports=[report("r2")])
    told = [report("r1"), report("r2")]
    assert len(rows("acled", one, two, reports=told)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"values": (day("2016-10-25"),)},
        {"values": (replace(QUETTA, geonames_id=1, name="Sibi"),)},
        {"values": (REBELS, VILLAGERS)},
        {"kind": "bombing/car_bombing", "values": ()},
    ],
    ids=["time", "place", "actor", "type"],
)
def test_acled_unit_a_new_event_when_time_place_actor_or_type_differs(other: dict[str, object]) -> None:
    values = other.pop("values")
    one = attack(name="i000000000001", reports=[report("r1")])
    two = attack(*values, name="i000000000002", reports=[report("r2")], **other)  # type: ignore[misc,arg-type]
    assert len(rows("acled", one, two, reports=[report("r1"), report("r2")])) == 2


def test_acled_unit_unknown_places_are_not_the_same_place() -> None:
    told = [report("r1"), report("r2")]
    nowhere = Where("", country="PK")
    pair = [attack(nowhere, name=f"i00000000000{n}", reports=[told[n]]) for n in (0, 1)]
    assert len(rows("acled", *pair, reports=told)) == 2


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (QUETTA, 1),  # a named town
        (replace(QUETTA, place_class=PlaceClass.SITE, detail="police college"), 1),  # an exact place
        (replace(QUETTA, detail="a village near Quetta"), 2),  # near a town
        (replace(QUETTA, place_class=PlaceClass.DISTRICT, centroid=True), 2),  # a small area
        (replace(QUETTA, place_class=PlaceClass.PROVINCE, centroid=True), 3),  # a larger region
    ],
)
def test_acled_geo_precision(where: Where, code: int) -> None:
    assert rows("acled", attack(where))[0]["geo_precision"] == code


@pytest.mark.parametrize(("when", "code"), [("2016-10-24", 1), ("2016-10-20/2016-10-26", 2), ("2016-10", 3)])
def test_acled_time_precision(when: str, code: int) -> None:
    assert rows("acled", attack(day(when)))[0]["time_precision"] == code


def test_acled_fatalities_are_the_most_conservative_and_disputes_go_to_the_notes() -> None:
    told = [report("r1"), report("r2", day="2016-10-25")]
    values = (day("2016-10-24"), QUETTA, GUNMEN, VILLAGERS)
    one = incident("armed_attack/shooting", reports=told, each=[(*values, killed(9)), (*values, killed(4))])
    row = rows("acled", one, reports=told)[0]
    assert row["fatalities"] == 4
    assert "In dispute" in row["notes"] and "9 killed" in row["notes"]


@pytest.mark.parametrize(
    ("words", "low", "count"), [("tens", 20, 10), ("dozens", 24, 12), ("hundreds", 200, 100)]
)
def test_acled_counts_in_words(words: str, low: int, count: int) -> None:
    toll = Toll(Effect.KILLED, Group.UNKNOWN, low, None, None, words)
    assert rows("acled", attack(toll))[0]["fatalities"] == count


def test_acled_codes_no_count_as_zero() -> None:
    assert rows("acled", incident("protest/peaceful", day("2016-10-24"), QUETTA))[0]["fatalities"] == 0


def test_acled_ids_persist_when_the_place_is_corrected() -> None:
    elsewhere = Where("Kandahar", 31.6, 65.7, 1138336, "AF", "Kandahar", None, PlaceClass.POPULATED_PLACE)
    before, after = rows("acled", attack())[0], rows("acled", attack(elsewhere))[0]
    assert before["event_id_cnty"] == after["event_id_cnty"]
    assert (before["country"], after["country"]) == ("Pakistan", "Afghanistan")


def test_acled_inter_in_words_and_as_numbers() -> None:
    battle = incident("battle/armed_clash", day("2016-10-24"), QUETTA, REBELS, ARMY, killed(3))
    words, numbers = rows("acled", battle)[0], rows("acled", battle, inter="numeric")[0]
    assert (words["inter1"], words["inter2"], words["interaction"]) == (
        "Rebel group",
        "State forces",
        "State forces-Rebel group",
    )
    assert (numbers["inter1"], numbers["inter2"], numbers["interaction"]) == ("2", "1", "12")


@pytest.mark.parametrize(
    ("kind", "actors", "event"),
    [
        (
            "armed_attack/raid",
            (GUNMEN, VILLAGERS),
            ("Violence against civilians", "Attack", "Political violence"),
        ),
        ("armed_attack/raid", (REBELS, CADETS), ("Battles", "Armed clash", "Political violence")),
        (
            "air_strike/drone_strike",
            (GUNMEN, VILLAGERS),
            ("Explosions/Remote violence", "Air/drone strike", "Political violence"),
        ),
        ("protest/peaceful", (), ("Protests", "Peaceful protest", "Demonstrations")),
        ("mob_violence/riot", (), ("Riots", "Violent demonstration", "Demonstrations")),
        (
            "repression/excessive_force",
            (),
            ("Protests", "Excessive force against protesters", "Political violence; Demonstrations"),
        ),
        ("arrest", (), ("Strategic developments", "Arrests", "Strategic developments")),
    ],
)
def test_acled_event_types(kind: str, actors: tuple[Actor, ...], event: tuple[str, str, str]) -> None:
    row = rows("acled", incident(kind, day("2016-10-24"), QUETTA, *actors))[0]
    assert (row["event_type"], row["sub_event_type"], row["disorder_type"]) == event


# UCDP -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (incident("arrest", day("2016-10-24"), QUETTA, REBELS), "scope"),
        (incident("armed_attack", day("2016-10-24"), QUETTA, REBELS, VILLAGERS), "direct_death"),
        (incident("armed_attack", day("2016-10-24"), QUETTA, REBELS, VILLAGERS, killed(0)), "direct_death"),
        (
            incident("armed_attack", day("2016-10-24"), QUETTA, GUNMEN, VILLAGERS, killed(3)),
            "organised_actor",
        ),
        (incident("armed_attack", QUETTA, REBELS, VILLAGERS, killed(3)), "one_time"),
        (incident("armed_attack", day("2016-10-24"), REBELS, VILLAGERS, killed(3)), "one_place"),
    ],
    ids=["scope", "no count", "nobody died", "organised actor", "time", "place"],
)
def test_ucdp_says_why_an_incident_is_out(one: object, rule: str) -> None:
    table = coded("ucdp-ged", one)  # type: ignore[arg-type]
    assert not table.rows and table.left[0].rule == rule and table.left[0].why


def test_ucdp_low_best_high_side_by_side() -> None:
    told = [report("r1"), report("r2"), report("r3")]
    values = (day("2016-10-24"), QUETTA, REBELS, VILLAGERS)
    counts = [(*values, killed(n)) for n in (60, 61, 61)]
    row = rows("ucdp-ged", incident("armed_attack", reports=told, each=counts), reports=told)[0]
    assert (row["low"], row["best"], row["high"]) == (60, 61, 61)


def test_ucdp_deaths_by_side() -> None:
    tolls = [
        killed(10),
        killed(2, group=Group.ATTACKERS),
        killed(5, group=Group.SECURITY_FORCES),
        killed(1, group=Group.CIVILIANS),
    ]
    battle = incident("battle/armed_clash", day("2016-10-24"), QUETTA, REBELS, ARMY, *tolls)
    row = rows("ucdp-ged", battle)[0]
    # "In state-based conflicts side A is always a government", whoever began
    assert (row["deaths_a"], row["deaths_b"], row["deaths_civilians"], row["deaths_unknown"]) == (5, 2, 1, 2)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (
        1,
        "Government of Pakistan",
        "Lashkar-e-Jhangvi",
    )
    assert (row["gwnoa"], row["gwnob"]) == (770, None)


def test_ucdp_a_state_that_kills_civilians_is_side_a() -> None:
    army = replace(ARMY, role=ActorRole.PERPETRATOR)
    row = rows("ucdp-ged", incident("armed_attack", day("2016-10-24"), QUETTA, killed(3), army, VILLAGERS))[0]
    told = (row["type_of_violence"], row["side_a"], row["side_b"], row["gwnoa"])
    assert told == (3, "Government of Pakistan", "Civilians", 770)


def test_ucdp_types_of_violence() -> None:
    rivals = replace(REBELS, name="Rivals", actor_id="rivals", role=ActorRole.TARGET)
    base = (day("2016-10-24"), QUETTA, killed(3))
    kinds = [(REBELS, ARMY), (REBELS, rivals), (REBELS, VILLAGERS)]
    found = [rows("ucdp-ged", incident("battle", *base, *k))[0]["type_of_violence"] for k in kinds]
    assert found == [1, 2, 3]


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (QUETTA, 1),
        (replace(QUETTA, detail="10 km from Quetta"), 2),
        (replace(QUETTA, place_class=PlaceClass.DISTRICT), 3),
        (replace(QUETTA, place_class=PlaceClass.PROVINCE), 4),
        (replace(QUETTA, line=((30.1, 67.0), (29.5, 67.9))), 5),
        (replace(QUETTA, place_class=PlaceClass.VAGUE_REGION), 5),
        (replace(QUETTA, place_class=PlaceClass.COUNTRY), 6),
        (replace(QUETTA, place_class=PlaceClass.WATER), 7),
    ],
)
def test_ucdp_where_prec(where: Where, code: int) -> None:
    assert rows("ucdp-ged", ucdp_attack(where))[0]["where_prec"] == code


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("2016-10-24", 1),
        ("2016-10-24/2016-10-26", 2),
        ("2016-10-20/2016-10-26", 3),
        ("2016-10", 4),
        ("2016-01-01/2016-12-31", 5),
    ],
)
def test_ucdp_date_prec(when: str, code: int) -> None:
    assert rows("ucdp-ged", ucdp_attack(day(when)))[0]["date_prec"] == code


def test_ucdp_event_clarity() -> None:
    clear, vague = (
        rows("ucdp-ged", ucdp_attack(day(w)))[0]["event_clarity"] for w in ("2016-10-24", "2016-10")
    )
    assert (clear, vague) == (1, 2)


def test_ucdp_priogrid_cell() -> None:
    # the first cell is that of 90 S, 180 W; Quetta lies in row 241, column 495
    assert rows("ucdp-ged", ucdp_attack())[0]["priogrid_gid"] == 240 * 720 + 495


def test_ucdp_side_a_who_only_claims_is_named_as_claiming() -> None:
    one = incident("bombing", day("2016-10-24"), QUETTA, VILLAGERS, killed(3), claim("Islamic State"))
    assert rows("ucdp-ged", one)[0]["side_a"] == "Islamic State (claims it)"


def test_acled_forces_outside_their_own_country_are_external() -> None:
    """ "The military forces of states are recorded with an Inter code of 8 when active outside of their home
    state." """
    hit = replace(REBELS, role=ActorRole.TARGET)
    kandahar = replace(QUETTA, name="Kandahar", country="AF", admin1="Kandahar")
    army = replace(ARMY, role=ActorRole.PERPETRATOR)
    told = [
        rows("acled", incident("air_strike", day("2016-10-24"), place, army, hit))[0]["inter1"]
        for place in (QUETTA, kandahar)
    ]
    assert told == ["State forces", "External/Other forces"]


def test_acled_state_forces_without_a_name_are_named_after_their_state() -> None:
    police = Actor("policemen", ActorRole.TARGET, kind=ActorKind.POLICE)
    row = rows("acled", incident("battle", day("2016-10-24"), QUETTA, REBELS, police))[0]
    assert (row["actor1"], row["actor2"]) == ("Lashkar-e-Jhangvi", "Police Forces of Pakistan")


def test_acled_takes_the_middle_of_a_stretch() -> None:
    """ "The middle of the period is used as the reference date"; for a month, its midpoint."""
    assert rows("acled", attack(day("2016-10-03/2016-10-09"), QUETTA))[0]["event_date"] == "2016-10-06"


def test_acled_names_civilians_beside_an_armed_target_but_not_in_battles() -> None:
    sides = (day("2016-10-24"), QUETTA, REBELS, ARMY, VILLAGERS)
    told = [rows("acled", incident(kind, *sides))[0]["assoc_actor_2"] for kind in ("shelling", "battle")]
    assert told == ["Civilians (Pakistan)", None]


def test_acled_whom_a_protest_is_against_is_no_actor_of_it() -> None:
    government = Actor("government", ActorRole.TARGET, kind=ActorKind.GOVERNMENT)
    row = rows("acled", incident("protest/peaceful", day("2016-10-24"), QUETTA, government))[0]
    assert (row["actor1"], row["actor2"], row["interaction"]) == (
        "Protesters (Pakistan)",
        None,
        "Protesters only",
    )


@pytest.mark.parametrize(
    ("target", "kind", "code", "text"),
    [
        ("market", "market", 14, "Private Citizens & Property"),
        ("hospital", "medical", 1, "Business"),
        ("party office", "political", 2, "Government (General)"),
        ("airport", "transport", 6, "Airports & Aircraft"),
        ("prison", "government", 3, "Police"),
        ("bus", "transport", 19, "Transportation"),
        ("cell tower", "utility", 16, "Telecommunication"),
    ],
)
def test_gtd_types_of_targets(target: str, kind: str, code: int, text: str) -> None:
    row = rows("gtd", attack(day("2016-10-24"), QUETTA, Target(target, kind)))[0]
    assert (row["targtype1"], row["targtype1_txt"], row["target1"]) == (code, text, target)


@pytest.mark.parametrize(
    ("book", "country", "name"),
    [
        ("gtd", "GB", "United Kingdom"),
        ("gtd", "CI", "Ivory Coast"),
        ("ucdp-ged", "MM", "Myanmar (Burma)"),
        ("ucdp-ged", "CD", "DR Congo (Zaire)"),
        ("acled", "CD", "Democratic Republic of Congo"),
    ],
)
def test_countries_are_called_as_the_provider_calls_them(book: str, country: str, name: str) -> None:
    column = "country_txt" if book == "gtd" else "country"
    place = replace(QUETTA, country=country)
    row = rows(book, incident("armed_attack", day("2016-10-24"), place, REBELS, VILLAGERS, killed(2)))[0]
    assert row[column] == name


def test_ucdp_deaths_by_side_add_up_to_the_best_count() -> None:
    """61 dead of the forces, and three attackers told apart from them: the best count stays 61. Of sixteen
    dead in all no 34 are civilians; that eleven are militants can stand."""
    apart = [killed(61), killed(61, group=Group.SECURITY_FORCES), killed(3, group=Group.ATTACKERS)]
    clash = [killed(16), killed(34, group=Group.CIVILIANS), killed(11, group=Group.MILITANTS)]
    for tolls, wanted in ((apart, (61, 0, 0, 0)), (clash, (0, 11, 0, 5))):
        row = rows("ucdp-ged", incident("battle", day("2016-10-24"), QUETTA, REBELS, ARMY, *tolls))[0]
        told = tuple(row[f"deaths_{n}"] for n in ("a", "b", "civilians", "unknown"))
        assert told == wanted and sum(told) == row["best"]


def test_acled_an_air_strike_of_nobody_is_of_unidentified_military_forces() -> None:
    front = Actor("Ivindo Patriotic Front", ActorRole.TARGET, kind=ActorKind.REBELS)
    rebels = Actor("rebels", ActorRole.TARGET, kind=ActorKind.REBELS)
    named, unnamed = (
        rows("acled", incident("air_strike", day("2016-10-24"), QUETTA, one))[0] for one in (front, rebels)
    )
    assert (named["actor1"], named["inter1"]) == (
        "Unidentified Military Forces (Pakistan)",
        "External/Other forces",
    )
    assert (named["actor2"], named["inter2"]) == ("Ivindo Patriotic Front", "Rebel group")
    # "an Unidentified Armed Group is recorded with an Inter code of 3"
    assert (unnamed["actor2"], unnamed["inter2"]) == (
        "Unidentified Armed Group (Pakistan)",
        "Political militia",
    )


def test_acled_nobody_acts_alone() -> None:
    row = rows("acled", incident("release", day("2016-10-24"), QUETTA))[0]
    assert (row["actor1"], row["interaction"]) == (None, None)


def test_a_site_whose_point_is_its_towns_is_as_precise_as_the_town() -> None:
    hospital = replace(QUETTA, place_class=PlaceClass.SITE, detail="Civil Hospital", centroid=True)
    codes = (("acled", "geo_precision"), ("gtd", "specificity"), ("ucdp-ged", "where_prec"))
    told = incident("armed_attack", day("2016-10-24"), hospital, REBELS, VILLAGERS, killed(2))
    assert [rows(book, told)[0][column] for book, column in codes] == [1, 1, 1]


def test_gtd_the_target_of_a_kidnapping_is_who_was_taken() -> None:
    road = Target("road", "transport")
    row = rows("gtd", attack(day("2016-10-24"), QUETTA, VILLAGERS, road, kind="kidnapping"))[0]
    assert (row["targtype1"], row["target1"]) == (14, "villagers")


def test_acled_civilians_are_no_attackers() -> None:
    """ "By definition, civilians are unarmed and cannot engage in political violence." """
    men = Actor("men", ActorRole.PERPETRATOR, kind=ActorKind.CIVILIANS)
    row = rows("acled", incident("armed_attack", day("2016-10-24"), QUETTA, men, VILLAGERS))[0]
    assert (row["actor1"], row["interaction"]) == (
        "Unidentified Armed Group (Pakistan)",
        "Political militia-Civilians",
    )


def test_acled_one_who_stands_alone_is_the_first_actor() -> None:
    row = rows("acled", incident("release", day("2016-10-24"), QUETTA, VILLAGERS))[0]
    told = (row["actor1"], row["actor2"], row["interaction"])
    assert told == ("Civilians (Pakistan)", None, "Civilians only")


#: The modes of PLOVER's events, as its users list them.
PLOVER_MODES = {
    "ASSAULT": "unconventional targeted suicide-attack aerial drone heavy-weapons firearms explosives abduct "
    "torture sexual destroy primitive beat crowd-control",
    "COERCE": "martial-law seize restrict arrest deport withhold cyber censor curfew misinformation",
    "PROTEST": "riot demo strike hunger boycott obstruct",
}


def test_plover_modes_belong_to_the_event_of_their_type() -> None:
    native = {
        name: mapping.plover
        for entry in load("dateline").types
        for name, mapping in (
            (entry.type, entry.mapping),
            *((f"{entry.type}/{sub.subtype}", sub.mapping) for sub in entry.subtypes),
        )
    }
    modes = load("plover").tables["mode"]
    assert modes["armed_attack/assassination"] == "targeted"
    assert modes["air_strike/drone_strike"] == "drone"
    assert modes["chemical_attack"] == "unconventional"
    paired = {name: (events[0], mode) for name, events in native.items() if events and (mode := _mode(name))}
    assert {"kidnapping/hostage_taking", "protest/strike", "arrest"} <= set(paired)
    for name, (event, mode) in paired.items():
        assert mode in PLOVER_MODES[event].split(), (name, event, mode)


def _mode(name: str) -> str | None:
    """As the column Event Mode looks it up: the subtype's, else the type's."""
    modes = load("plover").tables["mode"]
    found = modes.get(name, modes.get(name.partition("/")[0]))
    return None if found is None else str(found)
