"""What every benchmark returns: figures with the command that made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of one benchmark.

    ``columns``/``rows`` make the table that is printed; ``figures`` are the same numbers by name, for
    JSON (shares in 0..1, counts as they are); ``notes`` say what a reader must know to use them.
    """

    name: str
    command: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def two_halves(name: str, command: str, halves: Sequence[Mapping[str, float]]) -> Evaluation:
    """An evaluation of the half of the data that fitted the weights beside the other half. Shares (at most
    1) are shown in percent, counts as they are."""
    fitted, other = halves
    rows = tuple((key, _shown(fitted[key]), _shown(value)) for key, value in other.items())
    figures = {f"{key} (fitted to)": value for key, value in fitted.items()} | dict(other)
    notes = ("The weights were fitted on the first half; the honest figures are those of the other half.",)
    return Evaluation(name, command, ("measure", "half fitted to", "other half"), rows, figures, notes)


def _shown(value: float) -> str:
    return f"{100 * value:.1f} %" if value <= 1 else f"{value:.0f}"
