"""The day of the incident, alone: reports of the public gun-violence part against the recorded date.

Every report of ``reports.jsonl`` is read by ``ingest`` and its times are ranked for the first word of
violence in it; nothing else of the reading takes part. Every report is chosen for by weights that were fitted
without its incident (``unseen_days``). Incidents are split in halves by a hash of their id: what the weights
weigh, and from which chance on a day is given, was decided looking at "tune", so "held out" is the figure.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from dateline.evaluate.progress import through
from dateline.evaluate.result import Evaluation
from dateline.evaluate.unseen_days import without
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


def cases(data: Path) -> Iterator[tuple[Report, str, date]]:
    """Every report with its incident and the recorded day."""
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
    """Shares of reports, by half: a single day given and right; the true day within the stretch that is
    said to hold it; the median width of that stretch; and the true day among those named (the ceiling)."""
    counts = {"tune": Counter[str](), "held out": Counter[str](), "both": Counter[str]()}
    widths: dict[str, list[int]] = {name: [] for name in counts}
    for report, incident, day in through(cases(data)):
        tally = counts[half(incident)]
        mentions = find_times(report.text, report.id, report.published)
        with without(incident):
            ranked = choose_incident_day(mentions, scene(report), report.published)
            best = settle(ranked)
        tally["reports"] += 1
        tally["day"] += best.when.best is not None
        tally["exact"] += best.when.best == day
        tally["sure"] += best.is_day and best.when.earliest == day
        tally["stretch"] += best.when.best == day and not best.is_day and not best.inferred
        if best.within is not None:
            tally["given"] += 1
            tally["within"] += best.within[0] <= day <= best.within[1]
            widths[half(incident)].append((best.within[1] - best.within[0]).days + 1)
        likely = best.when.earliest if best.is_day else best.likeliest and best.likeliest.day
        tally["likely"] += likely == day
        tally["named"] += any(
            c.when.earliest == c.when.latest == day for c in ranked if c.mention is not None
        )
    for name in ("tune", "held out"):
        counts["both"] += counts[name]
        widths["both"] += widths[name]
    shares = {name: _shares(tally) for name, tally in counts.items()}
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for name, of in shares.items():
        wide = sorted(widths[name]) or [0]
        median, ninth = wide[len(wide) // 2], wide[len(wide) * 9 // 10]
        figures |= {f"{name.replace(' ', '_')}_{key}": value for key, value in of.items()}
        figures |= {f"{name.replace(' ', '_')}_median_days": float(median)}
        cells = [f"{100 * share:.1f}" for share in of.values()]
        rows.append((name, str(counts[name]["reports"]), *cells, f"{median}", f"{ninth}"))
    columns = (
        "half", "reports", "exact", "exact of days", "without doubt", "within", "within of given",
        "likeliest", "named", "median days", "ninth decile",
    )  # fmt: skip
    stretches = ", ".join(f"{name} {tally['stretch']}" for name, tally in counts.items())
    notes = (
        "exact: a day was given, alone or as the best of a stretch (2016-10-26?), and is the recorded one, "
        "over all reports; without doubt: it was given alone",
        f"exact reports in which it is the best day of a weekend or a night that the words name: {stretches}",
        "within: the recorded day lies in the stretch that is said to hold it with a chance of 95 %; median "
        "days: how long that stretch is",
        "likeliest: the day that is given, or else the most likely one of the stretch, is the recorded day",
        "named: the recorded day is among those that the report names",
        "the record itself errs at times: 1.3 % of its dates lie after the report that tells of them",
        "every report is chosen for by weights fitted without its incident (ten folds); features and "
        "thresholds were chosen on the half tune, so the honest figures are those of the half held out",
    )
    return Evaluation(
        "when-gva", "dateline evaluate when-gva --data PATH", columns, tuple(rows), figures, notes
    )


def _shares(tally: Mapping[str, int]) -> dict[str, float]:
    total = tally["reports"] or 1
    return {
        "exact": tally["exact"] / total,
        "exact_of_days_given": tally["exact"] / (tally["day"] or 1),
        "exact_without_doubt": tally["sure"] / total,
        "within": tally["within"] / total,
        "within_of_given": tally["within"] / (tally["given"] or 1),
        "likeliest_day": tally["likely"] / total,
        "ceiling": tally["named"] / total,
    }
