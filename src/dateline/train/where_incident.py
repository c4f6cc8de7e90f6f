"""Trains the choice of the incident's place and writes ``incident_weights.json``.

    python -m dateline.train.where_incident --gva ../shared/bench/gva --wire ../shared/bench/muc4 \\
        --verbs ../shared/bench/event_location

Conditional logit with "none of them" over the places of a report (gun-violence reports, half 0 of the
incidents; MUC-4 dispatches, half 0 of the messages; dispatches written for this project, which show what
papers of the town cannot: bureaus) and of a sentence (event-location, half 0 of the sentences).
Full-batch Adam from zero.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from dateline.evaluate import where_muc4
from dateline.evaluate.event_location import is_right, read_cases
from dateline.evaluate.where_gva import read_reports, truth_km
from dateline.model import OffsetMap, Report, Span
from dateline.resolve.where import incident
from dateline.resolve.where.find import find_places
from dateline.resolve.where.gazetteer import default_gazetteer
from dateline.resolve.where.incident import by_place, clause_scores, title_groups
from dateline.resolve.where.key import name_key
from dateline.resolve.where.mention import PlaceMention
from dateline.resolve.where.scene import lay_out, scene_features
from dateline.resolve.where.verb_scene import verb_features
from dateline.train.where import adam, of_language

OUT = Path(str(files("dateline.resolve.where") / "data" / "incident_weights.json"))
WRITTEN_AT = Path(str(files("dateline.train"))) / "where_dispatches.yaml"
WRITTEN = 3  # how often each written dispatch counts
# Features of each option, the right ones, what each option has by itself; "none" comes last.
Choice = tuple[list[set[str]], set[int], list[float]]


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gva", type=Path, required=True)
    parser.add_argument("--verbs", type=Path, required=True)
    parser.add_argument("--wire", type=Path, required=True)
    options = parser.parse_args()
    tables: dict[str, dict[str, float]] = {"report": {}, "sentence": train(_verbs(options.verbs), 16.0)}
    _save(tables)  # the report's table is trained on top of what the clause says
    choices = [*_reports(options.gva), *_wire(options.wire), *WRITTEN * _written()]
    tables["report"] = train(choices, 6.0)
    _save(tables)


def _save(tables: dict[str, dict[str, float]]) -> None:
    OUT.write_text(json.dumps(tables, indent=0, sort_keys=True) + "\n")
    incident._weights.cache_clear()


def _reports(data: Path) -> list[Choice]:
    gazetteer = default_gazetteer()
    made = []
    for case in read_reports(data):
        if case.half != 0:
            continue
        places = find_places(case.report, gazetteer)
        stage = lay_out(case.report, case.trigger, (), gazetteer)
        groups = [*by_place(places), *title_groups(case.report, places, gazetteer)]
        far = [truth_km(case, g[0].where) for g in groups]
        right = _right(groups, far)
        if groups:
            found = scene_features(groups, stage)
            made.append((found, right or {len(groups)}, clause_scores(groups, stage)))
    return made


def _wire(data: Path) -> list[Choice]:
    cases = [c for c in where_muc4.read_cases(data) if c.half == 0]
    return [choice for case in cases for choice in _dispatch(case.report, case.trigger, case)]


def _written() -> list[Choice]:
    """The dispatches of ``where_dispatches.yaml``."""
    made: list[Choice] = []
    for number, entry in enumerate(yaml.safe_load(WRITTEN_AT.read_text("utf-8"))):
        text = entry["text"]
        report = Report(f"w{number}", text, OffsetMap.identity(len(text)), "")
        start = text.index(entry["trigger"])
        case = where_muc4.MucCase(
            report, report.span(start, start + len(entry["trigger"])), (name_key(entry["place"]),), 0
        )
        found = _dispatch(report, case.trigger, case)
        if not found:
            print(f"not found: {entry['place']} in {text[:60]}")
        made += found
    return made


def _dispatch(report: Report, trigger: Span, case: where_muc4.MucCase) -> list[Choice]:
    gazetteer = default_gazetteer()
    stage = lay_out(report, trigger, (), gazetteer)
    groups = by_place(find_places(report, gazetteer))
    right = where_muc4.by_name(case, groups)
    return [(scene_features(groups, stage), right, clause_scores(groups, stage))] if right else []


def _right(groups: list[list[PlaceMention]], far: list[float | None]) -> set[int]:
    """The towns at the scene; where none is named, its district or a town not far."""
    town = [any(m.where.place_class == "populated_place" for m in g) for g in groups]
    district = [any(m.where.place_class == "district" for m in g) for g in groups]
    for wanted, limit in ((town, 20.0), (district, 60.0), (town, 60.0)):
        found = {i for i, km in enumerate(far) if km is not None and km < limit and wanted[i]}
        if found:
            return found
    return set()


def _verbs(data: Path) -> list[Choice]:
    gazetteer = default_gazetteer()
    made = []
    for case in read_cases(data):
        if case.half != 0:
            continue
        stage = lay_out(case.report, case.verb, (), None)
        at = stage.sentence_at(case.verb.start)
        here = [m for m in find_places(case.report, gazetteer) if stage.sentence_at(m.span.start) == at]
        right = {i for i, m in enumerate(here) if case.gold and is_right(m.span, case.gold)}
        if here:
            made.append((verb_features(here, stage), right or {len(here)}, [0.0] * len(here)))
    return made


def train(choices: list[Choice], decay: float) -> dict[str, float]:
    """Weights by feature; several right options share the credit."""
    counts = Counter(f for options, _, _ in choices for features in options for f in features)
    names = ["none", *sorted(f for f, n in counts.items() if n >= 5 and of_language(f))]
    index = {n: i for i, n in enumerate(names)}
    flat: list[int] = []
    option: list[int] = []
    owner: list[int] = []
    right: list[bool] = []
    base: list[float] = []
    for number, (options, gold, given) in enumerate(choices):
        base += [*given, 0.0]
        for k, features in enumerate([*options, {"none"}]):
            for f in features:
                if f in index:
                    flat.append(index[f])
                    option.append(len(owner))
            owner.append(number)
            right.append(k in gold)
    flats, opts, owners, rights = np.array(flat), np.array(option), np.array(owner), np.array(right)
    bases = np.array(base)

    def shares(w: Any) -> Any:
        score = np.bincount(opts, weights=w[flats], minlength=len(owners)) + bases
        power = np.exp(score - score.max())
        return power

    def gradient(w: Any) -> Any:
        power = shares(w)
        whole = power / np.bincount(owners, weights=power)[owners]
        good = power * rights
        aim = good / np.bincount(owners, weights=good)[owners]
        return np.bincount(flats, weights=(whole - aim)[opts], minlength=len(w)) + decay * w

    w = adam(gradient, len(names))
    power = shares(w)
    best: dict[int, int] = {}
    for i, o in enumerate(owner):
        if o not in best or power[i] > power[best[o]]:
            best[o] = i
    print(
        f"{len(choices)} cases, {len(names)} features, right {np.mean([right[i] for i in best.values()]):.3f}"
    )
    return {n: round(float(v), 3) for n, v in zip(names, w, strict=True) if abs(v) >= 0.02 or n == "none"}


if __name__ == "__main__":
    main()
