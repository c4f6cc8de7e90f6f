"""The official scorer of MUC-4, written from scoring-guidelines.v7 and the metrics of Chinchor (1992).

Templates are mapped (``mapping``), their slots tallied (``tally``) by what a judge says (``judges``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.codebook.muc4.slots import GROUPS, SLOTS
from dateline.codebook.muc4.templates import Template, Templates
from dateline.errors import UsageError
from dateline.evaluate.muc4.judges import Judge
from dateline.evaluate.muc4.mapping import map_templates
from dateline.evaluate.muc4.tally import Tally, f_measure, missing_slot, spurious_slot, total

Status = Literal["matched", "missing", "spurious", "optional"]
ROWS: tuple[tuple[str, frozenset[Status]], ...] = (
    ("MATCHED/MISSING", frozenset({"matched", "missing"})),
    ("MATCHED/SPURIOUS", frozenset({"matched", "spurious"})),
    ("MATCHED ONLY", frozenset({"matched"})),
    ("ALL TEMPLATES", frozenset({"matched", "missing", "spurious"})),
)
"""The rows over all slots, by the templates they count."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the comparison: templates that are mapped to each other, or one that stands alone.

    An optional template of the key that the response lacks has the status ``optional`` and counts nothing.
    """

    message: str
    status: Status
    key: Template | None
    response: Template | None
    slots: Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Official:
    """The outcome: all pairs by message, and how well relevant messages were told from others."""

    pairs: tuple[Pair, ...]
    templates: Tally
    filtering: Tally

    def slot(self, name: str) -> Tally:
        """A slot's row (``inc-date``), over all templates."""
        return self._sum([name], dict(ROWS)["ALL TEMPLATES"])

    def row(self, name: str) -> Tally:
        """A summary row: one of ROWS, a group (``inc-total``), ``SET FILLS ONLY``, ``STRING FILLS ONLY``."""
        every = [slot.name for slot in SLOTS]
        if name in dict(ROWS):
            return self._sum(every, dict(ROWS)[name])
        if name in dict(GROUPS):
            numbers = dict(GROUPS)[name]
            return self._sum([s.name for s in SLOTS if s.number in numbers], dict(ROWS)["ALL TEMPLATES"])
        kind = {"SET FILLS ONLY": "set", "STRING FILLS ONLY": "string"}[name]
        return self._sum([s.name for s in SLOTS if s.kind == kind], dict(ROWS)["MATCHED/MISSING"])

    @property
    def f(self) -> float:
        """F of ALL TEMPLATES with recall and precision of equal weight, in 0..1; 0 where undefined."""
        row = self.row("ALL TEMPLATES")
        return f_measure(row.precision, row.recall) or 0.0

    def _sum(self, names: Sequence[str], status: frozenset[Status]) -> Tally:
        return total([pair.slots[name] for pair in self.pairs if pair.status in status for name in names])


def score_official(key: Templates, response: Templates, judge: Judge) -> Official:
    """The official scores. A message that the response lacks counts as one without templates.

    Raises UsageError for a response to a message that is not in the key.
    """
    stray = next((message for message in response if message not in key), None)
    if stray is not None:
        raise UsageError(f"{stray} is not in the key", "score a response against the key of its messages")
    pairs: list[Pair] = []
    filtering = Tally()
    for message, keys in key.items():
        responses = response.get(message, ())
        pairs += _compare(message, keys, responses, judge)
        filtering += _filtered(bool(keys), bool(responses), all(template.optional for template in keys))
    counts = {
        status: sum(pair.status == status for pair in pairs) for status in ("matched", "missing", "spurious")
    }
    idle = sum(not response.get(m) and all(t.optional for t in keys) for m, keys in key.items())
    templates = Tally(
        correct=counts["matched"],
        missing=counts["missing"],
        spurious=counts["spurious"],
        noncommittal=idle,
    )
    return Official(tuple(pairs), templates, filtering)


def _filtered(relevant: bool, said: bool, may_be_left_out: bool) -> Tally:
    if said:
        return Tally(correct=1) if relevant else Tally(spurious=1, chances=1)
    return Tally(noncommittal=1, chances=1) if may_be_left_out else Tally(missing=1)


def _compare(
    message: str, keys: Sequence[Template], responses: Sequence[Template], judge: Judge
) -> list[Pair]:
    mapped = map_templates(judge, keys, responses)
    pairs = [Pair(message, "matched", m.key, m.response, m.slots) for m in mapped]
    for response in responses:
        if not any(response is m.response for m in mapped):
            slots = {slot.name: spurious_slot(response, slot) for slot in SLOTS}
            pairs.append(Pair(message, "spurious", None, response, slots))
    for key in keys:
        if not any(key is m.key for m in mapped):
            slots = {slot.name: missing_slot(key, slot) for slot in SLOTS}
            pairs.append(Pair(message, "optional" if key.optional else "missing", key, None, slots))
    return pairs
