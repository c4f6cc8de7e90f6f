"""Fits the weights by which days and places are chosen for MUC-4: ``assemble/muc4/weights.yaml``.

    python -m dateline.train.muc4_slots DATA

DATA is the folder of MUC-4 with ``corpora/dev``. For each template of the key the fills that a story allows
are graded by the scorer's rules; the weights maximise the share of the softmax that goes to the best of them.
Prints the mean credit over four folds of messages, each measured with weights that have not seen it. Minutes.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from dateline.assemble.muc4 import dates, places
from dateline.assemble.muc4.scene import Scene, set_scene, story_of
from dateline.codebook.muc4.templates import Template
from dateline.codebook.muc4.templates import read as read_keys
from dateline.evaluate.muc4.grades import date_grade, location_grade
from dateline.evaluate.muc4.oracle import gold_incident, read_reports
from dateline.resolve.when import TimeMention

Floats = NDArray[np.float64]
_FOLDS, _STEPS, _FAST, _KEPT = 4, 120, 80, 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """One choice: the features of each option's mentions, the last option being "none of them", and what each
    option earns (0, 0.5 or 1)."""

    message: str
    options: Sequence[Sequence[frozenset[str]]]
    credit: Sequence[float]


def main(data: Path) -> None:
    """Fit both choices and write the weights into the package."""
    cases = read_cases(data / "corpora" / "dev")
    weights = {}
    for choice, told in cases.items():
        fold = np.array([zlib.crc32(case.message.encode()) % _FOLDS for case in told])
        held = [credit(_part(told, fold == n), fit(_part(told, fold != n))) for n in range(_FOLDS)]
        print(f"{choice}: {len(told)} templates, mean credit {np.mean(held):.3f} over {_FOLDS} folds")
        found = fit(told)
        weights[choice] = {name: round(value, 2) for name, value in found.items() if abs(value) >= _KEPT}
    path = Path(str(files("dateline.assemble.muc4") / "weights.yaml"))
    head = (
        "# Weights of the features that choose day and place. Made by python -m dateline.train.muc4_slots\n"
    )
    path.write_text(head + yaml.safe_dump(weights, width=110), "utf-8")


def _part(cases: Sequence[Case], chosen: NDArray[np.bool_]) -> list[Case]:
    return [case for case, take in zip(cases, chosen, strict=True) if take]


def read_cases(folder: Path) -> dict[str, list[Case]]:
    """The choices of slots 2 and 3 for every template of the key in a folder."""
    keys = read_keys(sorted(folder.glob("key*")))
    reports = read_reports(sorted(folder.glob(f"{folder.name}-muc*")))
    found: dict[str, list[Case]] = {"dates": [], "places": []}
    for message, templates in keys.items():
        if not templates or message not in reports:
            continue
        story = story_of(reports[message])
        times, ground = dates.times_of(story), places.ground_of(story)
        for template in templates:
            scene = set_scene(story, gold_incident(story.report.text, template))
            found["dates"] += _date_case(scene, times, template)
            found["places"] += _place_case(scene, ground, template)
    return found


def _date_case(scene: Scene, times: Sequence[TimeMention], template: Template) -> Iterator[Case]:
    wanted = [v.text for f in template.fillers(2) for v in f.values]
    day = scene.story.day
    options: dict[str, list[frozenset[str]]] = {}
    for mention, features in dates.candidates(scene, times):
        options.setdefault(dates.fill(mention.when, day), []).append(features)
    options[f"- {dates.written(day)}" if day else ""] = [dates.none_features(scene, times)]
    if wanted:
        credit = [max(date_grade(said, w) for w in wanted) / 2 for said in options]
        yield Case(template.message, list(options.values()), credit)


def _place_case(scene: Scene, ground: places.Ground, template: Template) -> Iterator[Case]:
    wanted = [v.text for f in template.fillers(3) for v in f.values]
    nation = places.nation_slot(scene, ground)
    options: dict[str, list[frozenset[str]]] = {}
    for said, features in places.candidates(scene, ground, nation):
        options.setdefault(said, []).append(features)
    options.pop(nation, None)
    options[nation] = [places.none_features(scene, ground, nation)]
    if wanted:
        credit = [max(location_grade(said, w) for w in wanted) / 2 for said in options]
        yield Case(template.message, list(options.values()), credit)


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Weights by Adam on the log of the share of creditable options, their credit squared, with L2."""
    names = sorted({f for case in cases for option in case.options for mention in option for f in mention})
    rows, case_of, credit = _matrix([c for c in cases if max(c.credit) > 0], names)
    count = int(case_of.max()) + 1
    weights, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _STEPS + 1):
        scores = rows @ weights
        most = np.full(count, -np.inf)
        np.maximum.at(most, case_of, scores)
        share = np.exp(scores - most[case_of])
        share /= np.bincount(case_of, share, count)[case_of]
        good = share * credit**2
        good /= np.bincount(case_of, good, count)[case_of] + 1e-12
        slope = (weights - rows.T @ (good - share)) / count
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        pace = 0.15 if step < _FAST else 0.04
        weights -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-6)
    return dict(zip(names, weights.tolist(), strict=True))


def _matrix(cases: Sequence[Case], names: Sequence[str]) -> tuple[Floats, NDArray[np.int64], Floats]:
    """A row for each mention: its features, the number of its case, the credit of its option."""
    place = {name: number for number, name in enumerate(names)}
    told = [
        (number, case.credit[at], features)
        for number, case in enumerate(cases)
        for at, option in enumerate(case.options)
        for features in option
    ]
    rows = np.zeros((len(told), len(names)))
    for row, (_, _, features) in enumerate(told):
        rows[row, [place[f] for f in features]] = 1
    return rows, np.array([t[0] for t in told], np.int64), np.array([t[1] for t in told])


def credit(cases: Sequence[Case], weights: Mapping[str, float]) -> float:
    """The mean credit of the options that weigh most."""
    earned = []
    for case in cases:
        weigh = [
            np.logaddexp.reduce([sum(weights.get(f, 0.0) for f in mention) for mention in option])
            for option in case.options
        ]
        earned.append(case.credit[int(np.argmax(weigh))])
    return float(np.mean(earned))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
