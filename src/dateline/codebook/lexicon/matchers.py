"""Weapons and objects by the words of the codebook, found in a text: built once, for every room that asks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dateline.codebook.lexicon import Word, load
from dateline.text import PhraseMatcher


@lru_cache(maxsize=1)
def weapons() -> PhraseMatcher[str]:
    """Finds weapons; what is found comes with its kind."""
    return _matcher(load().weapons)


@lru_cache(maxsize=1)
def targets() -> PhraseMatcher[str]:
    """Finds objects that are attacked; what is found comes with its kind."""
    return _matcher(load().targets)


def _matcher(words: Sequence[Word]) -> PhraseMatcher[str]:
    return PhraseMatcher((" ".join(word.words), word.kind) for word in words)
