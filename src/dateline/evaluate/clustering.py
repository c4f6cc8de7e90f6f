"""Scores of a clustering against the right one: B-cubed, entity-based CEAF, and pairs.

Both clusterings map the same items to names of clusters; the names themselves mean nothing. All three
return precision, recall and F1 in 0..1.

B-cubed: Bagga and Baldwin 1998. CEAF-e: Luo 2005, with phi4 (the Dice coefficient of two clusters) and the
best one-to-one alignment. Pairwise: the pairs of items that stand together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dateline.evaluate.assignment import best_assignment

Clustering = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 when both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _check(predicted: Clustering, gold: Clustering) -> None:
    if predicted.keys() != gold.keys():
        raise ValueError("the two clusterings hold different items")


def _overlaps(predicted: Clustering, gold: Clustering) -> Counter[tuple[str, str]]:
    """How many items each predicted cluster shares with each right one."""
    return Counter((predicted[item], gold[item]) for item in gold)


def b_cubed(predicted: Clustering, gold: Clustering) -> Score:
    """B-cubed, averaged over items. Raises ValueError when the items differ."""
    _check(predicted, gold)
    if not gold:
        return Score(0.0, 0.0)
    size, right = Counter(predicted.values()), Counter(gold.values())
    both = _overlaps(predicted, gold)
    precision = sum(n * n / size[p] for (p, _), n in both.items())
    recall = sum(n * n / right[g] for (_, g), n in both.items())
    return Score(precision / len(gold), recall / len(gold))


def pairwise(predicted: Clustering, gold: Clustering) -> Score:
    """Pairs of items in one cluster. Without a predicted pair precision is 0."""
    _check(predicted, gold)
    shared = _pairs(_overlaps(predicted, gold).values())
    made, right = _pairs(Counter(predicted.values()).values()), _pairs(Counter(gold.values()).values())
    return Score(shared / made if made else 0.0, shared / right if right else 0.0)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def muc(predicted: Clustering, gold: Clustering) -> Score:
    """Link-based score of MUC-6 (Vilain et al. 1995): links that are missing to make each cluster whole."""
    _check(predicted, gold)

    def share(of: Clustering, among: Clustering) -> float:
        parts: dict[str, set[str]] = defaultdict(set)
        for item in of:
            parts[of[item]].add(among[item])
        sizes = Counter(of.values())
        links = sum(n - 1 for n in sizes.values())
        return sum(sizes[c] - len(parts[c]) for c in sizes) / links if links else 0.0

    return Score(share(predicted, gold), share(gold, predicted))


def conll(predicted: Clustering, gold: Clustering) -> float:
    """Mean of the F1 of MUC, B-cubed and CEAF-e, as the CoNLL tasks on coreference report it."""
    return sum(m(predicted, gold).f1 for m in (muc, b_cubed, ceaf_e)) / 3


def ceaf_e(predicted: Clustering, gold: Clustering) -> Score:
    """Entity-based CEAF: the similarity of the best one-to-one alignment of clusters, over the number of
    predicted (precision) and of right clusters (recall)."""
    _check(predicted, gold)
    size, right = Counter(predicted.values()), Counter(gold.values())
    if not gold:
        return Score(0.0, 0.0)
    both = _overlaps(predicted, gold)
    similarity = sum(_align(part, size, right) for part in _components(both))
    return Score(similarity / len(size), similarity / len(right))


def _components(both: Mapping[tuple[str, str], int]) -> list[dict[tuple[str, str], int]]:
    """The overlap graph in connected parts: an alignment never needs to look beyond one."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for p, g in both:
        parent[find(("predicted", p))] = find(("gold", g))
    parts: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    for (p, g), n in both.items():
        parts[find(("gold", g))][p, g] = n
    return list(parts.values())


def _align(part: Mapping[tuple[str, str], int], size: Counter[str], right: Counter[str]) -> float:
    rows = sorted({p for p, _ in part})
    columns = sorted({g for _, g in part})
    dice = [[2 * part.get((p, g), 0) / (size[p] + right[g]) for g in columns] for p in rows]
    return sum(dice[row][column] for row, column in best_assignment(dice))
