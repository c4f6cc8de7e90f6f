"""How a report stands to words of an incident, by the network and by the words around them.

One figure in nine is told as doubted, claimed or denied: the network saw few of them and mostly says
"asserted".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dateline.reader.model.around import around
from dateline.reader.model.decode import Floats, Tagged
from dateline.reader.model.load import Weights
from dateline.reader.model.regression import shares

_FLOOR = 1e-4


def features(text: str, start: int, end: int, label: str) -> list[str]:
    """What the regression goes by: the sentence and its neighbours."""
    stands = around(text)
    return [*stands.words(start, end), *stands.neighbours(start), f"label:{label}"]


def stances(text: str, spans: Sequence[Tagged], network: Floats, weights: Weights) -> list[str]:
    """The stance of each span; ``network`` is (spans, stances) probabilities. Where nothing was fitted, the
    network's."""
    names = weights.heads.questions["stance"]
    share, bias = weights.fits["stance_words"], weights.fits["stance_bias"]
    logits = (1 - share) * np.log(network + _FLOOR)
    if share:
        stands = around(text).known_to(weights.regressions["stance"])
        told = [
            (
                *stands.words(s.start, s.end),
                *stands.neighbours(s.start),
                stands.named(f"label:{weights.tags[s.label]}"),
            )
            for s in spans
        ]
        logits = logits + share * np.log(shares(stands.odds(told)) + _FLOOR)
    logits[:, names.index("asserted")] -= bias
    return [names[number] for number in logits.argmax(1).tolist()]
