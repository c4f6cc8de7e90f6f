"""The codebook of MUC-4, ``builtin/muc4.yaml``: fills by the reader's answers, words, what is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from dateline.codebook.load import parse_as


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no pattern: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Type(_Part):
    """A type of incident: the fill of slot 4, and the slots that never apply to it."""

    fill: str
    inapplicable: frozenset[int] = frozenset()


class Fills(_Part):
    """The set list of a slot, and its fill where the reader has no answer (empty: null)."""

    fills: tuple[str, ...]
    default: str = ""

    def of(self, answer: str) -> str:
        """The fill for an answer of the reader; the default for one that is not in the list."""
        fill = answer.upper()
        return fill if fill in self.fills else self.default


class Clash(_Part):
    """What a clash of guerrillas with soldiers consists of: categories, types of people and of things."""

    categories: tuple[str, ...]
    people: frozenset[str]
    things: frozenset[str]


class LeaveOut(_Part):
    """What the task leaves out."""

    days_before: Annotated[int, Field(ge=1)]
    old_unless_surer: Annotated[float, Field(ge=0, le=1)]
    needs_one_of: frozenset[int]
    clash: Clash


class Nation(_Part):
    """A nation of the set list: its ISO 3166 code and the words for it, in lower case."""

    iso: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    words: tuple[str, ...]


class Muc4Book(_Part):
    """The whole codebook. Made by :func:`load`."""

    name: str
    version: Annotated[int, Field(ge=1)]
    title: str
    types: Mapping[str, Type]
    stages: Mapping[str, str]
    categories: Mapping[str, str]
    confidence: Fills
    thing_types: Fills
    thing_effects: Fills
    people_types: Fills
    people_effects: Fills
    effects_only: Mapping[str, frozenset[str]]
    instruments: tuple[tuple[Pattern, str], ...]
    implied: Mapping[str, tuple[tuple[Pattern, str], ...]]
    no_harm: tuple[tuple[Pattern, str], ...]
    triggers: Mapping[str, Pattern]
    leave_out: LeaveOut
    nations: Mapping[str, Nation]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Muc4Book:
        effects = {*self.thing_effects.fills, *self.people_effects.fills}
        if stray := set(self.effects_only) - effects:
            raise ValueError(f"effects_only names {min(stray)!r}, which is no effect")
        if stray := set(self.triggers) ^ set(self.types):
            raise ValueError(f"{min(stray)!r} is not among both types and triggers")
        return self


class Listed(NamedTuple):
    """A known place: its name and its kinds ("CITY", "DEPARTMENT"), the usual one first."""

    name: str
    kinds: tuple[str, ...]


@cache
def load() -> Muc4Book:
    """The codebook of MUC-4. Raises CodebookError when the file was broken."""
    path = files("dateline.codebook") / "builtin" / "muc4.yaml"
    return parse_as(Muc4Book, path.read_text(encoding="utf-8"), path.name)


@cache
def places() -> Mapping[str, Listed]:
    """Known places for slot 3 by name, in upper case: one line each, ``NAME: KIND, KIND``."""
    text = (files("dateline.codebook.muc4") / "places.txt").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, kinds = line.partition(": ")
            found[name] = Listed(name, tuple(kinds.split(", ")))
    return found
