"""The decisions of persons that concern a part of a ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dateline.ledger import Linking
from dateline.model import Decision, DecisionVerb


class Decided:
    """All decisions of a ledger by what they are about; only those that are asked for are read whole."""

    def __init__(self, room: Linking) -> None:
        self._room = room
        self._rows = room.decided()
        self._about: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(self._rows):
            for subject in row.subject:
                self._about[subject].append(number)
        self._number = {row.id: n for n, row in enumerate(self._rows)}

    @property
    def merged(self) -> list[tuple[str, str]]:
        """All pairs that were ever merged, undone or not: an undone one, too, says which incidents change."""
        merge = DecisionVerb.MERGE.value
        return [(row.subject[0], row.subject[1]) for row in self._rows if row.verb == merge]

    def on(self, subjects: Iterable[str]) -> list[Decision]:
        """The decisions on these accounts and statements, with the undos of them, oldest first."""
        found: set[int] = set()
        waiting = list(subjects)
        while waiting:
            new = {n for n in self._about.get(waiting.pop(), ()) if n not in found}
            found |= new
            waiting.extend(self._rows[n].id for n in new)  # an undo is about a decision
        return [self._rows[n].decision for n in sorted(found)]

    def subjects_of(self, decisions: Iterable[Decision]) -> set[str]:
        """What decisions are about; an undo is about what the undone one was about."""
        found: set[str] = set()
        for decision in decisions:
            verb, subject = decision.verb.value, decision.subject
            while verb == DecisionVerb.UNDO.value and subject[0] in self._number:
                row = self._rows[self._number[subject[0]]]
                verb, subject = row.verb, row.subject
            found.update(subject)
        return found
