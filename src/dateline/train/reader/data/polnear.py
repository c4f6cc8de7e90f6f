"""PolNeAR (Newell et al., 2018): sources, cues and contents of attributions in political news."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.evaluate.polnear import documents
from dateline.train.reader.example import Example, Labelled
from dateline.train.reader.tags import SAYING


def examples(data: Path, part: str) -> Iterator[Example]:
    """The documents of one part ("train" or "dev"); an attribution is what pairs source and content."""
    for number, (text, attributions) in enumerate(documents(data, part)):
        spans = []
        for index, one in enumerate(attributions):
            for label, pieces in zip(SAYING, (one.source, one.cue, one.content), strict=True):
                spans += [Labelled(start, end, label, (index,)) for start, end in _joined(pieces)]
        yield Example(f"polnear-{part}-{number}", "polnear", text, tuple(spans), frozenset(SAYING))


def _joined(pieces: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """Pieces that touch or nearly touch are one stretch."""
    stretch: list[int] = []
    for start, end in sorted(pieces):
        if stretch and start - stretch[1] <= 2:
            stretch[1] = max(end, stretch[1])
        else:
            if stretch:
                yield stretch[0], stretch[1]
            stretch = [start, end]
    if stretch:
        yield stretch[0], stretch[1]
