"""When: time expressions in news text, as days with their precision.

>>> from datetime import date
>>> from dateline.model import Published
>>> day = date(2016, 10, 28)
>>> published = Published("2016-10-28", day, day)
>>> for mention in find_times("He was shot late Thursday, police said.", "r", published):
...     print(mention.describe())
“late Thursday”: 2016-10-27 (day), D-1, night, counted from publication
"""

from dateline.resolve.when.check import Contradiction, contradictions
from dateline.resolve.when.day_features import Scene
from dateline.resolve.when.find import find_times, with_published
from dateline.resolve.when.grammar import languages
from dateline.resolve.when.incident_day import LIKELY, DayChoice, choose_incident_day, settle
from dateline.resolve.when.mention import TimeMention

__all__ = [
    "LIKELY",
    "Contradiction",
    "DayChoice",
    "Scene",
    "TimeMention",
    "choose_incident_day",
    "contradictions",
    "find_times",
    "languages",
    "settle",
    "with_published",
]
