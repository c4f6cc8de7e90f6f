"""Trains the choice of the incident's day and writes ``incident_day_weights.json``.

    python -m dateline.train.when --gva ../shared/bench/gva --wire ../shared/bench/muc4 \\
        --corpus examples/corpus

Softmax over the mentions of a report and the classes of days that it does not name, on the public
gun-violence reports, on half 0 of the dispatches of MUC-4 dev, on the reports of the project's own corpus
that train, and on stories written for this project (``when_stories.yaml``) in the forms of conflict news that
the others lack. Right are all mentions of the recorded day; where none is, a night or a weekend that holds
it, or else the class in which it lies; for a key of MUC-4 that only says "on or before", the weekdays and the
days that are not named. Full-batch Adam from zero. The shares within a class are counted. All is fitted ten
times more, each time without a tenth of the incidents (``dateline.evaluate.unseen_days``), to be measured on
what it has not seen; the chance to cover is raised until 95 % of the half "tune"
(``dateline.evaluate.when_gva.half``), and a standard error more, are covered so. Features and thresholds were
made looking at that half only, so the other half is the one that tells.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from dateline.evaluate import marked, unseen_days
from dateline.evaluate.muc4_keys import read_templates
from dateline.evaluate.unseen_days import FOLDS, fold
from dateline.evaluate.when_gva import cases, half, scene
from dateline.model import Published, Span
from dateline.resolve.when import find_times, unsaid_day
from dateline.resolve.when.day_chances import DayChoice, parted
from dateline.resolve.when.day_features import Scene, candidates
from dateline.resolve.when.incident_day import Weights, choose_incident_day, settle, weighed_with
from dateline.resolve.when.mention import TimeMention
from dateline.text import sentences
from dateline.train.where import adam

OUT = Path(str(files("dateline.resolve.when") / "incident_day_weights.json"))
WRITTEN_AT = Path(str(files("dateline.train"))) / "when_stories.yaml"
#: How much one case counts. Invented reports name their days more neatly than real ones: at a full weight
#: they cost real ones the day, at none conflict news is read as local crime is.
WRITTEN, INVENTED = 4.0, 0.25
#: Set by hand: "the Monday night raid" says it, and the fitting data hardly has the form.
FIXED = {"names_trigger": 3.0}
SEEN_AT_LEAST, DECAY, COVER = 6, 4.0, 0.95
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PARTS = {"week": 3, "month": 2, "year": 4, "old": 3}


@dataclass(frozen=True, slots=True)
class Case:
    """A report laid out: its options as sets of features, the right ones, and what is needed to choose."""

    options: tuple[frozenset[str], ...]
    right: frozenset[int]
    lag: int | None
    mentions: tuple[TimeMention, ...]
    scene: Scene
    published: Published
    day: date
    fold: int  # -1: seen by every fit
    weight: float = 1.0
    chosen_on: bool = False  # whether features and thresholds were chosen looking at it


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gva", type=Path, required=True)
    parser.add_argument("--wire", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    options = parser.parse_args()
    made = list(_reports(options.gva))
    others = [*_dispatches(options.wire), *_written(), *_invented(options.corpus)]
    every = [*made, *others]
    print(
        f"{len(made)} reports, {len(others)} others, {sum(bool(c.right) for c in every)} with a right option"
    )
    folds = [
        _fitted([c for c in every if c.fold != n], [c for c in made if c.fold != n]) for n in range(FOLDS)
    ]
    cover = _calibrated(every, folds)
    unseen_days.save([{**model, "cover": cover} for model in folds])
    final = {**_fitted(every, made), "cover": cover}
    OUT.write_text(json.dumps(final, indent=0, sort_keys=True) + "\n")
    with weighed_with(final):
        _say("reports, seen", made)
        _say("stories, seen", [c for c in others if c.weight == WRITTEN])


def _fitted(every: Sequence[Case], reports: Sequence[Case]) -> dict[str, Any]:
    return {"weights": train(every), "shares": _shares(reports)}


def _reports(data: Path) -> Iterator[Case]:
    for report, incident, day in cases(data):
        mentions = find_times(report.text, report.id, report.published)
        case = lay_out(mentions, scene(report), report.published, (day, fold(incident)))
        yield replace(case, chosen_on=half(incident) == "tune")


def _dispatches(data: Path) -> Iterator[Case]:
    for template in read_templates(data, "dev"):
        if template.half != 0:
            continue
        report = template.report
        bounds = sentences(report.text)
        bare = Scene(report.text, bounds, template.trigger)
        where = replace(bare, scope=frozenset(bare.sentence_at(span.start) for span in template.scope))
        mentions = find_times(report.text, report.id, report.published)
        day = next((d.last for d in template.dates if d.first == d.last), None)
        case = lay_out(mentions, where, report.published, (day or template.dates[0].last, -1))
        if day is None and all(d.first is None for d in template.dates):
            case = replace(case, right=_on_or_before(case))
        if day is not None or all(d.first is None for d in template.dates):
            yield case


def _on_or_before(case: Case) -> frozenset[int]:
    """What a key of the form "- 26 AUG 89" leaves open: weekdays, and days that are not named."""
    open_to = ("form=weekday", "form=dir_weekday", "un=day|any", "un=eve|any", "un=week|any", "un=month|any")
    return frozenset(i for i, fs in enumerate(case.options) if any(f in fs for f in open_to))


def _invented(corpus: Path) -> Iterator[Case]:
    """The incidents of the marked reports that train, where the header tells one day."""
    for report in marked.read(corpus):
        if marked.part(report.id) != "train":
            continue
        bounds = sentences(report.text)
        published = Published(report.published.isoformat(), report.published, report.published)
        mentions = find_times(report.text, report.id, published)
        for letter, incident in report.incidents.items():
            told = [m for m in report.marks if m.label == "ev" and letter in m.incidents]
            if told and incident.when and _DAY.fullmatch(incident.when):
                bare = Scene(report.text, bounds, Span(report.id, told[0].start, told[0].end))
                where = replace(bare, scope=frozenset(bare.sentence_at(m.start) for m in told))
                truth = (date.fromisoformat(incident.when), fold(report.id))
                yield replace(lay_out(mentions, where, published, truth), weight=INVENTED)


def _written() -> list[Case]:
    """The stories of ``when_stories.yaml``."""
    made = []
    for number, entry in enumerate(yaml.safe_load(WRITTEN_AT.read_text("utf-8"))):
        text, day = entry["text"], entry["published"]
        at = text.index(entry["trigger"])
        where = Scene(text, sentences(text), Span(f"w{number}", at, at + len(entry["trigger"])))
        published = Published(day.isoformat(), day, day)
        mentions = find_times(text, f"w{number}", published)
        case = lay_out(mentions, where, published, (entry["day"], -1))
        if not any(i < len(case.options) - len(unsaid_day.CLASSES) for i in case.right):
            print(f"no mention of the day: {entry['day']} in {text[:60]}")
        made.append(replace(case, weight=WRITTEN))
    return made


def lay_out(
    mentions: Sequence[TimeMention], where: Scene, published: Published, truth: tuple[date, int]
) -> Case:
    """The options of one report and which of them are right. ``truth``: its day and its fold."""
    day, part = truth
    found = candidates(mentions, where, published)
    right = {i for i, (m, _) in enumerate(found) if m.when.earliest == m.when.latest == day}
    if not right:  # "over the weekend", "overnight": the words name two days, and it was one of them
        right = {i for i, (m, _) in enumerate(found) if parted(m) and _holds(m, day)}
    unsaid = unsaid_day.options(unsaid_day.features([m for m, _ in found], mentions, where))
    lag = (published.latest - day).days if published.latest else None
    if not right and lag is not None and (name := unsaid_day.class_of(lag)):
        right = {len(found) + list(unsaid).index(name)}
    options = (*(features for _, features in found), *unsaid.values())
    return Case(options, frozenset(right), lag, tuple(mentions), where, published, day, part)


def _holds(mention: TimeMention, day: date) -> bool:
    first, last = mention.when.earliest, mention.when.latest
    return first is not None and last is not None and first <= day <= last


def train(made: Sequence[Case]) -> dict[str, float]:
    """Weights by feature; several right options share the credit. Cases without a right one are left out."""
    made = [case for case in made if case.right]
    counts = Counter(f for case in made for features in case.options for f in features)
    names = sorted(f for f, n in counts.items() if n >= SEEN_AT_LEAST and f not in FIXED)
    index = {n: i for i, n in enumerate(names)}
    flat: list[int] = []
    option: list[int] = []
    owner: list[int] = []
    right: list[bool] = []
    base: list[float] = []
    for number, case in enumerate(made):
        for k, features in enumerate(case.options):
            for f in sorted(features):
                if f in index:
                    flat.append(index[f])
                    option.append(len(owner))
            base.append(sum(FIXED.get(f, 0.0) for f in features))
            owner.append(number)
            right.append(k in case.right)
    flats, opts, owners = np.array(flat), np.array(option), np.array(owner)
    rights, bases = np.array(right), np.array(base)
    counted = np.array([case.weight for case in made])[owners]

    def gradient(w: NDArray[Any]) -> NDArray[Any]:
        score = np.bincount(opts, weights=w[flats], minlength=len(owners)) + bases
        power = np.exp(score - score.max())
        whole = power / np.bincount(owners, weights=power)[owners]
        good = power * rights
        aim = good / np.bincount(owners, weights=good)[owners]
        pull: NDArray[Any] = np.bincount(flats, weights=((whole - aim) * counted)[opts], minlength=len(w))
        return pull + DECAY * w

    w = adam(gradient, len(names))
    learned = {n: round(float(v), 3) for n, v in zip(names, w, strict=True) if abs(v) >= 0.02}
    return {**learned, **FIXED}


def _shares(made: Sequence[Case]) -> dict[str, list[float]]:
    """How the days of a class spread over its parts, counted (one is added everywhere)."""
    found = {}
    for name, parts in _PARTS.items():
        low, high = unsaid_day.CLASSES[name]
        width = (high - low + 1) / parts
        counts = [1.0] * parts
        for case in made:
            if case.lag is not None and low <= case.lag <= high:
                counts[min(int((case.lag - low) / width), parts - 1)] += 1
        found[name] = [round(c / sum(counts), 3) for c in counts]
    return found | _parted(made)


def _parted(made: Sequence[Case]) -> dict[str, list[float]]:
    """On which of its two days an incident of "overnight" or "over the weekend" lay, counted likewise."""
    counts = {name: [1.0, 1.0] for name in ("overnight", "weekend")}
    for case in made:
        told = {(name, m.when.earliest, m.when.latest) for m in case.mentions if (name := parted(m))}
        for name, first, last in told:
            if first is not None and last is not None and (last - first).days == 1:
                counts[name][0] += case.day == first
                counts[name][1] += case.day == last
    return {name: [round(c / sum(both), 3) for c in both] for name, both in counts.items()}


def _calibrated(every: Sequence[Case], folds: Sequence[Weights]) -> float:
    """The chance to ask for, so that reports that the weights have not seen are covered as often as said,
    with one standard error to spare: what is promised of all reports is measured on these only."""
    asked = [c for c in every if c.chosen_on]
    invented = [c for c in every if c.weight == INVENTED]
    cover = COVER
    for cover in (0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99):
        inside = exact = likely = own = 0
        for number, table in enumerate(folds):
            with weighed_with({**table, "cover": cover}):
                own += sum(_is_right(_chosen(c), c) for c in invented if c.fold == number)
                for case in (c for c in asked if c.fold == number):
                    best = _chosen(case)
                    exact += _is_right(best, case)
                    likely += (best.likeliest.day if best.likeliest else None) == case.day
                    inside += best.within is not None and best.within[0] <= case.day <= best.within[1]
        shares_of = [f"{n / len(asked):.3f}" for n in (exact, likely, inside)]
        print(f"not seen, cover {cover}: exact, likeliest, within {', '.join(shares_of)}")
        print(f"invented reports, not seen: exact {own / max(len(invented), 1):.3f}")
        # a report without a day of publication gets no stretch, and counts as missed
        if inside >= len(asked) * (COVER + sqrt(COVER * (1 - COVER) / len(asked))):
            break
    return cover


def _chosen(case: Case) -> DayChoice:
    return settle(choose_incident_day(case.mentions, case.scene, case.published))


def _is_right(best: DayChoice, case: Case) -> bool:
    return best.when.earliest == best.when.latest == case.day


def _say(name: str, made: Sequence[Case]) -> None:
    exact = sum(_is_right(_chosen(case), case) for case in made)
    print(f"{name}: exact {exact / len(made):.3f}")


if __name__ == "__main__":
    main()
