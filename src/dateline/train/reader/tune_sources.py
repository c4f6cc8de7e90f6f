"""Fits which of the network's attributions are worth adding to those of the rules, on held-back documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from dateline.evaluate.polnear import Attribution, Pieces, matches
from dateline.model import Span
from dateline.reader import contract
from dateline.reader.model.attributions import find_attributions
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored
from dateline.reader.said import with_attributions
from dateline.reader.sources import find_sources
from dateline.train.reader.example import Example

_WORDS = (0.45, 0.55, 0.65, 0.75, 0.85)
_PAIRS = (0.3, 0.45, 0.6, 0.75)
_USUAL = {"words": 0.75, "pair": 0.6}


def fit_attributions(scored: Sequence[tuple[Example, Scored]], weights: Weights) -> dict[str, float]:
    """The two thresholds under which rules and network together find most, by overlap."""
    if not scored:
        return dict(_USUAL)
    gold = [_gold(example) for example, _ in scored]
    rules = [find_sources(example.text, "r") for example, _ in scored]

    def f1(words: float, pair: float) -> float:
        fitted = replace(weights, fits={**weights.fits, "attributions": {"words": words, "pair": pair}})
        right = said = 0
        for (example, score), known, wanted in zip(scored, rules, gold, strict=True):
            read = [
                contract.Attribution(Span("r", *source), Span("r", *content))
                for source, content in find_attributions(score, fitted)
            ]
            both = with_attributions(example.text, known, read)
            found = [one for one in both if one.source_span is not None]
            right += matches(wanted, found, 0.0)
            said += len(found)
        return 2 * right / max(said + sum(map(len, gold)), 1)

    words, pair = max(product(_WORDS, _PAIRS), key=lambda fits: f1(*fits))
    return {"words": words, "pair": pair}


def _gold(example: Example) -> list[Attribution]:
    """The attributions that an example was made of."""
    parts: dict[int, dict[str, Pieces]] = {}
    for span in example.spans:
        told = parts.setdefault(span.incidents[0], {})
        told[span.label] = (*told.get(span.label, ()), (span.start, span.end))
    return [
        Attribution(told.get("p.source", ()), told.get("p.cue", ()), told["p.content"])
        for told in parts.values()
        if "p.content" in told
    ]
