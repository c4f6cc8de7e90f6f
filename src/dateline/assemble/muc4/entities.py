"""Fillers of one slot as entities: the same one only once, by its best wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.assemble.muc4.scene import Scene, Story
from dateline.reader.model.muc4 import Filler

_TITLES = re.compile(
    r"(?:(?:MR|MRS|MISS|MS|DR|LIC|ENG|PROF|FATHER|FR|MSGR|MONSIGNOR|GEN|GENERAL|COL|COLONEL|LT|LIEUTENANT|MAJ|MAJOR|"
    r"CAPT|CAPTAIN|SGT|SERGEANT|CPL|PRESIDENT|DON|SISTER|BROTHER|REV|REVEREND)\.?\s+)+"
)
_LINKS = frozenset("OF THE AND FOR DE LA DEL".split())


@dataclass(frozen=True, slots=True)
class Entity:
    """What fills a string slot once: ``text`` as it will be written, where it stands (the wording first),
    and the filler that it comes from."""

    text: str
    spans: tuple[tuple[int, int], ...]
    filler: Filler


def entities(scene: Scene, label: str) -> list[Entity]:
    """The entities of a label in reading order; those of the head are left out."""
    story = scene.story
    found: list[Entity] = []
    fillers = sorted((f for f in scene.incident.fillers if f.label == label), key=lambda f: (f.start, f.end))
    for filler in fillers:
        entity = _entity(story, filler, label)
        if entity is None:
            continue
        known = next((n for n, e in enumerate(found) if _same(story, e, entity, label)), None)
        if known is None:
            found.append(entity)
        else:
            found[known] = _joined(found[known], entity)
    return found


def _entity(story: Story, filler: Filler, label: str) -> Entity | None:
    spans = [s for s in dict.fromkeys(((filler.start, filler.end), *filler.same)) if s[0] >= story.head.end]
    if label == "m.name":
        spans = [_without_title(story, *span) for span in spans]
    spans = [s for s in spans if s[0] < s[1]]
    if not spans:
        return None
    if label in ("m.name", "m.org"):
        spans.sort(key=lambda s: -len(story.words(*s)))
    return Entity(story.words(*spans[0]), tuple(spans), filler)


def _without_title(story: Story, start: int, end: int) -> tuple[int, int]:
    """ "COL JUAN RICO" is written without the title, unless nothing else is left."""
    title = _TITLES.match(story.upper, start, end)
    return (title.end(), end) if title and title.end() < end else (start, end)


def _same(story: Story, one: Entity, two: Entity, label: str) -> bool:
    if one.text == two.text:
        return True
    if label == "m.name":
        short, long = sorted((one.text.split(), two.text.split()), key=len)
        return set(short) <= set(long)
    if label == "m.org":
        return _abbreviates(one, two) or _juxtaposed(story, one, two)
    return False


def _abbreviates(one: Entity, two: Entity) -> bool:
    """ "ELN" and "ARMY OF NATIONAL LIBERATION": the letters are the initials, in whatever order."""
    short, long = sorted((one.text, two.text), key=len)
    initials = [w[0] for w in long.split() if w not in _LINKS]
    return " " not in short and len(short) > 2 and len(initials) > 2 and sorted(short) == sorted(initials)


def _juxtaposed(story: Story, one: Entity, two: Entity) -> bool:
    """ "FARABUNDO MARTI NATIONAL LIBERATION FRONT [FMLN]"."""
    for start, end in (*one.spans, *two.spans):
        behind = story.upper[end : end + 60].lstrip()
        for other in (one, two):
            if other.text and behind[1 : len(other.text) + 2] in (f"{other.text}]", f"{other.text})"):
                return story.words(start, end) != other.text
    return False


def _joined(one: Entity, two: Entity) -> Entity:
    """Both as one: by the longer wording, with the answers of the surer filler."""
    long, other = (one, two) if len(one.text) >= len(two.text) else (two, one)
    sure = max((one.filler, two.filler), key=lambda f: f.probability)
    return Entity(long.text, tuple(dict.fromkeys((*long.spans, *other.spans))), sure)


def answer(entities: Sequence[Entity], question: str) -> str:
    """The answer of the surest of some entities that has one, "" where none has."""
    told = [e.filler for e in entities if e.filler.answers.get(question, "none") != "none"]
    return max(told, key=lambda f: f.probability).answers[question] if told else ""
