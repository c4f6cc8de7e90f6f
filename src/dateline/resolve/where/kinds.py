"""What kinds of place the gazetteer tells apart, and what they become in a value."""

from __future__ import annotations

from enum import IntEnum

from dateline.model import PlaceClass


class Kind(IntEnum):
    """The kind of a gazetteer record, one byte in the index."""

    TOWN = 1
    DISTRICT = 2
    PROVINCE = 3
    COUNTRY = 4
    REGION = 5
    WATER = 6
    FEATURE = 7  # a mountain, pass, park, camp: a site with coordinates
    CAPITAL = 8


CLASS_OF = {
    Kind.TOWN: PlaceClass.POPULATED_PLACE,
    Kind.CAPITAL: PlaceClass.POPULATED_PLACE,
    Kind.DISTRICT: PlaceClass.DISTRICT,
    Kind.PROVINCE: PlaceClass.PROVINCE,
    Kind.COUNTRY: PlaceClass.COUNTRY,
    Kind.REGION: PlaceClass.VAGUE_REGION,
    Kind.WATER: PlaceClass.WATER,
    Kind.FEATURE: PlaceClass.SITE,
}


def town_radius_km(population: int) -> float:
    """Radius of a town that holds ``population`` at 2,500 a square kilometre; 1 to 30 km."""
    return float(min(30.0, max(1.0, (population / 2500.0 / 3.1416) ** 0.5)))
