"""Which template of a response is scored against which of the key (scoring-guidelines.v7, 3.2.1).

Two templates may be mapped if their incident types match at least in part and at least one of the slots of
perpetrators, physical targets or human targets does. For strings that nobody has judged a shared word is
enough: the program of 1992 mapped first and asked then. Among what is allowed the pairs with the highest
recall are taken first; ties go to the earlier response, then the earlier template of the key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.codebook.muc4.slots import BY_NAME, SLOTS, Slot
from dateline.codebook.muc4.templates import Template
from dateline.evaluate.muc4.grades import essential, set_grade
from dateline.evaluate.muc4.judges import Judge
from dateline.evaluate.muc4.tally import Tally, score_slot, total

_CONTENT = tuple(
    BY_NAME[name]
    for name in (
        "perp-ind-id",
        "perp-org-id",
        "phys-tgt-id",
        "phys-tgt-type",
        "hum-tgt-name",
        "hum-tgt-desc",
        "hum-tgt-type",
    )
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A template of the key and one of the response, with the counts of their slots by name."""

    key: Template
    response: Template
    slots: Mapping[str, Tally]


def map_templates(judge: Judge, keys: Sequence[Template], responses: Sequence[Template]) -> list[Mapped]:
    """The mapped templates of one message, one to one, in the order of the responses."""
    found: list[tuple[float, int, int, Mapped]] = []
    for r, response in enumerate(responses):
        for k, key in enumerate(keys):
            slots = {slot.name: score_slot(judge, key, response, slot) for slot in SLOTS}
            if _allowed(key, response, slots):
                recall = total(list(slots.values())).recall or 0.0
                found.append((-recall, r, k, Mapped(key, response, slots)))
    taken: dict[int, tuple[int, Mapped]] = {}
    for _, r, k, mapped in sorted(found, key=lambda candidate: candidate[:3]):
        if r not in taken and k not in {other for other, _ in taken.values()}:
            taken[r] = k, mapped
    return [mapped for _, (_, mapped) in sorted(taken.items())]


def _allowed(key: Template, response: Template, slots: Mapping[str, Tally]) -> bool:
    if not slots["inc-type"].credit:
        return False
    return any(slots[slot.name].credit or _may_match(key, response, slot) for slot in _CONTENT)


def _may_match(key: Template, response: Template, slot: Slot) -> bool:
    """A word in common, or the same type whatever it refers to. A type alone maps no optional template."""
    for value in (filler.values[0] for filler in response.fillers(slot.number)):
        for filler in key.fillers(slot.number):
            if slot.kind == "string":
                if any(set(essential(value.text)) & set(essential(v.text)) for v in filler.values):
                    return True
            elif not key.optional and set_grade(slot, value.text, filler):
                return True
    return False
