"""A report's text in pieces, each with the statements that rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.export.evidence.segments import Mark, Segment, cut
from dateline.model import Report, Statement


def report_texts(report: Report, statements: Iterable[Statement]) -> list[Segment]:
    """The whole text in pieces; joined they are the text again, so that positions in the page are those of
    the report."""
    return cut(report.text, _marks(report, statements))


def _marks(report: Report, statements: Iterable[Statement]) -> Iterator[Mark]:
    for statement in statements:
        for span in statement.spans:
            if span.report_id == report.id:
                yield Mark(span.start, span.end, statement.id, statement.field.value)
        speaker = statement.said_by.span
        if speaker is not None and speaker.report_id == report.id:
            yield Mark(speaker.start, speaker.end, statement.id, "source")
