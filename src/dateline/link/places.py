"""How two places stand to each other: the same, near, one inside the other, or apart."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dateline.model import PlaceClass, Where

_EARTH_KM = 6371.0088
#: How fine a class of place is; the higher, the finer.
FINENESS = {
    PlaceClass.ADDRESS: 5,
    PlaceClass.SITE: 5,
    PlaceClass.POPULATED_PLACE: 4,
    PlaceClass.DISTRICT: 3,
    PlaceClass.PROVINCE: 2,
    PlaceClass.COUNTRY: 1,
    PlaceClass.WATER: 1,
    PlaceClass.VAGUE_REGION: 0,
    PlaceClass.UNKNOWN: 0,
}
SAME_TOWN_KM = 15.0


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name without accents, case and double blanks: "Bogotá" and "BOGOTA" are one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    return " ".join(plain.lower().split())


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres (haversine)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2
    half += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def between_km(left: Where, right: Where) -> float | None:
    """Distance of two places in kilometres, None when one has no point."""
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return None
    return distance_km(left.lat, left.lon, right.lat, right.lon)


@dataclass(frozen=True, slots=True)
class PlaceRelation:
    """``kind``: ``same``, ``near``, ``within`` (one may hold the other), ``apart``, ``far`` or ``unknown``.

    ``km`` is the distance where both are points. ``sharp`` is true when both are towns or finer.
    """

    kind: str
    km: float | None = None
    sharp: bool = False


def is_sharp(place: Where | None) -> bool:
    """True for a named town, a site or an address with a point: what can contradict another town."""
    return place is not None and FINENESS[place.place_class] >= 4 and place.lat is not None


def relate(left: Where | None, right: Where | None) -> PlaceRelation:
    """Compare two places as finely as the coarser of them allows."""
    if left is None or right is None:
        return PlaceRelation("unknown")
    if left.country and right.country and left.country != right.country:
        return PlaceRelation("far", between_km(left, right), is_sharp(left) and is_sharp(right))
    sharp = is_sharp(left) and is_sharp(right)
    km = between_km(left, right)
    if sharp and km is not None:
        return PlaceRelation(_by_distance(left, right, km), km, True)
    return PlaceRelation(_by_names(left, right, km), km)


def _by_distance(left: Where, right: Where, km: float) -> str:
    if left.geonames_id is not None and left.geonames_id == right.geonames_id:
        return "same"
    reach = ((left.radius_m or 0) + (right.radius_m or 0)) / 1000
    if km <= 3 or (km <= SAME_TOWN_KM and fold(left.name) == fold(right.name)):
        return "same"
    if km <= max(SAME_TOWN_KM, min(reach, 40.0)):
        return "near"
    return "apart" if km <= 100 else "far"


def _by_names(left: Where, right: Where, km: float | None) -> str:
    """One of the two is an area, or has no point: is the finer one possibly inside the coarser one?"""
    if left.geonames_id is not None and left.geonames_id == right.geonames_id:
        return "within"
    if fold(left.name) == fold(right.name):
        return "within"
    for one, other in ((left.admin2, right.admin2), (left.admin1, right.admin1)):
        if one and other:
            if fold(one) == fold(other):
                return "within"
            if km is None or km > 150:
                return "far"
    if left.country and left.country == right.country:
        return "within" if min(FINENESS[left.place_class], FINENESS[right.place_class]) <= 1 else "unknown"
    return "unknown"
