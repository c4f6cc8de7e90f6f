"""What the words of the codebook say a trigger tells of: "ambushed" is an armed attack.

The network decides; where it has seen a word too seldom, the list helps it. A word with several readings
("raid", by police or by gunmen) speaks for each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from dateline.codebook.lexicon import load as load_lexicon
from dateline.reader.model.decode import Floats
from dateline.text import PhraseMatcher, tokens

_STRENGTH = {"strong": 1.0, "weak": 0.5, "joins": 0.15}
_FLOOR = 0.02  # what is left to each type that no word speaks for


class Kinds:
    """Answers for the types of one network, ``names`` in the order of its outputs."""

    def __init__(self, names: Sequence[str]) -> None:
        self._place = {name: number for number, name in enumerate(names)}
        self._types = [name.partition("/")[0] for name in names]
        self._matcher = _matcher()
        self._known = lru_cache(maxsize=4096)(self._weights)
        self._spoken = lru_cache(maxsize=4096)(self._spoken_by)

    def of(self, words: str) -> Floats | None:
        """Weights by type that sum to one; None where the list does not know the words."""
        return self._known(words)

    def _weights(self, words: str) -> Floats | None:
        found = [entry for _, _, told in self._matcher.find(words, tokens(words)) for entry in told]
        if not found:
            return None
        weights = np.full(len(self._place), 0.0)
        for name, strength in found:
            kind = name.partition("/")[0]
            own = [n for n, t in enumerate(self._types) if t == kind]
            # the finer type first of all, but any of its family may be meant
            weights[own] += 0.3 * strength / len(own)
            if name in self._place:
                weights[self._place[name]] += 0.7 * strength
        weights = weights / weights.sum() + _FLOOR / len(weights)
        return np.asarray(weights / weights.sum(), np.float32)

    def spoken(self, words: str, least: float) -> tuple[str, ...]:
        """The types, without subtypes, that the words give at least that share."""
        return self._spoken(words, least)

    def _spoken_by(self, words: str, least: float) -> tuple[str, ...]:
        weights = self.of(words)
        if weights is None:
            return ()
        shares: dict[str, float] = {}
        for kind, weight in zip(self._types, weights, strict=True):
            shares[kind] = shares.get(kind, 0.0) + float(weight)
        return tuple(kind for kind, share in shares.items() if share > least)


@cache
def _matcher() -> PhraseMatcher[tuple[tuple[str, float], ...]]:
    entries: dict[str, dict[str, float]] = {}
    for trigger in load_lexicon().triggers:
        if not trigger.then:
            name = f"{trigger.type}/{trigger.subtype}" if trigger.subtype else trigger.type
            told = entries.setdefault(trigger.pattern, {})
            told[name] = max(told.get(name, 0.0), _STRENGTH[trigger.strength])
    return PhraseMatcher((words, tuple(told.items())) for words, told in entries.items())


def combined(network: Floats, prior: Floats | None, weight: float) -> Floats:
    """The network's probabilities with the list's, as a product; ``weight`` is the list's exponent."""
    if prior is None:
        return network
    logits = np.log(network + 1e-6) + weight * np.log(prior + 1e-6)
    logits = np.exp(logits - logits.max())
    return np.asarray(logits / logits.sum(), np.float32)
