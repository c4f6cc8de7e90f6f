"""Whose dead they are: a count of "four men of Lashkar-e-Jhangvi" counts militants."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Effect, Group
from dateline.resolve.how_many import CountMention
from dateline.resolve.who import ActorMention, group_of

_OF = re.compile(r"(?i)\s+(?:of|from|belonging to|with)\s+(?:the\s+)?(?:banned\s+|outlawed\s+)?(?:group\s+)?")
_ONE_MORE = r"the (?:third|fourth|fifth|sixth|last|other|remaining)(?: one| attacker| man| gunman)?"
_ONE_OF_THEM = re.compile(rf"(?i){_ONE_MORE}")
_LAST_ONE = re.compile(
    rf"(?i)[^.\n]{{0,80}}?(?:\band\b|[,;])[^.\n]{{0,40}}?"
    rf"(?:{_ONE_MORE} (?:was |were )?(?:shot|killed|gunned down)"
    rf"|(?:shot|killed|gunned down) {_ONE_MORE})"
)
_ALL = re.compile(r"(?i)(?:all|both|the)\b")
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
    return _last_of_the_attackers(text, _without_parts(text, found))


def _without_parts(text: str, counts: Sequence[CountMention]) -> list[CountMention]:
    """ "All three attackers died: two set off their vests …": the two are among the three."""
    whole = {
        c.sentence: c.toll.best
        for c in counts
        if c.toll.group is Group.ATTACKERS and c.toll.best and _ALL.match(text[c.span.start : c.span.end])
    }
    return [c for c in counts if not _among(text, c, whole.get(c.sentence, 0))]


def _among(text: str, count: CountMention, whole: int) -> bool:
    """Whether a count is of some of the ``whole`` attackers of its sentence ("the last one" too)."""
    if not whole:
        return False
    last = bool(_ONE_OF_THEM.fullmatch(text[count.span.start : count.span.end]))
    return last or (count.toll.group is Group.ATTACKERS and (count.toll.best or 0) < whole)


def _last_of_the_attackers(text: str, counts: Sequence[CountMention]) -> list[CountMention]:
    """ "Two of the attackers blew themselves up and the third was shot by troops": three attackers died."""
    found = list(counts)
    for at, count in enumerate(counts):
        toll = count.toll
        if toll.group is not Group.ATTACKERS or toll.effect is not Effect.KILLED or not toll.best:
            continue
        if _ALL.match(text[count.span.start : count.span.end]):
            return found  # "all three attackers died: two …, the last one …"
        match = _LAST_ONE.match(text, count.span.end)
        if match:
            together = replace(count.span, end=match.end())
            number = toll.best + 1
            found[at] = replace(
                count, span=together, toll=replace(toll, low=number, best=number, high=number)
            )
            found = [c for c in found if c is found[at] or not together.covers(c.span)]
            return found
    return found
