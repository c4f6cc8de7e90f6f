"""Fits what follows the network on the held-back examples: thresholds, grouping, confidences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from dateline.evaluate.marked import read as read_marked
from dateline.reader.model.cluster import cluster
from dateline.reader.model.decode import Floats, Tagged
from dateline.reader.model.heads import Heads
from dateline.reader.model.kinds import Kinds
from dateline.reader.model.load import Weights, folder_of, load, read_together, regressions_of
from dateline.reader.model.session import Scored, Session
from dateline.reader.model.spans import with_spans
from dateline.train.reader.bases import BASES
from dateline.train.reader.example import Example, Labelled
from dateline.train.reader.mix import Folders
from dateline.train.reader.tune_confidences import fit_confidences
from dateline.train.reader.tune_muc4 import fit_muc4
from dateline.train.reader.tune_reading import fit_reading, told_of
from dateline.train.reader.tune_sources import fit_attributions
from dateline.train.reader.tune_spans import fit_label_words
from dateline.train.reader.version import stamped

_GRID = np.arange(0.15, 0.81, 0.05)
_USUAL, _FEW = 0.4, 15  # the threshold where so few examples of a tag say little about it
_START: Mapping[str, Any] = {
    "same_event": 0.5,
    "alone": 0.5,
    "belongs": 0.2,
    "also": 0.7,
    "words": 0.5,
    "alike": 0.0,
    "typed": 0.4,
    "stance_words": 0.0,
    "stance_bias": 0.0,
    "label_words": {},
}
Scoring = Sequence[tuple[Example, Scored]]
Compared = tuple[Floats, Sequence[frozenset[int | None]]]


def tune(held_back: Mapping[str, Sequence[Example]], name: str, folders: Folders, folder: Path) -> None:
    """Write ``model.json`` beside the exported files of ``folder``, for the network with the installed reader
    that reads beside it, if its base says that one does."""
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    examples = [e for told in held_back.values() for e in told]
    base = BASES[name]
    beside = load(folder_of(base.beside)) if base.beside else None
    weights = _weights(folder, labels, beside, base.share)
    scored = list(zip(examples, weights.session.score([e.text for e in examples]), strict=True))
    fits: dict[str, Any] = dict(_START)
    fits["label_words"] = fit_label_words([(e, s) for e, s in scored if e.source == "corpus"], weights)
    weights = replace(weights, fits=fits)
    own = [(e, with_spans(s, weights)) for e, s in scored if e.source == "corpus"]
    thresholds = fit_thresholds(own, labels["tags"])
    fits |= fit_grouping(own, weights, labels["tags"])
    weights = replace(weights, thresholds=thresholds, fits=fits)
    fits["attributions"] = fit_attributions([(e, s) for e, s in scored if e.source == "polnear"], weights)
    scores = {e.id: s for e, s in own}
    told = told_of([report for report in read_marked(folders.corpus) if report.id in scores], weights, scores)
    fits["calibration"] = fit_confidences(told, weights)
    if told:
        thresholds, chosen = fit_reading(told, weights)
        fits |= chosen
        weights = replace(weights, thresholds=thresholds, fits=fits)
    messages = [(e, s) for e, s in scored if e.source == "muc4"]
    fits["muc4"] = fit_muc4(messages, weights, folders.bench / "muc4" / "gtt" / "train.jsonl")
    about = {
        "name": name,
        "tags": labels["tags"],
        "window": labels["window"],
        "questions": labels["questions"],
        "thresholds": thresholds,
        "fits": fits,
    }
    if beside:
        about["beside"] = {"name": base.beside, "by": beside.by, "share": base.share}
    (folder / "model.json").write_text(json.dumps(stamped(folder, about), indent=1), "utf-8")


def _weights(folder: Path, labels: Mapping[str, Any], beside: Weights | None, share: float) -> Weights:
    """The exported network before anything is fitted to it."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    with np.load(folder / "heads.npz") as stored:
        own = Heads({n: stored[n] for n in stored.files}, labels["questions"])
    alone = Session((folder / "network.onnx").read_bytes(), tokenizer)
    session, heads = read_together(alone, own, beside, share) if beside else (alone, own)
    return Weights(
        session,
        heads,
        labels["tags"],
        labels["window"],
        dict.fromkeys(labels["tags"], _USUAL),
        _START,
        "tuning",
        Kinds(labels["questions"]["type"]),
        regressions_of(folder),
    )


