"""The project's own corpus (``examples/corpus``): all native labels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.evaluate.marked import EFFECTS, Mark, MarkedIncident, MarkedReport, part, read
from dateline.model import Effect, Span
from dateline.resolve.how_many import count_of
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
        told = report.incidents.get(mark.incidents[0]) if mark.incidents else None
        if told is not None and mark.label in EFFECTS and (group := _group(told, report.text, mark)):
            classes["group"] = group
        party = _party(told, mark.label, report.text[mark.start : mark.end]) if told is not None else None
        spans.append(Labelled(mark.start, mark.end, mark.label, incidents, classes, party))
    relevant = {"relevant": float(bool(report.incidents))}
    return Example(report.id, "corpus", report.text, tuple(spans), frozenset(NATIVE), relevant)


def _party(incident: MarkedIncident, label: str, words: str) -> int | None:
    """The number of the side that is worded so; None where none is or more than one."""
    named = [
        number
        for number, (role, *wordings) in enumerate(incident.sides)
        if role == label and words.casefold() in (w.casefold() for w in wordings)
    ]
    return named[0] if len(named) == 1 else None


def _group(incident: MarkedIncident, text: str, mark: Mark) -> str:
    """The group of people that a figure counts; "" where the header leaves it open which of several."""
    rows = [(group, best) for kind, group, _, best, _ in incident.tolls if kind == mark.label]
    if len({group for group, _ in rows}) == 1:
        return str(rows[0][0])
    count = count_of(text, Span("", mark.start, mark.end), Effect(mark.label), 0)
    same = {group for group, best in rows if count and best is not None and best == count.toll.best}
    return str(same.pop()) if len(same) == 1 else ""
