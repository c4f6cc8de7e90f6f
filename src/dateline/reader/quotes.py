"""Where a text quotes: pairs of quotation marks, also where a paragraph leaves its quotation open."""

from __future__ import annotations

import re

_MARK = re.compile(r"[“”\"]|''|``|\n")
_LONGEST = 2000  # characters; a mark without its pair must not swallow the rest of the story


def quotations(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of the quotations with their marks, in reading order, not overlapping."""
    found: list[tuple[int, int]] = []
    opening: int | None = None
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark == "\n":
            # an open quotation ends with its paragraph; the next paragraph opens it anew
            if opening is not None and text[match.end() : match.end() + 1] in ("\n", "“", '"', "'"):
                found.append((opening, match.start()))
                opening = None
        elif _opens(text, match):
            opening = match.start()  # also where the mark before it never found its pair
        elif opening is not None:
            if match.end() - opening <= _LONGEST:
                found.append((opening, match.end()))
            opening = None
    return [(s, e) for s, e in found if e - s > 2]


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether the mark opens: curly marks say so, straight ones by the white space beside them."""
    mark = match.group()
    if mark in ("“", "``"):
        return True
    if mark == "”":
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return (not before or before.isspace() or before in "([—–-") and bool(after) and not after.isspace()
