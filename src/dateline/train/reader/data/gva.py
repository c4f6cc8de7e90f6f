"""The archive of US gun violence, half of it: what the rules read, where the archive bears them out.

The archive knows how many were killed and injured, where and when, but not in which words. The rules find
words; a report whose main incident they read with the archive's own numbers is probably marked
right. Of these the network learns what tells of one incident and of which type, and which numbers count the
killed and which the injured; all other words it learns where people marked them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from dateline.resolve.how_many import CountMention
from dateline.resolve.who import Registry
from dateline.text import find_numbers
from dateline.train.reader.example import Example, Labelled
from dateline.train.reader.tags import NATIVE

_FIGURES = frozenset((Effect.KILLED, Effect.INJURED))
_TAUGHT = frozenset(e.value for e in _FIGURES)


def half_to_tune_on(data: Path) -> Iterator[tuple[Report, Mapping[str, object]]]:
    """The reports of the half that no figure is measured on, with the archive's incident, in file order."""
    known = {report["id"]: incident for report, incident in cases(data)}
    for page in iter_pages([data / "reports.jsonl"]):
        if isinstance(page, Failure) or half(known[page.given["id"]]["incident_id"]):
            continue
        try:
            report = read(page)
        except DatelineError:
            continue
        yield report, known[page.given["id"]]


def examples(data: Path) -> Iterator[Example]:
    """The reports of the half to tune on that are read as the archive has them."""
    registry, reader = Registry.load(), RuleReader()
    for report, incident in half_to_tune_on(data):
        found = find(report, registry)
        reading = reader.read([(report, found)])[0]
        accounts = assemble(report, found, reading)
        if accounts and _borne_out(accounts[0], incident):
            yield example(report, reading, found.counts)


def _borne_out(main: Account, incident: Mapping[str, object]) -> bool:
    """Whether the main account has the archive's numbers, and tells of someone hurt."""
    killed, injured = counted(main, Effect.KILLED), counted(main, Effect.INJURED)
    return killed + injured > 0 and (killed, injured) == (incident["killed"], incident["injured"])


def example(report: Report, reading: Reading, counts: Sequence[CountMention] = ()) -> Example:
    """A reading as an example: the marks of its incidents, and the numbers among ``counts`` that are told of
    the main one."""
    spans = [s for number, one in enumerate(reading.incidents) for s in _spans(number, one)]
    told = [c for c in counts if c.toll.effect in _FIGURES and not c.individuals and not c.cumulative]
    clear = not any(c.inclusive for c in told) or len({c.toll.effect for c in told}) == 1
    if clear:  # of "six people were shot, two fatally" neither is what the six are
        spans += _figures(report.text, reading, told)
    taught = _TAUGHT if clear else frozenset[str]()
    return Example(f"gva-{report.id}", "gva", report.text, tuple(spans), taught, {"relevant": 1.0}, 0.5)


def _figures(text: str, reading: Reading, counts: Sequence[CountMention]) -> Iterator[Labelled]:
    """The numbers of the counts, as the corpus marks them: without the people whom they count."""
    main = next(n for n, one in enumerate(reading.incidents) if one.main)
    told = {}
    for count in counts:
        numbers = [n for n in find_numbers(text) if count.span.start <= n[0] and n[1] <= count.span.end]
        if numbers:
            told[numbers[0][:2]] = count.toll.effect.value
    for (start, end), effect in sorted(told.items()):
        yield Labelled(start, end, effect, (main,), {"stance": "asserted"})


def _spans(number: int, incident: IncidentReading) -> Iterator[Labelled]:
    kind = f"{incident.type}/{incident.subtype}" if incident.subtype else incident.type
    classes = {"type": kind, "stage": incident.stage.value, "main": "yes" if incident.main else "no"}
    for occurrence in incident.occurrences:
        yield Labelled(occurrence.span.start, occurrence.span.end, "ev", (number,), classes)
    for mark in incident.marks:
        if mark.label.value in NATIVE:
            stance = {"stance": mark.stance.value}
            yield Labelled(mark.span.start, mark.span.end, mark.label.value, (number,), stance)
