"""MUC-4 incidents in words: fillers of the five string slots, grouped as the task of 1992 groups them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dateline.reader.model.decode import Floats, decode
from dateline.reader.model.load import Weights
from dateline.reader.model.muc4_rank import SLOTS, Array, Entity, features, ranked
from dateline.reader.model.muc4_split import parted
from dateline.reader.model.session import Scored
from dateline.reader.model.spans import muc_of, odds_of

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


_ASKED: Mapping[str, tuple[str, ...]] = {
    "m.org": ("m.confidence",),
    "m.phys": ("m.phys_type", "m.phys_effect"),
    "m.name": ("m.hum_type", "m.hum_effect"),
    "m.desc": ("m.hum_type", "m.hum_effect"),
    "m.weapon": ("m.weapon_type",),
}
_SHARED = ("m.type", "m.stage", "m.category")
_LEAST = 0.1
_NO_KINDS = np.zeros(0)


def find_muc(scored: Scored, weights: Weights) -> list[MucIncident]:
    """The MUC-4 incidents of one text: none where the text is probably not relevant; else the entities that
    probably fill a slot, by the type of incident that they most probably fill, the likeliest type first."""
    told = candidates(scored, weights)
    return grouped(scored, weights, told, rows_of(scored, weights, told))


def grouped(scored: Scored, weights: Weights, told: Sequence[Entity], rows: Array) -> list[MucIncident]:
    """The incidents that these entities make, and those that are told of without any; ``rows`` is what the
    ranking goes by."""
    fits = weights.fits["muc4"]
    if _relevant(scored, weights) < fits["relevant"]:
        return []
    chances = ranked(rows, fits["ranker"])
    entities = [
        replace(entity, probability=float(chance))
        for entity, chance in zip(told, chances, strict=True)
        if chance >= fits["entity"]
    ]
    shared = [_answers(scored, weights, e, _SHARED) for e in entities]
    groups: dict[str, list[int]] = {}
    kinds = weights.heads.questions["m.type"]
    for number, entity in enumerate(entities):
        by_kind = sorted(zip(entity.kinds.tolist(), kinds, strict=True), reverse=True)
        for place, (probability, kind) in enumerate(by_kind):
            if place == 0 or probability >= fits["second_type"]:
                groups.setdefault(kind, []).append(number)
    found = [
        _incident(scored, weights, kind, [(entities[group[i]], shared[group[i]]) for i in part])
        for kind, group in groups.items()
        for part in parted(scored, weights, [entities[i] for i in group])
    ]
    kept = [one for one in found if one.probability >= fits["incident"]] or found[:1]
    kept += _bare(scored, weights, [one.type for one in kept])
    return sorted(kept, key=lambda one: -one.probability)


def _bare(scored: Scored, weights: Weights, known: Sequence[str]) -> list[MucIncident]:
    """Incidents of which the report tells, sure enough, without a word that fills a slot."""
    relevant, window = _relevant(scored, weights), list(weights.window)
    told = [(float(scored.window[window.index(f"m.{k}")]), k) for k in weights.heads.questions["m.type"]]
    return [
        MucIncident(kind, "accomplished", "none", (), relevant * said)
        for said, kind in told
        if kind not in known and relevant * said >= weights.fits["muc4"]["bare"]
    ]


def candidates(scored: Scored, weights: Weights) -> list[Entity]:
    """Everything that may fill a slot, most of it wrong; spans of a label with the same words, or with words
    inside each other's, are one entity."""
    found: list[Entity] = []
    for label in SLOTS:
        limits = np.full(len(weights.tags), 2.0, np.float32)
        limits[list(weights.tags).index(label)] = _LEAST
        own: list[Entity] = []
        for span in decode(scored.text, scored.tags, scored.pieces, scored.borders, limits):
            words = _words(scored.text[span.start : span.end])
            if not words:
                continue
            known = next((e for e in own if words <= e.words or e.words <= words), None)
            if known is None:
                own.append(Entity([span], label, words, span.probability, _NO_KINDS))
            else:
                known.spans.append(span)
                known.words = max(known.words, words, key=len)
                known.probability = max(known.probability, span.probability)
        found += own
    names = muc_of(weights.tags)
    for entity in found:
        odds = odds_of(scored.text, entity.spans, weights, "muc")
        entity.by_words = max(float(row[names.index(entity.label)]) for row in odds)
        entity.kinds = _answers(scored, weights, entity, ("m.type",))["m.type"].astype(np.float64)
    return found


def rows_of(scored: Scored, weights: Weights, entities: Sequence[Entity]) -> Array:
    """What the ranking goes by."""
    window = list(weights.window)
    kinds = weights.heads.questions["m.type"]
    types = np.array([float(scored.window[window.index(f"m.{kind}")]) for kind in kinds])
    return features(entities, _relevant(scored, weights), types, len(scored.pieces))


def _relevant(scored: Scored, weights: Weights) -> float:
    return float(scored.window[list(weights.window).index("m.relevant")])


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold())) - _ARTICLES


def _answers(scored: Scored, weights: Weights, entity: Entity, questions: Sequence[str]) -> dict[str, Floats]:
    """Mean answers over an entity's spans, the surer ones counting more."""
    vectors = weights.heads.vectors(scored.hidden, entity.spans)
    sure = np.array([s.probability for s in entity.spans], np.float32)[:, None]
    return {q: (weights.heads.answer(q, vectors) * sure).sum(0) / sure.sum() for q in questions}


def _incident(
    scored: Scored, weights: Weights, kind: str, told: Sequence[tuple[Entity, Mapping[str, Floats]]]
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


def _filler(scored: Scored, weights: Weights, entity: Entity) -> Filler:
    """The entity by its surest span."""
    best = max(entity.spans, key=lambda s: (s.probability, -s.start))
    label = weights.tags[best.label]
    answers = _answers(scored, weights, entity, _ASKED.get(label, ()))
    read = {q: weights.heads.questions[q][int(a.argmax())] for q, a in answers.items()}
    same = [(s.start, s.end) for s in entity.spans if s is not best]
    return Filler(best.start, best.end, label, entity.probability, read, same)
