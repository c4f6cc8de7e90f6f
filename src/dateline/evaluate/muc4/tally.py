"""The counts of a slot: how the fillers of a response and of the key are paired, and what that adds up to."""

from __future__ import annotations

from dataclasses import dataclass, fields

from dateline.codebook.muc4.slots import Slot
from dateline.codebook.muc4.templates import Filler, Template, Value
from dateline.evaluate.muc4.grades import Grade
from dateline.evaluate.muc4.history import filler_form
from dateline.evaluate.muc4.judges import Judge, Verdict

_ORDER = tuple(Verdict(grade, asked) for grade in (Grade.RIGHT, Grade.PARTIAL) for asked in (False, True))


@dataclass(frozen=True, slots=True)
class Tally:
    """The columns of a report (Chinchor, "MUC-4 evaluation metrics", 1992), and ``chances``, the number of
    wrong items of the set list that could have been given. Shares are in 0..1, None where undefined."""

    correct: int = 0
    partial: int = 0
    incorrect: int = 0
    asked_correct: int = 0
    asked_partial: int = 0
    spurious: int = 0
    missing: int = 0
    noncommittal: int = 0
    chances: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def possible(self) -> int:
        """Fillers the key asks for."""
        return self.correct + self.partial + self.incorrect + self.missing

    @property
    def actual(self) -> int:
        """Fillers the response gives."""
        return self.correct + self.partial + self.incorrect + self.spurious

    @property
    def credit(self) -> float:
        """Correct fillers, and half the partly correct ones."""
        return self.correct + self.partial / 2

    @property
    def recall(self) -> float | None:
        """Credit over possible."""
        return self.credit / self.possible if self.possible else None

    @property
    def precision(self) -> float | None:
        """Credit over actual."""
        return self.credit / self.actual if self.actual else None

    @property
    def overgeneration(self) -> float | None:
        """Spurious over actual."""
        return self.spurious / self.actual if self.actual else None

    @property
    def fallout(self) -> float | None:
        """Wrong items of a set list over those that could have been given; None without a set list."""
        return (self.incorrect + self.spurious) / self.chances if self.chances else None


def f_measure(precision: float | None, recall: float | None, beta: float = 1.0) -> float | None:
    """van Rijsbergen's F: ``beta`` is how many times recall counts as much as precision. None unless both
    are above zero."""
    if not precision or not recall:
        return None
    weight = beta * beta
    return (weight + 1) * precision * recall / (weight * precision + recall)


def total(tallies: list[Tally]) -> Tally:
    """The sum of some tallies."""
    return sum(tallies, Tally())


def spurious_slot(response: Template, slot: Slot) -> Tally:
    """A slot of a template that the key lacks."""
    number = len(response.fillers(slot.number))
    return Tally(spurious=number, noncommittal=int(not number), chances=slot.choices)


def missing_slot(key: Template, slot: Slot) -> Tally:
    """A slot of a template that the response lacks; fillers that may be left out are not missing."""
    fillers = key.fillers(slot.number)
    number = sum(not filler.optional for filler in fillers)
    return Tally(
        missing=number,
        noncommittal=int(not number and len(fillers) < 2),
        chances=_chances(slot, fillers),
    )


def _chances(slot: Slot, fillers: tuple[Filler, ...]) -> int:
    if not slot.choices or not fillers:
        return slot.choices
    return sum(slot.choices - len({value.text for value in filler.values}) for filler in fillers)


def score_slot(judge: Judge, key: Template, response: Template, slot: Slot) -> Tally:
    """The counts of a slot of two templates that are mapped to each other.

    Every value is paired with one filler at most: first what is right, then what is half right; what is
    left over on both sides is incorrect, pair by pair, and the rest spurious or missing.
    """
    fillers = key.fillers(slot.number)
    values = [filler.values[0] for filler in response.fillers(slot.number)]
    paired = _pair(judge, key, slot, values)
    free = [f for f in range(len(fillers)) if f not in {f for _, f, _ in paired}]
    idle = len(values) - len({v for v, _, _ in paired})
    # Fillers that must be there are paired with what is left over before those that may be left out.
    free.sort(key=lambda f: fillers[f].optional)
    incorrect = min(idle, len(free))
    missing = sum(not fillers[f].optional for f in free[incorrect:])
    verdicts = [verdict for _, _, verdict in paired]
    return Tally(
        correct=sum(v.grade is Grade.RIGHT for v in verdicts),
        partial=sum(v.grade is Grade.PARTIAL for v in verdicts),
        incorrect=incorrect,
        asked_correct=sum(v == Verdict(Grade.RIGHT, True) for v in verdicts),
        asked_partial=sum(v == Verdict(Grade.PARTIAL, True) for v in verdicts),
        spurious=idle - incorrect,
        missing=missing,
        noncommittal=int(not values and not missing and len(fillers) < 2),
        chances=_chances(slot, fillers),
    )


def _pair(judge: Judge, key: Template, slot: Slot, values: list[Value]) -> list[tuple[int, int, Verdict]]:
    """Values with the fillers they earn credit for: ``(value, filler, verdict)``, by their positions."""
    fillers = key.fillers(slot.number)
    if not values or not fillers:
        return []
    verdicts = [[judge.grade(key, slot, value, filler) for filler in fillers] for value in values]
    paired: list[tuple[int, int, Verdict]] = []
    used_values: set[int] = set()
    used_fillers: set[int] = set()
    for wanted in _ORDER:
        # Of two like fillers, the program of 1992 gave a set fill that a person had matched the last one.
        backwards = wanted == Verdict(Grade.RIGHT, True) and slot.kind == "set"
        for v, row in enumerate(verdicts):
            for f in range(len(fillers))[:: -1 if backwards else 1]:
                if row[f] == wanted and v not in used_values and f not in used_fillers:
                    paired.append((v, f, wanted))
                    used_values.add(v)
                    used_fillers.add(f)
    for v, value in enumerate(values):
        spread = judge.spread(key, slot, value) if v not in used_values else None
        for f, filler in enumerate(fillers):
            if spread and f not in used_fillers and filler_form(filler) in spread[1]:
                paired.append((v, f, Verdict(spread[0], True)))
                used_fillers.add(f)
    return paired
