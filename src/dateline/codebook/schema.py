"""The shape of a codebook file, checked by pydantic."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from dateline.codebook.language import Condition, Export, FieldDefinition, Option, Part, Rule, Slug, Text
from dateline.model import Field as CodedField
from dateline.model import Stage

#: Names of codebooks may have dashes: ucdp-ged.
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class Mapping(Part):
    """What other projects call such an incident; an empty tuple: outside their scope."""

    muc4: tuple[str, ...] = ()
    acled: tuple[str, ...] = ()
    ucdp: tuple[str, ...] = ()
    gtd: tuple[str, ...] = ()
    plover: tuple[str, ...] = ()


class Subtype(Part):
    """A finer type, with its definition and a sentence that it is coded from. ``examples`` are more of them,
    with the words that say what happened in square brackets: "Villagers [were driven out] of Tarin"."""

    subtype: Slug
    definition: Text
    example: Text
    examples: tuple[Text, ...] = ()
    includes: str = ""
    excludes: str = ""
    mapping: Mapping = Mapping()


class IncidentType(Part):
    """A type of incident with its subtypes."""

    type: Slug
    family: Literal["violence", "development"]
    violent: bool
    definition: Text
    example: Text
    examples: tuple[Text, ...] = ()
    includes: str = ""
    excludes: str = ""
    mapping: Mapping = Mapping()
    subtypes: tuple[Subtype, ...] = ()


class Unit(Part):
    """What delimits one incident: the parts that must agree, and the days that may lie between."""

    same: tuple[Literal["type", "subtype", "day", "place", "sides", "target"], ...]
    days: Annotated[int, Field(ge=0)] = 1
    note: str = ""
    merge: bool = False  # incidents that agree in all of `same` make one row


class Codebook(Part):
    """Incident types, fields, rules and kinds. Made by :func:`dateline.codebook.load`."""

    name: Name
    version: Annotated[int, Field(ge=1)]
    title: Text
    extends: str = ""
    source: str = ""  # whose rules these are, with the edition
    types: tuple[IncidentType, ...]
    stages: dict[Stage, Text]
    unit: Unit
    fields: dict[CodedField, FieldDefinition]
    toll_rules: dict[str, Text]
    default_toll_rule: str
    weapon_kinds: dict[Slug, Text]
    target_kinds: dict[Slug, Text]
    options: dict[Slug, Option] = Field(default_factory=dict)
    tables: dict[Slug, dict[str | int, str | int | None]] = Field(default_factory=dict)
    let: dict[Slug, Rule] = Field(default_factory=dict)
    precision: dict[Slug, Rule] = Field(default_factory=dict)
    include: tuple[Condition, ...] = ()
    export: Export | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Codebook:
        names = [t.type for t in self.types]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"type {name!r} is there twice")
        for entry in self.types:
            subtypes = [s.subtype for s in entry.subtypes]
            if len(set(subtypes)) < len(subtypes):
                raise ValueError(f"type {entry.type!r} has a subtype twice")
        if self.default_toll_rule not in self.toll_rules:
            raise ValueError(f"default_toll_rule {self.default_toll_rule!r} is not among toll_rules")
        return self

    def get(self, name: str) -> IncidentType | None:
        """The type of this name, or None."""
        return next((entry for entry in self.types if entry.type == name), None)

    def has(self, name: str, subtype: str = "") -> bool:
        """Whether ``name`` is a type, and ``subtype`` (where given) one of its subtypes."""
        entry = self.get(name)
        return entry is not None and (not subtype or any(s.subtype == subtype for s in entry.subtypes))

    def mapping(self, name: str, subtype: str = "") -> Mapping:
        """The mapping of the subtype where it is known, else of the type; empty for an unknown type."""
        entry = self.get(name)
        if entry is None:
            return Mapping()
        return next((s.mapping for s in entry.subtypes if s.subtype == subtype), entry.mapping)
