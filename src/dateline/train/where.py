"""Trains the two linear models of ``dateline.resolve.where`` and writes its ``weights.json``.

    python -m dateline.train.where --half 0 --data ../shared/bench/geoparsing \\
        --verbs ../shared/bench/event_location --gva ../shared/bench/gva

Which spans name a place: logistic regression over sparse features. Which place a name means: conditional
logit over the candidates, trained twice (see ``rank``). Both by full-batch Adam from zero, so the result
does not depend on chance. ``--half 0`` trains on the first half of the outlets only, to measure on the other.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.evaluate.event_location import read_cases
from dateline.evaluate.geoparsing_corpora import CORPORA, Article, Gold, read_corpus
from dateline.evaluate.where_gva import GvaCase, read_reports
from dateline.model.geo import haversine_km
from dateline.resolve.where import linear, rank
from dateline.resolve.where.cues import cues
from dateline.resolve.where.detect import Toponym, find_toponyms, mark_features
from dateline.resolve.where.gazetteer import Candidate, Gazetteer, default_gazetteer
from dateline.resolve.where.groups import group
from dateline.resolve.where.hints import home_of
from dateline.resolve.where.tokens import tokenize

OUT = Path(str(files("dateline.resolve.where") / "data" / "weights.json"))
SEEN_AT_LEAST = 4


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--verbs", type=Path, help="event-location set: more names of places, outside the US")
    parser.add_argument("--half", type=int, choices=(0, 1), default=None)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--gva", type=Path, help="gun-violence set: towns beside the outlet's home")
    options = parser.parse_args()
    articles = [a for name in CORPORA for a in read_corpus(options.data, name)]
    articles = [a for a in articles if options.half is None or a.half == options.half]
    gazetteer = default_gazetteer()
    local = [_local(c) for c in read_reports(options.gva) if c.half == 0] if options.gva else []
    model: dict[str, Any] = {}
    cases = [c for c in read_cases(options.verbs) if c.half == 0] if options.verbs else []
    sure = [(c.report.text, c.gold) for c in cases]
    sure += [(a.report.text, tuple((g.start, g.end) for g in a.gold)) for a in local]
    for name, upper in (("mention", False), ("mention_upper", True)):
        model[name] = train_mentions(articles, gazetteer, upper, sure)
    articles = [*articles, *local]
    first = train_rank(articles, gazetteer, model, None)
    model["rank"] = [first, first]
    model["rank"] = [first, train_rank(articles, gazetteer, model, first)]
    options.out.write_text(json.dumps(model, indent=0, sort_keys=True) + "\n")


def _local(case: GvaCase) -> Article:
    """A gun-violence report as an article in which only the town of the incident is annotated."""
    found = re.finditer(rf"\b{re.escape(case.city)}\b", case.report.text) if len(case.city) > 3 else ()
    gold = tuple(Gold(m.start(), m.end(), case.city, case.lat, case.lon, None) for m in found)
    return Article(case.report, gold, case.half)


def _toponyms(article: Article, gazetteer: Gazetteer, upper: bool) -> list[Toponym]:
    return _found(article.report.text, gazetteer, upper)


def _found(original: str, gazetteer: Gazetteer, upper: bool) -> list[Toponym]:
    text = original.upper() if upper else original
    if len(text) != len(original):
        return []
    tokens = tokenize(text)
    found = find_toponyms(tokens, gazetteer)
    mark_features(found, tokens)
    return found


def train_mentions(
    articles: list[Article],
    gazetteer: Gazetteer,
    upper: bool,
    sure: list[tuple[str, tuple[tuple[int, int], ...]]],
) -> dict[str, float]:
    """Weights by feature for "this span names a place". A demonym is never one, whatever a corpus marks.

    ``sure`` are texts in which some places are marked but by far not all: only those count."""
    rows: list[list[str]] = []
    labels: list[float] = []
    for article in articles:
        spans = {(g.start, g.end) for g in article.gold}
        for toponym in _toponyms(article, gazetteer, upper):
            if not toponym.demonym:
                rows.append(toponym.features)
                labels.append(float((toponym.start, toponym.end) in spans))
    for text, gold in sure:
        for toponym in _found(text, gazetteer, upper):
            if (toponym.start, toponym.end) in gold and not toponym.demonym:
                rows.append(toponym.features)
                labels.append(1.0)
    counts = Counter(f for row in rows for f in set(row))
    names = ["bias", *sorted(f for f, n in counts.items() if n >= SEEN_AT_LEAST and of_language(f))]
    index = {name: i for i, name in enumerate(names)}
    where = [np.array([0, *(index[f] for f in set(row) if f in index)]) for row in rows]
    flat, owner = np.concatenate(where), np.repeat(np.arange(len(where)), [len(w) for w in where])
    target = np.array(labels)

    def gradient(w: NDArray[Any]) -> NDArray[Any]:
        score = np.bincount(owner, weights=w[flat], minlength=len(target))
        error = 1.0 / (1.0 + np.exp(-score)) - target
        return np.bincount(flat, weights=error[owner], minlength=len(w)) + 1.0 * w

    w = adam(gradient, len(names))
    score = np.bincount(owner, weights=w[flat], minlength=len(target))
    print(
        f"mentions: {len(rows)} spans, {len(names)} features, "
        f"right {np.mean((score > 0) == (target > 0.5)):.3f}"
    )
    return {name: round(float(v), 3) for name, v in zip(names, w, strict=True) if abs(v) >= 0.01}


_LEXICAL = ("p", "n", "pp", "nn", "verb", "verb-behind", "verb-before")
_CLASSES = re.compile(r"(?:pc|nc|pn)=|(?:given|surname)\|")


def of_language(feature: str) -> bool:
    """Whether a feature is of the language rather than of the texts: the words in it are ordinary ones.
    What the town or a bystander of one report is called must not be learned."""
    head, _, rest = feature.partition("=")
    if _CLASSES.match(feature):
        return True
    words = rest if head in _LEXICAL else feature.partition("|")[2]
    ordinary, stems = _ordinary()
    return all(w in ordinary or (head == "verb" and w in stems) for w in re.findall(r"[^\W\d_]{2,}", words))


@cache
def _ordinary() -> tuple[frozenset[str], frozenset[str]]:
    known = cues()
    ordinary = known.never | known.prepositions | known.titles | known.calendar | known.common.keys()
    return ordinary, frozenset(word[:6] for word in ordinary)


def train_rank(
    articles: list[Article], gazetteer: Gazetteer, model: dict[str, Any], first: dict[str, float] | None
) -> dict[str, float]:
    """Weights by feature for "the name means this one". ``first`` is None in the first pass."""
    linear.weights.cache_clear()
    table = linear.Weights(model["mention"], model["mention_upper"], (first or {}, first or {}))
    sets: list[tuple[list[dict[str, float]], int, int]] = []
    for article in articles:
        sets += _choices(article, gazetteer, table, first is None)
    names = sorted({n for rows, _, _ in sets for row in rows for n in row})
    index = {n: i for i, n in enumerate(names)}
    matrix = np.zeros((sum(len(rows) for rows, _, _ in sets), len(names)))
    owner, right, at = [], [], 0
    for number, (rows, gold, _) in enumerate(sets):
        right.append(at + gold)
        for row in rows:
            for n, v in row.items():
                matrix[at, index[n]] += v
            owner.append(number)
            at += 1
    owners, rights = np.array(owner), np.array(right)
    weight = np.array([min(3, n) for _, _, n in sets], dtype=float)

    def gradient(w: NDArray[Any]) -> NDArray[Any]:
        score = matrix @ w
        top = np.full(len(sets), -np.inf)
        np.maximum.at(top, owners, score)
        power = np.exp(score - top[owners])
        share = power / np.bincount(owners, weights=power)[owners] * weight[owners]
        share[rights] -= weight
        result: NDArray[Any] = matrix.T @ share + 1.0 * w
        return result

    w = adam(gradient, len(names))
    score = matrix @ w
    best: dict[int, int] = {}
    for i, o in enumerate(owner):
        if o not in best or score[i] > score[best[o]]:
            best[o] = i
    print(f"rank: {len(sets)} names, right {np.mean([best[i] == right[i] for i in range(len(sets))]):.3f}")
    return {n: round(float(v), 3) for n, v in zip(names, w, strict=True)}


def _choices(
    article: Article, gazetteer: Gazetteer, table: linear.Weights, first: bool
) -> list[tuple[list[dict[str, float]], int, int]]:
    """For every group with a right answer among several: features by candidate, the right one, its size."""
    gold = {(g.start, g.end): g for g in article.gold}
    found = _toponyms(article, gazetteer, False)
    for toponym in found:
        toponym.probability = linear.probability(toponym.features, table.mention)
        if article.gold and article.gold[0].geonames_id is not None:
            toponym.probability = 0.0
        if (toponym.start, toponym.end) in gold:
            toponym.probability = 1.0
    groups = group([t for t in found if t.probability >= 0.5 and not t.demonym])
    demonyms = [t for t in found if t.demonym]
    home = home_of(article.report, gazetteer)
    owned = [rank.own_votes(one) for one in groups]
    context = rank.explicit_context(groups, demonyms, home)
    if not first:
        rank.score(groups, context, owned, table.rank[0])
        context, owned = rank.posterior_context(groups, demonyms, context.settled)
    sets = []
    for number, one in enumerate(groups):
        answer = gold.get((one.members[0].start, one.members[0].end))
        if answer is None:
            continue
        right = _right(one.candidates, answer.geonames_id, answer.lat, answer.lon)
        if right is not None and len(one.candidates) > 1:
            moving = rank.dynamic_features(one, number, context, owned[number])
            fixed = rank.static_features(one.candidates)
            rows = [_summed((*f, *m)) for f, m in zip(fixed, moving, strict=True)]
            sets.append((rows, right, len(one.members)))
    return sets


def _summed(features: tuple[tuple[str, float], ...]) -> dict[str, float]:
    total: dict[str, float] = {}
    for name, value in features:
        total[name] = total.get(name, 0.0) + value
    return total


def _right(candidates: tuple[Candidate, ...], gid: int | None, lat: float, lon: float) -> int | None:
    """The candidate with the id; without one (GeoVirus), the nearest within 50 km or its own radius."""
    for i, c in enumerate(candidates):
        if gid is not None and c.place.gid == gid:
            return i
    far = [haversine_km(lat, lon, c.place.lat, c.place.lon) for c in candidates]
    if gid is None and min(far) < 25:  # the archive gives the scene's point, not the town's
        return min(
            (i for i in range(len(far)) if far[i] < 25),
            key=lambda i: (candidates[i].place.kind not in (1, 8), far[i]),
        )
    near = min(range(len(far)), key=lambda i: (far[i] > 25, far[i] / (1 + candidates[i].place.radius_km)))
    return near if far[near] < 25 or (gid is None and far[near] < candidates[near].place.radius_km) else None


def adam(gradient: Any, size: int, steps: int = 400) -> NDArray[Any]:
    """Minimise by its gradient, from zero, in a fixed number of steps."""
    w, m, v = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        g = gradient(w)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        rate = 0.1 if step < steps * 0.6 else 0.02
        w = w - rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


if __name__ == "__main__":
    main()
