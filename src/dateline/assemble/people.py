"""Whose dead they are: a count of "four men of Lashkar-e-Jhangvi" counts militants."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Group
from dateline.resolve.how_many import CountMention
from dateline.resolve.who import ActorMention, group_of

_OF = re.compile(r"(?i)\s+(?:of|from|belonging to|with)\s+(?:the\s+)?(?:banned\s+|outlawed\s+)?(?:group\s+)?")
_NOBODYS = (Group.UNKNOWN, Group.CIVILIANS)


def with_sides(
    text: str, counts: Sequence[CountMention], actors: Sequence[ActorMention]
) -> list[CountMention]:
    """The counts, those of an organisation's people given its group. ``actors`` in reading order."""
    starts = [a.span.start for a in actors]
    found = []
    for count in counts:
        at = bisect_left(starts, count.span.end)
        whole = actors[at] if at < len(actors) else None
        if whole is not None and count.toll.group in _NOBODYS and whole.named:
            between = text[count.span.end : whole.span.start]
            group = group_of(whole.kind)
            if group is not Group.CIVILIANS and _OF.fullmatch(between):
                count = replace(count, toll=replace(count.toll, group=group))
        found.append(count)
    return found
