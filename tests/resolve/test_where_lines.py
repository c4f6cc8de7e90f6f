"""Places that are lines, moved points, provinces from polygons, and disputed places."""

from __future__ import annotations

import pytest

from dateline.model import OffsetMap, PlaceClass, Report
from dateline.model.geo import haversine_km
from dateline.resolve.where import PlaceMention, choose_incident_place, default_gazetteer, find_places
from dateline.resolve.where.areas import areas


def places(text: str) -> list[PlaceMention]:
    found = find_places(Report("r", text, OffsetMap.identity(len(text)), ""))
    assert all(text[m.span.start : m.span.end] for m in found)
    return found


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("A convoy was attacked on the road between Quetta and Sibi.", "Quetta"),
        ("Gunmen held up a bus on the Kandahar-Herat highway.", "Kandahar"),
        ("Mines were found on the road linking Gao to Kidal.", "Gao"),
    ],
)
def test_between_two_towns_is_a_line_with_its_middle_and_half_its_length(text: str, at: str) -> None:
    first, second = places(text)
    where = first.where
    assert text[first.span.start : first.span.end] == at
    assert len(where.line) == 2 and where.lat is not None and where.lon is not None
    length = haversine_km(*where.line[0], *where.line[1])
    assert where.radius_m == pytest.approx(500 * length + 1000, abs=1500)
    for end in where.line:
        assert haversine_km(where.lat, where.lon, *end) == pytest.approx(length / 2, rel=0.05)
    assert second.role == "far end"


def test_what_happened_between_two_towns_happened_at_neither() -> None:
    text = "KARAM - Six guards were killed in an ambush between Quetta and Sibi on Monday, police said."
    found = places(text)
    at = text.index("ambush")
    report = Report("r", text, OffsetMap.identity(len(text)), "")
    best = choose_incident_place(report, found, report.span(at, at + 6))[0]
    assert best.where.name == "between Quetta and Sibi"


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Smugglers fought guards on the border between Chad and Sudan.", ("SD", "TD")),
        ("Troops died near Chaman, Pakistan, on the border with Afghanistan.", ("AF", "PK")),
        ("Two shepherds were shot on the Iran-Iraq border.", ("IQ", "IR")),
    ],
)
def test_a_border_is_a_line_and_never_a_point(text: str, pair: tuple[str, str]) -> None:
    where = next(m.where for m in places(text) if m.where.line)
    assert where.lat is None and where.place_class is PlaceClass.VAGUE_REGION
    assert (where.radius_m == 20_000 and where.reason.endswith(f"{pair[0]} and {pair[1]}")) or (
        where.reason.endswith(f"{pair[1]} and {pair[0]}")
    )
    known = {point for line in areas().border(*pair) for point in line}
    assert set(where.line) <= known


def test_a_border_near_a_town_that_is_named_is_the_part_close_to_it() -> None:
    text = "Troops died near Chaman, Pakistan, on the border with Afghanistan."
    chaman, line = places(text)[0].where, next(m.where for m in places(text) if m.where.line)
    assert chaman.lat is not None and chaman.lon is not None
    assert all(haversine_km(chaman.lat, chaman.lon, *point) < 80 for point in line.line)


def test_a_point_that_was_moved_lies_in_the_province_and_country_where_it_now_is() -> None:
    where = places("Two died 60 km west of Chaman in Pakistan.")[0].where
    assert (where.country, where.admin1, where.admin2) == ("AF", "Kandahār", None)
    assert where.detail == "60 km west of Chaman"


@pytest.mark.parametrize(
    ("name", "lat", "lon", "found"),
    [
        ("Quetta", 30.18, 67.0, (1183606, "PK")),
        ("a harbour, just off the drawn coast", 24.80, 66.98, (1164807, "PK")),
        ("an enclave", -29.31, 27.48, None),
        ("the open sea", 0.0, -30.0, None),
        ("the pole", 90.0, 0.0, None),
    ],
)
def test_the_province_of_a_point(name: str, lat: float, lon: float, found: tuple[int, str] | None) -> None:
    if name == "an enclave":
        inside = areas().at(lat, lon)
        assert inside is not None and inside[1] == "LS"
    else:
        assert areas().at(lat, lon) == found


def test_four_in_a_hundred_towns_at_most_lie_in_another_province_than_their_own() -> None:
    gazetteer = default_gazetteer()
    index = gazetteer._indexes[0]
    rows = [r for r in range(0, len(index), 997) if index.kind[r] in (1, 8) and index.admin1[r]]
    wrong = 0
    for row in rows:
        inside = areas().at(index.lat[row], index.lon[row])
        wrong += inside is not None and inside[0] not in (0, index.admin1[row])
    assert len(rows) > 150 and wrong <= 0.04 * len(rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A shell hit Sevastopol in Crimea.", "annexed by Russia in 2014"),
        ("Two soldiers died in Srinagar.", "claimed by India and Pakistan"),
        ("Protests went on in Taipei.", "claimed by China"),
        ("A man was shot in Hebron in the West Bank.", "occupied by Israel"),
        ("Rebels shelled Donetsk in eastern Ukraine.", "annexation claimed by Russia"),
    ],
)
def test_disputed_places_say_so_and_by_whom(text: str, words: str) -> None:
    first = places(text)[0]
    assert words in first.where.disputed
    assert any(words in reason for reason in first.reasons)


def test_undisputed_places_say_nothing() -> None:
    assert places("A bomb went off in Quetta.")[0].where.disputed == ""


@pytest.mark.parametrize(
    ("text", "words", "pair"),
    [
        ("Shells fell on the Turkish-Syrian border.", "Turkish-Syrian border", ("TR", "SY")),
        ("Troops died near the Afghan-Pakistan border.", "Afghan-Pakistan border", ("AF", "PK")),
        ("He crossed the Syria-Turkey frontier on Monday.", "Syria-Turkey frontier", ("SY", "TR")),
    ],
)
def test_a_border_of_two_peoples_is_a_line(text: str, words: str, pair: tuple[str, str]) -> None:
    (found,) = places(text)
    assert text[found.span.start : found.span.end] == words
    assert found.where.lat is None and len(found.where.line) > 1
    assert found.where.reason == f"a line: the border of {pair[0]} and {pair[1]}"


def test_guards_of_a_border_are_no_border() -> None:
    found = places("Syrian-Turkish border guards met.")
    assert [m.where.line for m in found if m.where.line] == []


def test_a_site_lies_in_the_town_said_behind_it_not_in_the_one_it_is_called_after() -> None:
    text = "They stood before the Al-Quds Hospital in Aleppo."
    site = next(m for m in places(text) if m.where.detail)
    assert (text[site.span.start : site.span.end], site.where.country) == ("Al-Quds Hospital", "SY")
