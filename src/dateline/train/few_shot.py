"""Teaches the reader how sure it may be of types that it was never taught.

    python -m dateline.train.few_shot examples/corpus

Every type that the network knows is treated in turn as if it were new: its answers for the type are taken
away, it is given one to a dozen example sentences, and the triggers of other reports are compared with them.
One logistic regression over all these cases says what a likeness is worth (see
:mod:`dateline.reader.fewshot.scorer`). Only the part of the corpus that is trained on is used, and of it
nothing of the three types that ``dateline evaluate few-shot`` holds out. What is printed is measured on each
type with a regression that was fitted to the others.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dateline.codebook import load as load_codebook
from dateline.evaluate.calibration import Observation, expected_error
from dateline.evaluate.few_shot import HELD_OUT, SHOTS, candidates, sentences_of
from dateline.evaluate.marked import MarkedReport, part, read
from dateline.reader.fewshot import scorer
from dateline.reader.fewshot.embed import Seen, examples, types_of
from dateline.reader.fewshot.features import NAMES, Centre, Doubles, features
from dateline.reader.fewshot.learn import contrasts
from dateline.reader.fewshot.reader import SURE
from dateline.reader.model.load import Weights, folder_of, load

_SEED, _REPORTS = 3, 300
_LEAST = 4  # triggers of a type below which it teaches nothing


@dataclass(frozen=True, slots=True)
class Query:
    """A trigger of the corpus: its report, what is seen of it, and the types of the incidents it is of."""

    report: str
    seen: Seen
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """One type treated as new, with so many sentences beyond the codebook's own: features of all triggers,
    and which are of the type."""

    type: str
    shots: int
    rows: Doubles
    right: Doubles


def queries(reports: Sequence[MarkedReport], weights: Weights) -> list[Query]:
    """The triggers that the network finds in some reports, without those of the held-out types."""
    found = []
    for report in reports:
        for seen, spans in candidates(report, weights):
            touched = frozenset(
                report.incidents[letter].type
                for m in report.marks
                if m.label == "ev" and any(s < m.end and m.start < e for s, e in spans)
                for letter in m.incidents
            )
            if touched.isdisjoint(HELD_OUT):
                found.append(Query(report.id, seen, touched))
    return found


def cases(
    asked: Sequence[Query],
    told: Mapping[str, tuple[Sequence[Seen], int]],
    used: Mapping[str, Sequence[str]],
    types: Sequence[str],
) -> list[Case]:
    """Every type as if it were new. ``told`` are the examples of each type and how many of them are the
    codebook's own; ``used`` the reports that examples come from, which are not asked about that type."""
    found = []
    for name in sorted(told):
        mine = [q for q in asked if q.report not in used[name]]
        right = np.array([float(name in q.types) for q in mine])
        if right.sum() < _LEAST:
            continue
        known = [n for n, t in enumerate(types) if t != name and t not in HELD_OUT]
        others = [some[:own] for other, (some, own) in told.items() if other != name]
        for shots in SHOTS:
            some, own = told[name]
            given = some[: own + shots]
            centre = Centre.of([one for other in (*others, given) for one in other])
            rows = features([q.seen for q in mine], given, others, centre, known)
            found.append(Case(name, shots, rows, right))
    return found


def fitted(some: Sequence[Case]) -> scorer.Scorer:
    """The regression over some cases."""
    return scorer.fit(np.concatenate([c.rows for c in some]), np.concatenate([c.right for c in some]))


def across(some: Sequence[Case]) -> list[str]:
    """F1 and calibration by number of sentences, each type measured with what was fitted to the others."""
    lines = []
    left = {t: fitted([c for c in some if c.type != t]) for t in {c.type for c in some}}
    for shots in SHOTS:
        observed = [
            Observation("type", float(p), bool(y))
            for c in some
            if c.shots == shots
            for p, y in zip(left[c.type](c.rows), c.right, strict=True)
        ]
        said, wanted = (sum(x) for x in zip(*((o.confidence > SURE, o.right) for o in observed), strict=True))
        hit = sum(o.right for o in observed if o.confidence > SURE)
        sure = [o for o in observed if o.confidence > 0.1]
        lines.append(
            f"{shots:2} sentences: F1 {200 * hit / max(said + wanted, 1):.1f}, calibration error "
            f"{100 * expected_error(observed):.1f} points, {100 * expected_error(sure):.1f} above a tenth"
        )
    return lines


def written(one: scorer.Scorer, made: str) -> str:
    """The scorer as JSON."""
    rows = zip(NAMES, one.mean, one.spread, one.weights, strict=True)
    told = {name: [round(float(v), 6) for v in values] for name, *values in rows}
    return json.dumps({"made": made, "constant": round(one.constant, 6), "features": told}, indent=1) + "\n"


def main() -> None:
    """Fit the scorer and write it into the package."""
    given = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    given.add_argument("corpus", type=Path)
    given.add_argument("--reports", type=int, default=_REPORTS, help="how many to take triggers from")
    chosen = given.parse_args()
    weights, book = load(folder_of("base")), load_codebook("dateline")
    teach = [r for r in read(chosen.corpus) if part(r.id) != "test"]
    asked = list(teach)
    random.Random(_SEED).shuffle(asked)
    told, used = {}, {}
    for name, own in contrasts(book, HELD_OUT).items():
        texts, used[name] = sentences_of(name, teach, max(SHOTS))
        told[name] = (examples(texts, weights), len(own))
    some = cases(queries(asked[: chosen.reports], weights), told, used, types_of(weights))
    print("\n".join(across(some)))
    made = f"python -m dateline.train.few_shot examples/corpus --reports {chosen.reports} ({weights.by})"
    Path(scorer.__file__).with_suffix(".json").write_text(written(fitted(some), made), "utf-8")


if __name__ == "__main__":
    main()
