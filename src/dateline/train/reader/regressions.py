"""Fits the regressions by words (``regressions.npz``): of types, labels, stances, and labels of MUC-4."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from dateline.evaluate.marked import EFFECTS, ROLES
from dateline.reader.model import stances, typed
from dateline.reader.model.around import around
from dateline.reader.model.decode import Floats
from dateline.reader.model.kinds import Kinds
from dateline.reader.model.regression import rows_of, stored, weighed
from dateline.train.reader.example import Example
from dateline.train.reader.tags import MUC, NATIVE, STANCES, native_types

_VERSIONS, _KEPT = 3, 0.65  # each incident whole, and twice without a third of its words
_UNMARKED = 25  # words of a text that have no mark, beside those that have one
_STEPS = 80
#: A case: its features and the numbers of its right answers (one for a regression that chooses).
Case = tuple[list[str], frozenset[int]]


def fit_regressions(
    corpus: Sequence[Example], messages: Sequence[Example], path: Path, seed: int = 1
) -> None:
    """Write ``path`` from the project's own reports and MUC-4 messages."""
    rng = random.Random(f"regressions {seed}")
    kinds = typed.types_of(native_types())
    arrays: dict[str, object] = {}
    for name, cases, answers, chooses, ridge, seldom in (
        ("type", list(_types(corpus, kinds, rng)), len(kinds), True, 0.06, 6),
        ("label", list(_labels(corpus, NATIVE, rng)), len(NATIVE), False, 0.12, 4),
        ("stance", list(_stances(corpus)), len(STANCES), True, 0.06, 4),
        ("muc", list(_labels(messages, MUC, rng)), len(MUC), False, 0.12, 4),
    ):
        arrays |= _regression_of(name, cases, answers, chooses, ridge, seldom)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _types(examples: Sequence[Example], kinds: Sequence[str], rng: random.Random) -> Iterator[Case]:
    """Incidents by their words. They are learned from with fewer words, too: the reader misses some."""
    spoken = Kinds(native_types())
    for example in examples:
        for number in sorted({n for span in example.spans for n in span.incidents}):
            own = [s for s in example.spans if number in s.incidents]
            told = [s.classes["type"] for s in own if s.label == "ev" and s.incidents[0] == number]
            if not told:
                continue
            words = [(s.label, example.text[s.start : s.end]) for s in own]
            right = frozenset((kinds.index(told[0].partition("/")[0]),))
            for version in range(_VERSIONS):
                some = [one for one in words if not version or rng.random() < _KEPT]
                yield typed.features(some, spoken), right


def _labels(examples: Sequence[Example], labels: Sequence[str], rng: random.Random) -> Iterator[Case]:
    """Marked words with all of their labels, and some without any."""
    for example in examples:
        stands = around(example.text)
        marked: dict[tuple[int, int], set[int]] = {}
        for span in example.spans:
            if span.label in labels:
                marked.setdefault((span.start, span.end), set()).add(labels.index(span.label))
        for at, own in marked.items():
            yield stands.words(*at), frozenset(own)
        free = [
            m.span()
            for m in re.finditer(r"\w{3,}(?: \w{3,})?", example.text)
            if not any(s < m.end() and m.start() < e for s, e in marked)
        ]
        for at in rng.sample(free, min(len(free), _UNMARKED)):
            yield stands.words(*at), frozenset()


def _stances(examples: Sequence[Example]) -> Iterator[Case]:
    for example in examples:
        for span in example.spans:
            if span.label in (*ROLES, *EFFECTS):
                told = stances.features(around(example.text), span.start, span.end, span.label)
                yield told, frozenset((STANCES.index(span.classes["stance"]),))


def _regression_of(
    name: str, cases: Sequence[Case], answers: int, chooses: bool, ridge: float, seldom: int
) -> dict[str, object]:
    """One as arrays. A feature of fewer than ``seldom`` cases would be learned by heart: it is left out."""
    seen = Counter(feature for told, _ in cases for feature in set(told))
    known = sorted(feature for feature, count in seen.items() if count >= seldom)
    rarity = np.array([np.log(len(cases) / seen[feature]) + 1 for feature in known], np.float32)
    if not known:
        return stored(name, ["nothing"], np.ones(1, np.float32), np.zeros((1, answers), np.float32),
                      np.zeros(answers, np.float32))  # fmt: skip
    row = {feature: number for number, feature in enumerate(known)}
    gold = torch.zeros(len(cases), answers)
    for number, (_, right) in enumerate(cases):
        gold[number, sorted(right)] = 1.0
    case, rows, values = weighed(*rows_of([told for told, _ in cases], row), rarity)
    index, shape = torch.from_numpy(np.stack((case, rows))), (len(cases), len(known))
    table = torch.sparse_coo_tensor(index, torch.from_numpy(values), shape).coalesce()
    return stored(name, known, rarity, *_regression(table, gold, chooses, ridge))


def _regression(
    table: torch.Tensor, gold: torch.Tensor, chooses: bool, ridge: float
) -> tuple[Floats, Floats]:
    """Logistic regression with a ridge, of one answer of many or of each: convex, so the same from any
    start."""
    weights = torch.zeros(table.shape[1], gold.shape[1], requires_grad=True)
    bias = torch.zeros(gold.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        logits = torch.sparse.mm(table, weights) + bias
        if chooses:
            found = torch.nn.functional.cross_entropy(logits, gold, reduction="sum")
        else:
            found = torch.nn.functional.binary_cross_entropy_with_logits(logits, gold, reduction="sum")
        found = found + ridge * (weights**2).sum()
        found.backward()
        return found

    optimizer.step(loss)
    return weights.detach().numpy(), bias.detach().numpy()
