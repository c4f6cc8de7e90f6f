"""Slot 24: the total, where the text says it beside the people one by one.

Measured on the development part, a sum that the text says was the key's total only for people told one by one
(15 of 30), and hardly ever for things or for groups: slot 17 stays null.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.assemble.muc4.numbers import is_plural
from dateline.assemble.muc4.scene import Scene
from dateline.text.numbers import find_numbers

_COUNTED = re.compile(r"\s+((?:[A-Z'-]+\s+){0,2}[A-Z'-]+)")


def total(scene: Scene, numbers: Sequence[str]) -> str:
    """How many people there are, if each is one and the sentences that tell of them say how many."""
    if len(numbers) < 2 or set(numbers) != {"1"}:
        return ""
    for sentence in sorted(scene.weight):
        start, end = scene.story.sentences[sentence]
        text = scene.story.words(start, end)
        for _, behind, value in find_numbers(text):
            counted = _COUNTED.match(text, behind)
            if value == len(numbers) and counted and any(is_plural(w) for w in counted[1].split()):
                return str(value)
    return ""
