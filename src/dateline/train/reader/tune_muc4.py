"""Fits how MUC-4 incidents are read from scores: by CEAF-REE and CEAF-RME of held-back messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dateline.evaluate.muc4 import ceaf
from dateline.evaluate.muc4.gtt import RoleTemplate, RoleTemplates, read_gtt
from dateline.reader.model.load import Weights
from dateline.reader.model.muc4 import MucIncident, find_muc
from dateline.reader.model.session import Scored
from dateline.train.reader.example import Example
from dateline.train.reader.tags import MUC

USUAL: Mapping[str, Any] = {
    "relevant": 0.4,
    "second_type": 0.45,
    "incident": 0.1,
    "thresholds": dict.fromkeys(MUC, 0.5),
}
_ROLE = {"m.ind": "PerpInd", "m.org": "PerpOrg", "m.phys": "Target", "m.name": "Victim", "m.weapon": "Weapon"}
_THRESHOLDS = (0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85)
_CHOICES: Mapping[str, Sequence[float]] = {
    "relevant": (0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    "second_type": (0.3, 0.4, 0.5, 1.1),
    "incident": (0.0, 0.05, 0.1, 0.2, 0.3),
}


def fit_muc4(scored: Sequence[tuple[Example, Scored]], weights: Weights, gtt: Path) -> dict[str, Any]:
    """The fits under which the messages score best; two rounds over every number in turn. Where there are no
    messages, the usual ones."""
    told = [(e.id, s) for e, s in scored]
    if not told:
        return dict(USUAL)
    gold = read_gtt(gtt)
    key = {name: gold[name] for name, _ in told if name in gold}
    fits: dict[str, Any] = {**USUAL, "thresholds": dict(USUAL["thresholds"])}
    best = _score(told, weights, fits, key)
    for _ in range(2):
        for name in (*_CHOICES, *_ROLE):
            for candidate in _candidates(fits, name):
                score = _score(told, weights, candidate, key)
                if score > best + 1e-9:
                    best, fits = score, candidate
    return fits


def _candidates(fits: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The fits with another value of one number."""
    if name in _CHOICES:
        yield from ({**fits, name: value} for value in _CHOICES[name])
    else:
        yield from ({**fits, "thresholds": {**fits["thresholds"], name: value}} for value in _THRESHOLDS)


def _score(
    told: Sequence[tuple[str, Scored]], weights: Weights, fits: Mapping[str, Any], key: RoleTemplates
) -> float:
    with_fits = replace(weights, fits={**weights.fits, "muc4": fits})
    said = {name: [to_roles(one, s.text) for one in find_muc(s, with_fits)] for name, s in told}
    return ceaf.ree(said, key)[ceaf.ALL].f1 + ceaf.rme(said, key)[ceaf.ALL].f1


def to_roles(incident: MucIncident, text: str) -> RoleTemplate:
    """The five roles of an incident, each filler by its best words alone."""
    roles: dict[str, list[tuple[str, ...]]] = {}
    for filler in incident.fillers:
        if filler.label in _ROLE:
            roles.setdefault(_ROLE[filler.label], []).append((text[filler.start : filler.end].lower(),))
    return RoleTemplate(incident.type, {role: tuple(told) for role, told in roles.items()})
