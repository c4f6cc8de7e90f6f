"""The project's own corpus (``examples/corpus``): all native labels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.evaluate.marked import MarkedReport, part, read
from dateline.train.reader.example import Example, Labelled
from dateline.train.reader.tags import NATIVE


def examples(folder: Path, wanted: str) -> Iterator[Example]:
    """The reports of one part ("train" or "test"), by name."""
    for report in read(folder):
        if part(report.id) == wanted:
            yield example(report)


def example(report: MarkedReport) -> Example:
    """One marked report as an example."""
    letters = {letter: number for number, letter in enumerate(report.incidents)}
    spans = []
    for mark in report.marks:
        classes = {"stance": mark.stance.value}
        incidents = tuple(letters[i] for i in mark.incidents)
        if mark.label == "ev":
            first = report.incidents[mark.incidents[0]]
            classes |= {
                "type": f"{first.type}/{first.subtype}" if first.subtype else first.type,
                "stage": first.stage.value,
                "main": "yes" if any(report.incidents[i].main for i in mark.incidents) else "no",
            }
        spans.append(Labelled(mark.start, mark.end, mark.label, incidents, classes))
    relevant = {"relevant": float(bool(report.incidents))}
    return Example(report.id, "corpus", report.text, tuple(spans), frozenset(NATIVE), relevant)
