"""The marked words of a text: what the network's tags propose, as sure as network and words make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dateline.reader.model.around import around
from dateline.reader.model.decode import Floats, Tagged, decode
from dateline.reader.model.edges import MENDED, mended
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
    """The words with a native label that are probable enough, in reading order. Triggers of which none is
    may be less so (the fit ``alone``): one too many costs little beside others, but a report without any
    tells of nothing. Words that break off are mended."""
    limits = weights.threshold_array("")
    spans = scored.spans if scored.spans is not None else proposed(scored, weights)
    ev = weights.tags.index("ev")
    if not any(s.label == ev and s.probability >= limits[ev] for s in spans):
        limits[ev] = min(limits[ev], weights.fits.get("alone", 1.0))
    kept = [s for s in spans if s.probability >= limits[s.label]]
    named = {number for number, tag in enumerate(weights.tags) if tag in MENDED}
    return mended(scored.text, kept, named)


def with_spans(scored: Scored, weights: Weights) -> Scored:
    """The scores with what is proposed of them, which is looked for once however often they are read."""
    return scored if scored.spans is not None else replace(scored, spans=tuple(proposed(scored, weights)))


def proposed(scored: Scored, weights: Weights) -> list[Tagged]:
    """All words that may have a native label, in reading order, with the probability that they have."""
    names = native_of(weights.tags)
    spans = decode_low(scored, [weights.tags.index(name) for name in names], len(weights.tags))
    if not spans:
        return []
    labels = np.array([s.label for s in spans])
    place = {weights.tags.index(name): number for number, name in enumerate(names)}
    odds = odds_of(scored.text, spans, weights, "label")
    words = odds[np.arange(len(spans)), [place[label] for label in labels.tolist()]]
    network = network_odds(np.array([s.probability for s in spans]))
    fits = weights.fits["label_words"]
    bias, one, two = np.array([fits.get(weights.tags[s.label], _UNFITTED) for s in spans]).T
    sure = 1 / (1 + np.exp(-(bias + one * network + two * words)))
    return [
        Tagged(s.first, s.last, s.start, s.end, s.label, p) for s, p in zip(spans, sure.tolist(), strict=True)
    ]


def decode_low(scored: Scored, labels: Sequence[int], tags: int) -> list[Tagged]:
    """What the network proposes for these labels."""
    limits = np.full(tags, 2.0, np.float32)
    limits[list(labels)] = LOWEST
    return decode(scored.text, scored.tags, scored.pieces, scored.borders, limits, _EDGE)


def odds_of(text: str, spans: Sequence[Tagged], weights: Weights, name: str) -> Floats:
    """(spans, labels) odds: what the regression by words says of each span."""
    stands = around(text).numbered(weights.regressions[name])
    places = list(dict.fromkeys((s.start, s.end) for s in spans))
    odds = stands.odds([stands.words(*at) for at in places])
    row = {at: number for number, at in enumerate(places)}
    return odds[[row[s.start, s.end] for s in spans]]


def network_odds(probabilities: Floats) -> Floats:
    """Log odds of probabilities, kept from the ends."""
    kept = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(kept / (1 - kept)))
