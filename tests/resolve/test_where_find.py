"""Places in running text: positions, readings, and what is no place."""

import pytest

from dateline.model import OffsetMap, PlaceClass, Report
from dateline.resolve.where import Gazetteer, find_places


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _report(text: str) -> Report:
    return Report("r", text, OffsetMap.identity(len(text)), "")


def _read(text: str, gazetteer: Gazetteer) -> list[tuple[int, str, str | None, str | None]]:
    found = find_places(_report(text), gazetteer)
    return [(m.span.start, text[m.span.start : m.span.end], m.where.admin1, m.where.country) for m in found]


def test_town_and_its_province(gazetteer: Gazetteer) -> None:
    text = "Gunmen raided a market in Quetta, the capital of restive Balochistan province, on Sunday."
    assert _read(text, gazetteer) == [
        (26, "Quetta", "Balochistan", "PK"),
        (57, "Balochistan", "Balochistan", "PK"),
    ]


def test_state_abbreviation_decides(gazetteer: Gazetteer) -> None:
    text = "A man was shot near Springfield, Ill., police said. Springfield has seen four killings this year."
    found = find_places(_report(text), gazetteer)
    assert [m.where.geonames_id for m in found if m.where.place_class is PlaceClass.POPULATED_PLACE] == [
        4250542
    ] * 2


def test_capitals_throughout(gazetteer: Gazetteer) -> None:
    text = "BOGOTA, 3 JAN 90 -- GUERRILLAS ATTACKED A POLICE STATION IN MEDELLIN ON MONDAY, OFFICIALS SAID."
    assert [(s, w, c) for s, w, _, c in _read(text, gazetteer)] == [
        (0, "BOGOTA", "CO"),
        (60, "MEDELLIN", "CO"),
    ]


def test_small_letters_throughout(gazetteer: Gazetteer) -> None:
    text = "gunmen attacked a police station in medellin on monday, officials of the city said in bogota."
    found = find_places(_report(text), gazetteer)
    assert [(text[m.span.start : m.span.end], m.where.name, m.where.country) for m in found] == [
        ("medellin", "Medellin", "CO"),
        ("bogota", "Bogota", "CO"),
    ]


def test_ordinary_words_in_small_letters_are_no_places(gazetteer: Gazetteer) -> None:
    text = "officers in, or near, the city said the march went on for hours with a mobile or a nice word."
    assert find_places(_report(text), gazetteer) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # two blanks, as wire copy has where a line was wrapped
        ("Two men died in the Zafariyah  district of Baghdad.", ["Zafariyah  district", "Baghdad"]),
        # an apostrophe that opens a syllable is no quotation mark
        ("Rebels seized the village of Al-‘Arqamiyah on Sunday.", ["Al-‘Arqamiyah"]),
        ("Rebels seized the village of ‘Aqrabin on Sunday.", ["Aqrabin"]),
        # what follows "the villages of" are places, one by one
        ("Militia attacked the areas of Ed El Gerida and Birdiq.", ["Ed El Gerida", "Birdiq"]),
        # a weekday behind a name is none of its words
        ("He was shot in the suburb of Dobrinova Friday morning.", ["Dobrinova"]),
        ("A bomb hit the Al-Halil District of Amishlo City.", ["Al-Halil District", "Amishlo City"]),
    ],
)
def test_names_that_no_gazetteer_holds(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    found = find_places(_report(text), gazetteer)
    assert [text[m.span.start : m.span.end] for m in found] == names


@pytest.mark.parametrize(
    "text",
    [
        "They were captured on Feb. 13, 2003, after a crash.",
        "A Somali warlord spoke to reporters.",
        "He rang the homes of John Smith and Peter Miller.",
        "He lived in the ‘Axis’ of a large family.",
        "Two Central Reserve Police Force troopers were hurt.",
    ],
)
def test_words_that_name_no_place(text: str, gazetteer: Gazetteer) -> None:
    assert [m.where.name for m in find_places(_report(text), gazetteer)] == []


def test_a_region_that_bears_the_name_of_a_people(gazetteer: Gazetteer) -> None:
    text = "Clashes broke out in the Somali region of Ethiopia."
    found = [(s, w, c) for s, w, _, c in _read(text, gazetteer)]
    assert found == [(25, "Somali", "ET"), (42, "Ethiopia", "ET")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Arabic articles in all their spellings stand inside a name
        ("The convoy was hit in Deir ez-Zor.", [(22, "Deir ez-Zor", "Dayr az Zawr", "SY")]),
        # the people named before "city of" says which of eighteen towns is meant
        (
            "Militants left the Syrian desert city of Palmyra.",
            [(41, "Palmyra", "Ḩimş", "SY")],
        ),
        ("Shells fell on the Georgian town of Gori.", [(36, "Gori", "Shida Kartli", "GE")]),
    ],
)
def test_what_stands_in_and_before_a_name(
    text: str, expected: list[tuple[int, str, str, str]], gazetteer: Gazetteer
) -> None:
    assert _read(text, gazetteer) == expected


