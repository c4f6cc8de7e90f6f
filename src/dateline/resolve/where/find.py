"""find_places: from a report's words to places, each with its score and the reasons."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dateline.model import PlaceClass, Report, Where
from dateline.resolve.where.borders import with_borders
from dateline.resolve.where.cues import cues
from dateline.resolve.where.detect import Toponym, find_toponyms, given_toponym, mark_features, qualify
from dateline.resolve.where.elsewhere import astray, of_a_speaker, of_an_institution, where_it_is_said
from dateline.resolve.where.explain import explain, role_of
from dateline.resolve.where.gazetteer import Gazetteer, Place, default_gazetteer
from dateline.resolve.where.groups import Group, group
from dateline.resolve.where.hints import home_of
from dateline.resolve.where.kinds import Kind
from dateline.resolve.where.linear import probability, weights
from dateline.resolve.where.mention import PlaceMention, unlisted_in
from dateline.resolve.where.named import find_named, find_vague
from dateline.resolve.where.rank import resolve
from dateline.resolve.where.relations import refine
from dateline.resolve.where.small import as_written, of_ordinary_words
from dateline.resolve.where.tokens import Tokens, tokenize
from dateline.resolve.where.unknown import Named
from dateline.text import in_capitals, is_mostly_small

#: Below this chance a name is taken for something else than a place.
THRESHOLD = 0.5
_TOWNS = (PlaceClass.POPULATED_PLACE, PlaceClass.DISTRICT)
_MANY = 3  # provinces in which a place bears one name
_NEAR = 400  # characters back from a street to the town that it is taken to be in


@dataclass
class Reading:
    """What was found on the way: all spans that could be names, and the groups that were resolved."""

    tokens: Tokens
    toponyms: list[Toponym]
    groups: list[Group]

    @cached_property
    def ending_at(self) -> dict[int, Toponym]:
        """The spans by their end."""
        return {t.end: t for t in self.toponyms}


def read_places(text: str, home: tuple[Place, ...], gazetteer: Gazetteer) -> Reading:
    """Detect and resolve the names of a text; the step before values are made of them."""
    tokens = tokenize(text)
    toponyms = find_toponyms(tokens, gazetteer)
    mark_features(toponyms, tokens)
    table = weights().mention_upper if tokens.upper else weights().mention
    for toponym in toponyms:
        toponym.probability = probability(toponym.features, table)
    likely = [
        t
        for t in toponyms
        if not t.demonym
        and (t.probability >= THRESHOLD or _said_to_be_in(t))
        and not of_an_institution(t, tokens)
        and not of_a_speaker(t, tokens)
    ]
    groups = [one for one in group(likely) if where_it_is_said(one)]
    demonyms = [t for t in toponyms if t.demonym]
    resolve(groups, demonyms, home)
    if strange := astray(groups, demonyms, home):
        groups = [one for one in groups if one not in strange]
        resolve(groups, demonyms, home)
    return Reading(tokens, toponyms, groups)


def _said_to_be_in(toponym: Toponym) -> bool:
    """ "Jackson said in Nice on Monday": an ordinary word, but capitalised behind "in" it is a place."""
    features = toponym.features
    return (
        toponym.probability >= 0.15
        and any(f in features for f in ("p=in", "p=near", "p=outside"))
        and not any(
            f in features for f in ("n=police", "pn=prep|capital", "pn=prep|organisation", "pn=prep|street")
        )
    )


def find_places(report: Report, gazetteer: Gazetteer | None = None) -> list[PlaceMention]:
    """The places that a report names, in reading order. Linear in the length of the text.

    A site or an address takes the point of its town and says what is inside in ``where.detail``; a name
    that no gazetteer holds has no point, unless a province stands behind it. A vague region never has one:
    its radius says how far it reaches, and its middle stands among the candidates.
    """
    gaz = gazetteer or default_gazetteer()
    if is_mostly_small(report.text):
        # read as old wire copy in capitals is, where every word may be a name
        found = _find(replace(report, text=in_capitals(report.text)), gaz)
        return [as_written(m) for m in found if not of_ordinary_words(report.quote(m.span))]
    return _find(report, gaz)


def _find(report: Report, gaz: Gazetteer) -> list[PlaceMention]:
    reading = read_places(report.text, home_of(report, gaz), gaz)
    found = [_mention(report, t, one, reading, gaz) for one in reading.groups for t in one.members]
    found.sort(key=lambda m: m.span)
    named = find_named(reading.tokens, [m.span.pair() for m in found])
    if named:
        found = _with_named(report, found, named)
    found = with_borders(report, reading.toponyms, found, gaz)
    found += _vague(report, found, gaz)
    return [_pointless(m) for m in refine(report, sorted(found, key=lambda m: m.span), gaz)]


def _pointless(mention: PlaceMention) -> PlaceMention:
    """ "the Sahel", "northern Mali", "the tribal areas" have an area, never a point: a pin in the middle of
    one is where nothing happened."""
    where = mention.where
    if where.place_class is not PlaceClass.VAGUE_REGION or where.lat is None:
        return mention
    reason = where.reason or "a region without agreed borders has no point"
    return replace(mention, where=replace(where, lat=None, lon=None, reason=reason))


def _mention(report: Report, toponym: Toponym, one: Group, reading: Reading, gaz: Gazetteer) -> PlaceMention:
    order = sorted(range(len(one.shares)), key=one.shares.__getitem__, reverse=True)[:5]
    best = one.candidates[order[0]]
    role = role_of(reading.tokens, toponym, reading.ending_at)
    place = best.place
    if toponym.kind_word == "province" and role != "organisation":
        place = _its_province(place, gaz)
    return PlaceMention(
        span=report.span(toponym.start, toponym.end),
        where=gaz.where(place, toponym.name),
        score=round(toponym.probability * one.shares[order[0]], 4),
        reasons=explain(one, best, gaz),
        candidates=tuple(gaz.where(one.candidates[k].place, toponym.name) for k in order),
        role=role,
    )


def _its_province(place: Place, gaz: Gazetteer) -> Place:
    """ "in the Deir Ezzor Governorate": the province that is called as its town is, though under a spelling
    that the gazetteer holds for the town alone."""
    if place.kind not in (Kind.TOWN, Kind.CAPITAL) or not place.admin1:
        return place
    area = gaz.by_id(place.admin1)
    alike = area is not None and any(c.place.gid == area.gid for c in gaz.candidates(place.name))
    return area if area is not None and alike else place


def _vague(report: Report, found: list[PlaceMention], gaz: Gazetteer) -> list[PlaceMention]:
    """ "the western tribal regions" of a report on Pakistan: the gazetteer's area, where it has one in a
    country that the report names; else a region without a point."""
    named = find_vague(report.text)
    countries = {m.where.country for m in found} if named else set()
    starts = [m.span.start for m in found] if named else []
    made = []
    for one in named:
        span = report.span(one.start, one.end)
        if any(span.overlaps(m.span) for m in found[max(0, bisect_left(starts, one.start) - 2) :][:5]):
            continue
        words = report.quote(span)
        known = [p for p in gaz.lookup(" ".join(words.lower().split()[-2:])) if p.country in countries]
        where = gaz.where(known[0], words) if known else Where(words, place_class=PlaceClass.VAGUE_REGION)
        where = replace(where, reason=where.reason or "a region without agreed borders")
        made.append(PlaceMention(span, where, 0.6, ("named by common words",), (where,) if known else ()))
    return made


def _with_named(report: Report, found: list[PlaceMention], named: list[Named]) -> list[PlaceMention]:
    """Add sites, addresses and unknown names, each tied to the town or area it most likely lies in."""
    # "the Kandahar-Herat highway" is a line between two towns, and no street
    named = [n for n in named if n.place_class is not PlaceClass.ADDRESS or not _joins_two(n, found)]
    streets = [n for n in named if n.place_class is PlaceClass.ADDRESS]
    ends = [n.end for n in streets]
    kept = [m for m in found if not any(_inside(m, n) for n in streets[bisect_left(ends, m.span.end) :][:1])]
    starts = [m.span.start for m in kept]
    around = [_around(kept, starts, n) for n in named]
    made = [
        _of_named(report, one, near)
        for one, near in zip(named, around, strict=True)
        if not _only_an_area(report.text, one, near)
    ]
    return sorted([*kept, *made], key=lambda m: (m.span.start, -m.span.end))


def _joins_two(street: Named, found: Sequence[PlaceMention]) -> bool:
    inside = [m for m in found if street.start <= m.span.start and m.span.end <= street.end]
    if len(inside) != 2 or inside[0].span.start != street.start:
        return False
    return inside[1].span.start - inside[0].span.end <= 3 and inside[1].span.end < street.end


def _around(places: list[PlaceMention], starts: list[int], one: Named) -> list[PlaceMention]:
    """The places that may have to do with a name: those shortly before it, in it and right behind."""
    return places[bisect_left(starts, one.start - 2 * _NEAR) : bisect_left(starts, one.end + _NEAR)]


def _only_an_area(text: str, one: Named, places: Sequence[PlaceMention]) -> bool:
    """ "Daraa province" is the province, not a site within it."""
    own = next((m for m in places if m.span.start == one.start), None)
    rest = text[own.span.end : one.end].split() if own is not None else []
    return own is not None and (not rest or (len(rest) == 1 and rest[0].lower() in cues().kind_words))


def _inside(mention: PlaceMention, named: Named) -> bool:
    return named.start <= mention.span.start and mention.span.end <= named.end


def _of_named(report: Report, one: Named, places: Sequence[PlaceMention]) -> PlaceMention:
    words = report.text[one.start : one.end]
    host, reason = _host(report.text, one, places)
    span = report.span(one.start, one.end)
    if host is None or host.where.lat is None:
        where = Where(words, place_class=one.place_class, detail=words, reason="not in the gazetteer")
        return PlaceMention(span, where, 0.4, ("named by its form only",))
    where = unlisted_in(host.where, one.place_class, words, reason)
    if one.place_class is PlaceClass.UNKNOWN:
        where = replace(where, name=words, geonames_id=None)
    return PlaceMention(span, where, round(0.8 * host.score, 4), (f"{reason} {host.where.name}",), (where,))


def _host(text: str, one: Named, places: Sequence[PlaceMention]) -> tuple[PlaceMention | None, str]:
    """What a site, street or village lies in: the area said right behind it, a name inside it, or (streets
    and sites only, and those that are named after a place elsewhere) the last town before it."""
    previous = inner = None
    for place in places:
        if _inside(place, one):
            inner = inner or place
            continue
        between = text[one.end : place.span.start]
        if (
            place.span.start >= one.end
            and len(between) < 40
            and _leads_in(between)
            and place.role not in ("residence", "organisation")
            # "the Al-Quds Hospital in Aleppo" lies in Aleppo; "Kandahar Airport in Afghanistan" in Kandahar
            and (inner is None or place.where.place_class is PlaceClass.POPULATED_PLACE)
        ):
            return place, "in"
        if place.span.end <= one.start and place.where.place_class in _TOWNS and place.role != "residence":
            previous = place
        if place.span.start > one.end:
            break
    if inner is not None and not (previous and _namesake(inner, previous)):
        return inner, "in"
    if one.place_class is not PlaceClass.UNKNOWN and previous and one.start - previous.span.end < _NEAR:
        return previous, "near the last town named,"
    return None, ""


def _namesake(inner: PlaceMention, town: PlaceMention) -> bool:
    """Whether the place within a site's name only lends it its name: "Jackson Square" in a story from Boston
    stands in none of the many Jacksons, which all lie in other provinces."""
    here = (town.where.country, town.where.admin1)
    known = {(w.country, w.admin1) for w in inner.candidates}
    return inner.role == "organisation" and len(known) >= _MANY and here not in known


_KIND_OF_PART = re.compile(r"^\s(?:[a-z-]+\s)?\([^()]{1,30}\)|^\s(?:tehsil|taluka?|upazila|block|woreda)\b")


def _leads_in(between: str) -> bool:
    words = _KIND_OF_PART.sub("", between).replace(",", " , ").split()
    return (
        bool(words)
        and words[0] in ("in", ",", "near", "of", "outside", "area")
        and "." not in between
        and all(w.islower() or w == "," for w in words)
    )


def resolve_spans(
    report: Report, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer
) -> list[Place | None]:
    """The places that given spans mean, all resolved together; None where the gazetteer knows no such name.

    For measuring, and for names that another reader found. Unlike :func:`find_places` it also resolves
    demonyms, to their country.
    """
    text = report.text
    tokens = tokenize(in_capitals(text) if is_mostly_small(text) else text)
    given = [
        t for t in (given_toponym(tokens, span, gazetteer) for span in sorted(set(spans))) if t is not None
    ]
    covered = {k for t in given for k in range(t.first, t.last)}
    others = [t for t in find_toponyms(tokens, gazetteer) if not covered.intersection(range(t.first, t.last))]
    everything = sorted([*given, *others], key=lambda t: t.start)
    qualify(everything, tokens)
    for toponym in given:
        toponym.probability = 1.0
    groups = group(given)
    resolve(groups, [t for t in others if t.demonym], home_of(report, gazetteer))
    chosen = {(m.start, m.end): one.candidates[one.best].place for one in groups for m in one.members}
    return [chosen.get(span) for span in spans]
