"""Triggers as the trained network sees them: words that say that something happened, and their sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dateline.reader.model.decode import Floats, Tagged, decode
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored
from dateline.text import sentences

_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_STEM = 5
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network makes of some triggers of a text: the mean of their vectors (of length one), of their
    own hidden states and of those of their sentences; how likely it holds each of its own types (in the order
    of :func:`types_of`); and the beginnings of their words."""

    vector: Floats
    words: Floats
    sentence: Floats
    types: Floats
    stems: frozenset[str]


def types_of(weights: Weights) -> list[str]:
    """The types that the network was taught, each once, sorted."""
    return sorted({name.partition("/")[0] for name in weights.heads.questions["type"]})


def seen(scored: Scored, weights: Weights, spans: Sequence[tuple[int, int]]) -> Seen | None:
    """The mean over some words of a text; None where none of them was read."""
    tagged = [t for start, end in spans if (t := _tagged(scored, start, end)) is not None]
    if not tagged:
        return None
    vectors = weights.heads.vectors(scored.hidden, tagged)
    mean = vectors.mean(0)
    own = np.stack([scored.hidden[t.first : t.last + 1].mean(0) for t in tagged]).mean(0)
    bounds = sentences(scored.text)
    around = np.stack([_sentence(scored, bounds, t) for t in tagged]).mean(0)
    names = [name.partition("/")[0] for name in weights.heads.questions["type"]]
    answers = weights.heads.answer("type", vectors).mean(0)
    types = [float(sum(a for n, a in zip(names, answers, strict=True) if n == t)) for t in types_of(weights)]
    told = " ".join(scored.text[t.start : t.end] for t in tagged)
    return Seen(
        np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32),
        np.asarray(own, np.float32),
        np.asarray(around, np.float32),
        np.asarray(types, np.float32),
        frozenset(w.casefold()[:_STEM] for w in _WORD.findall(told)),
    )


def triggers(scored: Scored, weights: Weights, share: float = 1.0) -> list[Tagged]:
    """The words that the network takes for triggers, at ``share`` of its usual threshold."""
    thresholds = weights.threshold_array("") * np.float32(share)
    spans = decode(scored.text, scored.tags, scored.pieces, scored.borders, thresholds)
    return [s for s in spans if weights.tags[s.label] == "ev"]


def examples(texts: Sequence[str], weights: Weights) -> list[Seen]:
    """What is seen of each example sentence: of the words in square brackets; without brackets of what the
    network takes for the trigger; where it finds none, of the whole sentence."""
    parted = [_unbracketed(text) for text in texts]
    found = []
    for scored, (_, marked) in zip(weights.session.score([bare for bare, _ in parted]), parted, strict=True):
        spans = marked
        if not spans:
            tagged = triggers(scored, weights) or triggers(scored, weights, 0.3)
            best = max(tagged, key=lambda t: t.probability, default=None)
            spans = [(best.start, best.end)] if best else [(0, len(scored.text))]
        made = seen(scored, weights, spans)
        found += [made] if made is not None else []
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


def _sentence(scored: Scored, bounds: Sequence[tuple[int, int]], tagged: Tagged) -> Floats:
    start, end = next((b for b in bounds if b[0] <= tagged.start < b[1]), (0, len(scored.text)))
    inside = [n for n, piece in enumerate(scored.pieces) if piece[0] < end and start < piece[1]]
    return np.asarray(scored.hidden[inside or [tagged.first]].mean(0), np.float32)


def _tagged(scored: Scored, start: int, end: int) -> Tagged | None:
    inside = [n for n, piece in enumerate(scored.pieces) if piece[0] < end and start < piece[1]]
    return Tagged(inside[0], inside[-1], start, end, 0, 1.0) if inside else None
