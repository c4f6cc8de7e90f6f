"""What the reader marked as the place and no gazetteer holds: a site or street of the town that is chosen, a
village near it, or a name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import PlaceClass, Report, Span, Where
from dateline.resolve.where import PlaceMention, unlisted_in

_FINE = (PlaceClass.SITE, PlaceClass.ADDRESS)
_AREAS = (PlaceClass.DISTRICT, PlaceClass.PROVINCE, PlaceClass.COUNTRY, PlaceClass.VAGUE_REGION)
_AREA = re.compile(
    r"(?i)\b(?:districts?|provinces?|count(?:y|ies)|states?|regions?|governorates?|departments?|divisions?|agency"
    r"|tehsil|cantons?|territor(?:y|ies)|prefectures?|oblast)\b"
)
_NEAR = 50_000  # metres from the town of a report in which a village lies that it tells of, as a rule
_LEADING = re.compile(
    r"(?i)(?:(?:in|at|near|on|outside|inside|around|close to|from|to|toward|towards|off|by|beyond|over|above"
    r"|below|between|along|across|into|the|a|an)\s+)+"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n][\"'”’)]*\s+|[\"“‘(])\Z")
_NO_NAME = frozenset(
    """in at near on outside inside around from to the a an monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december
    boeing airbus toyota""".split()
)


def with_marked(
    report: Report, where: Where, town: PlaceMention, places: Sequence[PlaceMention], marked: Sequence[Span]
) -> tuple[Where, list[Span]]:
    """The chosen place with what the reader marked and no gazetteer knows, and the words for both: "at the
    Key Club", where the town is said elsewhere; "near Eterazama", in a report from Cochabamba."""
    if where.place_class is PlaceClass.POPULATED_PLACE:
        for one in places:
            fine = one.where.place_class in _FINE and one.where.lat is None
            if fine and any(one.span.overlaps(span) for span in marked):
                site = unlisted_in(where, one.where.place_class, one.where.detail)
                return site, sorted([town.span, one.span])
    elif where.place_class not in _AREAS:
        return where, [town.span]
    if any(_is_same(one, where) and one.span.overlaps(span) for one in places for span in marked):
        return where, [town.span]
    unknown = _unknown_name(report, places, marked)
    if unknown is None:
        return where, [town.span]
    words = _words(report, unknown)
    if where.place_class is PlaceClass.DISTRICT and _AREA.search(words):
        # one district is not in another: all that this one says of it is the country
        reason = f"not in the gazetteer; taken to be in the country of {where.name}"
        return Where(words, country=where.country, reason=reason), sorted([town.span, unknown])
    how = "in"
    if where.place_class not in _AREAS:
        how, where = "near", replace(where, radius_m=max(where.radius_m or 0, _NEAR))
    return unlisted_in(where, PlaceClass.UNKNOWN, words, how), sorted([town.span, unknown])


def name_alone(
    report: Report, places: Sequence[PlaceMention], marked: Sequence[Span]
) -> tuple[Where, Span] | None:
    """The place that the reader marked by a name that no gazetteer holds; None where it marked none such."""
    span = _unknown_name(report, places, marked)
    if span is None:
        return None
    words = _words(report, span)
    return Where(words, reason=f"{words} is not in the gazetteer, and no place says where it lies"), span


def _unknown_name(report: Report, places: Sequence[PlaceMention], marked: Sequence[Span]) -> Span | None:
    for span in marked:
        located = any(one.where.lat is not None and one.span.overlaps(span) for one in places)
        if not located and _has_name(report, span):
            return span
    return None


def _has_name(report: Report, span: Span) -> bool:
    """Whether a word has a capital of its own, and not because a sentence begins with it."""
    for word in _WORD.finditer(report.text, span.start, span.end):
        begins = _SENTENCE_BEGINS.search(report.text, max(0, word.start() - 6), word.start()) is not None
        if word.group()[0].isupper() and not begins and word.group().casefold() not in _NO_NAME:
            return True
    return False


def _words(report: Report, span: Span) -> str:
    words = report.quote(span)
    leading = _LEADING.match(words)
    return words[leading.end() :] if leading is not None else words


def _is_same(one: PlaceMention, where: Where) -> bool:
    if where.geonames_id is not None:
        return one.where.geonames_id == where.geonames_id
    return one.where.name == where.name
