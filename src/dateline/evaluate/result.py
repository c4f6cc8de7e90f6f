"""What every benchmark returns: figures with the command that made them."""

from __future__ import annotations

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
