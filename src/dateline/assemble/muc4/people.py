"""Slots 18 to 24: the people hurt, each by name or description, with type, number, nation and effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.assemble.muc4.entities import Entity, answer, entities
from dateline.assemble.muc4.fills import Slots, referring, string
from dateline.assemble.muc4.nations import foreign_nation
from dateline.assemble.muc4.numbers import is_plural, number_of
from dateline.assemble.muc4.scene import Scene
from dateline.assemble.muc4.totals import total
from dateline.codebook.muc4.book import load

_TITLE = (
    r"(?:(?:MR|MRS|DR|LIC|ENG|PROF|FATHER|FR|GEN|GENERAL|COL|COLONEL|LT|MAJ|MAJOR|CAPT|CAPTAIN|SGT)\.?\s+)*"
)
#: Between a description and the name behind it: "MAYOR OF ACHI RICARDO …", "THE JUDGE, IDENTIFIED AS …".
_BEFORE = re.compile(
    rf"(?:\s*,)?\s+(?:(?:WHO\s+)?(?:WAS\s+|HAS\s+BEEN\s+)?(?:IDENTIFIED\s+AS|NAMED|CALLED)\s+)?{_TITLE}\Z|\s*[\[(:]\s*{_TITLE}\Z"
)
#: Between a name and the description behind it: "…, THE MAYOR OF X", "…, 45, A JUDGE", "… [MAYOR OF X]".
_BEHIND = re.compile(
    r"\s*,\s*(?:\d{1,2},\s*)?(?:(?:WHO\s+(?:IS|WAS)\s+)?(?:THE|A|AN|HIS|HER|FORMER|THEN|CURRENT)\s+)*(?:[A-Z.-]+\s+){0,2}\Z|"
    r"\s*[\[(]\s*(?:THE\s+)?\Z|\s+(?:WAS|IS)\s+(?:THE|A|AN)\s+\Z"
)
_LIST = re.compile(rf"\s*(?:,\s*(?:\d{{1,2}},?\s*)?)?(?:AND\s+)?{_TITLE}", re.IGNORECASE)
#: What parts two people, or a person from somebody else's description.
_PARTED = re.compile(
    r"[.;!?]\s|\b(?:WAS|WERE|KILL\w*|SAID|AND|DIED|BY|HAS|HAVE|HIS|HER|WITH|ALSO|ANOTHER|WHO|WOUND\w*|ATTACK\w*)\b"
)
_RELATIVE = frozenset("HIS HER THEIR ANOTHER OTHER A AN ONE TWO THREE".split())
_REACH = 60


@dataclass(frozen=True, slots=True)
class Person:
    """One human target: a name, its descriptions, or a description alone."""

    name: Entity | None
    descriptions: tuple[Entity, ...]

    @property
    def parts(self) -> tuple[Entity, ...]:
        """Name and descriptions."""
        return (*([self.name] if self.name else []), *self.descriptions)

    @property
    def ref(self) -> str:
        """What the other slots refer to."""
        return self.parts[0].text

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the person stands, the name first."""
        return [span for part in self.parts for span in part.spans]


def people_of(scene: Scene) -> list[Person]:
    """The human targets of an incident: a description that stands beside a name in the text goes with it,
    one of several people ("ENGINEERS A, B AND C") with each name of the list."""
    names, descriptions = entities(scene, "m.name"), entities(scene, "m.desc")
    told: dict[int, list[Entity]] = {n: [] for n in range(len(names))}
    alone: list[Entity] = []
    for description in descriptions:
        owners = _owners(scene, description, names)
        for owner in owners:
            told[owner].append(description)
        if not owners:
            alone.append(description)
    named = [Person(name, tuple(told[n])) for n, name in enumerate(names)]
    return [*named, *(Person(None, (description,)) for description in alone)]


def _owners(scene: Scene, description: Entity, names: Sequence[Entity]) -> list[int]:
    """The names, by number, of whom a description tells."""
    beside = [n for n, name in enumerate(names) if _one_person(scene, description, name)]
    if is_plural(description.text):
        return _listed(scene, beside[0], names) if beside else []
    if beside:
        return beside[:1]
    first = description.text.split()[0]
    if first in _RELATIVE or not names:
        return []
    gap, nearest = min((_gap(scene, description, name), n) for n, name in enumerate(names))
    return [nearest] if gap <= _REACH else []


def _listed(scene: Scene, first: int, names: Sequence[Entity]) -> list[int]:
    """The names that follow one in a list, parted by commas, ages and AND."""
    found, last = [first], max(end for _, end in names[first].spans[:1])
    while True:
        following = [
            (start, end, n)
            for n, name in enumerate(names)
            for start, end in name.spans
            if n not in found and _LIST.fullmatch(scene.story.upper, last, start)
        ]
        if not following:
            return found
        _, last, number = min(following)
        found.append(number)


def _gap(scene: Scene, description: Entity, name: Entity) -> int:
    """Letters between a description and a name that one phrase may hold; many where a verb parts them."""
    text, least = scene.story.upper, 10_000
    for start, end in description.spans:
        for first, last in name.spans:
            between = text[end:first] if end <= first else text[last:start]
            if not _PARTED.search(between):
                least = min(least, len(between))
    return least


def _one_person(scene: Scene, description: Entity, name: Entity) -> bool:
    text = scene.story.upper
    for start, end in description.spans:
        for first, last in name.spans:
            if start <= first and last <= end:
                return True
            if 0 <= first - end <= _REACH and _BEFORE.fullmatch(text[end:first] or " "):
                return True
            if 0 <= start - last <= _REACH and _BEHIND.fullmatch(text[last:start]):
                return True
    return False


def fill_people(scene: Scene, nation: str, slots: Slots) -> list[Person]:
    """Fill slots 18 to 24. ``nation`` is where it happened."""
    book, text, people = load(), scene.story.upper, people_of(scene)
    numbers = []
    for person in people:
        if person.name:
            slots.add(18, string(person.name.text))
        for description in person.descriptions:
            refs = (person.name.text,) if person.name else ()
            slots.add(19, string(description.text, refs))
        kind = _type(person.descriptions) or answer(person.parts, "m.hum_type")
        slots.add(20, referring(book.people_types.of(kind), person.ref))
        numbers.append(number_of(text, person.spans, named=person.name is not None))
        slots.add(21, referring(numbers[-1], person.ref))
        if foreign := foreign_nation(scene.story, person.parts, nation):
            slots.add(22, referring(foreign, person.ref))
        for effect in effects(scene, answer(person.parts, "m.hum_effect"), slots.kind):
            slots.add(23, referring(effect, person.ref))
    if not people and (harm := _no_harm(scene)):
        slots.add(23, referring(harm, "-"))
    if all_people := total(scene, numbers):
        slots.add(24, referring(all_people))
    return people


def _type(descriptions: Sequence[Entity]) -> str:
    """A description tells what somebody is better than a name."""
    told = answer(descriptions, "m.hum_type")
    return told if told != "civilian" else ""


def effects(scene: Scene, told: str, kind: str) -> Iterator[str]:
    """The effect, if it is one that this type of incident can have."""
    effect = load().people_effects.of(told)
    if effect and kind in load().effects_only.get(effect, frozenset((kind,))):
        yield effect


def _no_harm(scene: Scene) -> str:
    """ "THERE WERE NO CASUALTIES": what is told of people where nobody is named."""
    for sentence in scene.told:
        start, end = scene.story.sentences[sentence]
        for pattern, effect in load().no_harm:
            if re.search(rf"\b(?:{pattern})\b", scene.story.words(start, end), re.IGNORECASE):
                return effect
    return ""
