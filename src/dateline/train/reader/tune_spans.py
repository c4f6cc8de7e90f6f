"""Fits how the network's tags and the regression by words are weighed together, label by label."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dateline.reader.model.load import Weights
from dateline.reader.model.muc4_rank import fitted
from dateline.reader.model.session import Scored
from dateline.reader.model.spans import decode_low, native_of, network_odds, odds_of
from dateline.train.reader.example import Example

_FEW = 15  # so few marked words of a label say nothing of their own
_RIDGE = 1.0
#: What was proposed with a label: the network's odds, those of the words, whether it is marked so.
Row = tuple[float, float, bool]


def fit_label_words(
    scored: Sequence[tuple[Example, Scored]], weights: Weights
) -> dict[str, tuple[float, float, float]]:
    """For each native label the bias and the weights of the network's odds and of the words' odds."""
    names = native_of(weights.tags)
    rows: dict[str, list[Row]] = {name: [] for name in names}
    for example, score in scored:
        spans = decode_low(score, [weights.tags.index(n) for n in names], len(weights.tags))
        network = network_odds(np.array([s.probability for s in spans]))
        words = odds_of(score.text, spans, weights, "label")
        for span, own, odds in zip(spans, network, words, strict=True):
            name = weights.tags[span.label]
            right = any(s.label == name and s.start < span.end and span.start < s.end for s in example.spans)
            rows[name].append((float(own), float(odds[names.index(name)]), right))
    every = [row for told in rows.values() for row in told]
    if not every:
        return {}
    common = _weighed(every)
    return {
        name: _weighed(told) if sum(right for *_, right in told) >= _FEW else common
        for name, told in rows.items()
    }


def _weighed(rows: Sequence[Row]) -> tuple[float, float, float]:
    fit = fitted(np.array([row[:2] for row in rows]), np.array([row[2] for row in rows], float), _RIDGE)
    slopes = np.array(fit["weights"]) / np.array(fit["scale"])
    bias = fit["bias"][0] - float(slopes @ np.array(fit["mean"]))
    return round(bias, 4), round(float(slopes[0]), 4), round(float(slopes[1]), 4)
