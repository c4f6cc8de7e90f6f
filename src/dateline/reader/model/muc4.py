"""MUC-4 incidents in words: fillers of the five string slots, grouped as the task of 1992 groups them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dateline.reader.model.decode import Floats, Tagged, decode
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored

_ARTICLES = frozenset("a an the".split())


@dataclass(frozen=True, slots=True)
class Filler:
    """Words that fill a string slot. ``label`` is m.ind, m.org, m.phys, m.name, m.desc or m.weapon;
    ``answers`` the set fills that go with it ("m.hum_effect": "death"); ``same`` further spans of the same
    entity ("FMLN" beside the long name), as ``(start, end)`` in the text."""

    start: int
    end: int
    label: str
    probability: float
    answers: Mapping[str, str] = field(default_factory=dict)
    same: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class MucIncident:
    """One template in words. ``type`` ("bombing"), ``stage`` ("accomplished"), ``category`` ("terrorist act",
    "state-sponsored violence" or "none") in the words of the task's set lists, in lower case."""

    type: str
    stage: str
    category: str
    fillers: tuple[Filler, ...]
    probability: float


_SLOTS = ("m.ind", "m.org", "m.phys", "m.name", "m.desc", "m.weapon")
_ASKED: Mapping[str, tuple[str, ...]] = {
    "m.org": ("m.confidence",),
    "m.phys": ("m.phys_type", "m.phys_effect"),
    "m.name": ("m.hum_type", "m.hum_effect"),
    "m.desc": ("m.hum_type", "m.hum_effect"),
    "m.weapon": ("m.weapon_type",),
}
_SHARED = ("m.type", "m.stage", "m.category")


@dataclass(slots=True)
class _Entity:
    """Spans of one label with the same words, or with words inside each other's."""

    spans: list[Tagged]
    words: frozenset[str]
    probability: float


def find_muc(scored: Scored, weights: Weights) -> list[MucIncident]:
    """The MUC-4 incidents of one text: none where the text is probably not relevant; else the fillers above
    their thresholds, by the type of incident that they most probably fill, the likeliest type first."""
    fits = weights.fits["muc4"]
    relevant = float(scored.window[list(weights.window).index("m.relevant")])
    if relevant < fits["relevant"]:
        return []
    entities = [e for label in _SLOTS for e in _entities(scored, weights, label)]
    if not entities:
        return []
    shared = [_answers(scored, weights, e, _SHARED) for e in entities]
    groups: dict[str, list[int]] = {}
    for number, told in enumerate(shared):
        kinds = weights.heads.questions["m.type"]
        by_kind = sorted(zip(told["m.type"].tolist(), kinds, strict=True), reverse=True)
        for place, (probability, kind) in enumerate(by_kind):
            if place == 0 or probability >= fits["second_type"]:
                groups.setdefault(kind, []).append(number)
    found = [
        _incident(scored, weights, kind, [(entities[i], shared[i]) for i in group])
        for kind, group in groups.items()
    ]
    kept = [one for one in found if one.probability >= fits["incident"]]
    return sorted(kept or found[:1], key=lambda one: -one.probability)


def _entities(scored: Scored, weights: Weights, label: str) -> list[_Entity]:
    """The spans of a label, those with the same words or words inside each other's as one; how sure: the
    surest of them, a little surer for each further one."""
    limits = np.full(len(weights.tags), 2.0, np.float32)
    limits[list(weights.tags).index(label)] = weights.fits["muc4"]["thresholds"][label]
    found: list[_Entity] = []
    for span in decode(scored.tags, scored.pieces, scored.borders, limits):
        words = _words(scored.text[span.start : span.end])
        if not words:
            continue
        known = next((e for e in found if words <= e.words or e.words <= words), None)
        if known is None:
            found.append(_Entity([span], words, span.probability))
        else:
            known.spans.append(span)
            known.words = max(known.words, words, key=len)
            known.probability = max(known.probability, span.probability)
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold())) - _ARTICLES


def _answers(
    scored: Scored, weights: Weights, entity: _Entity, questions: Sequence[str]
) -> dict[str, Floats]:
    """Mean answers over an entity's spans, the surer ones counting more."""
    vectors = weights.heads.vectors(scored.hidden, entity.spans)
    sure = np.array([s.probability for s in entity.spans], np.float32)[:, None]
    return {q: (weights.heads.answer(q, vectors) * sure).sum(0) / sure.sum() for q in questions}


def _incident(
    scored: Scored, weights: Weights, kind: str, told: Sequence[tuple[_Entity, Mapping[str, Floats]]]
) -> MucIncident:
    sure = np.array([e.probability for e, _ in told])
    window = list(weights.window)
    said = float(scored.window[window.index(f"m.{kind}")])
    chosen = {}
    for question in ("m.stage", "m.category"):
        mean = sum(a[question] * s for (_, a), s in zip(told, sure, strict=True))
        chosen[question] = weights.heads.questions[question][int(np.argmax(mean))]
    fillers = tuple(_filler(scored, weights, entity) for entity, _ in told)
    return MucIncident(kind, chosen["m.stage"], chosen["m.category"], fillers, said * float(sure.max()))


def _filler(scored: Scored, weights: Weights, entity: _Entity) -> Filler:
    """The entity by its surest span."""
    best = max(entity.spans, key=lambda s: (s.probability, -s.start))
    label = weights.tags[best.label]
    answers = _answers(scored, weights, entity, _ASKED.get(label, ()))
    read = {q: weights.heads.questions[q][int(a.argmax())] for q, a in answers.items()}
    same = [(s.start, s.end) for s in entity.spans if s is not best]
    return Filler(best.start, best.end, label, entity.probability, read, same)
