"""Invented MUC-4 templates for the tests: written in the official layout, read by the reader under test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dateline.codebook.muc4.slots import BY_NAME, SLOTS
from dateline.codebook.muc4.templates import Filler, Template, Templates, parse


def made(message: str, number: str, /, **slots: str) -> Template:
    """A template: slots by their report name with underscores, lines within a slot parted by ``|``."""
    given = {BY_NAME[name.replace("_", "-")].number: text for name, text in slots.items()}
    lines = [
        f"0.  MESSAGE: ID                     {message}",
        f"1.  MESSAGE: TEMPLATE               {number}",
    ]
    for slot in SLOTS:
        for at, part in enumerate(given.get(slot.number, "-").split("|")):
            lines.append((slot.header if at == 0 else "").ljust(36) + part.strip())
    (template,) = parse("\n".join(lines))
    return template


def by_message(*templates: Template) -> Templates:
    """Templates in the shape that the scorers take."""
    found: Templates = {}
    for template in templates:
        known = found.get(template.message, ())
        found[template.message] = known if template.number is None else (*known, template)
    return found


def answer(key: Templates) -> Templates:
    """The response that a key asks for: the first of its alternatives everywhere, nothing optional."""

    def plain(filler: Filler) -> Filler:
        return Filler((replace(filler.values[0], refs=filler.values[0].refs[:1]),))

    def said(slots: Mapping[int, tuple[Filler, ...]]) -> dict[int, tuple[Filler, ...]]:
        return {number: tuple(map(plain, fillers)) for number, fillers in slots.items()}

    return {m: tuple(replace(t, optional=False, slots=said(t.slots)) for t in ts) for m, ts in key.items()}
