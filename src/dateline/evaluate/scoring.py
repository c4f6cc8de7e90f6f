"""Right, said and wanted: the counts behind precision, recall and F1, by name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from dateline.errors import InputError
from dateline.evaluate.progress import through

T = TypeVar("T")


@dataclass(slots=True)
class Counts:
    """Right, said and wanted, by name."""

    right: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, right: int, said: int, wanted: int) -> None:
        """Count one comparison."""
        self.right[name] += right
        self.said[name] += said
        self.wanted[name] += wanted

    def scores(self, name: str) -> tuple[float, float, float]:
        """Precision, recall and F1, in 0..1."""
        right, said, wanted = self.right[name], self.said[name], self.wanted[name]
        return right / max(said, 1), right / max(wanted, 1), 2 * right / max(said + wanted, 1)

    def table(self, names: Sequence[str]) -> tuple[list[tuple[str, ...]], dict[str, float]]:
        """Rows of name, P, R, F1 in per cent and how many were wanted; the same as figures."""
        rows: list[tuple[str, ...]] = []
        figures: dict[str, float] = {}
        for name in names:
            told = self.scores(name)
            rows.append((name, *(f"{100 * v:.1f}" for v in told), str(self.wanted[name])))
            key = name.lower().replace(" ", "_")
            figures |= {f"{key}_{k}": v for k, v in zip(("p", "r", "f1"), told, strict=True)}
        return rows, figures


def batches(items: Iterable[T], size: int = 16) -> Iterable[list[T]]:
    """The items in lists of ``size``, for a reader that is faster with several."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def lines_of(path: Path) -> Iterable[dict[str, Any]]:
    """The records of a JSON Lines file. Raises InputError where it is not there or not whole."""
    try:
        with path.open(encoding="utf-8") as lines:
            yield from through(map(json.loads, lines))
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} cannot be read: {error}", "name the folder of the benchmark with --data"
        ) from error
