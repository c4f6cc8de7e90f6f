"""Which of a report's incidents it is about.

The news puts its subject into the headline and the first sentences and comes back to it; background is
told later, in fewer words, with an older day.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.codebook.families import DEVELOPMENTS
from dateline.reader.rules.grouping import NEWS_THEMSELVES, Group, stem
from dateline.text import tokens

_MONTH = 31  # days
# What the report brings up first is what it is about, unless much speaks for another.
_LATER = 1.5


def main_index(groups: Sequence[Group], title: str) -> int | None:
    """The index of the main incident, or None when there is no group."""
    if not groups:
        return None
    headline = {stem(t.lower) for t in tokens(title)}
    scores = [_score(group, headline) - _LATER * min(order, 2) for order, group in enumerate(groups)]
    return max(range(len(groups)), key=lambda i: (scores[i], -i))


def _score(group: Group, headline: set[str]) -> float:
    first = group.triggers[0]
    score = max(0.0, 4.0 - 0.8 * first.sentence)
    score += 0.4 * min(len(group.triggers), 8)
    score += 1.5 * any(stem(t.word) in headline for t in group.triggers)
    score += 1.0 * bool(group.tolls)
    # "Teen charged in fatal shooting": the arrest is news, the shooting is the incident.
    if first.type in DEVELOPMENTS:
        score -= 1.5 if first.type in NEWS_THEMSELVES else 7.0
    if group.days and group.days[0].offset is not None and group.days[0].offset.high < -_MONTH:
        score -= 1.5
    return score
