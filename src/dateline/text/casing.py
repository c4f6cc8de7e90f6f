"""Texts in small letters throughout, as transcripts and some archives are: case says nothing in them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

_CAPITALS = re.compile(r"[A-Z]")
_FEW_CAPITALS = 0.005  # of the characters of a paragraph; in news one in thirty is a capital
_LEAST = 40  # characters below which a paragraph in small letters is a piece of one
_OPENING = 8  # characters in which a paragraph's first letter stands
_MOSTLY = 0.8  # of a text


def is_small(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether the paragraph ``text[start:end]`` begins with a small letter and has hardly a capital."""
    end = len(text) if end is None else end
    first = next((c for c in text[start : min(end, start + _OPENING)] if c.isalpha()), "")
    if end - start < _LEAST or not first.islower():
        return False
    most = int(_FEW_CAPITALS * (end - start))
    return sum(1 for _ in islice(_CAPITALS.finditer(text, start, end), most + 1)) <= most


@lru_cache(maxsize=4)  # every room that looks for names asks for the same report
def is_mostly_small(text: str) -> bool:
    """Whether most of a text stands in lines that are :func:`is_small`."""
    if len(_CAPITALS.findall(text, 0, 2000)) > 0.015 * min(
        len(text), 2000
    ):  # nearly every text: told at once
        return False
    at = small = 0
    for line in text.splitlines(keepends=True):
        small += len(line) if is_small(line) else 0
        at += len(line)
    return small > _MOSTLY * at


def in_capitals(text: str) -> str:
    """The text in capitals, every letter in its place: what has no capital of one letter stays."""
    raised = text.upper()
    if len(raised) == len(text):
        return raised
    return "".join(up if len(up := letter.upper()) == 1 else letter for letter in text)
