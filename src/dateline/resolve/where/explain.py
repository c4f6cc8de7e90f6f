"""Reasons in words, and the role in which a place is spoken of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dateline.resolve.where.cues import cues
from dateline.resolve.where.detect import Toponym
from dateline.resolve.where.gazetteer import Candidate, Gazetteer
from dateline.resolve.where.groups import Group
from dateline.resolve.where.kinds import Kind
from dateline.resolve.where.tokens import Tokens

# "Johnson, 29, of Dayton", "a 34-year-old man from Mesa", "a resident of Swat", "the Karachi native"
_RESIDENT = re.compile(
    r"(?:\d\d,?|year-old[\w\s-]{0,20}|residents?|natives?|man|woman|lives?|lived|born|raised),?\s+(?:of|from|in)\s+\Z"
)


_OF = ("of", "from", "in")
_BEHIND_COMMA = re.compile(r"\w,\s\Z")

# "QUETTA (AFP) -", "TRINIDAD, Bolivia, June 4 -", "MESA, Ariz. (KPHO) —", "NAIROBI, Aug. 3 (Xinhua) --"
_HEAD = re.compile(r"(?:,\s[\w. ]{2,20}){0,3}\s*(?:[(\[][\w ./-]+[)\]]\s*)?(?:—|–|--|-)\s")
_HEAD_COLON = re.compile(r"\s?:\s")  # "KARACHI: Gunmen shot dead ..."


def explain(one: Group, best: Candidate, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Why this reading: what stood behind the name, how many places are called so, what speaks for it."""
    place = best.place
    reasons = []
    if one.qualifier:
        reasons.append(f"named with {one.qualifier[0].place.name}")
    if len(one.candidates) == 1:
        reasons.append("the only place called so")
    else:
        reasons.append(f"best of {len(one.candidates)} places called so")
        if place is one.candidates[0].place:
            reasons.append("the largest of them")
    if place.kind not in (Kind.COUNTRY, Kind.REGION, Kind.WATER):
        area = gazetteer.name_of(place.admin1) if place.admin1 != place.gid else None
        reasons.append(f"in {area}, {place.country}" if area else f"in {place.country}")
    if disputed := gazetteer.disputed(place):
        reasons.append(f"disputed: {disputed}")
    return tuple(reasons)


def role_of(tokens: Tokens, toponym: Toponym, ending_at: Mapping[int, Toponym]) -> str:
    """ "dateline", "organisation", "residence", "qualifier" or ""."""
    text = tokens.text
    if toponym.start < 60 and _at_head(tokens, toponym) and _HEAD.match(text[toponym.end : toponym.end + 80]):
        return "dateline"
    if (
        toponym.start < 3
        and toponym.name.isupper()
        and _HEAD_COLON.match(text[toponym.end : toponym.end + 4])
    ):
        return "dateline"
    last = toponym.last
    if last < len(tokens) and tokens.joined(last) and tokens.capital[last] and not tokens.upper:
        end = last
        while end + 1 < len(tokens) and end - last < 4 and tokens.joined(end + 1) and tokens.capital[end + 1]:
            end += 1
        if any(tokens.lower[k] in cues().organisations for k in range(last, end + 1)):
            return "organisation"
    before_name = tokens.words[toponym.first - 1] if toponym.first else ""
    if before_name in _OF and _RESIDENT.search(text[max(0, toponym.start - 45) : toponym.start]):
        return "residence"
    if _BEHIND_COMMA.match(text, max(0, toponym.start - 3), toponym.start):
        before = ending_at.get(toponym.start - 2) or ending_at.get(toponym.start - 3)
        if before is not None and before.qualifier and before.probability >= 0.5:
            return "qualifier"
    return ""


def _at_head(tokens: Tokens, toponym: Toponym) -> bool:
    """ "attacks are rare in Jordan, a lone gunman -- …" is no dateline: a sentence has begun before it."""
    line = tokens.text.rfind("\n", 0, toponym.start) + 1
    before = [k for k in range(toponym.first) if tokens.starts[k] >= line]
    small = cues().lower_inside
    return all(tokens.capital[k] or tokens.lower[k].isdigit() or tokens.lower[k] in small for k in before)
