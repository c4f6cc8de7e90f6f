"""Triggers as vectors: what the trained network makes of the words that say that something happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dateline.reader.model.decode import Floats, Tagged, decode
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored

_BRACKETS = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network makes of some triggers: a vector of length one, and how sure it is of the likeliest
    of its own types, in 0..1."""

    vector: Floats
    known: float


def seen(
    scored: Scored, weights: Weights, spans: Sequence[tuple[int, int]], without: Sequence[str] = ()
) -> Seen | None:
    """The mean over some words of a text; None where none of them was read. ``without`` names types that the
    network is not to answer with."""
    tagged = [t for start, end in spans if (t := _tagged(scored, start, end)) is not None]
    if not tagged:
        return None
    vectors = weights.heads.vectors(scored.hidden, tagged)
    mean = vectors.mean(0)
    answers: dict[str, float] = {}
    named = zip(weights.heads.questions["type"], weights.heads.answer("type", vectors).mean(0), strict=True)
    for name, probability in named:
        kind = name.partition("/")[0]
        if kind not in without:
            answers[kind] = answers.get(kind, 0.0) + float(probability)
    known = max(answers.values(), default=0.0) / max(sum(answers.values()), 1e-9)
    return Seen(np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32), known)


def triggers(scored: Scored, weights: Weights, share: float = 1.0) -> list[Tagged]:
    """The words that the network takes for triggers, at ``share`` of its usual threshold."""
    thresholds = weights.threshold_array("") * np.float32(share)
    spans = decode(scored.text, scored.tags, scored.pieces, scored.borders, thresholds)
    return [s for s in spans if weights.tags[s.label] == "ev"]


def examples(texts: Sequence[str], weights: Weights, without: Sequence[str] = ()) -> list[Seen]:
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
        made = seen(scored, weights, spans, without)
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


def _tagged(scored: Scored, start: int, end: int) -> Tagged | None:
    inside = [n for n, piece in enumerate(scored.pieces) if piece[0] < end and start < piece[1]]
    return Tagged(inside[0], inside[-1], start, end, 0, 1.0) if inside else None
