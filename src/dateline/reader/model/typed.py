"""What kind of incident all of its words together tell of, by a list of words that is learned.

"Died" and "wounded" say little of how; the mortar, the checkpoint and the marchers that belong to the same
incident say it. The network types every trigger where it stands; this looks at the incident as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from dateline.reader.model.decode import Floats
from dateline.reader.model.kinds import Kinds

_SILENT = frozenset(("src", "when", "where", "claims", "denies", "blamed", "by"))
_FIGURES = frozenset(("killed", "injured", "missing", "abducted", "arrested", "displaced", "released"))
_ENDINGS = re.compile("(?:ing|ed|es|s|e)$")
_LONG = 4  # shorter words have no ending that could be parted
_FLOOR = 1e-4  # neither of two judges rules a type out
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
        for word in re.findall(r"\w+", text.casefold()):
            stem = _ENDINGS.sub("", word) if len(word) > _LONG else word
            found += [stem, f"{label}:{stem}"]
        if label == "ev":
            found += [f"codebook:{kind}" for kind in kinds.spoken(text, _SPOKEN)]
    return found


def types_of(names: Sequence[str]) -> tuple[str, ...]:
    """The types of ``type`` and ``type/subtype``, each once, in their order."""
    return tuple(dict.fromkeys(name.partition("/")[0] for name in names))


def together(network: Floats, typed: Floats, names: Sequence[str], weight: float) -> Floats:
    """The network's probabilities of ``names`` with those of their types by the whole incident: a product in
    which ``weight`` (0..1) is the list's share. What a subtype has of its type stays the network's."""
    order = {kind: number for number, kind in enumerate(types_of(names))}
    of = np.array([order[name.partition("/")[0]] for name in names])
    types = np.bincount(of, weights=network, minlength=len(order))
    logits = (1 - weight) * np.log(types + _FLOOR) + weight * np.log(typed + _FLOOR)
    joint = np.exp(logits - logits.max())
    return np.asarray(network / np.maximum(types, 1e-9)[of] * (joint / joint.sum())[of], np.float32)


class Typer:
    """Probabilities of the types. ``weights`` is (features, types) over the rows of ``known``, which are
    weighed by ``rarity``; ``bias`` is (types)."""

    def __init__(self, known: Sequence[str], rarity: Floats, weights: Floats, bias: Floats) -> None:
        self._row: Mapping[str, int] = {name: row for row, name in enumerate(known)}
        self._rarity, self._weights, self._bias = rarity, weights, bias

    def of(self, told: Sequence[str]) -> Floats:
        """(types) probabilities for one incident's :func:`features`."""
        rows, values = weighed(told, self._row, self._rarity)
        logits = values @ self._weights[rows] + self._bias
        logits = np.exp(logits - logits.max())
        return np.asarray(logits / logits.sum(), np.float32)


def weighed(told: Sequence[str], row: Mapping[str, int], rarity: Floats) -> tuple[list[int], Floats]:
    """Rows and values of an incident: a word that comes often counts little more than once, a rare word
    more than a common one, and all together have length one."""
    counts: dict[int, int] = {}
    for name in told:
        if name in row:
            counts[row[name]] = counts.get(row[name], 0) + 1
    rows = sorted(counts)
    values = np.array([1 + np.log(counts[r]) for r in rows], np.float32) * rarity[rows]
    return rows, np.asarray(values / max(float(np.sqrt((values**2).sum())), 1e-9), np.float32)


def read_typer(stored: Mapping[str, Floats]) -> Typer:
    """From the arrays of ``types.npz``."""
    known = bytes(stored["known"]).decode("utf-8").split("\n")
    weights = stored["weights"].astype(np.float32) * stored["scale"].astype(np.float32)
    return Typer(known, stored["rarity"].astype(np.float32), weights, stored["bias"].astype(np.float32))
