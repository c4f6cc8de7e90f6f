"""The text of a report out of ranges of its source, with the map back to the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dateline.ingest.align import Ranges
from dateline.model import OffsetMap

Runs = Sequence[tuple[int, int, int]]


def compose(source: str, story: Sequence[Ranges], runs: Runs | None = None) -> tuple[str, OffsetMap]:
    """The paragraphs parted by empty lines, and where each letter stands in the page.

    ``source`` is the page itself, or (with ``runs``) the visible text of an HTML page.
    """
    parts: list[str] = []
    segments: list[tuple[int, int, int]] = []
    length = 0
    for paragraph in story:
        glue = "\n\n"
        for start, end in paragraph:
            start, end = _trim(source, start, end)
            if start >= end:
                continue
            if parts:
                parts.append(glue)
                length += len(glue)
            glue = " "
            parts.append(source[start:end])
            for s, page, count in _pieces(start, end, runs):
                _add(segments, (length + s - start, page, count))
            length += end - start
    return "".join(parts), OffsetMap(tuple(segments))


def _trim(source: str, start: int, end: int) -> tuple[int, int]:
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return start, end


def _pieces(start: int, end: int, runs: Runs | None) -> list[tuple[int, int, int]]:
    """``(source start, page start, length)`` of what of ``start:end`` stands in the page as it is."""
    if runs is None:
        return [(start, start, end - start)]
    found = []
    index = max(bisect_right(runs, start, key=lambda r: r[0]) - 1, 0)
    for s, page, count in runs[index:]:
        if s >= end:
            break
        low, high = max(s, start), min(s + count, end)
        if low < high:
            found.append((low, page + low - s, high - low))
    return found


def _add(segments: list[tuple[int, int, int]], new: tuple[int, int, int]) -> None:
    if segments:
        start, page, count = segments[-1]
        if start + count == new[0] and page + count == new[1]:
            segments[-1] = (start, page, count + new[2])
            return
    segments.append(new)
