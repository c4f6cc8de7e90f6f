"""What speaks for and against a trigger being of a new type, in numbers that mean the same for every type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.reader.fewshot.embed import Seen

Doubles = NDArray[np.float64]

#: In the order of the columns of :func:`features`.
NAMES = (
    "near_mean",  # cosine with the mean of the examples
    "near_one",  # with the nearest example
    "nearer_than_types",  # the first, less that with the nearest mean of another type's examples
    "nearer_than_any",  # the second, less that with the nearest example of another type
    "answers_alike",  # how alike the network answers, over the types that it knows (Bhattacharyya)
    "known",  # log-odds of the likeliest of these
    "same_words",
    "sentence",
    "words",  # with the nearest example, before the network asks what kind it is
    "undecided",  # entropy of its answers
    "examples",  # log of how many
    "tight",  # mean cosine of the examples, each with the mean of the others
    "near_mean_examples",
    "same_words_examples",
)
_UNKNOWN_TIGHT = 0.5  # of a single example


@dataclass(frozen=True, slots=True)
class Centre:
    """The means that vectors are counted from: what all triggers have in common says nothing of a type."""

    vector: Doubles
    words: Doubles
    sentence: Doubles

    @classmethod
    def of(cls, some: Sequence[Seen]) -> Centre:
        """The centre of some triggers."""
        return cls(*(_rows(some, name).mean(0) for name in ("vector", "words", "sentence")))


def features(
    candidates: Sequence[Seen],
    mine: Sequence[Seen],
    others: Sequence[Sequence[Seen]],
    centre: Centre,
    known: Sequence[int],
) -> Doubles:
    """(candidates, :data:`NAMES`). ``mine`` are the examples of the new type, ``others`` those of each other
    type, ``known`` the numbers of the types that the network may answer with."""
    own, given = _unit(_rows(mine, "vector") - centre.vector), _rows(candidates, "vector")
    vectors = _unit(given - centre.vector)
    means = np.stack([_unit((_rows(o, "vector") - centre.vector).mean(0)) for o in others])
    each = _unit(np.concatenate([_rows(o, "vector") for o in others]) - centre.vector)
    near_mean, near_one = vectors @ _unit(own.mean(0)), (vectors @ own.T).max(1)
    answers, expected = _answers(candidates, known), _answers(mine, known).mean(0)
    likeliest = np.clip(answers.max(1), 1e-3, 1 - 1e-3)
    stems = frozenset().union(*(m.stems for m in mine))
    same_words = np.array([float(bool(c.stems & stems)) for c in candidates])
    around = _unit(_rows(mine, "sentence") - centre.sentence).mean(0)
    sentence = _unit(_rows(candidates, "sentence") - centre.sentence) @ _unit(around)
    words = (
        _unit(_rows(candidates, "words") - centre.words) @ _unit(_rows(mine, "words") - centre.words).T
    ).max(1)
    count = np.full(len(candidates), np.log(len(mine)))
    columns = (
        near_mean,
        near_one,
        near_mean - (vectors @ means.T).max(1),
        near_one - (vectors @ each.T).max(1),
        np.sqrt(answers) @ np.sqrt(expected),
        np.log(likeliest / (1 - likeliest)),
        same_words,
        sentence,
        words,
        -(answers * np.log(answers + 1e-9)).sum(1),
        count,
        np.full(len(candidates), _tight(own)),
        near_mean * count,
        same_words * count,
    )
    return np.stack(columns, 1)


def _tight(own: Doubles) -> float:
    if len(own) < 2:
        return _UNKNOWN_TIGHT
    return float(np.mean([one @ _unit(np.delete(own, n, 0).mean(0)) for n, one in enumerate(own)]))


def _answers(some: Sequence[Seen], known: Sequence[int]) -> Doubles:
    told = _rows(some, "types")[:, list(known)]
    return np.asarray(told / np.maximum(told.sum(1, keepdims=True), 1e-9))


def _rows(some: Sequence[Seen], name: str) -> Doubles:
    return np.stack([getattr(one, name) for one in some]).astype(np.float64)


def _unit(rows: Doubles) -> Doubles:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9))
