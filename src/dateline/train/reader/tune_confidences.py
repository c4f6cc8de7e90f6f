"""Fits confidences: how often what is stated from a score is right, on held-back reports of the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from dateline.assemble.extract import assemble
from dateline.evaluate.corpus import align, matched, names_of, sides_of, wanted_claims, wanted_tolls
from dateline.evaluate.marked import MarkedIncident, MarkedReport
from dateline.model import Account, ActorRole, Field, Statement
from dateline.reader.contract import IncidentReading, Label
from dateline.reader.model import beside, doers
from dateline.reader.model.load import Weights
from dateline.reader.model.reader import ModelReader
from dateline.train.reader.tune_reading import Told, fit_reading

_HALVES = 2
_FEW_SEEN = 60  # scores of a label, below which all labels say together how sure it is
_POINTS = 8
_SAME = 1e-9
# How sure the rules beside a network are of what they mark.
_BY_RULE = (beside.SURE, doers.SURE)
#: A score, and whether what was stated from it is right.
Seen = dict[str, list[tuple[float, bool]]]


def fit_confidences(told: Sequence[Told], weights: Weights) -> dict[str, list[tuple[float, float]]]:
    """For types and for every label: points between which a score becomes the share that is right.

    Each half of the reports is read with the thresholds and fits that are best for the other half, from
    ``weights`` that are not yet fitted to accounts: numbers that were chosen on a report flatter what is read
    from it, and its confidences would promise too much. What counts is what is stated: after the rules beside
    the network, and after figures and names were resolved.
    """
    seen: Seen = {}
    for half in range(_HALVES):
        others = [one for n, one in enumerate(told) if n % _HALVES != half]
        here = [one for n, one in enumerate(told) if n % _HALVES == half]
        if others and here:
            thresholds, fits = fit_reading(others, weights)
            fitted = replace(weights, thresholds=thresholds, fits={**fits, "calibration": {}})
            for label, score, right in _stated(here, ModelReader(fitted)):
                seen.setdefault(label, []).append((score, right))
    everything = [one for kind, own in seen.items() if kind != "type" for one in own]
    return {
        kind: calibrated(own if len(own) >= _FEW_SEEN else [*own, *everything]) for kind, own in seen.items()
    }


def _stated(told: Sequence[Told], reader: ModelReader) -> Iterator[tuple[str, float, bool]]:
    """The label ("type", or that of the words), the score and the truth of what the network's own incidents
    state of some reports."""
    for one in told:
        reading = reader.reading(one.report, one.findings, one.scored, one.ruled)
        accounts = assemble(one.report, one.findings, reading)
        letters = {account.id: letter for letter, account in align(one.gold, accounts).items()}
        incidents = {f"{one.report.id}#{i.occurrences[0].span.start}": i for i in reading.incidents}
        for account in accounts:
            incident = incidents[account.id]
            if not any(o.confidence < 1.0 for o in incident.occurrences):
                continue  # one that the rules alone tell of
            gold = one.gold.incidents.get(letters.get(account.id, ""))
            yield "type", incident.confidence, gold is not None and gold.type == account.type
            yield from _values(account, incident, gold)
            yield from _things(one.gold, account, incident, letters.get(account.id, ""))


def _values(
    account: Account, incident: IncidentReading, gold: MarkedIncident | None
) -> Iterator[tuple[str, float, bool]]:
    for actor, statement in account.actors:
        if actor.role is not ActorRole.CLAIMANT:
            said = (actor.role.value, names_of(actor.name, actor.actor_id))
            right = bool(matched(sides_of(gold), [said]))
            yield from _scored(statement, incident, Label(actor.role.value), right)
    for toll, statement in account.tolls:
        figure = (toll.effect.value, toll.low, toll.best, toll.high)
        yield from _scored(statement, incident, Label(toll.effect.value), figure in wanted_tolls(gold))
    for claim, statement in account.claims:
        said = (claim.stance.value, names_of(claim.claimant, claim.actor_id))
        right = bool(matched(wanted_claims(gold), [said]))
        yield from _scored(statement, incident, Label(claim.stance.value), right)


def _things(
    gold: MarkedReport, account: Account, incident: IncidentReading, letter: str
) -> Iterator[tuple[str, float, bool]]:
    for field, label in ((Field.WEAPON, Label.WEAPON), (Field.TARGET, Label.THING)):
        marks = [m for m in gold.marks if m.label == label.value and letter in m.incidents]
        for statement in account.of(field):
            right = any(m.start < s.end and s.start < m.end for m in marks for s in statement.spans)
            yield from _scored(statement, incident, label, right)


def _scored(
    statement: Statement, incident: IncidentReading, label: Label, right: bool
) -> Iterator[tuple[str, float, bool]]:
    """The statement under its label, where it is as sure as the words that the network marked for it. What
    the rules beside it marked is as sure as they are, always."""
    own = [m for m in incident.marked((label,)) if m.confidence not in _BY_RULE]
    over = [m for m in own if any(m.span.overlaps(s) for s in statement.spans)]
    score = max((m.confidence for m in over), default=None)
    if score is not None and abs(score - statement.confidence) < _SAME:
        yield label.value, score, right


def calibrated(told: Sequence[tuple[float, bool]], points: int = _POINTS) -> list[tuple[float, float]]:
    """``(score, share right)`` at the means of bins of equal size, made to rise (isotonic, by pooling), each
    drawn to the overall share by one example."""
    ordered = sorted(told)
    overall = sum(right for _, right in ordered) / max(len(ordered), 1)
    size = max(1, len(ordered) // points)
    bins = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    blocks = [
        [sum(s for s, _ in b) / len(b), (sum(r for _, r in b) + overall) / (len(b) + 1), float(len(b))]
        for b in bins
    ]
    merged: list[list[float]] = []
    for block in blocks:
        merged.append(block)
        while len(merged) > 1 and merged[-2][1] > merged[-1][1]:
            (s1, r1, n1), (s2, r2, n2) = merged[-2:]
            merged[-2:] = [[(s1 * n1 + s2 * n2) / (n1 + n2), (r1 * n1 + r2 * n2) / (n1 + n2), n1 + n2]]
    kept = [(round(s, 4), round(r, 4)) for s, r, _ in merged]
    return [p for p, q in pairwise([*kept, (2.0, 1.0)]) if p[0] < q[0]]
