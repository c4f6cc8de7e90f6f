"""How many: words → tolls. "killing 61 people, including 60 cadets" → two counts and how they relate."""

from dateline.resolve.how_many.combine import IncidentToll, combine
from dateline.resolve.how_many.find import find_counts
from dateline.resolve.how_many.marked import count_of, may_be_one, who_is
from dateline.resolve.how_many.types import CountMention, Individual

__all__ = [
    "CountMention",
    "IncidentToll",
    "Individual",
    "combine",
    "count_of",
    "find_counts",
    "may_be_one",
    "who_is",
]
