"""From an answer to a reading: every quote is found in the report, or dropped and counted."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from dateline.codebook import Codebook
from dateline.model import Report, Span, Stage, Stance
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence
from dateline.text import sentence_at

E = TypeVar("E", bound=StrEnum)
#: How sure a value is that a model gave: it has no probabilities to show. The tables of ``dateline
#: evaluate`` say how often such values are right.
_SURE = 0.6
_LONGEST_QUOTE = 300
_ALIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " "})


class Nonsense(ValueError):
    """An answer that is not what was asked for. ``half`` where it ends in the middle."""

    def __init__(self, problem: str, half: bool = False) -> None:
        super().__init__(problem)
        self.half = half


@dataclass(slots=True)
class Dropped:
    """What of an answer did not count: quotes that stand nowhere in the report, and entries of another
    form."""

    quotes: int = 0
    entries: int = 0


def incidents_of(
    answer: str, report: Report, sent: str, book: Codebook, bounds: Sequence[tuple[int, int]]
) -> tuple[list[IncidentReading], Dropped]:
    """The incidents that an answer marks. ``sent`` is what the model saw, place for place. Raises
    Nonsense."""
    dropped = Dropped()
    made = []
    for entry in _entries(answer):
        incident = _incident(entry, report, sent, book, bounds, dropped)
        if incident is not None:
            made.append(incident)
    main = next((i for i, one in enumerate(made) if one.main), 0)
    whole = [_with_main(one, i == main) for i, one in enumerate(made)]
    return _apart(whole), dropped


def _entries(answer: str) -> list[Any]:
    text = answer.strip()
    fenced = re.fullmatch(r"```(?:json)?\s*(.*?)\s*```", text, re.DOTALL)
    text = fenced[1] if fenced else text
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        half = text.startswith("{") and not text.endswith("}")
        told = "half an answer" if half else "an answer that is no JSON" if text else "an empty answer"
        raise Nonsense(told, half) from error
    found = data.get("incidents") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise Nonsense("an answer without `incidents`")
    return found[:50]


def _incident(
    entry: Any, report: Report, sent: str, book: Codebook, bounds: Sequence[tuple[int, int]], dropped: Dropped
) -> IncidentReading | None:
    kind = entry.get("type") if isinstance(entry, dict) else None
    if not isinstance(kind, str) or book.get(kind) is None:
        dropped.entries += 1
        return None
    trigger = _found(entry.get("trigger"), report, sent)
    if trigger is None:
        dropped.quotes += 1
        return None
    subtype = entry.get("subtype")
    subtype = subtype if isinstance(subtype, str) and subtype and book.has(kind, subtype) else ""
    marks = _marks(entry.get("marks"), report, sent, trigger, dropped)
    told = {sentence_at(bounds, s.start) for s in (trigger, *(m.span for m in marks))}
    return IncidentReading(
        type=kind,
        subtype=subtype,
        stage=_known(Stage, entry.get("stage")) or Stage.ACCOMPLISHED,
        main=entry.get("main") is True,
        occurrences=(Occurrence(trigger, sentence_at(bounds, trigger.start), _SURE),),
        sentences=tuple(sorted(told)),
        marks=tuple(marks),
        confidence=_SURE,
    )


def _marks(given: Any, report: Report, sent: str, near: Span, dropped: Dropped) -> list[Mark]:
    marks: dict[tuple[int, int, str], Mark] = {}
    for one in given if isinstance(given, list) else []:
        label = _known(Label, one.get("label")) if isinstance(one, dict) else None
        if label is None:
            dropped.entries += 1
            continue
        span = _found(one.get("quote"), report, sent, near)
        if span is None:
            dropped.quotes += 1
            continue
        stance = _known(Stance, one.get("stance")) or Stance.ASSERTED
        marks.setdefault((span.start, span.end, label), Mark(span, label, stance, _SURE))
    return sorted(marks.values(), key=lambda m: (m.span.start, m.span.end, m.label))


def _known(form: type[E], value: Any) -> E | None:
    """The member of an enumeration; None for what it does not hold, a list where a word should stand too."""
    return form(value) if isinstance(value, str) and value in set(form) else None


def _found(quote: Any, report: Report, sent: str, near: Span | None = None) -> Span | None:
    """Where the quote stands: letter for letter, else with other quotation marks and spaces. Of several
    places the nearest to ``near``. Whole words only: "is" does not stand in "this"."""
    if not isinstance(quote, str) or not quote.strip() or len(quote) > _LONGEST_QUOTE:
        return None
    parts = [re.escape(part) for part in quote.translate(_ALIKE).split()]
    pattern = r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)"
    places = [m.span() for m in re.finditer(pattern, sent.translate(_ALIKE))]
    if not places:
        return None
    start, end = min(places, key=lambda p: abs(p[0] - near.start)) if near else places[0]
    return report.span(start, end)


def _with_main(one: IncidentReading, main: bool) -> IncidentReading:
    return IncidentReading(
        one.type, one.subtype, one.stage, main, one.occurrences, one.sentences, one.marks, one.confidence
    )


def _apart(incidents: Sequence[IncidentReading]) -> list[IncidentReading]:
    """Accounts are named by where they are told: two incidents told by the very same words are one."""
    seen: dict[int, IncidentReading] = {}
    for one in incidents:
        seen.setdefault(one.occurrences[0].span.start, one)
    return list(seen.values())
