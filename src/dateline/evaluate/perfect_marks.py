"""What comes out behind a reader that marks as the authors of the corpus did: days, places, counts, names and
claims are then all that can go wrong. What it falls short of 100 no better network can bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dateline.evaluate.corpus import evaluated, gold_of
from dateline.evaluate.marked import MarkedReport
from dateline.evaluate.result import Evaluation
from dateline.model import Report
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence, Reading
from dateline.reader.findings import Findings
from dateline.text import sentence_at, sentences

COMMAND = "dateline evaluate perfect-marks --data examples/corpus"


class PerfectReader:
    """Gives marked reports the reading that their authors marked; other reports none. Implements
    :class:`dateline.reader.contract.Reader`."""

    by = "authors@1"

    def __init__(self, gold: Sequence[MarkedReport]) -> None:
        self._gold: Mapping[str, MarkedReport] = {one.id: one for one in gold}

    def read(self, told: Sequence[tuple[Report, Findings]]) -> list[Reading]:
        """The readings of some reports, in their order."""
        return [self._reading(report) for report, _ in told]

    def _reading(self, report: Report) -> Reading:
        bounds = tuple(sentences(report.text))
        gold = self._gold.get(report.id)
        read = [_incident(report, bounds, gold, letter) for letter in gold.incidents] if gold else []
        read.sort(key=lambda one: one.occurrences[0].span.start)
        return Reading(bounds, tuple(read), self.by)


def _incident(
    report: Report, bounds: Sequence[tuple[int, int]], gold: MarkedReport, letter: str
) -> IncidentReading:
    incident = gold.incidents[letter]
    own = [m for m in gold.marks if letter in m.incidents]
    parties = {
        (role, wording.casefold()): number
        for number, (role, *wordings) in enumerate(incident.sides)
        for wording in wordings
    }
    happened = tuple(
        Occurrence(report.span(m.start, m.end), sentence_at(bounds, m.start)) for m in own if m.label == "ev"
    )
    marks = tuple(
        Mark(
            report.span(m.start, m.end),
            Label(m.label),
            m.stance,
            party=parties.get((m.label, report.text[m.start : m.end].casefold())),
        )
        for m in own
        if m.label != "ev"
    )
    told = {o.sentence for o in happened} | {sentence_at(bounds, m.span.start) for m in marks}
    return IncidentReading(
        incident.type,
        incident.subtype,
        incident.stage,
        incident.main,
        happened,
        tuple(sorted(told)),
        marks,
    )


def run(data: Path) -> Evaluation:
    """Score what is made of the marks of the test third under ``data``. Raises InputError for a broken
    file."""
    gold, wanted = gold_of(data)
    return evaluated("perfect-marks", COMMAND, gold, wanted, PerfectReader(gold))
