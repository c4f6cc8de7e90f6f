"""Who decides what a value earns: the program of 1992 with a recorded interactive run, or the guidelines.

``Guidelines`` is the automatic rule, one for everybody. ``Recorded`` reads the history of judgements as the
interactive scorer did: what the program decided alone comes first, then what people told it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import NamedTuple

from dateline.codebook.muc4.slots import BY_NUMBER, Slot
from dateline.codebook.muc4.templates import Filler, Template, Value
from dateline.evaluate.muc4.grades import (
    Grade,
    best,
    date_grade,
    essence,
    location_grade,
    number_grade,
    set_grade,
    string_grade,
)
from dateline.evaluate.muc4.history import Form, History, filler_form


class Verdict(NamedTuple):
    """A grade, and whether a person gave it."""

    grade: Grade
    asked: bool = False


class Judge(ABC):
    """Grades a value of a response against a filler of the key's template."""

    @abstractmethod
    def grade(self, key: Template, slot: Slot, value: Value, filler: Filler) -> Verdict:
        """What the value earns if it is taken for this filler."""

    def spread(self, key: Template, slot: Slot, value: Value) -> tuple[Grade, tuple[Form, ...]] | None:
        """Credit that one value earns for several fillers at once; None if there is none."""
        return None

    def tag(self, key: Template, slot: Slot, value: Value, filler: Filler) -> Verdict:
        """Whether the cross-reference of a value names what that of the filler names."""
        refs = _refs(filler)
        if not refs or not value.refs:
            return Verdict(Grade.RIGHT if not refs and not value.refs else Grade.WRONG)
        if value.refs[0] in refs:
            return Verdict(Grade.RIGHT)
        return max(
            (
                self._names(key, BY_NUMBER[number], value.refs[0], named)
                for number in slot.refs
                for named in key.fillers(number)
                if refs & {v.text for v in named.values}
            ),
            default=Verdict(Grade.WRONG),
        )

    @abstractmethod
    def _names(self, key: Template, slot: Slot, said: str, named: Filler) -> Verdict:
        """Whether a string names what a filler of the slot that is referred to names."""


def _refs(filler: Filler) -> set[str]:
    return {ref for value in filler.values for ref in value.refs}


class Guidelines(Judge):
    """Scoring-guidelines.v7 by rule, without a person; see ``grades`` for what earns what.

    A right filler with a wrong reference, and a half right one with any, earn half (3.1.2, 3.2.19) unless
    the reference names another thing of the key: then it is that thing's filler, and wrong.
    """

    def grade(self, key: Template, slot: Slot, value: Value, filler: Filler) -> Verdict:
        """See Judge."""
        text = _text_grade(slot, value.text, filler)
        if not slot.refs or text is Grade.WRONG:
            return Verdict(text)
        tag = self.tag(key, slot, value, filler).grade
        if tag is Grade.WRONG and value.refs and self._names_another(key, slot, value, filler):
            return Verdict(Grade.WRONG)
        return Verdict(Grade.RIGHT if text is tag is Grade.RIGHT else Grade.PARTIAL)

    def _names_another(self, key: Template, slot: Slot, value: Value, filler: Filler) -> bool:
        refs = _refs(filler)
        return any(
            self._names(key, BY_NUMBER[number], value.refs[0], other).grade is Grade.RIGHT
            for number in slot.refs
            for other in key.fillers(number)
            if not refs & {v.text for v in other.values}
        )

    def _names(self, key: Template, slot: Slot, said: str, named: Filler) -> Verdict:
        return Verdict(_text_grade(slot, said, named))


def _text_grade(slot: Slot, text: str, filler: Filler) -> Grade:
    """The grade without regard to references."""
    if slot.kind == "set":
        return set_grade(slot, text, filler)
    if slot.kind == "string":
        return best(string_grade(slot, text, value.text) for value in filler.values)
    grade = {"date": date_grade, "location": location_grade, "number": number_grade}[slot.kind]
    return best(grade(text, value.text) for value in filler.values)


