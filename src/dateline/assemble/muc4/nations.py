"""Slots 15 and 22: the nation of a target, where it is another than that of the place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.assemble.muc4.entities import Entity
from dateline.assemble.muc4.places import nations_in
from dateline.assemble.muc4.scene import Story

# "THE U.S. MILITARY ADVISERS": what stands before the words of a target
_BEFORE = re.compile(r"(?:[A-Z.'-]+\s+){1,3}\Z")
# "…, A SPANISH CITIZEN, …"
_BEHIND = re.compile(r"\s*,\s+(?:\d{1,2},\s+)?(?:A|AN|THE)\s+((?:[A-Z.]+\s+){0,2}[A-Z.]+)")
_LATIN = re.compile(r"LATIN\s+AMERICANS?|CENTRAL\s+AMERICANS?|SOUTH\s+AMERICANS?|INTER-AMERICAN")
_STOPS = frozenset("IN OF AT BY FROM AND TO ON WITH THAT WHO WERE WAS FOR AS".split())


def foreign_nation(story: Story, parts: Sequence[Entity], nation: str) -> str:
    """The nation that the words of a target or those beside them name, "" if none or the place's own."""
    text = story.upper
    for part in parts:
        for start, end in part.spans:
            before = _BEFORE.search(text[max(0, start - 40) : start])
            words = before[0].split() if before else []
            cut = max((n + 1 for n, w in enumerate(words) if w in _STOPS), default=0)
            behind = _BEHIND.match(text, end)
            for said in (text[start:end], " ".join(words[cut:]), behind[1] if behind else ""):
                found = [n for n in nations_in(_LATIN.sub(" ", said)) if n != nation]
                if found:
                    return found[0]
    return ""
