"""What a figure counts, where the network and the grammar around the words disagree.

The network has read few reports of shootings that nobody died in: "seven men who were shot are expected to
survive" it takes for dead. The grammar of counts knows what "were shot" says of people and what it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Effect
from dateline.reader.contract import Label, Mark
from dateline.resolve.how_many import CountMention

_HURT = {Label.KILLED: Effect.INJURED, Label.INJURED: Effect.KILLED}


def settled(marks: Sequence[Mark], counts: Sequence[CountMention]) -> tuple[Mark, ...]:
    """The marks; a figure that the grammar counts by the other of killed and injured alone has its effect."""
    return tuple(_settled(mark, counts) if mark.label in _HURT else mark for mark in marks)


def _settled(mark: Mark, counts: Sequence[CountMention]) -> Mark:
    effects = {c.toll.effect for c in counts if c.span.overlaps(mark.span)}
    other = _HURT[mark.label]
    return replace(mark, label=Label(other.value)) if effects == {other} else mark
