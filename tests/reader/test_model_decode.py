"""From probabilities to spans: word borders, starts, overlapping windows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.reader.model.cluster import cluster
from dateline.reader.model.decode import decode, joined, words
from dateline.reader.model.pieces import cut

TEXT = "gunmen raided town."
PIECES = [(0, 3), (3, 6), (7, 12), (13, 17), (17, 18)]  # "gun|men raided town|."
CONTINUES = np.array([False, True, False, False, False])


def _scores(inside: list[float], starts: list[float] | None = None) -> np.ndarray:
    starts = starts or [0.0] * len(inside)
    return np.array([[i, s] for i, s in zip(inside, starts, strict=True)], np.float32)


def test_a_word_is_whole_or_not_there() -> None:
    borders = words(PIECES, CONTINUES)
    found = decode(TEXT, _scores([0.1, 0.9, 0.1, 0.1, 0.1]), PIECES, borders, np.array([0.5], np.float32))
    assert [(s.start, s.end, s.first, s.last) for s in found] == [(0, 6, 0, 1)]


def test_neighbouring_words_are_one_span_unless_the_second_is_a_start() -> None:
    borders, limit = words(PIECES, CONTINUES), np.array([0.5], np.float32)
    inside = [0.9, 0.9, 0.8, 0.7, 0.0]
    assert [(s.start, s.end) for s in decode(TEXT, _scores(inside), PIECES, borders, limit)] == [(0, 17)]
    apart = decode(TEXT, _scores(inside, [0, 0, 0, 0.9, 0]), PIECES, borders, limit)
    assert [(s.start, s.end) for s in apart] == [(0, 12), (13, 17)]


def test_no_pieces_no_spans() -> None:
    assert (
        decode("", np.zeros((0, 2), np.float32), [], np.zeros(0, np.int64), np.array([0.5], np.float32)) == []
    )


def test_each_piece_takes_its_row_from_the_window_in_which_it_stands_deepest() -> None:
    first, second = np.full((6, 1), 1, np.float32), np.full((6, 1), 2, np.float32)
    assert joined([(0, first), (4, second)], 10)[:, 0].tolist() == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2]


@given(st.integers(0, 3000), st.integers(8, 512), st.data())
def test_windows_cover_every_piece_and_are_never_too_long(count: int, size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size // 2))
    windows = list(cut(count, size, overlap))
    assert all(0 < last - first <= size for first, last in windows) or count == 0
    covered = {n for first, last in windows for n in range(first, last)}
    assert covered == set(range(count))


@given(st.integers(1, 12), st.randoms(use_true_random=False), st.floats(0.1, 0.9))
def test_groups_are_a_partition_whatever_the_probabilities(count: int, rng, least: float) -> None:
    same = np.array([[rng.random() for _ in range(count)] for _ in range(count)], np.float32)
    groups = cluster(same, least)
    assert sorted(n for g in groups for n in g) == list(range(count))


def test_triggers_join_where_they_are_surest_on_average() -> None:
    same = np.array([[1, 0.9, 0.1], [0.9, 1, 0.6], [0.1, 0.6, 1]], np.float32)
    assert cluster(same, 0.5) == [[0, 1], [2]]  # 0.35 on average between the third and the other two
    assert cluster(same, 0.3) == [[0, 1, 2]]
