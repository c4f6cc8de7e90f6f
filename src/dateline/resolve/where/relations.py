"""Distances and directions: "20 km east of Quetta", "northern Mali"; lines are in ``lines``."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from dateline.model import PlaceClass, Report, Where
from dateline.resolve.where.areas import areas
from dateline.resolve.where.gazetteer import Gazetteer
from dateline.resolve.where.lines import line_of
from dateline.resolve.where.mention import FAR_END, PlaceMention
from dateline.text import number_value

_UNITS = {
    "km": 1.0,
    "kms": 1.0,
    "kilometer": 1.0,
    "kilometre": 1.0,
    "mile": 1.609,
    "mi": 1.609,
    "meter": 0.001,
    "metre": 0.001,
    "yard": 0.000914,
}
_BEARINGS = {
    w: 45.0 * i
    for i, w in enumerate(
        ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
    )
}
_COMPASS = r"(?:north|south)(?:[- ]?(?:east|west))?|east|west"
_AWAY = re.compile(
    r"(?i)(?P<n>\d[\d,.]*|(?:a |one |two |three |four |five |six |seven |eight |nine |ten |a few |several "
    r"|half a |\w+ty(?:-\w+)? ))\s*(?:\([^)]*\)\s*)?"
    r"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|yards?)\b\s*(?:\([^)]*\)\s*)?"
    rf"(?:(?:to the\s+)?(?:due\s+)?(?P<dir>{_COMPASS})\s+)?"
    r"(?:of|from|outside(?: of)?|away from)\s+(?:the\s+|downtown\s+|central\s+)?"
    rf"(?:(?:\w+\s+){{0,4}}(?:city|town|village|capital|district|province)\s+(?:of\s+)?)?\Z"
)
# Asked first, of words in small letters: most places have neither a distance nor a direction before them.
_UNIT = re.compile(r"\b(?:k?ms?|mi|kilo\w+|miles?|met(?:er|re)s?|yards?)\b")
_PART = re.compile(
    rf"(?i)\b(?P<dir>{_COMPASS})ern\s+(?:part\s+of\s+)?(?:the\s+)?\Z"
    rf"|\b(?:the\s+)?(?P<dir2>{_COMPASS})\s+(?:of|side of)\s+(?:the\s+)?\Z"
)
_DIRECTION = re.compile(r"north|south|east|west")
_AREAS = (PlaceClass.COUNTRY, PlaceClass.PROVINCE, PlaceClass.VAGUE_REGION, PlaceClass.DISTRICT)


def refine(
    report: Report, found: list[PlaceMention], gazetteer: Gazetteer | None = None
) -> list[PlaceMention]:
    """Read what stands before each place, and make of the place what is meant.

    The name's span stays; the point moves or becomes a line, the radius says how far it may be off, and
    ``detail`` keeps the words. With a gazetteer a moved point gets the province in which it now lies.
    """
    result = list(found)
    for i, mention in enumerate(found):
        where, span = mention.where, mention.span
        if where.lat is None or mention.role in ("dateline", "qualifier"):
            continue
        before = report.text[max(0, span.start - 90) : span.start]
        moved = _away(where, before) or _part(where, before)
        if moved is None:
            moved = line_of(report.text, found, i)
        elif gazetteer is not None and moved.geonames_id is None and moved.place_class not in _AREAS:
            moved = _placed(moved, gazetteer)
        if moved is not None:
            result[i] = replace(mention, where=moved, reasons=(*mention.reasons, f"read as: {moved.detail}"))
            if moved.line and moved.name.startswith("between "):
                result[i + 1] = replace(found[i + 1], role=FAR_END)
    return result


def _placed(where: Where, gazetteer: Gazetteer) -> Where:
    """A point that was moved, with the country and the province of the polygon in which it lies."""
    assert where.lat is not None and where.lon is not None
    inside = areas().at(where.lat, where.lon)
    if inside is None:
        return replace(where, admin2=None)
    province, country = inside
    if country == where.country and not province:
        return replace(where, admin2=None)
    return replace(
        where, country=country, admin1=gazetteer.name_of(province) if province else None, admin2=None
    )


def _away(where: Where, before: str) -> Where | None:
    """ "about 20 km (12 miles) east of Quetta": a point; without a direction, a circle around the town."""
    match = _AWAY.search(before) if _UNIT.search(before.lower()) else None
    if match is None or where.lat is None or where.lon is None:
        return None
    words = match["n"].strip().lower()
    amount = _amount(words)
    unit = next((v for k, v in _UNITS.items() if match["unit"].lower().rstrip("s") == k.rstrip("s")), None)
    if amount is None or unit is None:
        return None
    km = amount * unit
    detail = " ".join((match.group() + where.name).split())
    own = (where.radius_m or 0) / 1000
    if match["dir"] is None:
        return replace(where, detail=detail, radius_m=round(1000 * (km + own)), centroid=True)
    lat, lon = destination(where.lat, where.lon, _bearing(match["dir"]), km)
    radius = max(2.0, km * 0.35) + own / 2
    return replace(
        where,
        lat=lat,
        lon=lon,
        detail=detail,
        radius_m=round(1000 * radius),
        geonames_id=None,
        centroid=False,
    )


def _amount(words: str) -> float | None:
    if words in ("a few", "several"):
        return 4.0
    if words == "half a":
        return 0.5
    try:
        return float(words.replace(",", "").rstrip("."))
    except ValueError:
        value = number_value(words)
        return float(value) if value is not None else (1.0 if words == "a" else None)


def _part(where: Where, before: str) -> Where | None:
    """ "northern Mali": an area of its own, half of the whole, never a point. Of a town only the detail."""
    near = before[-40:]
    match = _PART.search(near) if _DIRECTION.search(near.lower()) else None
    if match is None or where.lat is None or where.lon is None:
        return None
    words = (match["dir"] or match["dir2"]).lower()
    detail = " ".join((match.group() + where.name).split())
    radius = (where.radius_m or 0) / 1000
    if where.place_class not in _AREAS:
        return (
            replace(where, detail=detail)
            if match["dir"]
            else replace(where, detail=detail, radius_m=round(1000 * (radius + 25)), centroid=True)
        )
    if not match["dir"]:
        return None
    lat, lon = destination(where.lat, where.lon, _bearing(words), radius * 0.5)
    return replace(
        where, name=detail, lat=lat, lon=lon, radius_m=round(600 * radius), centroid=True, detail=detail,
        place_class=PlaceClass.VAGUE_REGION, geonames_id=None,
    )  # fmt: skip


def _bearing(words: str) -> float:
    return _BEARINGS[words.lower().replace("-", "").replace(" ", "")]


def destination(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point ``km`` away in a direction (degrees from north), on a sphere."""
    p, course, d = math.radians(lat), math.radians(bearing), km / 6371.0
    lat2 = math.asin(math.sin(p) * math.cos(d) + math.cos(p) * math.sin(d) * math.cos(course))
    lon2 = math.radians(lon) + math.atan2(
        math.sin(course) * math.sin(d) * math.cos(p), math.cos(d) - math.sin(p) * math.sin(lat2)
    )
    return round(math.degrees(lat2), 5), round((math.degrees(lon2) + 540) % 360 - 180, 5)
