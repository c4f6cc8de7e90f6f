"""How the filter's weights are made, on a handful of texts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from dateline.evaluate.filter import evaluation, outcomes
from dateline.evaluate.filter_sets import Labelled
from dateline.reader.filter import Filter, load
from dateline.train.filter import fit, make, packed, rows_of

BAD = (
    "Gunmen shot at the house of the judge in {} and killed two of the guards that were at the gate "
    "before they fled."
)
GOOD = (
    "The choir of the school in {} sang for the guests and it was the best of the evenings that we have"
    " had there."
)


def texts(number: int, held: bool = False) -> list[Labelled]:
    places = [f"Town{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(number)]
    told = [Labelled("gva", "", " ".join([BAD.format(p)] * 3), True, held) for p in places]
    return told + [
        Labelled("polnear", "", " ".join([GOOD.format(p)] * 3), False, held, False) for p in places
    ]


def test_fitting_tells_two_kinds_apart() -> None:
    told = texts(20)
    rows = rows_of(told)
    truth = np.array([float(bool(t.relevant)) for t in told])
    weights, bias = fit(rows, truth, np.full(len(told), 1 / len(told)))
    scores = rows.times(weights) + bias
    assert scores[truth == 1].min() > scores[truth == 0].max()


def test_the_file_is_the_same_twice_and_loads(tmp_path: Path) -> None:
    content, told = make(texts(30))
    assert content == make(texts(30))[0]
    assert any("threshold" in line for line in told)
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    judge = load(path, hashlib.sha256(content).hexdigest())
    found = {(o.set, o.kind): o for o in outcomes(texts(10, held=True), judge)}
    assert found["gva", "relevant"].stopped == 0
    assert found["polnear", "mostly irrelevant"].stopped == 10
    told_all = evaluation(list(found.values()))
    assert told_all.figures["relevant_lost"] == 0.0 and told_all.figures["irrelevant_stopped"] == 1.0


def test_rounding_keeps_the_weights(tmp_path: Path) -> None:
    weights = np.zeros(1 << 18)
    weights[:3] = (1.0, -0.5, 0.25)
    path = tmp_path / "weights.npz"
    content = packed(weights, 0.125, 0.5)
    path.write_bytes(content)
    judge: Filter = load(path, hashlib.sha256(content).hexdigest())
    assert np.abs(judge.weights - weights).max() < 0.01 and (judge.bias, judge.threshold) == (0.125, 0.5)
