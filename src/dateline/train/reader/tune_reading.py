"""Fits how incidents are read from scores by what comes out at the end: accounts against held-back reports.

Words are found best with one set of numbers and incidents with another: a trigger that is missed costs an
incident with all that belongs to it, a needless one little.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing import get_context
from types import TracebackType
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


def told_of(gold: Sequence[MarkedReport], weights: Weights, scores: Mapping[str, Scored]) -> list[Told]:
    """Marked reports with what ``weights`` propose of their scores, which are found by the reports' names."""
    registry, reader = Registry.load(), ModelReader(weights)
    found = []
    for one in gold:
        report = page_of(one)
        findings = find(report, registry)
        scored = with_spans(scores[one.id], weights)
        found.append(Told(one, report, findings, scored, reader.by_rules(report, findings)))
    return found


def fit_reading(told: Sequence[Told], weights: Weights) -> tuple[dict[str, float], dict[str, Any]]:
    """Thresholds and fits under which the accounts of some reports are best: the mean F1 of all that the
    project measures on its own corpus, number after number."""
    with _Scores(told, weights) as score_of:
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
    """How good the accounts of some reports are under given weights. A process for each core reads its share
    of the reports: what is sent to and fro are fitted numbers and counts."""

    def __init__(self, told: Sequence[Told], weights: Weights) -> None:
        count = max(1, min(os.cpu_count() or 1, len(told)))
        self._open = ExitStack()
        # forked, so that reports and weights are there without being sent
        self._shares = [
            self._open.enter_context(
                ProcessPoolExecutor(1, get_context("fork"), _take, (told[n::count], weights))
            )
            for n in range(count)
        ]

    def __enter__(self) -> _Scores:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def __call__(self, weights: Weights) -> float:
        """The mean F1 of all measures."""
        asked = [share.submit(_counted, weights.thresholds, weights.fits) for share in self._shares]
        sums = Tally()
        for one in asked:
            sums.join(one.result())
        return sum(sums.scores(measure)[2] for measure in _MEASURES) / len(_MEASURES)


class _Share:
    """Some of the reports, in a process of their own. Most numbers change the reading of few reports: a
    reading that was met before is not made into accounts again."""

    def __init__(self, told: Sequence[Told], weights: Weights) -> None:
        self._told, self._weights = told, weights
        self._met: list[dict[Reading, Tally]] = [{} for _ in told]

    def counted(self, thresholds: Mapping[str, float], fits: Mapping[str, Any]) -> Tally:
        """What is right, said and wanted of these reports, by measure."""
        reader = ModelReader(replace(self._weights, thresholds=thresholds, fits=fits))
        sums = Tally()
        for one, met in zip(self._told, self._met, strict=True):
            reading = reader.reading(one.report, one.findings, one.scored, one.ruled)
            if reading not in met:
                met[reading] = Tally()
                compare(one.gold, assemble(one.report, one.findings, reading), met[reading])
            sums.join(met[reading])
        return sums


_shares: list[_Share] = []  # the one of this process


def _take(told: Sequence[Told], weights: Weights) -> None:
    _shares[:] = [_Share(told, weights)]


def _counted(thresholds: Mapping[str, float], fits: Mapping[str, Any]) -> Tally:
    return _shares[0].counted(thresholds, fits)
