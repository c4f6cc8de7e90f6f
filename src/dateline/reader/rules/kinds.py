"""What kind of incident a group of triggers tells of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dateline.reader.rules.triggers import Trigger

# A bombing is also called an attack: the plain word gives way to the finer one.
PLAIN_TYPES = frozenset(("armed_attack", "mob_violence", "property_destruction"))
_PLAIN, _FINER = 0.5, 1.5
# What the words on the right tell of is how the thing on the left went: security forces raid a house and
# shoot, gunmen storm a college, shoot and blow themselves up, jets bomb a market and destroy it.
_HOW_IT_WENT: tuple[tuple[tuple[str, str], frozenset[tuple[str, str]]], ...] = (
    (
        ("security_operation", "raid"),
        frozenset((("battle", "armed_clash"), ("armed_attack", "shooting"), ("armed_attack", "raid"))),
    ),
    (("security_operation", "sweep"), frozenset((("battle", "armed_clash"), ("armed_attack", "shooting")))),
    (
        ("air_strike", "air_strike"),
        frozenset(
            (
                ("bombing", ""),
                ("property_destruction", "demolition"),
                ("shelling", "missile"),
                ("property_destruction", "sabotage"),
            )
        ),
    ),
    (("armed_attack", "shooting"), frozenset((("bombing", "grenade"),))),
    (
        ("armed_attack", "raid"),
        frozenset((("armed_attack", "shooting"), ("battle", "armed_clash"), ("bombing", "grenade"))),
    ),
)
# Gunmen who storm a place and shoot have made a raid of it, also where some blew themselves up at its end.
_STORMED, _BLEW_UP = ("armed_attack", "raid"), ("bombing", "suicide_bombing")
_THINGS = frozenset(("arson", "property_destruction", "robbery"))


def _told_by(
    weights: dict[tuple[str, str], float], strong: set[tuple[str, str]], *, hurt: bool
) -> dict[tuple[str, str], float]:
    """The weights with those of words that tell how it went handed to what it went with; harm to things
    counts for less where persons were ``hurt``."""
    for main, how in _HOW_IT_WENT:
        if main in strong:
            for kind in how & weights.keys():
                weights[main] += weights.pop(kind)
                if main == _STORMED and _BLEW_UP in weights:
                    weights[main] += weights.pop(_BLEW_UP)
    if hurt and any(kind not in _THINGS for kind, _ in weights):
        for kind in weights:
            weights[kind] *= _PLAIN if kind[0] in _THINGS else 1.0
    return weights


def _heaviest(weights: dict[tuple[str, str], float]) -> tuple[str, str]:
    types: dict[str, float] = defaultdict(float)
    for (kind, _), value in weights.items():
        types[kind] += value * (1.0 if kind in PLAIN_TYPES else _FINER)
    best = max(types, key=lambda t: (types[t], t)) if types else ""
    subtypes = {sub: w for (kind, sub), w in weights.items() if kind == best and sub}
    return best, max(subtypes, key=lambda s: (subtypes[s], s)) if subtypes else ""


def kind_of(triggers: Sequence[Trigger], *, hurt: bool) -> tuple[str, str]:
    """Type and subtype by weight: strong triggers count for more than weak ones, early ones for more than
    late ones, a plain word ("attack") for less than one that says what kind, and a word that only tells how
    it went ("an exchange of fire" in a raid by police) for what it went with. ``hurt``: people were."""
    weights: dict[tuple[str, str], float] = defaultdict(float)
    strong: set[tuple[str, str]] = set()
    for trigger in triggers:
        weight = 3.0 if trigger.strong else 0.6 if trigger.founds else 0.2
        weight *= 2.0 if trigger.sentence <= 2 else 1.0
        weights[(trigger.type, trigger.subtype)] += weight if trigger.subtype else weight * _PLAIN
        if trigger.strong and trigger.founds:
            strong.add((trigger.type, trigger.subtype))
    return _heaviest(_told_by(weights, strong, hurt=hurt))
