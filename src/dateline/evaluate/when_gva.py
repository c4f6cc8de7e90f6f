"""The day of the incident, alone: reports of the public gun-violence part against the recorded date.

Every report of ``reports.jsonl`` is read by ``ingest`` and its times are ranked for the first word of
violence in it; nothing else of the reading takes part. Incidents are split in halves by a hash of their
id: the weights of ``resolve/when/incident_day.yaml`` were fitted on "tune", so "held out" is the figure.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dateline.evaluate.result import Evaluation
from dateline.ingest import Failure, Limits, iter_pages, read
from dateline.model import Report
from dateline.resolve.when import Scene, choose_incident_day, find_times, settle
from dateline.text import sentences

_TRIGGER = re.compile(
    r"(?i)\b(?:shot|shooting|shootings|gunfire|gunned down|gunshot|opened fire|fired|killed|murder\w*|slain"
    r"|homicide|wounded|stray bullet)\b"
)


def half(incident_id: str) -> str:
    """Which half an incident belongs to, the same on every machine."""
    return "held out" if int(hashlib.sha256(incident_id.encode()).hexdigest(), 16) % 2 else "tune"


def scene(report: Report) -> Scene:
    """The first word of violence as trigger, and every sentence with one as what speaks of the incident."""
    bounds = sentences(report.text)
    hits = list(_TRIGGER.finditer(report.text))
    trigger = report.span(hits[0].start(), hits[0].end()) if hits else report.span(0, 1)
    bare = Scene(report.text, bounds, trigger)
    return Scene(report.text, bounds, trigger, frozenset(bare.sentence_at(hit.start()) for hit in hits))


def _cases(data: Path) -> Iterator[tuple[Report, str, date]]:
    days: dict[str, date] = {}
    for line in (data / "incidents.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        days[record["incident_id"]] = date.fromisoformat(record["date"])
    incident_of: dict[str, str] = {}
    for line in (data / "reports.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        incident_of[record["id"]] = record["incident_id"]
    for page in iter_pages([str(data / "reports.jsonl")], Limits()):
        if isinstance(page, Failure):
            continue
        incident = incident_of[page.given["id"]]
        if incident in days:
            yield read(page), incident, days[incident]


def run(data: Path) -> Evaluation:
    """Shares of reports, by half: a single day given, that day right, right over all, any value given, the
    true day inside what is given, and the true day among all days that the report names (the ceiling)."""
    counts = {"tune": Counter[str](), "held out": Counter[str]()}
    for report, incident, day in _cases(data):
        tally = counts[half(incident)]
        mentions = find_times(report.text, report.id, report.published)
        ranked = choose_incident_day(mentions, scene(report), report.published)
        when = settle(ranked).when
        first, last = when.earliest, when.latest
        tally["reports"] += 1
        tally["day"] += first is not None and first == last
        tally["exact"] += first == last == day
        tally["given"] += first is not None
        tally["inside"] += first is not None and last is not None and first <= day <= last
        tally["top"] += ranked[0].when.earliest == ranked[0].when.latest == day
        tally["named"] += any(
            c.when.earliest == c.when.latest == day for c in ranked if c.mention is not None
        )
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for name, tally in counts.items():
        total = tally["reports"] or 1
        shares = {
            "exact": tally["exact"] / total,
            "exact_of_days_given": tally["exact"] / (tally["day"] or 1),
            "inside": tally["inside"] / total,
            "inside_of_given": tally["inside"] / (tally["given"] or 1),
            "given": tally["given"] / total,
            "likeliest_day": tally["top"] / total,
            "ceiling": tally["named"] / total,
        }
        figures |= {f"{name.replace(' ', '_')}_{key}": value for key, value in shares.items()}
        rows.append((name, str(tally["reports"]), *(f"{100 * share:.1f}" for share in shares.values())))
    columns = (
        "half",
        "reports",
        "exact",
        "exact of days",
        "inside",
        "inside of given",
        "given",
        "likeliest",
        "ceiling",
    )
    notes = (
        "exact: one day was given and it is the recorded one, over all reports",
        "ceiling: the recorded day is among those that the report names",
        "the record itself errs at times: 1.3 % of its dates lie after the report that tells of them",
    )
    return Evaluation(
        "when_gva", f"dateline evaluate when_gva --data {data.name}", columns, tuple(rows), figures, notes
    )
