"""Slots 6, 7 and 12 to 16: instruments, and the things that were hit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.assemble.muc4.entities import answer, entities
from dateline.assemble.muc4.fills import Slots, referring, string
from dateline.assemble.muc4.nations import foreign_nation
from dateline.assemble.muc4.numbers import number_of
from dateline.assemble.muc4.scene import Scene
from dateline.codebook.muc4.book import load


def fill_instruments(scene: Scene, slots: Slots) -> None:
    """Fill slots 6 and 7: the type from the words, else as the reader answers; without an instrument what the
    words of the incident imply ("SHOT": a gun)."""
    book = load()
    found = entities(scene, "m.weapon")
    for weapon in found:
        slots.add(6, string(weapon.text))
        kind = first_match(book.instruments, weapon.text) or answer([weapon], "m.weapon_type").upper()
        slots.add(7, referring(kind, weapon.text))
    if not found:
        slots.add(7, referring(implied(scene, slots.kind), "-"))


def first_match(patterns: Sequence[tuple[str, str]], text: str) -> str:
    """The fill of the first pattern that is found among the words of a text."""
    return next(
        (fill for p, fill in patterns if re.search(rf"(?<!\w)(?:{p})(?!\w)", text, re.IGNORECASE)), ""
    )


def implied(scene: Scene, kind: str) -> str:
    """The type of instrument that the sentences of the incident imply."""
    patterns = load().implied.get(kind, ())
    told = [scene.story.sentences[s] for s in scene.told]
    return first_match(patterns, " | ".join(scene.story.words(*bounds) for bounds in told))


def fill_things(scene: Scene, nation: str, slots: Slots) -> None:
    """Fill slots 12 to 16; 17 stays null (see ``totals``). ``nation`` is where it happened."""
    book, text = load(), scene.story.upper
    for thing in entities(scene, "m.phys"):
        slots.add(12, string(thing.text))
        slots.add(13, referring(book.thing_types.of(answer([thing], "m.phys_type")), thing.text))
        slots.add(14, referring(number_of(text, thing.spans), thing.text))
        if foreign := foreign_nation(scene.story, [thing], nation):
            slots.add(15, referring(foreign, thing.text))
        effect = book.thing_effects.of(answer([thing], "m.phys_effect"))
        if effect and slots.kind in book.effects_only.get(effect, frozenset((slots.kind,))):
            slots.add(16, referring(effect, thing.text))
