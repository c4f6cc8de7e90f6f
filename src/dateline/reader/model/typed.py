"""What kind of incident all of its words together tell of, by a regression by words.

"Died" and "wounded" say little of how; the mortar, the checkpoint and the marchers that belong to the same
incident say it. The network types every trigger where it stands; this looks at the incident as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from dateline.reader.contract import EFFECTS
from dateline.reader.model.around import stem
from dateline.reader.model.decode import Floats
from dateline.reader.model.kinds import Kinds

_SILENT = frozenset(("src", "when", "where", "claims", "denies", "blamed", "by"))
_FIGURES = frozenset(label.value for label in EFFECTS)
_FLOOR = 1e-4  # neither of two rules a type out
_SPOKEN = 0.15  # a type that the codebook's words give so much is one they may mean
#: A label and its words, of one incident.
Words = tuple[str, str]


def features(told: Iterable[Words], kinds: Kinds) -> list[str]:
    """What is known of an incident, a string each; those that come twice count twice."""
    found = []
    for label, text in told:
        if label in _SILENT:
            continue
        found.append(f"has:{label}")
        if label in _FIGURES:
            continue  # how many says nothing of how
        for word in map(stem, re.findall(r"\w+", text)):
            found += [word, f"{label}:{word}"]
        if label == "ev":
            found += [f"codebook:{kind}" for kind in kinds.spoken(text, _SPOKEN)]
    return found


def types_of(names: Sequence[str]) -> tuple[str, ...]:
    """The types of ``type`` and ``type/subtype``, each once, in their order."""
    return tuple(dict.fromkeys(name.partition("/")[0] for name in names))


def together(network: Floats, typed: Floats, names: Sequence[str], weight: float) -> Floats:
    """The network's probabilities of ``names`` with those of their types by the whole incident: a product in
    which ``weight`` (0..1) is the regression's share. What a subtype has of its type stays the network's."""
    order = {kind: number for number, kind in enumerate(types_of(names))}
    of = np.array([order[name.partition("/")[0]] for name in names])
    types = np.bincount(of, weights=network, minlength=len(order))
    logits = (1 - weight) * np.log(types + _FLOOR) + weight * np.log(typed + _FLOOR)
    joint = np.exp(logits - logits.max())
    return np.asarray(network / np.maximum(types, 1e-9)[of] * (joint / joint.sum())[of], np.float32)
