"""How well reports are merged into the archive's incidents, as read and with the archive's fields put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from dateline.evaluate.cases import Case, Clock
from dateline.evaluate.clustering import Score, b_cubed, ceaf_e, conll, pairwise
from dateline.evaluate.tolls_gva import half
from dateline.link.cluster import cluster
from dateline.link.judge import judge
from dateline.model import (
    Account,
    Effect,
    Field,
    How,
    PlaceClass,
    Span,
    Stage,
    Statement,
    Toll,
    Value,
    When,
    Where,
)

_DAYS = 3  # two incidents of one city within so many days are easily taken for one


@dataclass(frozen=True, slots=True)
class Merging:
    """Scores of one way to merge reports. ``kept_apart``: of the pairs of incidents in one city within three
    days, the share that stands in no cluster together; ``confusable`` how many such pairs there are."""

    name: str
    b_cubed: Score
    ceaf_e: Score
    pairwise: Score
    conll: float
    kept_apart: float
    confusable: int

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """Lines of the table: what, precision (or share), recall, F1."""
        for label, score in (("B³", self.b_cubed), ("CEAF-e", self.ceaf_e), ("pairs", self.pairwise)):
            yield label, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"
        yield "CoNLL F1", "", "", f"{self.conll:.3f}"
        if self.confusable:
            label = f"confusables kept apart ({self.confusable} pairs)"
            yield label, f"{100 * self.kept_apart:.1f} %", "", ""

    def figures(self) -> dict[str, float]:
        """The same by name."""
        key = self.name.replace(" ", "_").replace(",", "").lower()
        found = {f"{key}_conll": self.conll, f"{key}_kept_apart": self.kept_apart}
        for label, score in (("b3", self.b_cubed), ("ceaf_e", self.ceaf_e), ("pairs", self.pairwise)):
            found |= {
                f"{key}_{label}_p": score.precision,
                f"{key}_{label}_r": score.recall,
                f"{key}_{label}_f1": score.f1,
            }
        return found


def ways(cases: Sequence[Case], clock: Clock | None = None) -> list[Merging]:
    """Linked as read; the half that the linker was not fitted to; the reports of the Gun Violence Corpus;
    all three again with the archive's day, place and counts put in; and every report left alone."""
    watch = clock or Clock()
    found = []
    for label, told in (("linked", as_read(cases)), ("gold fields, linked", with_gold_fields(cases))):
        predicted = watch.timed(label, linked, cases, told)
        found += [
            scored(label, predicted, cases),
            scored(f"{label}, half not fitted to", predicted, [c for c in cases if _held_out(c)]),
        ]
        corpus = [c for c in cases if c.corpus]
        if corpus:
            found.append(scored(f"{label}, gvc", predicted, corpus))
    return [*found, scored("leaving every report alone", {c.report.id: c.report.id for c in cases}, cases)]


def _held_out(case: Case) -> bool:
    return half(str(case.incident["incident_id"])) == 1


def as_read(cases: Sequence[Case]) -> list[Account]:
    """The main accounts."""
    return [c.main for c in cases if c.main is not None]


def linked(cases: Sequence[Case], told: Sequence[Account]) -> dict[str, str]:
    """Report id -> name of its cluster. A report without an account stands alone."""
    reports = {c.report.id: c.report for c in cases}
    predicted = {name: f"alone {name}" for name in reports}
    for group in cluster(told, judge(told, reports), []):
        predicted.update({a.report_id: group.accounts[0].id for a in group.accounts})
    return predicted


def scored(name: str, predicted: Mapping[str, str], cases: Sequence[Case]) -> Merging:
    """All scores of one clustering, over the reports of ``cases``."""
    gold = {c.report.id: str(c.incident["incident_id"]) for c in cases}
    own = {report: predicted[report] for report in gold}
    kept, confusable = _confusables(own, cases)
    b3, ceaf, pairs = b_cubed(own, gold), ceaf_e(own, gold), pairwise(own, gold)
    return Merging(name, b3, ceaf, pairs, conll(own, gold), kept, confusable)


def _confusables(predicted: Mapping[str, str], cases: Sequence[Case]) -> tuple[float, int]:
    stands: dict[str, set[str]] = defaultdict(set)
    city: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for case in cases:
        name = str(case.incident["incident_id"])
        stands[name].add(predicted[case.report.id])
        day = date.fromisoformat(case.incident["date"]).toordinal()
        city[case.incident.get("state", ""), case.incident["city_or_county"]][name] = day
    pairs = [
        pair
        for days in city.values()
        for pair in combinations(sorted(days), 2)
        if abs(days[pair[0]] - days[pair[1]]) <= _DAYS
    ]
    apart = sum(stands[one].isdisjoint(stands[other]) for one, other in pairs)
    return (apart / len(pairs) if pairs else 1.0), len(pairs)


def with_gold_fields(cases: Sequence[Case]) -> list[Account]:
    """One account for every report, whose day, place and counts are the archive's."""
    return [_gold_account(case) for case in cases]


def _gold_account(case: Case) -> Account:
    report, incident, main = case.report, case.incident, case.main
    spans = (Span(report.id, 0, len(report.text)),) if report.text else ()
    values: list[tuple[Field, Value]] = [
        (Field.WHEN, When.day(date.fromisoformat(incident["date"]))),
        (Field.WHERE, _place(incident)),
        *((Field.TOLL, _toll(effect, incident)) for effect in (Effect.KILLED, Effect.INJURED)),
    ]
    base = main or Account(f"{report.id}#gold", report.id, True, "armed_attack", "", Stage.ACCOMPLISHED)
    rest = [s for s in base.statements if s.field not in (Field.WHEN, Field.WHERE, Field.TOLL)]
    gold = [
        Statement(f"{base.id}/gold{n}", name, value, spans, how=How.HUMAN)
        for n, (name, value) in enumerate(values)
    ]
    return replace(base, type="armed_attack", statements=(*gold, *rest))


def _place(incident: Mapping[str, Any]) -> Where:
    lat, lon = incident["lat_long"] or (None, None)
    name = str(incident["city_or_county"])
    return Where(name, lat, lon, None, "US", incident.get("state"), None, PlaceClass.POPULATED_PLACE, 5000)


def _toll(effect: Effect, incident: Mapping[str, Any]) -> Toll:
    count = int(incident[effect.value])
    return Toll(effect, low=count, best=count, high=count)
