"""What the network is told it got wrong: losses of words, spans, pairs and windows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import torch
from torch import Tensor
from torch.nn import functional

from dateline.train.reader.network import Network, bucket, key, questions
from dateline.train.reader.tags import TAGS
from dateline.train.reader.windows import Window, WindowSpan

_ANSWERS = {name: {answer: i for i, answer in enumerate(q)} for name, q in questions().items()}
_MOST_PAIRS = 400
_RARE = 2.0  # so much more counts a piece that has a tag: one in thirty has


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of similar length as tensors; ``ids`` and ``mask`` are (windows, pieces)."""

    windows: Sequence[Window]
    ids: Tensor
    mask: Tensor


def batch(windows: Sequence[Window]) -> Batch:
    """Pad windows to one length."""
    longest = max(len(w.ids) for w in windows)
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    mask = torch.zeros(len(windows), longest, dtype=torch.long)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = torch.from_numpy(window.ids)
        mask[row, : len(window.ids)] = 1
    return Batch(windows, ids, mask)


def losses(network: Network, told: Batch, rng: random.Random, bf16: bool) -> dict[str, Tensor]:
    """The loss of each kind of head, each about one where nothing is known."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        hidden, tags, window = network.read(told.ids, told.mask)
    hidden, tags, window = hidden.float(), tags.float(), window.float()
    found = {"tags": _tags(tags, told), "window": _window(window, told)}
    numbered = [(row, span) for row, w in enumerate(told.windows) for span in w.spans]
    if numbered:
        spans = torch.tensor([(row, s.first, s.last) for row, s in numbered])
        vectors = network.vectors(hidden, spans)
        pairs, parties = _pairs(network, vectors, numbered, rng)
        found |= {"spans": _spans(network, vectors, numbered), "pairs": pairs, "parties": parties}
    return found


def _tags(logits: Tensor, told: Batch) -> Tensor:
    """Mean over the pieces of the summed loss of all taught tags; starts count a little less."""
    total = logits.new_zeros(())
    for row, window in enumerate(told.windows):
        length = len(window.ids)
        inside, starts = logits[row, :length, : len(TAGS)], logits[row, :length, len(TAGS) :]
        taught = torch.from_numpy(window.taught)
        gold, first = torch.from_numpy(window.inside), torch.from_numpy(window.starts)
        one = functional.binary_cross_entropy_with_logits(inside, gold, reduction="none") * (1 + _RARE * gold)
        two = functional.binary_cross_entropy_with_logits(starts, first, reduction="none")
        total = total + window.weight * ((one + 0.5 * two) * taught).sum()
    return total / sum(len(w.ids) for w in told.windows)


def _window(logits: Tensor, told: Batch) -> Tensor:
    gold = torch.stack([torch.from_numpy(w.window) for w in told.windows])
    known = ~gold.isnan()
    if not known.any():
        return logits.new_zeros(())
    return functional.binary_cross_entropy_with_logits(logits[known], gold[known])


def _spans(network: Network, vectors: Tensor, numbered: Sequence[tuple[int, WindowSpan]]) -> Tensor:
    total = vectors.new_zeros(())
    for name, answers in _ANSWERS.items():
        told = [
            (i, answers[s.classes[name]])
            for i, (_, s) in enumerate(numbered)
            if s.classes.get(name) in answers
        ]
        if told:
            index, gold = (torch.tensor(column) for column in zip(*told, strict=True))
            logits = network.answers[key(name)](vectors[index])
            total = total + functional.cross_entropy(logits, gold)
    return total


def _pairs(
    network: Network, vectors: Tensor, numbered: Sequence[tuple[int, WindowSpan]], rng: random.Random
) -> tuple[Tensor, Tensor]:
    """Pairs inside one window: those whose incidents are known, whether they tell of one; those that play the
    same part in one incident, whether they name the same party."""
    rows: dict[int, list[int]] = {}
    for i, (row, span) in enumerate(numbered):
        if span.incidents:
            rows.setdefault(row, []).append(i)
    spans = [span for _, span in numbered]
    told = [p for same in rows.values() for p in combinations(same, 2)]
    incidents = rng.sample(told, min(len(told), _MOST_PAIRS * len(rows)))
    named = [(a, b) for a, b in told if _same_part(spans[a], spans[b])]
    parties = rng.sample(named, min(len(named), _MOST_PAIRS * len(rows)))
    one = _pair_loss(
        network, vectors, spans, incidents, [float(_meet(spans[a], spans[b])) for a, b in incidents]
    )
    two = _pair_loss(
        network, vectors, spans, parties, [float(spans[a].party == spans[b].party) for a, b in parties]
    )
    return one[:, 0].mean() if len(one) else vectors.new_zeros(()), (
        two[:, 1].mean() if len(two) else vectors.new_zeros(())
    )


def _meet(one: WindowSpan, two: WindowSpan) -> bool:
    return bool(set(one.incidents) & set(two.incidents))


def _same_part(one: WindowSpan, two: WindowSpan) -> bool:
    known = one.party is not None and two.party is not None
    return known and one.label == two.label and _meet(one, two)


def _pair_loss(
    network: Network,
    vectors: Tensor,
    spans: Sequence[WindowSpan],
    pairs: Sequence[tuple[int, int]],
    gold: Sequence[float],
) -> Tensor:
    """(pairs, 2) losses, the answer of both questions taken for ``gold``: the caller picks the column."""
    if not pairs:
        return vectors.new_zeros((0, 2))
    labels = torch.tensor([s.label for s in spans])
    firsts = torch.tensor([s.first for s in spans])
    index = torch.tensor(list(pairs))
    logits = network.same(vectors, labels, index, bucket(firsts[index[:, 0]] - firsts[index[:, 1]]))
    wanted = torch.tensor(list(gold)).unsqueeze(1).expand_as(logits)
    return functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
