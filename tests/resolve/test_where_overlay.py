"""The user's own places: added, found, taken away; wrong files named by their line."""

import json
from pathlib import Path

import pytest

from dateline.errors import GazetteerError, NotFound
from dateline.resolve.where.gazetteer import Gazetteer, cache_dir
from dateline.resolve.where.overlay import add_overlay, overlays, remove_overlay

_ROW = (
    "9900001\tKotal-e Sang\tKotal-e Sang\tSang Pass,Kotal Sang\t30.5\t67.2\tT\tPASS\tPK\t\t02"
    "\t\t\t\t0\t\t1900\tAsia/Karachi\t2020-01-01"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cache of its own that shares the built index."""
    home = tmp_path / "gazetteer"
    home.mkdir()
    Gazetteer.open()
    for built in (cache_dir() / "gazetteer").glob("places-*.idx"):
        (home / built.name).symlink_to(built)
    return tmp_path


def test_dump_is_added_and_removed(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "PK.txt"
    file.write_text(_ROW + "\n", "utf-8")
    made = add_overlay(file, Gazetteer.open(folder), folder)
    assert (made.places, [o.name for o in overlays(folder)]) == (1, [made.name])
    place = Gazetteer.open(folder).lookup("Sang Pass")[0]
    assert (place.gid, place.country, place.admin1, round(place.lat, 1)) == (9900001, "PK", 1183606, 30.5)
    remove_overlay(made.name, folder)
    assert Gazetteer.open(folder).lookup("Sang Pass") == []
    with pytest.raises(NotFound):
        remove_overlay(made.name, folder)


def test_geojson_keeps_the_pcode(folder: Path, tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "Tall Invented", "country": "SY", "kind": "village", "ADM4_PCODE": "SY020399"},
        "geometry": {"type": "Point", "coordinates": [37.1, 36.2]},
    }
    file = tmp_path / "own.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    add_overlay(file, Gazetteer.open(folder), folder)
    place = Gazetteer.open(folder).lookup("Tall Invented")[0]
    assert (place.pcode, place.country, round(place.lon, 1)) == ("SY020399", "SY", 37.1)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("PK.txt", _ROW + "\n1\ttoo short\n", "line 2: 2 columns"),
        ("PK.txt", _ROW.replace("30.5", "north") + "\n", "line 1:"),
        ("PK.txt", _ROW.replace("30.5", "130.5") + "\n", "no point on earth"),
        ("x.geojson", '{"type": "FeatureCollection",\n "features": [}', "line 2:"),
        ("x.geojson", '{"features": [{"properties": {}, "geometry": null}]}', "feature 1:"),
        ("x.geojson", "[1, 2]", "not a FeatureCollection"),
    ],
)
def test_wrong_formats_name_their_line(
    folder: Path, tmp_path: Path, name: str, content: str, said: str
) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    with pytest.raises(GazetteerError, match=said):
        add_overlay(file, Gazetteer.open(folder), folder)
    assert overlays(folder) == []


def test_a_place_code_reaches_the_value_and_the_area_comes_from_the_outlines(
    folder: Path, tmp_path: Path
) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "Kili Nowhere", "kind": "village", "adm3_pcode": "PK020101"},
        "geometry": {"type": "Point", "coordinates": [67.2, 30.3]},
    }
    file = tmp_path / "own.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    add_overlay(file, Gazetteer.open(folder), folder)
    gazetteer = Gazetteer.open(folder)
    where = gazetteer.where(gazetteer.lookup("Kili Nowhere")[0])
    assert (where.pcode, where.country, where.admin1) == ("PK020101", "PK", "Balochistan")