def test_a_place_within_the_name_of_an_armed_group_is_none(gazetteer: Gazetteer) -> None:
    text = "Harakat Ahrar Al-Sham and Liwaa Al-Quds fought in Aleppo."
    assert [(s, w) for s, w, _, _ in _read(text, gazetteer)] == [(50, "Aleppo")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # not the province of Iran, which is a thousand times as large
        (
            "Shells hit Gilan District of Ghazni Province.",
            [("Gilan", "Ghaznī", "AF"), ("Ghazni Province", "Ghaznī", "AF")],
        ),
        # the gazetteer holds a Safi in Morocco, and none in Pakistan
        (
            "He died in Safi tehsil (revenue unit) of Mohmand Agency.",
            [("Safi", "Khyber Pakhtunkhwa", "PK"), ("Mohmand Agency", "Khyber Pakhtunkhwa", "PK")],
        ),
        # a town that lies where it is said stays what it is
        ("A bomb went off in Kuchlak area of Quetta District.", [("Kuchlak", "Balochistan", "PK")]),
    ],
)
def test_a_part_lies_in_the_whole_that_is_said(
    text: str, expected: list[tuple[str, str, str]], gazetteer: Gazetteer
) -> None:
    found = [(w, a, c) for _, w, a, c in _read(text, gazetteer)]
    assert found[: len(expected)] == expected


def test_a_small_town_far_from_all_else_is_another_place(gazetteer: Gazetteer) -> None:
    """The gazetteer holds a Birsa in Romania, and none in India."""
    text = "Rebels fired near Birsa Police Station in Balaghat District of Madhya Pradesh."
    assert {m.where.country for m in find_places(_report(text), gazetteer)} == {"IN"}
    home = "A soldier from Birsa was killed in Balaghat District of Madhya Pradesh."
    assert next(m.where.country for m in find_places(_report(home), gazetteer)) == "RO"


def test_a_province_under_the_spelling_of_its_town(gazetteer: Gazetteer) -> None:
    # the gazetteer holds "Deir Ezzor" for the town alone
    (found,) = find_places(_report("Troops searched the Deir Ezzor Governorate on Tuesday."), gazetteer)
    assert found.span.pair() == (20, 30)
    assert (found.where.place_class, found.where.admin1) == (PlaceClass.PROVINCE, "Dayr az Zawr")
    (town,) = find_places(_report("Troops searched Deir Ezzor on Tuesday."), gazetteer)
    assert town.where.place_class is PlaceClass.POPULATED_PLACE


def test_a_dateline_begins_its_line(gazetteer: Gazetteer) -> None:
    text = "Although attacks are rare in Jordan, a lone gunman -- a stranger -- shot a guide in Amman."
    assert [m.role for m in find_places(_report(text), gazetteer)] == ["", ""]
    head = "AMMAN, Jordan -- A lone gunman shot a guide."
    assert [m.role for m in find_places(_report(head), gazetteer)] == ["dateline", "dateline"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A mine killed two guards in Gwadar on Friday, reports Dawn.", ["Gwadar"]),
        ("Police in Quetta reported Gwadar's first attack.", ["Quetta", "Gwadar"]),
        ("A militant identified as Duran died in Quetta.", ["Quetta"]),
        ("It fell on a town identified as Gwadar.", ["Gwadar"]),
    ],
)
def test_who_reports_and_who_is_identified_is_no_place(
    text: str, names: list[str], gazetteer: Gazetteer
) -> None:
    assert [words for _, words, _, _ in _read(text, gazetteer)] == names
