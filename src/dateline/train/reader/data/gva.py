"""The archive of US gun violence, half of it: what the rules read, where the archive bears them out.

The archive knows how many were killed and injured, where and when, but not in which words. The rules find
words; a report whose main incident they read with the archive's own numbers is probably marked
right. Of these the network learns what tells of one incident and of which type; which words are marked it
learns where people marked them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from dateline.assemble.extract import assemble
from dateline.errors import DatelineError
from dateline.evaluate.gva import counted
from dateline.evaluate.tolls_gva import cases, half
from dateline.ingest import iter_pages, read
from dateline.ingest.limits import Failure
from dateline.model import Account, Effect, Report
from dateline.reader.contract import IncidentReading, Reading
from dateline.reader.findings import find
from dateline.reader.rules import RuleReader
from dateline.resolve.who import Registry
from dateline.train.reader.example import Example, Labelled
from dateline.train.reader.tags import NATIVE

_TAUGHT: frozenset[str] = frozenset()


def examples(data: Path) -> Iterator[Example]:
    """The reports of the half to tune on that are read as the archive has them, in file order."""
    registry, reader = Registry.load(), RuleReader()
    known = {report["id"]: incident for report, incident in cases(data)}
    for page in iter_pages([data / "reports.jsonl"]):
        if isinstance(page, Failure) or half(known[page.given["id"]]["incident_id"]):
            continue
        try:
            report = read(page)
        except DatelineError:
            continue
        found = find(report, registry)
        reading = reader.read([(report, found)])[0]
        accounts = assemble(report, found, reading)
        if accounts and _borne_out(accounts[0], known[page.given["id"]]):
            yield example(report, reading)


def _borne_out(main: Account, incident: Mapping[str, object]) -> bool:
    """Whether the main account has the archive's numbers, and tells of someone hurt."""
    killed, injured = counted(main, Effect.KILLED), counted(main, Effect.INJURED)
    return killed + injured > 0 and (killed, injured) == (incident["killed"], incident["injured"])


def example(report: Report, reading: Reading) -> Example:
    """A reading as an example; the marks of its incidents, nothing else."""
    spans = [s for number, one in enumerate(reading.incidents) for s in _spans(number, one)]
    return Example(f"gva-{report.id}", "gva", report.text, tuple(spans), _TAUGHT, {"relevant": 1.0}, 0.5)


def _spans(number: int, incident: IncidentReading) -> Iterator[Labelled]:
    kind = f"{incident.type}/{incident.subtype}" if incident.subtype else incident.type
    classes = {"type": kind, "stage": incident.stage.value, "main": "yes" if incident.main else "no"}
    for occurrence in incident.occurrences:
        yield Labelled(occurrence.span.start, occurrence.span.end, "ev", (number,), classes)
    for mark in incident.marks:
        if mark.label.value in NATIVE:
            stance = {"stance": mark.stance.value}
            yield Labelled(mark.span.start, mark.span.end, mark.label.value, (number,), stance)
