"""Borders named by two peoples or countries: "the Turkish-Syrian border", "the Afghan-Pakistan frontier"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dateline.model import Report
from dateline.resolve.where.detect import Toponym
from dateline.resolve.where.gazetteer import Gazetteer, Place
from dateline.resolve.where.kinds import Kind
from dateline.resolve.where.lines import border
from dateline.resolve.where.mention import PlaceMention

_DASH = re.compile(r"\s?[-–—]\s?")
_BORDER = re.compile(
    r"(?i)\s+(?:border|frontier|boundary)\b(?!\s+(?:guard|police|officer|patrol|agent|force|town|city))"
)
_SCORE = 0.9


def with_borders(
    report: Report, toponyms: Sequence[Toponym], found: list[PlaceMention], gazetteer: Gazetteer
) -> list[PlaceMention]:
    """``found`` with one mention for each border that two names with a dash between them make; the countries
    within it are no places of their own. A people is no place either, but here it says whose border it is."""
    made = []
    for one, two in pairwise(toponyms):
        if _DASH.fullmatch(report.text[one.end : two.start]) and (end := _BORDER.match(report.text, two.end)):
            first, second = _country(one), _country(two)
            if first is None or second is None or first.country == second.country:
                continue
            span = report.span(one.start, end.end())
            name = f"border of {first.name} and {second.name}"
            where = border(gazetteer.where(first), second.country, found)
            where = replace(where, name=name, detail=name)
            made.append(PlaceMention(span, where, _SCORE, ("two countries meet there",), (where,)))
    if not made:
        return found
    kept = [m for m in found if not any(m.span.overlaps(b.span) for b in made)]
    return sorted([*kept, *made], key=lambda m: m.span)


def _country(toponym: Toponym) -> Place | None:
    return next((c.place for c in toponym.candidates if c.place.kind is Kind.COUNTRY), None)
