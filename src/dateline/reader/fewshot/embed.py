"""Triggers as vectors: what the trained network makes of the words that say that something happened."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from dateline.reader.model.decode import Floats, Tagged, decode
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored

_BRACKETS = re.compile(r"\[([^\[\]]+)\]")


def vector(scored: Scored, weights: Weights, spans: Sequence[tuple[int, int]]) -> Floats | None:
    """The mean vector of some words of a text, of length one; None where none of them was read."""
    tagged = [t for start, end in spans if (t := _tagged(scored, start, end)) is not None]
    if not tagged:
        return None
    mean = weights.heads.vectors(scored.hidden, tagged).mean(0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def triggers(scored: Scored, weights: Weights, share: float = 1.0) -> list[Tagged]:
    """The words that the network takes for triggers, at ``share`` of its usual threshold."""
    thresholds = weights.threshold_array("") * np.float32(share)
    spans = decode(scored.text, scored.tags, scored.pieces, scored.borders, thresholds)
    return [s for s in spans if weights.tags[s.label] == "ev"]


def examples(texts: Sequence[str], weights: Weights) -> list[Floats]:
    """A vector for each example sentence: of the words in square brackets; without brackets of what the network
    takes for the trigger; where it finds none, of the whole sentence."""
    plain, marked = [], []
    for text in texts:
        bare, spans = _unbracketed(text)
        plain.append(bare)
        marked.append(spans)
    found = []
    for scored, spans in zip(weights.session.score(plain), marked, strict=True):
        if not spans:
            tagged = triggers(scored, weights) or triggers(scored, weights, 0.3)
            best = max(tagged, key=lambda t: t.probability, default=None)
            spans = [(best.start, best.end)] if best else [(0, len(scored.text))]
        made = vector(scored, weights, spans)
        if made is not None:
            found.append(made)
    return found


def _unbracketed(text: str) -> tuple[str, list[tuple[int, int]]]:
    spans: list[tuple[int, int]] = []
    bare, last = "", 0
    for match in _BRACKETS.finditer(text):
        bare += text[last : match.start()]
        spans.append((len(bare), len(bare) + len(match[1])))
        bare += match[1]
        last = match.end()
    return bare + text[last:], spans


def _tagged(scored: Scored, start: int, end: int) -> Tagged | None:
    inside = [n for n, piece in enumerate(scored.pieces) if piece[0] < end and start < piece[1]]
    return Tagged(inside[0], inside[-1], start, end, 0, 1.0) if inside else None
