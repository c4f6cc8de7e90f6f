"""MUC-4 as the neural systems use it: five roles and the incident type (Du et al., GTT, 2021).

A template has a type and, by role, entities; an entity is the mentions that name it. Optional templates and
fillers are templates and fillers like any other, and a victim is a name: descriptions are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.codebook.muc4.templates import Filler, Template, TemplateError, Templates

ROLES: Mapping[str, int] = {"PerpInd": 9, "PerpOrg": 10, "Target": 12, "Victim": 18, "Weapon": 6}
"""The roles with the slots they come from."""

Entity = tuple[str, ...]
"""The mentions of one entity, in lower case."""


@dataclass(frozen=True, slots=True)
class RoleTemplate:
    """The incident type in lower case, and the entities by role; a role without any may be absent."""

    type: str
    roles: Mapping[str, tuple[Entity, ...]]

    def entities(self, role: str) -> tuple[Entity, ...]:
        """The entities of a role."""
        return self.roles.get(role, ())


RoleTemplates = Mapping[str, Sequence[RoleTemplate]]
"""Templates by message."""


def read_gtt(path: Path) -> dict[str, tuple[RoleTemplate, ...]]:
    """The templates of a JSON Lines file of GTT. Raises TemplateError with file and line."""
    found: dict[str, tuple[RoleTemplate, ...]] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise TemplateError(f"{path}: {error.strerror}", "pass a JSON Lines file of GTT") from error
    for at, line in enumerate(lines, 1):
        try:
            document = json.loads(line)
            found[document["docid"]] = tuple(
                RoleTemplate(
                    template["incident_type"],
                    {role: tuple(tuple(m[0] for m in entity) for entity in template[role]) for role in ROLES},
                )
                for template in document["templates"]
            )
        except (ValueError, KeyError, TypeError, IndexError) as error:
            problem = f"{path}:{at}: no document of GTT ({type(error).__name__})"
            raise TemplateError(problem, "each line needs docid and templates with the five roles") from error
    return found


def to_roles(template: Template, text: str | None = None) -> RoleTemplate:
    """An official template in this shape.

    With the ``text`` of the message (lower case), as GTT has it: only mentions that stand there, entities
    and mentions in the order of the text.
    """
    roles = {role: _entities(template.fillers(slot), text) for role, slot in ROLES.items()}
    return RoleTemplate(template.type.lower(), roles)


def all_to_roles(
    templates: Templates, texts: Mapping[str, str] | None = None
) -> dict[str, list[RoleTemplate]]:
    """All templates by message; see to_roles."""
    return {
        message: [to_roles(template, texts.get(message) if texts else None) for template in found]
        for message, found in templates.items()
    }


def _entities(fillers: Sequence[Filler], text: str | None) -> tuple[Entity, ...]:
    named = [[value.text.lower() for value in filler.values if value.text != "-"] for filler in fillers]
    if text is None:
        return tuple(tuple(mentions) for mentions in named if mentions)
    placed = [[at for mention in mentions if (at := _place(mention, text))] for mentions in named]
    ordered = sorted((sorted(mentions, key=_start) for mentions in placed if mentions), key=lambda e: e[0][0])
    return tuple(tuple(mention for _, mention in mentions) for mentions in ordered)


def _start(place: tuple[int, str]) -> int:
    return place[0]


def _place(mention: str, text: str) -> tuple[int, str] | None:
    """Where a mention stands first, and as the text spaces it."""
    found = re.search(r"\s+".join(map(re.escape, mention.split())), text)
    return (found.start(), found[0]) if found else None
