"""What a template is put together from: values, and slots that fill up."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.codebook.muc4.templates import Filler, Value


def string(text: str, refs: tuple[str, ...] = ()) -> Value:
    """Words of the report."""
    return Value(text, True, refs)


def referring(text: str, ref: str = "") -> Value:
    """A set fill or number, with what it refers to."""
    return Value(text, False, (ref,) if ref else ())


@dataclass(slots=True)
class Slots:
    """The slots of one template while they fill up; ``kind`` is the fill of slot 4. A slot that does not
    apply stays empty, and the same value never stands in a slot twice."""

    kind: str
    inapplicable: frozenset[int]
    filled: dict[int, list[Value]] = field(default_factory=dict)

    def add(self, slot: int, value: Value) -> None:
        """Add a value, unless it is empty, there already, or the slot does not apply."""
        values = self.filled.setdefault(slot, [])
        if value.text and slot not in self.inapplicable and value not in values:
            values.append(value)

    def texts(self, slot: int) -> list[str]:
        """The values of a slot without what they refer to."""
        return [value.text for value in self.filled.get(slot, ())]

    def fillers(self) -> dict[int, tuple[Filler, ...]]:
        """As a template wants them."""
        return {
            slot: tuple(Filler((v,)) for v in values)
            for slot, values in sorted(self.filled.items())
            if values
        }
