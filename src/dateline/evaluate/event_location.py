"""The place of a verb's event, or rightly none, in single sentences (Halterman's event-location records).

A record is right when the place given lies at the annotated span (they share a character and one holds the
other's first or last word), or when both say that no place is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dateline.errors import UsageError
from dateline.evaluate.result import Evaluation, two_halves
from dateline.model import OffsetMap, Report, Span
from dateline.resolve.where.find import find_places
from dateline.resolve.where.gazetteer import Gazetteer, default_gazetteer
from dateline.resolve.where.incident import place_of_verb


@dataclass(frozen=True, slots=True)
class VerbCase:
    """A sentence, its verb, and the spans where its event happened (none: not said). ``half`` by sentence."""

    report: Report
    verb: Span
    gold: tuple[tuple[int, int], ...]
    half: int


def read_cases(data: Path) -> Iterator[VerbCase]:
    """The records of ``records.jsonl`` in ``data``. Raises UsageError when it is not there."""
    path = data / "records.jsonl"
    if not path.is_file():
        raise UsageError(f"no records.jsonl in {data}", "pass the folder of the event-location set")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            text = record["text"]
            verbs = [_span(text, s) for s in record["spans"] if s["label"] == "VERB"]
            places = [_span(text, s) for s in record["spans"] if s["label"] == "LOCATION"]
            if not verbs or verbs[0] is None or any(p is None for p in places):
                continue
            report = Report(f"el-{number}", text, OffsetMap.identity(len(text)), "")
            half = sha256(text[:60].encode()).digest()[0] % 2
            yield VerbCase(report, report.span(*verbs[0]), tuple(p for p in places if p is not None), half)


def _span(text: str, span: dict[str, object]) -> tuple[int, int] | None:
    """Offsets of an annotation. A part of the records gives token numbers as offsets, and the words."""
    start, end, words = int(str(span["start"])), int(str(span["end"])), str(span.get("text") or "")
    if words and text[start:end] != words:
        start = text.find(words)
        end = start + len(words)
    return (start, end) if 0 <= start < end <= len(text) else None


def is_right(found: Span | None, gold: tuple[tuple[int, int], ...]) -> bool:
    """Whether the place found is (one of) the annotated, or both are none."""
    if found is None or not gold:
        return found is None and not gold
    return any(found.start < end and start < found.end for start, end in gold)


def measured(data: Path, half: int | None = None) -> dict[str, float]:
    """Share of verbs with the right place or rightly none; ``half`` restricts to one half."""
    gazetteer = default_gazetteer()
    cases = [c for c in read_cases(data) if half is None or c.half == half]
    outcomes = [(bool(c.gold), is_right(_place(c, gazetteer), c.gold)) for c in cases]
    return {
        "verbs": float(len(outcomes)),
        "right": _share([right for _, right in outcomes]),
        "right where a place is told": _share([right for told, right in outcomes if told]),
        "right where none is told": _share([right for told, right in outcomes if not told]),
    }


def run(data: Path) -> Evaluation:
    """The same for the half that fitted the weights, and for the other one: the honest figures."""
    return two_halves(
        "event-location",
        "dateline evaluate event-location --data PATH",
        [measured(data, half) for half in (0, 1)],
    )


def _place(case: VerbCase, gazetteer: Gazetteer) -> Span | None:
    found = place_of_verb(case.report, find_places(case.report, gazetteer), case.verb)
    return found.span if found is not None else None


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
