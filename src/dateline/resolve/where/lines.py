"""Places that are lines: "between Quetta and Sibi", "the Kandahar-Herat highway", "the border with Iran"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import PlaceClass, Where
from dateline.model.geo import distance_km, haversine_km
from dateline.resolve.where.areas import areas
from dateline.resolve.where.mention import PlaceMention

_WAY = r"(?:road|highway|motorway|route|railway|rail line|track|pipeline|line|stretch|path)"
# "between Quetta and Sibi"; "the road linking Goma to Rutshuru"; "a convoy from Gao to Kidal"
_BETWEEN = re.compile(
    rf"(?i)\b(?:between|{_WAY}\s+(?:that\s+)?(?:from|between|links|linking|connects|connecting|joins|joining))\s+"
    r"(?:the\s+)?(?:(?:cities|towns|villages|provinces|districts|city|town|village)\s+of\s+)?\Z"
)
_JOINT = re.compile(r"(?:,?\s+(?:and|to|with)\s+(?:the\s+)?(?:(?:city|town|village|capital)\s+of\s+)?)\Z")
# "the Kandahar-Herat highway"
_DASH = re.compile(r"\s?[-–—]\s?\Z")
_WAY_AFTER = re.compile(rf"(?i)\s+(?:\w+\s+)?{_WAY}\b")
# "on the border with Iran", "along the frontier between Chad and Sudan"
_BORDER = re.compile(
    r"(?i)\b(?:border|frontier|boundary)\s+(?:with|between|of)\s+(?:the\s+)?(?:neighbou?ring\s+)?\Z"
)
_BORDER_WORDS = ("border", "frontier", "boundary")
_LONGEST_KM = 500.0
_BORDER_M = 20_000  # how far from the line "on the border" may be
_NEAR_KM = 80.0
_AREAS = (PlaceClass.COUNTRY, PlaceClass.PROVINCE, PlaceClass.VAGUE_REGION)


def line_of(text: str, found: Sequence[PlaceMention], i: int) -> Where | None:
    """The line that mention ``i`` begins, alone or with the next one; None when it begins none."""
    mention = found[i]
    before = text[max(0, mention.span.start - 90) : mention.span.start]
    after = found[i + 1] if i + 1 < len(found) else None
    gap = text[mention.span.end : after.span.start] if after is not None else ""
    of_two = after is not None and mention.where.place_class is PlaceClass.COUNTRY is after.where.place_class
    joined = after is not None and _JOINT.fullmatch(gap) is not None
    if of_two and after is not None and joined and _at_border(before):
        return border(mention.where, after.where.country, found)
    if after is not None and joined and _BETWEEN.search(before):
        return between(_town(mention), _town(after))
    if after is not None and _DASH.fullmatch(gap) and _WAY_AFTER.match(text, after.span.end):
        return between(_town(mention), _town(after))
    if mention.where.place_class in _AREAS and _at_border(before):
        return border(mention.where, _other_country(found, i), found)
    return None


def _at_border(before: str) -> bool:
    lowered = before.lower()
    return any(word in lowered for word in _BORDER_WORDS) and _BORDER.search(before) is not None


def _town(mention: PlaceMention) -> Where:
    """A road runs between towns, even where the province bears the same name."""
    towns = (w for w in mention.candidates if w.place_class is PlaceClass.POPULATED_PLACE)
    near = next(towns, mention.where)
    apart = distance_km(near, mention.where)
    return (
        near if mention.where.place_class is PlaceClass.PROVINCE and apart and apart < 300 else mention.where
    )


def between(a: Where, b: Where) -> Where | None:
    """ "On the road between Quetta and Sibi": the straight line, its middle, half its length as radius."""
    apart = distance_km(a, b)
    if apart is None or apart < 0.5 or apart > _LONGEST_KM:
        return None
    assert a.lat is not None and a.lon is not None and b.lat is not None and b.lon is not None
    lat, lon = round((a.lat + b.lat) / 2, 5), round((a.lon + b.lon) / 2, 5)
    same = a.country if a.country == b.country else None
    return replace(
        a, name=f"between {a.name} and {b.name}", lat=lat, lon=lon, line=((a.lat, a.lon), (b.lat, b.lon)),
        radius_m=round(500 * apart) + 1000, geonames_id=None, centroid=True, country=same,
        admin1=a.admin1 if same and a.admin1 == b.admin1 else None,
        admin2=a.admin2 if same and a.admin1 == b.admin1 and a.admin2 == b.admin2 else None,
        detail=f"between {a.name} and {b.name}",
    )  # fmt: skip


def border(where: Where, other: str | None, found: Sequence[PlaceMention]) -> Where:
    """ "on the border with Iran": the border itself, without a point; near a town that the report names,
    the part of it close to that town. Without the other country only the words."""
    detail = f"border with {where.name}"
    plain = replace(where, place_class=PlaceClass.VAGUE_REGION, detail=detail, centroid=True)
    if where.place_class is not PlaceClass.COUNTRY or not where.country or not other:
        return plain
    lines = areas().border(where.country, other)
    if not lines:
        return plain
    points = [point for line in lines for point in line]
    near = [p for p in points if any(_close(p, m.where) for m in found)]
    line = tuple(near) if len(near) > 1 else lines[0]
    return replace(
        plain, name=detail, line=line, lat=None, lon=None, radius_m=_BORDER_M, geonames_id=None,
        country=None, admin1=None, admin2=None, reason=f"a line: the border of {where.country} and {other}",
    )  # fmt: skip


def _close(point: tuple[float, float], where: Where) -> bool:
    fine = where.place_class in (PlaceClass.POPULATED_PLACE, PlaceClass.SITE, PlaceClass.DISTRICT)
    if not fine or where.lat is None or where.lon is None:
        return False
    return haversine_km(*point, where.lat, where.lon) < _NEAR_KM


def _other_country(found: Sequence[PlaceMention], i: int) -> str | None:
    """The country on this side: that of the nearest place named that lies in another one and meets it."""
    own = found[i].where.country
    others = sorted(
        (m for m in found if m.where.country and m.where.country != own),
        key=lambda m: abs(m.span.start - found[i].span.start),
    )
    return next((m.where.country for m in others if own and areas().border(own, m.where.country or "")), None)
