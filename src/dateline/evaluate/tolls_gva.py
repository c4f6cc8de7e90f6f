"""Tolls against the Gun Violence Archive: killed and injured of the incident that a report tells of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.evaluate.result import Evaluation
from dateline.model import Effect
from dateline.resolve.how_many import IncidentToll, combine, find_counts

COMMAND = "dateline evaluate tolls-gva --data PATH"


def half(incident_id: str) -> int:
    """0 (to tune on) or 1 (to measure on): a stable half of the incidents."""
    return hashlib.sha256(incident_id.encode()).digest()[0] % 2


def cases(data: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """``(report, incident)`` of the archive, in file order."""
    with (data / "incidents.jsonl").open(encoding="utf-8") as lines:
        incidents = {i["incident_id"]: i for i in map(json.loads, lines)}
    with (data / "reports.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            yield report, incidents[report["incident_id"]]


def told(text: str) -> tuple[int, int, list[IncidentToll]]:
    """Killed and injured as read from one text, all counts taken as of one incident; untold is none."""
    tolls = combine(find_counts(text, "r"))
    return _best(tolls, Effect.KILLED), _best(tolls, Effect.INJURED), tolls


def _best(tolls: list[IncidentToll], effect: Effect) -> int:
    for found in tolls:
        if found.whole and found.rank == 0 and found.toll.effect is effect:
            toll = found.toll
            return next((v for v in (toll.best, toll.low, toll.high) if v is not None), 0)
    return 0


def run(data: Path) -> Evaluation:
    """Share of reports with the exact number of killed and of injured, for each half of the incidents."""
    right = {0: [0, 0, 0, 0], 1: [0, 0, 0, 0]}
    for report, incident in cases(data):
        score = right[half(report["incident_id"])]
        killed, injured, _ = told(report["text"])
        score[0] += 1
        score[1] += killed == incident["killed"]
        score[2] += injured == incident["injured"]
        score[3] += killed == incident["killed"] and injured == incident["injured"]
    rows, figures = [], {}
    for number, name in ((0, "tuned on"), (1, "held out")):
        total, *hits = right[number]
        shares = [h / max(total, 1) for h in hits]
        rows.append((name, str(total), *(f"{100 * s:.1f}" for s in shares)))
        for label, share in zip(("killed", "injured", "both"), shares, strict=True):
            figures[f"{label}_{name.replace(' ', '_')}"] = share
    return Evaluation(
        "tolls-gva", COMMAND, ("half", "reports", "killed %", "injured %", "both %"), tuple(rows), figures,
        ("Whole text as scraped, other stories on the page included; one incident assumed.",),
    )  # fmt: skip
