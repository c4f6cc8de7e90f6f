"""B-cubed, CEAF-e and pairs, against figures worked out by hand and against brute force."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluate.clustering import Clustering, b_cubed, ceaf_e, pairwise

GOLD = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}
SPLIT = {"a": "x", "b": "x", "c": "y", "d": "z", "e": "z"}


def test_figures_worked_out_by_hand() -> None:
    cubed = b_cubed(SPLIT, GOLD)
    assert cubed.precision == 1.0
    assert cubed.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    pairs = pairwise(SPLIT, GOLD)
    assert (pairs.precision, pairs.recall) == (1.0, 0.5)
    entities = ceaf_e(SPLIT, GOLD)
    assert entities.precision == pytest.approx((2 * 2 / 5 + 1) / 3)
    assert entities.recall == pytest.approx((2 * 2 / 5 + 1) / 2)


def test_leaving_everything_alone_has_no_pairs() -> None:
    alone = {item: item for item in GOLD}
    assert b_cubed(alone, GOLD).precision == 1.0
    assert pairwise(alone, GOLD).f1 == 0.0


def test_other_items_are_refused() -> None:
    with pytest.raises(ValueError, match="different items"):
        b_cubed({"a": "1"}, GOLD)


def _both(pairs: list[tuple[str, str]]) -> tuple[Clustering, Clustering]:
    predicted = {str(n): p for n, (p, _) in enumerate(pairs)}
    return predicted, {str(n): g for n, (_, g) in enumerate(pairs)}


named = st.tuples(st.sampled_from("123"), st.sampled_from("xyz"))
clusterings = st.lists(named, min_size=1, max_size=9).map(_both)


@given(clusterings)
def test_a_perfect_clustering_scores_one(both: tuple[Clustering, Clustering]) -> None:
    renamed = {item: "new " + name for item, name in both[1].items()}
    assert b_cubed(renamed, both[1]).f1 == pytest.approx(1)
    assert ceaf_e(renamed, both[1]).f1 == pytest.approx(1)


@given(clusterings)
def test_alignment_is_the_best_of_all(both: tuple[Clustering, Clustering]) -> None:
    predicted, gold = both
    size, right = Counter(predicted.values()), Counter(gold.values())
    shared = Counter((predicted[i], gold[i]) for i in gold)

    def dice(p: str | None, g: str | None) -> float:
        return 2 * shared[p, g] / (size[p] + right[g]) if p and g else 0.0  # type: ignore[index]

    names: list[str | None] = [*size, *[None] * 3]
    best = max(
        sum(dice(p, g) for p, g in zip(order, right, strict=False))
        for order in permutations(names, len(right))
    )
    assert ceaf_e(predicted, gold).precision == pytest.approx(best / len(size))


@given(clusterings)
def test_b_cubed_and_pairs_equal_their_definitions(both: tuple[Clustering, Clustering]) -> None:
    predicted, gold = both

    def precision(item: str) -> float:
        mates = [other for other in gold if predicted[other] == predicted[item]]
        return sum(gold[other] == gold[item] for other in mates) / len(mates)

    assert b_cubed(predicted, gold).precision == pytest.approx(sum(map(precision, gold)) / len(gold))
    together = [(a, b) for a, b in combinations(gold, 2) if predicted[a] == predicted[b]]
    right = sum(gold[a] == gold[b] for a, b in together)
    assert pairwise(predicted, gold).precision == pytest.approx(right / len(together) if together else 0.0)
