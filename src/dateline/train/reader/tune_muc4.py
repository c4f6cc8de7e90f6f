"""Fits how MUC-4 incidents are read from scores: by fillers and types of held-back messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from dateline.evaluate.muc4 import ceaf
from dateline.evaluate.muc4.gtt import RoleTemplate, RoleTemplates, read_gtt
from dateline.reader.model.load import Weights
from dateline.reader.model.muc4 import MucIncident, candidates, grouped, rows_of
from dateline.reader.model.muc4_rank import WIDTH, Array, Entity, fitted
from dateline.reader.model.session import Scored
from dateline.train.reader.example import Example

USUAL: Mapping[str, Any] = {
    "relevant": 0.0,
    "second_type": 0.45,
    "incident": 0.1,
    "entity": 0.25,
    "bare": 0.8,
    "split": 0.0,
    "share": 0.5,
    "ranker": fitted(np.eye(WIDTH), np.zeros(WIDTH)),
}
_ROLE = {"m.ind": "PerpInd", "m.org": "PerpOrg", "m.phys": "Target", "m.name": "Victim", "m.weapon": "Weapon"}
_ENTITY = (0.16, 0.2, 0.24, 0.28, 0.32, 0.36)
_CHOICES: Mapping[str, Sequence[float]] = {
    "relevant": (0.0, 0.1, 0.2, 0.3),
    "second_type": (0.3, 0.4, 0.5, 1.1),
    "incident": (0.0, 0.02, 0.05, 0.1),
    "split": (0.0, 0.2, 0.3, 0.4, 0.5),
    "share": (0.3, 0.5, 1.1),
}
_BARE = (1.1, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5)
_FOLDS = 5
_ROUNDS = 5  # at most
Told = Sequence[tuple[Example, Scored, Sequence[Entity], Array]]
Ranker = dict[str, list[float]]


def fit_muc4(scored: Sequence[tuple[Example, Scored]], weights: Weights, gtt: Path) -> dict[str, Any]:
    """The ranking of entities, and the fits under which the messages score best: every number in turn, until
    none is better, on messages that the ranking was not fitted to. Where there are none, the usual ones."""
    gold = read_gtt(gtt) if scored else {}
    read = [(e, s, candidates(s, weights)) for e, s in scored if e.id in gold]
    told = [(e, s, found, rows_of(s, weights, found)) for e, s, found in read]
    if not told:
        return dict(USUAL)
    key = {e.id: gold[e.id] for e, *_ in told}
    rankers = [_ranker([m for i, m in enumerate(told) if i % _FOLDS != fold]) for fold in range(_FOLDS)]
    fits: dict[str, Any] = dict(USUAL)
    fits |= {"entity": _least_chance(told, weights, fits, rankers, key)}
    best = _score(told, weights, fits, rankers, key)
    for _ in range(_ROUNDS):
        before = best
        for name, values in _CHOICES.items():
            for value in values:
                score = _score(told, weights, {**fits, name: value}, rankers, key)
                if score > best + 1e-9:
                    best, fits = score, {**fits, name: value}
        if best == before:
            break
    fits |= {"bare": max(_BARE, key=lambda b: _types(told, weights, {**fits, "bare": b}, rankers, key))}
    return {**fits, "ranker": _ranker(told)}


def _types(
    told: Told, weights: Weights, fits: Mapping[str, Any], rankers: Sequence[Ranker], key: RoleTemplates
) -> float:
    return ceaf.types(_said(told, weights, fits, rankers), key).f1


def _least_chance(
    told: Told, weights: Weights, fits: Mapping[str, Any], rankers: Sequence[Ranker], key: RoleTemplates
) -> float:
    """Half of the best F1 that can be had: F1 is greatest when all is taken whose chance to be right is at
    least that (Lipton, Elkan and Naryanaswamy, 2014). A search for the threshold itself fits the noise of few
    messages."""
    open_fits = {**fits, "incident": 0.0}
    best = max(
        ceaf.ree(_said(told, weights, {**open_fits, "entity": e}, rankers), key)[ceaf.ALL].f1 for e in _ENTITY
    )
    return round(best / 2, 3)


def _ranker(told: Told) -> Ranker:
    """The ranking that tells best which entities the keys name."""
    right = [_named(example, scored, entity) for example, scored, found, _ in told for entity in found]
    return fitted(np.concatenate([rows for *_, rows in told]), np.array(right, np.float64))


def _named(example: Example, scored: Scored, entity: Entity) -> bool:
    best = max(entity.spans, key=lambda s: (s.probability, -s.start))
    words = ceaf.plain(scored.text[best.start : best.end])
    return any(
        s.label == entity.label and words == ceaf.plain(example.text[s.start : s.end]) for s in example.spans
    )


def _score(
    told: Told, weights: Weights, fits: Mapping[str, Any], rankers: Sequence[Ranker], key: RoleTemplates
) -> float:
    """Fillers, fillers within incidents, and types together: the first two alone leave it to chance how many
    incidents are told of a message."""
    said = _said(told, weights, fits, rankers)
    measured = ceaf.ree(said, key)[ceaf.ALL], ceaf.rme(said, key)[ceaf.ALL], ceaf.types(said, key)
    return sum(one.f1 for one in measured)


def _said(
    told: Told, weights: Weights, fits: Mapping[str, Any], rankers: Sequence[Ranker]
) -> dict[str, list[RoleTemplate]]:
    """What is read of each message, with a ranking that was not fitted to it."""
    folds = [replace(weights, fits={**weights.fits, "muc4": {**fits, "ranker": r}}) for r in rankers]
    return {
        e.id: [to_roles(one, s.text) for one in grouped(s, folds[i % _FOLDS], found, rows)]
        for i, (e, s, found, rows) in enumerate(told)
    }


def to_roles(incident: MucIncident, text: str) -> RoleTemplate:
    """The five roles of an incident, each filler by its best words alone."""
    roles: dict[str, list[tuple[str, ...]]] = {}
    for filler in incident.fillers:
        if filler.label in _ROLE:
            roles.setdefault(_ROLE[filler.label], []).append((text[filler.start : filler.end].lower(),))
    return RoleTemplate(incident.type, {role: tuple(told) for role, told in roles.items()})