@dataclass(frozen=True, slots=True)
class Recorded(Judge):
    """What the program of 1992 decides alone; else what the history holds; else wrong.

    Found from its reports: an identical filler is right; then a judgement on this very response counts;
    then one that is the same but for what is unessential is right; then a judgement on such a one counts.
    """

    history: History = field(default_factory=History)

    def grade(self, key: Template, slot: Slot, value: Value, filler: Filler) -> Verdict:
        """See Judge."""
        tag = self.tag(key, slot, value, filler)
        if tag == Verdict(Grade.RIGHT) and any(value.text == v.text for v in filler.values):
            return tag
        exact = self._told(key, slot, value, filler, alike=False)
        if exact:
            return exact
        alone = self._alone(slot, value, filler, tag)
        if alone.grade is Grade.RIGHT:
            return alone
        return self._told(key, slot, value, filler, alike=True) or alone

    def spread(self, key: Template, slot: Slot, value: Value) -> tuple[Grade, tuple[Form, ...]] | None:
        """See Judge."""
        place = (key.message, key.number or 0, slot, value)
        for judgement in self.history.exact(*place) or self.history.alike(*place):
            if len(judgement.fillers) > 1:
                return judgement.grade, judgement.fillers
        return None

    def _told(
        self, key: Template, slot: Slot, value: Value, filler: Filler, *, alike: bool
    ) -> Verdict | None:
        look = self.history.alike if alike else self.history.exact
        asked = look(key.message, key.number or 0, slot, value)
        found = [judgement.grade for judgement in asked if judgement.fillers == (filler_form(filler),)]
        if found:
            return Verdict(best(found), True)
        if slot.kind != "set":
            return Verdict(Grade.WRONG, True) if asked else None
        half = any(judgement.grade is Grade.PARTIAL for judgement in asked)
        return Verdict(Grade.PARTIAL, True) if half and self._text(slot, value.text, filler) else None

    def _alone(self, slot: Slot, value: Value, filler: Filler, tag: Verdict) -> Verdict:
        text = self._text(slot, value.text, filler)
        if not slot.refs:
            return Verdict(text)
        if slot.kind == "set" and text and (text is Grade.PARTIAL or not value.refs):
            return Verdict(text if tag.grade is Grade.RIGHT else Grade.PARTIAL)
        return Verdict(min(text, tag.grade), tag.asked)

    def _text(self, slot: Slot, text: str, filler: Filler) -> Grade:
        if slot.kind == "location":
            return best(_location(text, value.text) for value in filler.values)
        if slot.kind == "set":
            grade = set_grade(slot, text, filler)
            return grade if grade is Grade.RIGHT or len(filler.values) == 1 else Grade.WRONG
        same = any(essence(slot, text) == essence(slot, value.text) for value in filler.values)
        return Grade.RIGHT if same else Grade.WRONG

    def _names(self, key: Template, slot: Slot, said: str, named: Filler) -> Verdict:
        value = Value(said, True)
        spread = self.spread(key, slot, value)
        if spread and filler_form(named) in spread[1]:
            return Verdict(Grade.RIGHT, True)
        exact = self._told(key, slot, value, named, alike=False)
        if exact:
            return exact
        same = Verdict(self._text(slot, said, named))
        return same if same.grade else self._told(key, slot, value, named, alike=True) or same


def _location(text: str, wanted: str) -> Grade:
    """The right country is half of a place within it; the other way round the program asked."""
    if text == wanted:
        return Grade.RIGHT
    return Grade(":" in wanted and text.split(":")[0] == wanted.split(":")[0])


@dataclass(frozen=True, slots=True)
class Strict(Recorded):
    """The program of 1992 left alone: whatever it would have asked about is wrong.

    Only its slip with dates is mended: a date is right if it is the same day, however it is written.
    """

    def _text(self, slot: Slot, text: str, filler: Filler) -> Grade:
        if slot.kind == "date":
            same = any(date_grade(text, value.text) is Grade.RIGHT for value in filler.values)
            return Grade.RIGHT if same else Grade.WRONG
        return Recorded._text(self, slot, text, filler)
