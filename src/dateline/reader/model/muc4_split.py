"""Several incidents of one type in a message: which entities fill which template.

Two bombings of one night are two templates. The network says of two fillers whether they tell of one
incident; who did it may have done both.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dateline.reader.model.cluster import cluster
from dateline.reader.model.decode import Floats
from dateline.reader.model.load import Weights
from dateline.reader.model.muc4_rank import Entity
from dateline.reader.model.session import Scored

_SPANS = 3  # the surest words of an entity speak for it
_HARMED = frozenset(("m.phys", "m.name", "m.desc"))
_MANY = frozenset(("m.ind", "m.org"))


def parted(scored: Scored, weights: Weights, entities: Sequence[Entity]) -> list[list[int]]:
    """The numbers of the entities by incident, in reading order of their first; perpetrators in each that
    they are probably told of. One without anything attacked is part of the nearest that has."""
    fits = weights.fits["muc4"]
    if len(entities) < 2 or not fits.get("split"):
        return [list(range(len(entities)))]
    same = _same(scored, weights, entities)
    groups = cluster(same, fits["split"])
    whole = [g for g in groups if any(entities[i].label in _HARMED for i in g)]
    for group in [g for g in groups if g not in whole]:
        if not whole:
            return [list(range(len(entities)))]
        nearest = max(range(len(whole)), key=lambda n: (same[np.ix_(group, whole[n])].mean(), -n))
        whole[nearest] = sorted([*whole[nearest], *group])
    return [sorted({*g, *_also(same, entities, g, fits["share"])}) for g in whole]


def _also(same: Floats, entities: Sequence[Entity], group: Sequence[int], least: float) -> list[int]:
    """Perpetrators of another incident that are told of this one, too."""
    others = (i for i, e in enumerate(entities) if e.label in _MANY and i not in group)
    return [i for i in others if same[i, list(group)].mean() >= least]


def _same(scored: Scored, weights: Weights, entities: Sequence[Entity]) -> Floats:
    """(entities, entities) mean probabilities that their words tell of one incident."""
    told = [sorted(e.spans, key=lambda s: (-s.probability, s.first))[:_SPANS] for e in entities]
    spans = [s for some in told for s in some]
    owner = np.repeat(np.arange(len(told)), [len(some) for some in told])
    labels = np.array([s.label for s in spans], np.int64)
    first = np.array([s.first for s in spans], np.int64)
    sides = weights.heads.sides(weights.heads.vectors(scored.hidden, spans), labels)
    each = weights.heads.same(sides, sides, np.subtract.outer(first, first))
    of = (owner[None, :] == np.arange(len(told))[:, None]).astype(np.float32)
    of /= of.sum(1, keepdims=True)
    return np.asarray(of @ ((each + each.T) / 2) @ of.T, np.float32)
