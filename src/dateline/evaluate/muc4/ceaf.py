"""CEAF-REE and CEAF-RME: entities by role over a message, and within its templates.

REE (Du et al., GRIT, 2021): for each role, what is predicted anywhere in a message is aligned one to one
with the entities of the key. RME (Chen et al., IterX, 2023): the same within templates, which are
themselves aligned one to one so that most entities are right; between templates of different types none is.

A predicted entity is right for an entity of the key if all its mentions, without articles, punctuation and
case, are mentions of it. Counts are summed over roles and messages (micro).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.evaluate.assignment import best_assignment
from dateline.evaluate.muc4.gtt import ROLES, Entity, RoleTemplate, RoleTemplates

ALL = "all"
"""The name of the sum over roles."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are right, of how many predicted and of how many in the key; shares are 0 where undefined."""

    right: int = 0
    predicted: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.predicted + other.predicted, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """Right over predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Right over those in the key."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.predicted + self.wanted
        return 2 * self.right / both if both else 0.0


Scores = dict[str, Counts]
"""Counts by role, and their sum under ``ALL``."""


def ree(predicted: RoleTemplates, key: RoleTemplates) -> Scores:
    """CEAF-REE. Entities that several templates of a message name alike count once."""
    scores = {role: Counts() for role in ROLES}
    for message in _messages(predicted, key):
        for role in ROLES:
            said = _distinct(predicted.get(message, ()), role)
            wanted = _distinct(key.get(message, ()), role)
            scores[role] += Counts(aligned(said, wanted), len(said), len(wanted))
    return _with_sum(scores)


def rme(predicted: RoleTemplates, key: RoleTemplates) -> Scores:
    """CEAF-RME."""
    scores = {role: Counts() for role in ROLES}
    for message in _messages(predicted, key):
        said, wanted = predicted.get(message, ()), key.get(message, ())
        right = [[_right(s, w) for w in wanted] for s in said]
        pairs = best_assignment([[sum(cell.values()) for cell in row] for row in right])
        for role in ROLES:
            scores[role] += Counts(
                sum(right[row][column][role] for row, column in pairs),
                sum(len(template.entities(role)) for template in said),
                sum(len(template.entities(role)) for template in wanted),
            )
    return _with_sum(scores)


def types(predicted: RoleTemplates, key: RoleTemplates) -> Counts:
    """Incident types: templates aligned one to one within a message, right where the types are equal."""
    counts = Counts()
    for message in _messages(predicted, key):
        said = [template.type for template in predicted.get(message, ())]
        wanted = [template.type for template in key.get(message, ())]
        right = sum(min(said.count(kind), wanted.count(kind)) for kind in set(said))
        counts += Counts(right, len(said), len(wanted))
    return counts


def aligned(said: Sequence[Entity], wanted: Sequence[Entity]) -> int:
    """How many of the predicted entities are right when each is aligned with another entity of the key."""
    fits = [[float(_fits(entity, other)) for other in wanted] for entity in said]
    return sum(int(fits[row][column]) for row, column in best_assignment(fits))


def _right(said: RoleTemplate, wanted: RoleTemplate) -> dict[str, int]:
    same = said.type == wanted.type
    return {role: aligned(said.entities(role), wanted.entities(role)) if same else 0 for role in ROLES}


def _fits(entity: Entity, other: Entity) -> bool:
    return bool(entity) and {plain(mention) for mention in entity} <= {plain(mention) for mention in other}


@lru_cache(maxsize=20_000)
def plain(mention: str) -> str:
    """Without articles, punctuation and case."""
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", re.sub(r"[^\w\s]|_", "", mention.lower())).split())


def _distinct(templates: Sequence[RoleTemplate], role: str) -> list[Entity]:
    seen: dict[frozenset[str], Entity] = {}
    for template in templates:
        for entity in template.entities(role):
            seen.setdefault(frozenset(map(plain, entity)), entity)
    return list(seen.values())


def _messages(predicted: RoleTemplates, key: RoleTemplates) -> Iterator[str]:
    yield from key
    yield from (message for message in predicted if message not in key)


def _with_sum(scores: Scores) -> Scores:
    return {**scores, ALL: sum(scores.values(), Counts())}
