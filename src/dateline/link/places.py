"""How two places stand to each other: the same, near, one inside the other, or apart."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dateline.model import PlaceClass, Where
from dateline.model.geo import distance_km

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


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """A name without accents, case and double blanks: "Bogotá" and "BOGOTA" are one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    return " ".join(plain.lower().split())


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
        return PlaceRelation("far", distance_km(left, right), is_sharp(left) and is_sharp(right))
    sharp = is_sharp(left) and is_sharp(right)
    km = distance_km(left, right)
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
