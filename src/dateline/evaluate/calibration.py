"""Whether confidences mean what they say: of the statements with 0.8, four in five should be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Observation:
    """One statement of a kind ("type", "toll" …): its confidence in 0..1, and whether it was right."""

    kind: str
    confidence: float
    right: bool


def expected_error(observed: Sequence[Observation], bins: int = BINS) -> float:
    """The expected calibration error in 0..1 (Guo et al., 2017): over bins of equal width, the distance of
    the mean confidence from the share that is right, weighted by how many fall into the bin. 0 without
    any."""
    filled: dict[int, list[Observation]] = {}
    for one in observed:
        filled.setdefault(min(int(one.confidence * bins), bins - 1), []).append(one)
    apart = (abs(sum(o.confidence for o in some) - sum(o.right for o in some)) for some in filled.values())
    return sum(apart) / max(len(observed), 1)


def figures(observed: Iterable[Observation]) -> dict[str, float]:
    """For each kind and for ``all``: the error, the mean confidence, the share right, how many; by
    ``calibration_KIND_error`` and so on."""
    by_kind: dict[str, list[Observation]] = {}
    for one in observed:
        by_kind.setdefault(one.kind, []).append(one)
    everything = [one for some in by_kind.values() for one in some]
    told: dict[str, float] = {}
    for kind, some in (*sorted(by_kind.items()), ("all", everything)):
        number = max(len(some), 1)
        told[f"calibration_{kind}_error"] = expected_error(some)
        told[f"calibration_{kind}_confidence"] = sum(o.confidence for o in some) / number
        told[f"calibration_{kind}_right"] = sum(o.right for o in some) / number
        told[f"calibration_{kind}_statements"] = float(len(some))
    return told
