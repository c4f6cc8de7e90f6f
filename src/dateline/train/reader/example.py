"""The common training format: a text, spans with labels, and which of them tell of the same incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Labelled:
    """Words with a label. ``start``/``end`` are code points in the example's text, ``incidents`` the
    numbers of the incidents they belong to, ``classes`` further questions with their answers
    (``{"stance": "doubted"}``), ``party`` the number of the party of its incident that the words name, where
    the data set says which wordings are one party's."""

    start: int
    end: int
    label: str
    incidents: tuple[int, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    party: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from. ``taught`` are the labels that this data set marks completely: where it does
    not mark them, they are absent; about all other labels it says nothing. ``window`` answers questions
    about the whole text (name to 0..1). ``doubts`` are what a
    teacher thinks of every word piece, (pieces, 2 * tags) probabilities, inside and then start: they take the
    place of the spans where tags are taught."""

    id: str
    source: str
    text: str
    spans: tuple[Labelled, ...]
    taught: frozenset[str]
    window: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0
    doubts: NDArray[np.float16] | None = None
