"""Makes the weights of the first filter: ``python -m dateline.train.filter --bench DIR --corpus DIR``.

Logistic regression on the features of :mod:`dateline.reader.filter`, each scaled by how much oftener it
stands in relevant texts than in others (Wang and Manning, 2012), fitted by Newton's method. Sets that are
irrelevant as a whole hold some relevant texts: those that a first round finds, each by a fit that has not
seen it, are left out of the second. The threshold comes from the scores that the relevant texts get from
fits that have not seen them. What is held back is not looked at here. Numpy only; a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.evaluate.filter_sets import Labelled, read_all
from dateline.reader.filter import BITS, LEAST_WORDS, WEIGHTS, features, is_english, word_hashes

Vector = NDArray[np.float64]
Numbers = NDArray[np.int64]
FOLDS = 5
_PENALTY = 3e-5
_LEAST_TEXTS = 4  # a feature of fewer texts tells one text from another, not their kinds
_LOST = 0.006  # of the relevant texts of each set, by fits without them; sets unlike these lose more
_SURE = 0.5  # texts of irrelevant sets that score more in the first round are left out of the second
# Passages and analyses teach less than whole reports do.
_TRUST = {"rams": 0.3, "insightcrime": 0.5, "case2021": 0.5}
# Whose relevant texts set the threshold: whole reports and notes that somebody judged.
_FOR_THRESHOLD = ("muc4", "gva", "satp", "corpus")


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as a sparse matrix: the features and values of row i stand from ``begins[i]`` on."""

    numbers: Numbers
    values: Vector
    begins: Numbers

    @property
    def lengths(self) -> Numbers:
        """How many features each row has."""
        return np.diff(self.begins, append=len(self.numbers))

    def times(self, weights: Vector) -> Vector:
        """The matrix times a column of weights."""
        return np.asarray(np.add.reduceat(self.values * weights[self.numbers], self.begins))

    def back(self, column: Vector, size: int) -> Vector:
        """The transposed matrix times a column."""
        spread = self.values * np.repeat(column, self.lengths)
        return np.bincount(self.numbers, spread, size).astype(np.float64)

    def some(self, chosen: NDArray[np.bool_]) -> Rows:
        """The chosen rows."""
        inside = np.repeat(chosen, self.lengths)
        lengths = self.lengths[chosen]
        return Rows(self.numbers[inside], self.values[inside], np.cumsum(lengths) - lengths)


def rows_of(texts: Sequence[Labelled]) -> Rows:
    """The features of some texts."""
    told = [features(word_hashes(f"{t.title}\n{t.text}")) for t in texts]
    lengths = np.array([len(numbers) for numbers, _ in told])
    numbers = np.concatenate([n for n, _ in told])
    return Rows(
        numbers, np.concatenate([v for _, v in told]).astype(np.float64), np.cumsum(lengths) - lengths
    )


def fit(rows: Rows, truth: Vector, importance: Vector) -> tuple[Vector, float]:
    """Weights for every feature, and the bias. ``truth`` is 0 or 1, ``importance`` a share of each row."""
    size = 1 << BITS
    ratio = _ratio(rows, truth, importance, size)
    kept = np.flatnonzero(ratio)
    place = np.full(size, len(kept))
    place[kept] = np.arange(len(kept))
    scaled = Rows(place[rows.numbers], rows.values * ratio[rows.numbers], rows.begins)
    solved = _newton(scaled, truth, importance / importance.sum(), len(kept) + 1)
    weights = np.zeros(size)
    weights[kept] = solved[:-2] * ratio[kept]
    return weights, float(solved[-1])


def _ratio(rows: Rows, truth: Vector, importance: Vector, size: int) -> Vector:
    """How much oftener each feature stands in relevant texts, as a logarithm; 0 for the rare ones."""
    total = importance.sum()
    smooth = total / len(importance)
    of = [rows.back(importance * side, size) + smooth * 0.05 for side in (truth, 1 - truth)]
    ratio = np.log((of[0] / of[0].sum()) / (of[1] / of[1].sum()))
    ratio[np.bincount(rows.numbers, minlength=size) < _LEAST_TEXTS] = 0
    return np.asarray(ratio)


def _newton(rows: Rows, truth: Vector, share: Vector, size: int) -> Vector:
    """The minimum of the penalised loss, by Newton's method with conjugate gradients; the last number is
    the bias."""
    solved = np.zeros(size + 1)
    for _ in range(10):
        told = 1 / (1 + np.exp(-(rows.times(solved[:-1]) + solved[-1])))
        wrong, curve = share * (told - truth), share * told * (1 - told)
        slope = np.append(rows.back(wrong, size), wrong.sum()) + _PENALTY * np.append(solved[:-1], 0)
        step = _conjugate(rows, curve, slope, size)
        solved -= step
        if np.abs(step).max() < 1e-2:
            break
    return solved


