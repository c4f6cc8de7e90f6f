"""Fits how incidents are read from scores by what comes out at the end: accounts against held-back reports.

Words are found best with one set of numbers and incidents with another: a trigger that is missed costs an
incident with all that belongs to it, a needless one little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dateline.assemble.extract import assemble
from dateline.evaluate.corpus import Tally, compare, page_of
from dateline.evaluate.marked import MarkedReport
from dateline.model import Report
from dateline.reader.contract import Reading
from dateline.reader.findings import Findings, find
from dateline.reader.model.load import Weights
from dateline.reader.model.reader import ModelReader
from dateline.reader.model.session import Scored
from dateline.reader.model.spans import with_spans
from dateline.resolve.who import Registry

_MEASURES = ("incidents", "types", "sides", "tolls", "claims", "stance")
_ROUNDS = 2
#: Numbers of ``fits`` and how they are tried; ``threshold.NAME`` is that of a tag.
_CHOICES: Mapping[str, Sequence[float]] = {
    "threshold.ev": (0.3, 0.4, 0.5, 0.6, 0.7),
    "same_event": (0.15, 0.2, 0.25, 0.3, 0.4, 0.5),
    "alike": (0.0, 0.25, 0.5, 1.0),
    "belongs": (0.05, 0.1, 0.2, 0.3),
    "also": (0.6, 0.8, 1.1),
    "party": (0.25, 0.4, 0.55, 0.7),
    "words": (0.0, 0.15, 0.3, 0.5, 0.75),
    "typed": (0.0, 0.2, 0.35, 0.5, 0.65),
    "stance_words": (0.0, 0.5, 0.7, 0.85, 1.0),
    "stance_bias": (0.0, 0.5, 1.0, 1.5, 2.0),
    **{
        f"threshold.{tag}": (0.3, 0.4, 0.5, 0.6, 0.7)
        for tag in ("perpetrator", "target", "victim", "responder", "other", "killed", "injured")
    },
    **{f"threshold.{tag}": (0.25, 0.35, 0.5, 0.65) for tag in ("claims", "denies", "blamed")},
}


@dataclass(frozen=True, slots=True)
class Told:
    """A marked report with what was found and scored of it, and what the rules make of it."""

    gold: MarkedReport
    report: Report
    findings: Findings
    scored: Scored
    ruled: Reading


def told_of(gold: Sequence[MarkedReport], weights: Weights) -> list[Told]:
    """Marked reports as ``weights`` score them."""
    registry, reader = Registry.load(), ModelReader(weights)
    reports = [page_of(one) for one in gold]
    found = [find(r, registry) for r in reports]
    scores = [with_spans(s, weights) for s in weights.session.score([r.text for r in reports])]
    return [
        Told(g, r, f, s, reader.by_rules(r, f))
        for g, r, f, s in zip(gold, reports, found, scores, strict=True)
    ]


def fit_reading(told: Sequence[Told], weights: Weights) -> tuple[dict[str, float], dict[str, Any]]:
    """Thresholds and fits under which the accounts of some reports are best: the mean F1 of all that the
    project measures on its own corpus, number after number."""
    score_of = _Scores(told)
    best = score_of(weights)
    for _ in range(_ROUNDS):
        for name in _CHOICES:
            for candidate in _candidates(weights, name):
                score = score_of(candidate)
                if score > best + 1e-9:
                    best, weights = score, candidate
    return dict(weights.thresholds), dict(weights.fits)


def _candidates(weights: Weights, name: str) -> Iterator[Weights]:
    """The weights with each choice of a number but the one that they have."""
    kind, _, tag = name.partition(".")
    now = weights.thresholds[tag] if kind == "threshold" else weights.fits[name]
    for value in _CHOICES[name]:
        if value == now:
            continue
        if kind == "threshold":
            yield replace(weights, thresholds={**weights.thresholds, tag: value})
        else:
            yield replace(weights, fits={**weights.fits, name: value})


class _Scores:
    """How good the accounts of some reports are under given weights. Most numbers change the reading of few
    reports: a reading that was met before is not made into accounts again."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = told
        self._met: list[dict[Reading, Tally]] = [{} for _ in told]

    def __call__(self, weights: Weights) -> float:
        """The mean F1 of all measures."""
        reader, sums = ModelReader(weights), Tally()
        for one, met in zip(self._told, self._met, strict=True):
            reading = reader.reading(one.report, one.findings, one.scored, one.ruled)
            if reading not in met:
                met[reading] = Tally()
                compare(one.gold, assemble(one.report, one.findings, reading), met[reading])
            sums.join(met[reading])
        return sum(sums.scores(measure)[2] for measure in _MEASURES) / len(_MEASURES)
