"""Spans, and the way back from a report's text to the page it was read from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``text[start:end]`` of one report; code points, end exclusive.

    A span never stands without its report, and is never empty: words that say nothing prove nothing.
    """

    report_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}..{self.end} of {self.report_id!r} is empty or reversed")

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one code point of the same report."""
        return self.report_id == other.report_id and self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """True when ``other`` lies wholly inside this span."""
        return self.report_id == other.report_id and self.start <= other.start and other.end <= self.end

    def pair(self) -> tuple[int, int]:
        """``(start, end)``, the form that JSON output uses inside one report."""
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Runs of text that stand letter for letter in the page.

    ``segments`` holds ``(text_start, page_start, length)`` in code points of the decoded page, sorted by
    ``text_start`` and not overlapping. Text between two segments (a paragraph break put in by the
    cleaner, an unescaped entity) has no letter-for-letter source; :meth:`to_page` then returns the
    stretch of the page that lies between the neighbours.
    """

    segments: tuple[tuple[int, int, int], ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text that is its own page."""
        return cls(((0, 0, length),) if length else ())

    def to_page(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Page ranges ``(start, end)`` for ``text[start:end]``; empty when nothing of it is in the page."""
        starts = [s for s, _, _ in self.segments]
        first = max(bisect_right(starts, start) - 1, 0)
        ranges: list[tuple[int, int]] = []
        for text_start, page_start, length in self.segments[first:]:
            if text_start >= end:
                break
            low, high = max(start, text_start), min(end, text_start + length)
            if low < high:
                ranges.append((page_start + low - text_start, page_start + high - text_start))
        return tuple(ranges)
