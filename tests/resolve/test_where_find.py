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
