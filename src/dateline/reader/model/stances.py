"""How a report stands to words of an incident, by the network and by the words around them.

One figure in nine is told as doubted, claimed or denied: the network saw few of them and mostly says
"asserted".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np

from dateline.reader.model.around import around
from dateline.reader.model.decode import Floats, Tagged
from dateline.reader.model.load import Weights
from dateline.reader.model.regression import shares

_FLOOR = 1e-4
T = TypeVar("T")


class Stands(Protocol[T]):
    """A text as features, whether by their names or by their numbers."""

    def words(self, start: int, end: int) -> list[T]: ...
    def neighbours(self, start: int) -> list[T]: ...
    def named(self, *features: str) -> list[T]: ...


def features(stands: Stands[T], start: int, end: int, label: str) -> list[T]:
    """What the regression goes by: the sentence and its neighbours."""
    return [*stands.words(start, end), *stands.neighbours(start), *stands.named(f"label:{label}")]


def stances(text: str, spans: Sequence[Tagged], network: Floats, weights: Weights) -> list[str]:
    """The stance of each span; ``network`` is (spans, stances) probabilities. Where nothing was fitted, the
    network's."""
    names = weights.heads.questions["stance"]
    share, bias = weights.fits["stance_words"], weights.fits["stance_bias"]
    logits = (1 - share) * np.log(network + _FLOOR)
    if share:
        stands = around(text).numbered(weights.regressions["stance"])
        told = [features(stands, s.start, s.end, weights.tags[s.label]) for s in spans]
        logits = logits + share * np.log(shares(stands.odds(told)) + _FLOOR)
    logits[:, names.index("asserted")] -= bias
    return [names[number] for number in logits.argmax(1).tolist()]
