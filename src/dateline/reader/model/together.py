"""Several networks that read as one: what one of them misses in a text, another may see.

They cut a text into the same pieces, were fitted to the same labels, and err elsewhere: the mean of their log
odds is right more often than the best of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dateline.reader.model.decode import Floats, Tagged
from dateline.reader.model.heads import Heads
from dateline.reader.model.session import Scored, Session

_KEPT = 1e-6  # from the ends, where log odds have none
_LEAST = 1e-12  # and a logarithm has none


class SessionsTogether:
    """``sessions`` score a text each; ``shares`` say how much each of them counts (together: 1)."""

    def __init__(self, sessions: Sequence[Session], shares: Sequence[float]) -> None:
        self._sessions, self._shares = sessions, shares

    def score(self, texts: Sequence[str]) -> list[Scored]:
        """The scores of each text, in order; ``hidden`` has what each network made of a piece, one after the
        other."""
        told = [session.score(texts) for session in self._sessions]
        return [self._joined(one) for one in zip(*told, strict=True)]

    def _joined(self, told: Sequence[Scored]) -> Scored:
        return replace(
            told[0],
            tags=mean_odds([s.tags for s in told], self._shares),
            hidden=np.concatenate([s.hidden for s in told], axis=1),
            window=mean_odds([s.window for s in told], self._shares),
        )


class HeadsTogether:
    """The heads of several networks over what :class:`SessionsTogether` makes of a text."""

    def __init__(self, heads: Sequence[Heads], shares: Sequence[float]) -> None:
        self._heads, self._shares = heads, shares
        self.questions = heads[0].questions

    def vectors(self, hidden: Floats, spans: Sequence[Tagged]) -> Floats:
        """(spans, sum of sizes)."""
        parts = _parts(hidden, [h.hidden_size for h in self._heads])
        made = [h.vectors(p, spans) for h, p in zip(self._heads, parts, strict=True)]
        return np.concatenate(made, axis=1)

    def answer(self, question: str, vectors: Floats) -> Floats:
        """(spans, answers) probabilities of one question."""
        parts = _parts(vectors, [h.vector_size for h in self._heads])
        told = [h.answer(question, p) for h, p in zip(self._heads, parts, strict=True)]
        logs = sum(s * np.log(np.maximum(t, _LEAST)) for s, t in zip(self._shares, told, strict=True))
        weights = np.exp(logs)
        return np.asarray(weights / weights.sum(1, keepdims=True), np.float32)

    def sides(self, vectors: Floats, labels: NDArray[np.int64]) -> Floats:
        """What each span brings to a pair."""
        parts = _parts(vectors, [h.vector_size for h in self._heads])
        made = [h.sides(p, labels) for h, p in zip(self._heads, parts, strict=True)]
        return np.concatenate(made, axis=1)

    def same(self, left: Floats, right: Floats, distances: NDArray[np.int64]) -> Floats:
        """(left, right) probabilities that two spans tell of the same incident; ``distances`` in pieces."""
        pairs = zip(self._heads, self._of_pairs(left), self._of_pairs(right), strict=True)
        return mean_odds([h.same(one, two, distances) for h, one, two in pairs], self._shares)

    def alike(self, sides: Floats, distances: NDArray[np.int64]) -> Floats:
        """(spans, spans) probabilities that two of the same spans tell of one incident."""
        told = zip(self._heads, self._of_pairs(sides), strict=True)
        return mean_odds([h.alike(one, distances) for h, one in told], self._shares)

    def party(self, sides: Floats, distances: NDArray[np.int64]) -> Floats:
        """(spans, spans) probabilities that two spans of one incident name the same party."""
        told = zip(self._heads, self._of_pairs(sides), strict=True)
        return mean_odds([h.party(one, distances) for h, one in told], self._shares)

    def _of_pairs(self, sides: Floats) -> list[Floats]:
        return _parts(sides, [h.pair_size for h in self._heads])


def _parts(values: Floats, sizes: Sequence[int]) -> list[Floats]:
    return list(np.split(values, np.cumsum(sizes)[:-1], axis=1))


def mean_odds(told: Sequence[Floats], shares: Sequence[float]) -> Floats:
    """Probabilities whose log odds are the weighted mean of those of ``told``."""
    total = np.zeros(told[0].shape, np.float64)
    for share, one in zip(shares, told, strict=True):
        kept = np.clip(one.astype(np.float64), _KEPT, 1 - _KEPT)
        total += share * np.log(kept / (1 - kept))
    return np.asarray(1 / (1 + np.exp(-total)), np.float32)
