"""Runs the network: texts in, scores for every word piece out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.reader.model.decode import Floats, joined, words
from dateline.reader.model.pieces import Piece, cut, encode

SIZE, OVERLAP = 512, 128
_BATCH = 4096  # word pieces, padding included, that go through the network at once


@dataclass(frozen=True, slots=True)
class Scored:
    """What the network says of one text. ``pieces`` are offsets; ``borders`` the first pieces of words;
    ``tags`` (pieces, 2 * labels) probabilities, ``hidden`` (pieces, size), ``window`` (questions)
    probabilities, the highest of the text's windows."""

    text: str
    pieces: Sequence[Piece]
    borders: NDArray[np.int64]
    tags: Floats
    hidden: Floats
    window: Floats


@dataclass(frozen=True, slots=True)
class _Window:
    text: int
    first: int
    ids: NDArray[np.int64]


class Session:
    """One loaded network. Deterministic: the same texts in the same call give the same scores."""

    def __init__(self, network: bytes, tokenizer: Tokenizer, threads: int = 0) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._run = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizer
        vocabulary = tokenizer.get_vocab()
        self._continues = np.zeros(max(vocabulary.values()) + 1, bool)
        for piece, number in vocabulary.items():
            self._continues[number] = piece.startswith("##")

    def score(self, texts: Sequence[str]) -> list[Scored]:
        """The scores of each text, in order; windows of like length go through the network together."""
        encoded = [encode(self._tokenizer, text) for text in texts]
        windows = [w for i, (ids, _) in enumerate(encoded) for w in _windows(i, ids)]
        windows.sort(key=lambda w: (len(w.ids), w.text, w.first))
        rows: list[list[tuple[int, Floats, Floats, Floats]]] = [[] for _ in texts]
        for together in _batches(windows):
            hidden, tags, answers = self._forward(together)
            for row, window in enumerate(together):
                inner = slice(1, len(window.ids) - 1)
                rows[window.text].append((window.first, tags[row, inner], hidden[row, inner], answers[row]))
        return [self._scored(*one) for one in zip(texts, encoded, rows, strict=True)]

    def _forward(self, windows: Sequence[_Window]) -> tuple[Floats, Floats, Floats]:
        longest = max(len(w.ids) for w in windows)
        ids = np.zeros((len(windows), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
        hidden, tags, answers = self._run.run(["hidden", "tags", "window"], {"ids": ids, "mask": mask})
        return hidden, _sigmoid(tags), _sigmoid(answers)

    def _scored(
        self,
        text: str,
        encoded: tuple[NDArray[np.int64], list[Piece]],
        rows: list[tuple[int, Floats, Floats, Floats]],
    ) -> Scored:
        ids, pieces = encoded
        rows.sort(key=lambda r: r[0])
        borders = words(pieces, self._continues[ids[1:-1]])
        tags = joined([(r[0], r[1]) for r in rows], len(pieces))
        hidden = joined([(r[0], r[2]) for r in rows], len(pieces))
        return Scored(text, pieces, borders, tags, hidden, np.max([r[3] for r in rows], axis=0))


def _windows(text: int, ids: NDArray[np.int64]) -> Iterator[_Window]:
    for first, last in cut(len(ids) - 2, SIZE - 2, OVERLAP):
        yield _Window(text, first, np.concatenate(([ids[0]], ids[first + 1 : last + 1], [ids[-1]])))


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    taken: list[_Window] = []
    for window in windows:
        if taken and (len(taken) + 1) * len(window.ids) > _BATCH:
            yield taken
            taken = []
        taken.append(window)
    if taken:
        yield taken


def _sigmoid(values: Floats) -> Floats:
    return 1 / (1 + np.exp(-values))
