"""Toponyms: found, and resolved to the right place, on LGL, TR-News and GeoVirus.

Measures of Gritta, Pilehvar and Collier, "A Pragmatic Guide to Geoparsing Evaluation" (2020): accuracy at
161 km, median error, and the area under the curve of log errors (0 best, 1 worst), for toponyms given by
the annotators; precision, recall and the same measures end to end. A toponym that cannot be resolved
counts as wrong, at 20,039 km.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.evaluate.geoparsing_corpora import CORPORA, Article, Gold, read_corpus
from dateline.evaluate.progress import through
from dateline.evaluate.result import Evaluation
from dateline.model import PlaceClass
from dateline.model.geo import haversine_km
from dateline.resolve.where.find import find_places, resolve_spans
from dateline.resolve.where.gazetteer import Gazetteer, default_gazetteer

_BY_FORM = (PlaceClass.ADDRESS, PlaceClass.SITE, PlaceClass.UNKNOWN)
FARTHEST_KM = 20039.0
COLUMNS = (
    "corpus", "toponyms", "exact id", "≤161 km", "median km", "AUC",
    "found P", "found R", "found F1", "end to end ≤161 km", "median km e2e",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Errors in kilometres of the given toponyms and of those found, and the counts around them."""

    errors: list[float] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    found_errors: list[float] = field(default_factory=list)
    found: int = 0
    gold: int = 0

    def figures(self, name: str) -> dict[str, float]:
        """The measures by name."""
        precision = len(self.found_errors) / max(1, self.found)
        recall = len(self.found_errors) / max(1, self.gold)
        return {
            f"{name} toponyms": float(self.gold),
            f"{name} exact id": _share(self.exact),
            f"{name} accuracy 161 km": _share([e <= 161 for e in self.errors]),
            f"{name} median km": _median(self.errors),
            f"{name} auc": sum(math.log(e + 1) for e in self.errors)
            / math.log(FARTHEST_KM + 1)
            / max(1, len(self.errors)),
            f"{name} found precision": precision,
            f"{name} found recall": recall,
            f"{name} found f1": 2 * precision * recall / max(1e-9, precision + recall),
            f"{name} end to end 161 km": _share([e <= 161 for e in self.found_errors]),
            f"{name} end to end median km": _median(self.found_errors),
        }


def run(data: Path, half: int | None = None) -> Evaluation:
    """Score all three corpora in ``data``; ``half`` restricts to one half of the outlets.

    Raises UsageError when a corpus is not there.
    """
    gazetteer = default_gazetteer()
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for name in CORPORA:
        articles = [a for a in read_corpus(data, name) if half is None or a.half == half]
        own = score(articles, gazetteer).figures(name)
        figures |= {key: value for key, value in own.items() if not math.isnan(value)}
        rows.append((name, *("–" if math.isnan(v) else _shown(key, v) for key, v in own.items())))
    return Evaluation(
        name="geoparsing",
        command="dateline evaluate geoparsing --data PATH",
        columns=COLUMNS,
        rows=tuple(rows),
        figures=figures,
        notes=(
            "GeoVirus carries no GeoNames ids: exact id is not defined there (left out).",
            "Demonyms are hints and no places here, so those that a corpus marks count as not found.",
            "The shipped weights were trained on half 0 of the outlets; trust half 1: "
            f"here {'both halves' if half is None else f'half {half}'}.",
        ),
    )


def score(articles: Sequence[Article], gazetteer: Gazetteer) -> Tally:
    """Tally of some articles."""
    tally = Tally()
    for article in through(articles):
        spans = [(g.start, g.end) for g in article.gold]
        for gold, place in zip(article.gold, resolve_spans(article.report, spans, gazetteer), strict=True):
            error = FARTHEST_KM if place is None else haversine_km(gold.lat, gold.lon, place.lat, place.lon)
            same = place is not None and place.gid == gold.geonames_id
            tally.errors.append(0.0 if same else error)
            if gold.geonames_id is not None:
                tally.exact.append(same)
        _end_to_end(article, gazetteer, tally)
    return tally


def _end_to_end(article: Article, gazetteer: Gazetteer, tally: Tally) -> None:
    found = {
        m.span.pair(): m.candidates[0]  # the name itself, without "20 km east of"
        for m in find_places(article.report, gazetteer)
        if m.candidates and m.where.place_class not in _BY_FORM
    }
    tally.found += len(found)
    tally.gold += len(article.gold)
    for gold in article.gold:
        where = found.get((gold.start, gold.end))
        if where is not None:
            tally.found_errors.append(_error(gold, where.lat, where.lon, where.geonames_id))


def _error(gold: Gold, lat: float | None, lon: float | None, gid: int | None) -> float:
    if gid is not None and gid == gold.geonames_id:
        return 0.0
    return FARTHEST_KM if lat is None or lon is None else haversine_km(gold.lat, gold.lon, lat, lon)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else math.nan


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2] if values else math.nan


def _shown(key: str, value: float) -> str:
    if key.endswith(("toponyms", "km")) and "161" not in key:
        return f"{value:.0f}" if key.endswith("toponyms") else f"{value:.1f}"
    return f"{value:.3f}" if key.endswith("auc") else f"{100 * value:.1f} %"
