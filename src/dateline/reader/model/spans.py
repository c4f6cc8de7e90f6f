"""The marked words of a text: what the network's tags propose, as sure as network and words make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dateline.reader.model.around import around
from dateline.reader.model.decode import Floats, Tagged, decode
from dateline.reader.model.session import Scored

if TYPE_CHECKING:
    from dateline.reader.model.load import Weights

LOWEST = 0.08  # less probable words are not even proposed
_EDGE = 0.5  # words at the ends of a proposal that are so much less probable than its best are not of it
_UNFITTED = (0.0, 1.0, 0.0)  # bias, weight of the network's odds, of the words' odds


def native_of(tags: Sequence[str]) -> list[str]:
    """The labels of the native codebook, in the order of the regression's answers."""
    return [tag for tag in tags if "." not in tag]


def muc_of(tags: Sequence[str]) -> list[str]:
    """The labels of MUC-4, in the order of the regression's answers."""
    return [tag for tag in tags if tag.startswith("m.")]


def found(scored: Scored, weights: Weights) -> list[Tagged]:
    """The words with a native label that are probable enough, in reading order."""
    limits = weights.threshold_array("")
    spans = scored.spans if scored.spans is not None else proposed(scored, weights)
    return [s for s in spans if s.probability >= limits[s.label]]


def with_spans(scored: Scored, weights: Weights) -> Scored:
    """The scores with what is proposed of them, for those who read them many times."""
    return replace(scored, spans=tuple(proposed(scored, weights)))


def proposed(scored: Scored, weights: Weights) -> list[Tagged]:
    """All words that may have a native label, in reading order, with the probability that they have."""
    names = native_of(weights.tags)
    spans = decode_low(scored, [weights.tags.index(name) for name in names], len(weights.tags))
    odds = odds_of(scored.text, spans, weights, "label")
    fits = weights.fits["label_words"]
    told = []
    for span, row in zip(spans, odds, strict=True):
        name = weights.tags[span.label]
        own = float(row[names.index(name)])
        sure = _together(fits.get(name, _UNFITTED), span.probability, own)
        told.append(Tagged(span.first, span.last, span.start, span.end, span.label, sure))
    return told


def decode_low(scored: Scored, labels: Sequence[int], tags: int) -> list[Tagged]:
    """What the network proposes for these labels."""
    limits = np.full(tags, 2.0, np.float32)
    limits[list(labels)] = LOWEST
    return decode(scored.text, scored.tags, scored.pieces, scored.borders, limits, _EDGE)


def odds_of(text: str, spans: Sequence[Tagged], weights: Weights, name: str) -> list[Floats]:
    """What the regression by words says of each span: a row of odds, one for each of its labels."""
    stands, words = around(text), weights.regressions[name]
    known: dict[tuple[int, int], Floats] = {}
    for span in spans:
        at = (span.start, span.end)
        if at not in known:
            known[at] = words.odds(stands.words(*at))
    return [known[(s.start, s.end)] for s in spans]


def network_odds(probability: float) -> float:
    """Log odds of a probability, kept from the ends."""
    kept = min(max(probability, 1e-4), 1 - 1e-4)
    return float(np.log(kept / (1 - kept)))


def _together(fit: Sequence[float], network: float, words: float) -> float:
    """The probability by the network's and by the odds of the words."""
    bias, one, two = fit
    return float(1 / (1 + np.exp(-(bias + one * network_odds(network) + two * words))))
