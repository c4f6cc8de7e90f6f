"""The gazetteer index: what it knows, what it refuses, how it measures."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import GazetteerError
from dateline.model import PlaceClass
from dateline.model.geo import haversine_km
from dateline.resolve.where import Gazetteer, contains, distance_km
from dateline.resolve.where.index import Index
from dateline.resolve.where.key import name_key
from dateline.resolve.where.relations import destination


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _best(gazetteer: Gazetteer, name: str) -> int:
    return gazetteer.lookup(name)[0].gid


@pytest.mark.parametrize(
    ("spelling", "gid"), [("Kiev", 703448), ("Odessa", 698740), ("Baluchistan", 1183606), ("Saigon", 1566083)]
)
def test_old_spellings(gazetteer: Gazetteer, spelling: str, gid: int) -> None:
    assert _best(gazetteer, spelling) == gid


def test_disputed_and_vague_are_areas(gazetteer: Gazetteer) -> None:
    for name in ("Kashmir", "the Sahel", "Donbas", "Horn of Africa", "Western Sahara"):
        places = [gazetteer.where(p) for p in gazetteer.lookup(name.removeprefix("the "))]
        assert any(w.centroid and (w.radius_m or 0) > 50_000 for w in places), name
    donbas = gazetteer.where(gazetteer.lookup("Donbas")[0])
    assert (donbas.place_class, donbas.country) == (PlaceClass.VAGUE_REGION, "UA")
    crimea = [gazetteer.where(p) for p in gazetteer.lookup("Crimea")]
    assert any("annexed by Russia" in w.reason for w in crimea)


def test_contains_follows_the_areas(gazetteer: Gazetteer) -> None:
    quetta = gazetteer.by_id(1167528)
    province = gazetteer.by_id(1183606)
    country = gazetteer.by_id(1168579)
    assert quetta is not None and province is not None and country is not None
    town, area, whole = (gazetteer.where(p) for p in (quetta, province, country))
    assert contains(town, area) and contains(area, whole) and contains(town, whole) and contains(town, town)
    assert not contains(whole, area) and not contains(area, town)
    assert (distance_km(town, town) or 0) == 0


def test_look_up_is_quick(gazetteer: Gazetteer) -> None:
    names = [gazetteer.place(0, row).name for row in range(60_000, 62_000)]
    begin = time.process_time()
    assert all(gazetteer.knows(name) for name in names)
    assert (time.process_time() - begin) / len(names) < 50e-6


def test_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    for content in (b"", b"not an index at all", b"DLGAZ\x00\x00\x01\xff\x00\x00\x00{"):
        path = tmp_path / "places.idx"
        path.write_bytes(content)
        with pytest.raises(GazetteerError, match="built again"):
            Index(path)


@given(st.text())
def test_key_is_stable(name: str) -> None:
    key = name_key(name)
    assert key == key.strip() and "  " not in key


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 360), st.floats(0.1, 500))
def test_destination_lies_as_far_as_said(lat: float, lon: float, bearing: float, km: float) -> None:
    there = destination(lat, lon, bearing, km)
    assert abs(haversine_km(lat, lon, *there) - km) < 0.01 + km * 0.001
