"""Ranking what may fill a slot: one row an entity, a convex fit, chances that follow the evidence."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reader.model.decode import Tagged
from dateline.reader.model.muc4_rank import SLOTS, Entity, features, fitted, ranked


def _entity(label: str, *probabilities: float, words: str = "guerrillas") -> Entity:
    spans = [
        Tagged(10 * n, 10 * n + 1, 60 * n, 60 * n + 9, 0, probability)
        for n, probability in enumerate(probabilities)
    ]
    kinds = np.array([0.7, 0.2, 0.1])
    return Entity(spans, label, frozenset(words.split()), max(probabilities), kinds)


def test_each_entity_has_a_row_and_the_report_is_in_all_of_them() -> None:
    told = [_entity("m.ind", 0.9, 0.4), _entity("m.org", 0.3, words="the front")]
    rows = features(told, 0.8, np.array([0.5, 0.1, 0.1]), 300)
    assert rows.shape == (2, features([], 0.1, np.zeros(3), 1).shape[1])
    assert (rows[0, [5, 6, 11]] == rows[1, [5, 6, 11]]).all()  # relevance, best type, how many are sure
    assert rows[0, 0] > rows[1, 0] and rows[0, 2] > rows[1, 2]  # surer, told more often


def test_a_fit_parts_what_can_be_parted() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(400, 5))
    right = (rows[:, 0] - rows[:, 3] > 0).astype(float)
    chances = ranked(rows, fitted(rows, right, ridge=0.1))
    assert ((chances > 0.5) == (right > 0.5)).mean() > 0.97


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.05, 0.95))
def test_chances_are_calibrated_where_nothing_else_is_known(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    right = (rng.random(300) < share).astype(float)
    chances = ranked(np.ones((300, 3)), fitted(np.ones((300, 3)), right))
    assert abs(chances.mean() - right.mean()) < 0.01
    assert len(ranked(np.zeros((0, 3)), fitted(np.ones((300, 3)), right))) == 0


def test_labels_are_told_apart() -> None:
    rows = features([_entity(label, 0.6) for label in SLOTS], 0.5, np.ones(3) / 3, 100)
    assert len({tuple(row) for row in rows.round(6)}) == len(SLOTS)
