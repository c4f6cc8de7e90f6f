"""Runs the network: texts in, scores for every word piece out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.reader.model.decode import Floats, Tagged, joined, words
from dateline.reader.model.pieces import Piece, cut, encode

SIZE, OVERLAP = 512, 128
#: What the runtime makes of a sum and a norm takes twice as long as the two steps by themselves.
_SLOWER = ["SkipLayerNormFusion"]
LONGEST = 16_384  # word pieces; no news story is longer, and what is must not take minutes


@dataclass(frozen=True, slots=True)
class Scored:
    """What the network says of one text. ``pieces`` are offsets; ``borders`` the first pieces of words;
    ``tags`` (pieces, 2 * labels) probabilities, ``hidden`` (pieces, size), ``window`` (questions)
    probabilities, the highest of the text's windows; ``spans`` what is proposed of it, where it was asked."""

    text: str
    pieces: Sequence[Piece]
    borders: NDArray[np.int64]
    tags: Floats
    hidden: Floats
    window: Floats
    spans: tuple[Tagged, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Window:
    text: int
    first: int
    ids: NDArray[np.int64]


class Session:
    """One loaded network. Deterministic: a text has the same scores whatever is read beside it.

    Windows therefore go through the network one by one and not as batches: int8 takes the scale of its
    numbers from all that a call holds. A window of hundreds of pieces fills a core by itself, so that nothing
    is lost; ``threads`` (0: as many as there are cores) windows are read at a time.
    """

    def __init__(self, network: bytes | Path, tokenizer: Tokenizer, threads: int = 0) -> None:
        self._network = network
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, "dateline-reader")
        # the files of many encoders say to cut a text after its first hundred pieces
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        vocabulary = tokenizer.get_vocab()
        self._continues = np.zeros(max(vocabulary.values()) + 1, bool)
        for piece, number in vocabulary.items():
            self._continues[number] = piece.startswith("##")

    @cached_property
    def _run(self) -> onnxruntime.InferenceSession:
        """Made when a text is first read: who only hands pages to readers, and writes, holds none."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        network = str(self._network) if isinstance(self._network, Path) else self._network
        return onnxruntime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )

    def score(self, texts: Sequence[str]) -> list[Scored]:
        """The scores of each text, in order; its windows are read in as many threads as there are."""
        encoded = [_kept(*encode(self._tokenizer, text)) for text in texts]
        windows = [w for i, (ids, _) in enumerate(encoded) for w in _windows(i, ids)]
        _ = self._run  # before there are threads that would each make one
        # the longest first, so that no thread is left alone with one at the end
        order = sorted(range(len(windows)), key=lambda n: (-len(windows[n].ids), n))
        rows: list[list[tuple[int, Floats, Floats, Floats]]] = [[] for _ in texts]
        for number, row in zip(
            order, self._pool.map(lambda n: self._forward(windows[n]), order), strict=True
        ):
            rows[windows[number].text].append(row)
        return [self._scored(*one) for one in zip(texts, encoded, rows, strict=True)]

    def _forward(self, window: _Window) -> tuple[int, Floats, Floats, Floats]:
        ids = window.ids[None, :]
        hidden, tags, answers = self._run.run(
            ["hidden", "tags", "window"], {"ids": ids, "mask": np.ones_like(ids)}
        )
        return window.first, _sigmoid(tags[0, 1:-1]), hidden[0, 1:-1], _sigmoid(answers[0])

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


def _kept(ids: NDArray[np.int64], pieces: list[Piece]) -> tuple[NDArray[np.int64], list[Piece]]:
    """The first pieces of a text that is longer than any story."""
    if len(pieces) <= LONGEST:
        return ids, pieces
    return np.concatenate((ids[: LONGEST + 1], ids[-1:])), pieces[:LONGEST]


def _windows(text: int, ids: NDArray[np.int64]) -> Iterator[_Window]:
    for first, last in cut(len(ids) - 2, SIZE - 2, OVERLAP):
        yield _Window(text, first, np.concatenate(([ids[0]], ids[first + 1 : last + 1], [ids[-1]])))


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)), np.float32)