def fit_thresholds(scored: Scoring, tags: Sequence[str]) -> dict[str, float]:
    """For each tag the threshold with the best F1 over the words of the examples that mark it."""
    found = {}
    for number, tag in enumerate(tags):
        told = [(e, s) for e, s in scored if tag in e.taught]
        spans = sum(x.label == tag for e, _ in told for x in e.spans)
        if spans < _FEW:
            found[tag] = _USUAL
            continue
        scores = [(_words_f1(told, tag, number, t), -abs(t - _USUAL), float(t)) for t in _GRID]
        found[tag] = round(max(scores)[2], 2)
    return found


def _words_f1(told: Scoring, tag: str, number: int, threshold: float) -> float:
    """F1 of the characters under a tag: long spans count more, as they do for who reads them."""
    right = said = wanted = 0
    for example, scored in told:
        gold = np.zeros(len(example.text), bool)
        for span in example.spans:
            if span.label == tag:
                gold[span.start : span.end] = True
        mine = np.zeros(len(example.text), bool)
        for tagged in scored.spans or ():
            if tagged.label == number and tagged.probability >= threshold:
                mine[tagged.start : tagged.end] = True
        right += int((gold & mine).sum())
        said += int(mine.sum())
        wanted += int(gold.sum())
    return 2 * right / max(said + wanted, 1)


def located(scored: Scored, spans: Iterable[Labelled], tags: Sequence[str]) -> list[tuple[Labelled, Tagged]]:
    """Labelled words as the pieces that they are."""
    starts, ends = np.array([p[0] for p in scored.pieces]), np.array([p[1] for p in scored.pieces])
    found = []
    for span in spans:
        first = int(np.searchsorted(ends, span.start, "right"))
        last = int(np.searchsorted(starts, span.end, "left")) - 1
        if first <= last:
            found.append((span, Tagged(first, last, span.start, span.end, tags.index(span.label), 1.0)))
    return found


def fit_grouping(scored: Scoring, weights: Weights, tags: Sequence[str]) -> dict[str, float]:
    """The least mean probabilities with which groups of triggers, and of words that play one part in one
    incident, join; on marked words."""
    events: list[Compared] = []
    parties: list[Compared] = []
    for example, score in scored:
        triggers = located(score, (s for s in example.spans if s.label == "ev"), tags)
        events.append(_compared(score, triggers, weights, [frozenset(s.incidents) for s, _ in triggers], 0))
        acting = located(score, (s for s in example.spans if s.party is not None), tags)
        for one in {(s.label, s.incidents[0]) for s, _ in acting}:
            own = [(s, t) for s, t in acting if (s.label, s.incidents[0]) == one]
            named = [frozenset((s.party,)) for s, _ in own]
            parties.append(_compared(score, own, weights, named, 1))
    return {"same_event": _best_least(events), "party": _best_least(parties)}


def _compared(
    score: Scored,
    told: Sequence[tuple[Labelled, Tagged]],
    weights: Weights,
    gold: Sequence[frozenset[int | None]],
    column: int,
) -> Compared:
    """The probabilities between marked words of one text, with the groups that they belong to."""
    spans = [t for _, t in told]
    heads = weights.heads
    sides = heads.sides(heads.vectors(score.hidden, spans), np.array([t.label for t in spans], np.int64))
    first = np.array([t.first for t in spans], np.int64)
    apart = np.subtract.outer(first, first)
    return heads.party(sides, apart) if column else heads.alike(sides, apart), gold


def _best_least(pairs: Sequence[Compared]) -> float:
    least = np.arange(0.25, 0.8, 0.05)
    return round(max((_grouping_f1(pairs, float(t)), -abs(t - 0.5), float(t)) for t in least)[2], 2)


def _grouping_f1(pairs: Sequence[Compared], least: float) -> float:
    """B-cubed F1 of the words of all examples."""
    precision = recall = count = 0.0
    for same, gold in pairs:
        for group in cluster(same, least):
            for one in group:
                mine = sum(bool(gold[one] & gold[other]) for other in group)
                precision += mine / len(group)
                recall += mine / sum(bool(gold[one] & g) for g in gold)
                count += 1
    precision, recall = precision / max(count, 1), recall / max(count, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9)