def _conjugate(rows: Rows, curve: Vector, slope: Vector, size: int) -> Vector:
    step, rest = np.zeros_like(slope), slope.copy()
    way, square = rest.copy(), float(rest @ rest)
    least = square * 1e-3
    for _ in range(30):
        spread = curve * (rows.times(way[:-1]) + way[-1])
        bent = np.append(rows.back(spread, size), spread.sum()) + _PENALTY * np.append(way[:-1], 0)
        far = square / float(way @ bent)
        step += far * way
        rest -= far * bent
        before, square = square, float(rest @ rest)
        if square < least:
            break
        way = rest + (square / before) * way
    return step


def importances(texts: Sequence[Labelled]) -> Vector:
    """Relevant and irrelevant texts weigh the same together; a set grows in weight with the root of its
    size."""
    sizes = Counter((t.set, t.relevant) for t in texts)
    told = np.array([_TRUST.get(t.set, 1.0) / sizes[t.set, t.relevant] ** 0.5 for t in texts])
    truth = np.array([bool(t.relevant) for t in texts])
    for side in (truth, ~truth):
        told[side] /= told[side].sum()
    return told


def unseen_scores(texts: Sequence[Labelled], rows: Rows, used: NDArray[np.bool_]) -> Vector:
    """The score of each text by a fit on the other folds' texts that are ``used``."""
    fold = np.array([hashlib.sha256(t.text[:400].encode()).digest()[0] % FOLDS for t in texts])
    truth = np.array([float(bool(t.relevant)) for t in texts])
    scores = np.zeros(len(texts))
    for number in range(FOLDS):
        taught = used & (fold != number)
        own = importances([t for t, yes in zip(texts, taught, strict=True) if yes])
        weights, bias = fit(rows.some(taught), truth[taught], own)
        asked = fold == number
        scores[asked] = 1 / (1 + np.exp(-(rows.some(asked).times(weights) + bias)))
    return scores


def make(texts: Sequence[Labelled]) -> tuple[bytes, list[str]]:
    """The file of weights, and what to know of how it came about."""
    rows = rows_of(texts)
    truth = np.array([float(bool(t.relevant)) for t in texts])
    weak = np.array([not t.trusted for t in texts])
    first = unseen_scores(texts, rows, np.ones(len(texts), bool))
    used = ~(weak & (first > _SURE))
    scores = unseen_scores(texts, rows, used)
    told = [f"{int((~used).sum())} of {int(weak.sum())} texts of irrelevant sets look relevant: left out"]
    threshold = 1.0
    for name in _FOR_THRESHOLD:
        own = np.array([t.set == name and bool(t.relevant) for t in texts])
        if own.any():
            least = float(np.quantile(scores[own], _LOST))
            told.append(f"{name}: {_LOST:.1%} of {int(own.sum())} relevant texts score under {least:.4f}")
            threshold = min(threshold, least)
    stopped = (scores < threshold)[(truth == 0)]
    told.append(f"threshold {threshold:.4f}; stops {int(stopped.sum())} of {len(stopped)} irrelevant texts")
    chosen = rows.some(used)
    weights, bias = fit(chosen, truth[used], importances([t for t, u in zip(texts, used, strict=True) if u]))
    return packed(weights, bias, threshold), told


def packed(weights: Vector, bias: float, threshold: float) -> bytes:
    """The weights in one byte each, in a file that is the same for the same numbers."""
    scale = float(np.abs(weights).max() / 127) or 1.0
    parts = {
        "weights": np.rint(weights / scale).astype(np.int8),
        "scale": np.float64(scale), "bias": np.float64(bias), "threshold": np.float64(threshold),
    }  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            inner = io.BytesIO()
            np.save(inner, np.asarray(part))
            # without a time, so that the same weights have the same checksum
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), inner.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return file.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Make the file and print its checksum, which goes into ``dateline.reader.filter.SHA256``."""
    parser = argparse.ArgumentParser(prog="python -m dateline.train.filter", description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the project's own corpus")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="the file to write")
    given = parser.parse_args(arguments)
    texts = [
        t for t in read_all(given.bench, given.corpus) if not t.held and t.relevant is not None and _judged(t)
    ]
    content, told = make(texts)
    given.to.write_bytes(content)
    print(*told, f"{len(content)} bytes; SHA256 = {hashlib.sha256(content).hexdigest()!r}", sep="\n")
    return 0


def _judged(text: Labelled) -> bool:
    words = word_hashes(f"{text.title}\n{text.text}")
    return len(words) >= LEAST_WORDS // 2 and is_english(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
