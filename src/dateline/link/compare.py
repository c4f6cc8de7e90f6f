"""Two accounts compared: features, and the hard reasons why they cannot be one incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.link.features import Features, features, one_story
from dateline.link.places import PlaceRelation, relate
from dateline.link.profile import Profile
from dateline.link.tables import type_agreement

#: An attack that goes on past midnight, and reports that count from either day, differ by one; one day more
#: is left to reports that were read wrongly.
MOST_DAYS_APART = 2
_DETAILS = frozenset({"ages_shared", "persons_shared", "blocks_shared"})
_UNLIKE = frozenset({"ages_differ", "persons_differ", "killed_differs", "roundup"})
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Named features of a pair, and why it cannot be one incident.

    ``conflict`` is "" or the reason: two towns on one day, days that exclude each other, kinds of
    incident that never go together. ``misread`` says that the details agree so well that a day or a town
    may have been read wrongly: a conflict of these yields where all else leaves no doubt.
    """

    features: Features
    relation: PlaceRelation
    conflict: str
    misread: bool = False


def compare(left: Profile, right: Profile) -> Comparison:
    """Compare two profiles. Symmetric: the order of the two changes nothing but the wording."""
    relation = relate(left.where, right.where)
    found = features(left, right, relation)
    return Comparison(found, relation, _conflict(left, right, relation, found), _details_agree(found))


def _details_agree(found: Features) -> bool:
    """Ages, persons or the street block in common, and none that differ, nor another count of dead.

    "Police: 7-year-old girl dies after shooting in Salisbury", whose story comes from Durham, where she died.
    """
    apart = found["type"] == 0 or not _UNLIKE.isdisjoint(found)
    return not apart and not _DETAILS.isdisjoint(found)


def _weekdays_apart(left: Profile, right: Profile) -> int:
    """Days between two weekdays, the short way round; 0 when one is not known. A night runs into the next."""
    if left.weekday is None or right.weekday is None:
        return 0
    gap = abs(left.weekday - right.weekday)
    return min(gap, 7 - gap)


def _conflict(left: Profile, right: Profile, relation: PlaceRelation, found: Features) -> str:
    """Why the two cannot be one incident, whatever their words; "" when nothing forbids it."""
    if type_agreement(left.type, right.type) == 0:
        return f"{left.type} and {right.type} are never one incident"
    if "one_origin" in found or one_story(left, right, found):
        return ""  # copies tell of the same things; what differs was read wrongly
    one = left.exact_day if left.sure_day else None
    other = right.exact_day if right.sure_day else None
    if one is not None and other is not None and abs(one - other) > MOST_DAYS_APART:
        return f"the days {date.fromordinal(one)} and {date.fromordinal(other)} exclude each other"
    if None in (one, other) and left.sure_day and right.sure_day and _weekdays_apart(left, right) > 1:
        return f"a {WEEKDAYS[(left.weekday or 1) - 1]} is no {WEEKDAYS[(right.weekday or 1) - 1]}"
    sure = left.sure_place and right.sure_place
    if sure and relation.sharp and relation.kind == "far" and one is not None and one == other:
        names = ", ".join(p.where.name for p in (left, right) if p.where)
        return f"two towns on one day ({names})"
    return ""
