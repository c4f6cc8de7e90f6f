"""Counts that name what they count before the number: "put the number of injured at 118".

"The hospital lowered its count of people killed in the strike from 18 to 16": the last number is the one
that is told; the one it replaces is not told again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.model import Effect, Span, Toll
from dateline.resolve.how_many.types import CountMention
from dateline.text import NUMBER, number_value

_TALLY = re.compile(
    rf"""(?ix)\b(?:number|count|tally|toll|figure)s?\s+(?:of|for)\s+(?:the\s+)?(?:people\s+|those\s+|persons\s+)?
    (?P<effect>dead|deaths|fatalities|killed|injured|injuries|wounded|hurt|missing|abducted|kidnapped|arrested|
       arrests|detained|displaced)\b
    (?P<between>[^.;\n]{{0,90}}?)
    \b(?:(?:from\s+(?:{NUMBER})\s+)?to|at|reached|was|is|stood\s+at|remained\s+at|now)\s+
    (?P<qualifier>at\ least|more\ than|over|nearly|about|around|some|up\ to)?\s*
    (?P<number>{NUMBER})\b(?!\s*(?:%|percent|per\ cent|hours?|days?|years?|[ap]\.?m))"""
)
_EFFECTS = {
    **dict.fromkeys(("dead", "deaths", "fatalities", "killed"), Effect.KILLED),
    **dict.fromkeys(("injured", "injuries", "wounded", "hurt"), Effect.INJURED),
    **dict.fromkeys(("abducted", "kidnapped"), Effect.ABDUCTED),
    **dict.fromkeys(("arrested", "arrests", "detained"), Effect.ARRESTED),
    "missing": Effect.MISSING,
    "displaced": Effect.DISPLACED,
}
_OPEN_ABOVE = ("at least", "more than", "over")


def find_tallies(text: str, report_id: str, known: Sequence[CountMention]) -> list[CountMention]:
    """The tallies of a text that ``known`` does not hold already, in reading order."""
    taken = [m.span for m in known]
    found = []
    for match in _TALLY.finditer(text):
        value = number_value(match["number"])
        span = Span(report_id, match.start("number"), match.end("number"))
        if value is None or any(span.overlaps(s) for s in taken):
            continue
        effect = _EFFECTS[match["effect"].lower()]
        effect_span = Span(report_id, match.start("effect"), match.end("effect"))
        toll = _toll(effect, value, (match["qualifier"] or "").lower())
        found.append(CountMention(span, toll, effect_span, noun="people", role_hint="victim"))
    return found


def _toll(effect: Effect, value: int, qualifier: str) -> Toll:
    if qualifier == "up to":
        return Toll(effect, low=None, best=value, high=value, qualifier=qualifier)
    if qualifier in ("more than", "over"):
        return Toll(effect, low=value + 1, best=None, high=None, qualifier=qualifier)
    high = None if qualifier in _OPEN_ABOVE else value
    return Toll(effect, low=value, best=value, high=high, qualifier=qualifier)
