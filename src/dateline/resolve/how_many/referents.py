"""Who is who among the people of one report: "15-year-old Kevin Barbee … the boy … Barbee … he"."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.model import Group
from dateline.resolve.how_many.people import People

_SUFFIXES = frozenset("jr sr ii iii iv jr. sr.".split())
_GENERIC = frozenset(
    "victim person individual patient man woman teen teenager boy girl male female child".split()
)


@dataclass(slots=True)
class _Person:
    number: int
    heads: set[str] = field(default_factory=set)
    names: tuple[str, ...] = ()
    age: int | None = None
    gender: str = ""
    young: bool | None = None
    attacker: bool = False
    harmed: bool = False
    possessed: bool = False
    seen: int = 0


class Referents:
    """Gives every singular phrase of a report a number; the same person gets the same number."""

    def __init__(self) -> None:
        self._people: list[_Person] = []

    def resolve(self, phrase: People, sentence: int) -> int | None:
        """The number of the person; None where the words name nobody in particular."""
        person = self._find(phrase, sentence)
        if person is None:
            return None
        self._learn(person, phrase, sentence)
        return person.number

    def mark(self, number: int, attacker: bool, harmed: bool) -> None:
        """Notes what a sentence said of the person."""
        person = self._people[number]
        person.attacker = person.attacker or attacker
        person.harmed = person.harmed or harmed

    def is_attacker(self, number: int) -> bool:
        """Whether anything so far made the person the attacker."""
        return self._people[number].attacker

    def _new(self) -> _Person:
        person = _Person(len(self._people))
        self._people.append(person)
        return person

    def _learn(self, person: _Person, phrase: People, sentence: int) -> None:
        if phrase.head and phrase.kind != "pronoun":
            person.heads.add(phrase.head)
        if (len(phrase.name.split()) > len(person.names) and not phrase.possessed) or (phrase.name and not person.names):
            person.names = _name(phrase.name)
        person.age = phrase.age if person.age is None else person.age
        person.gender = person.gender or phrase.gender
        person.possessed = person.possessed or phrase.possessed
        if phrase.noun is not None and phrase.noun.young:
            person.young = True
        person.attacker = person.attacker or phrase.group is Group.ATTACKERS
        person.seen = sentence

    def _find(self, phrase: People, sentence: int) -> _Person | None:
        if phrase.kind == "pronoun":
            return self._pronoun(phrase, sentence)
        if phrase.name:
            return self._named(phrase)
        if phrase.possessed:
            return (
                next((p for p in reversed(self._people) if p.possessed and phrase.head in p.heads), None)
                or self._new()
            )
        if phrase.additional:
            return self._new()
        if phrase.definite:
            return self._definite(phrase) or self._new()
        return self._indefinite(phrase, sentence) or self._new()

    def _pronoun(self, phrase: People, sentence: int) -> _Person | None:
        if phrase.head in ("they", "them", "themselves"):
            return None
        near = [p for p in self._people if sentence - p.seen <= 2 and p.gender in ("", phrase.gender)]
        return max(near, key=lambda p: (p.seen, p.harmed), default=None)

    def _named(self, phrase: People) -> _Person | None:
        names = _name(phrase.name)
        for person in reversed(self._people):
            if person.names and person.names[-1].lower() == names[-1].lower():
                same_first = (
                    len(names) == 1 or len(person.names) == 1 or person.names[0].lower() == names[0].lower()
                )
                if same_first:
                    return person
            elif len(names) == 1 and names[0] in person.names:
                return person  # "Ariel" for Ariel Morgan
        if len(names) == 1 and not phrase.head and phrase.age is None and not phrase.extra:
            return None
        open_ones = [p for p in self._people if not p.names and self._fits(p, phrase)]
        same_age = [p for p in open_ones if phrase.age is not None and p.age == phrase.age]
        harmed = [p for p in open_ones if p.harmed or p.attacker]
        candidates = same_age or (harmed if phrase.age is not None or phrase.head else [])
        return candidates[-1] if candidates and not phrase.additional else self._new()

    def _definite(self, phrase: People) -> _Person | None:
        attacker = phrase.group is Group.ATTACKERS
        fitting = [p for p in self._people if self._fits(p, phrase)]
        if attacker:
            return next((p for p in reversed(fitting) if p.attacker), None)
        if phrase.head in ("victim", "patient"):
            return next((p for p in reversed(fitting) if p.harmed and not p.attacker), None)
        named = next((p for p in reversed(fitting) if phrase.head in p.heads), None)
        if named is not None or (phrase.head not in _GENERIC and phrase.age is None):
            return named
        return max(fitting, key=lambda p: (p.harmed, p.seen), default=None)

    def _indefinite(self, phrase: People, sentence: int) -> _Person | None:
        fitting = [p for p in self._people if self._fits(p, phrase) and p.seen < sentence]
        if phrase.age is not None:
            return next((p for p in reversed(fitting) if p.age == phrase.age), None)
        return next((p for p in reversed(fitting) if phrase.head in p.heads), None)

    @staticmethod
    def _fits(person: _Person, phrase: People) -> bool:
        if person.gender and phrase.gender and person.gender != phrase.gender:
            return False
        if phrase.age is not None and person.age is not None:
            return person.age == phrase.age
        age = person.age if person.age is not None else phrase.age
        young = person.young if person.age is not None else bool(phrase.noun and phrase.noun.young)
        if age is not None and age > 21 and young is False and phrase.noun is not None and phrase.noun.young:
            return False
        return phrase.group is not Group.ATTACKERS or person.attacker or not person.harmed


def _name(name: str) -> tuple[str, ...]:
    words = [w for w in name.split() if w.lower() not in _SUFFIXES and w not in (".", ",")]
    return tuple(words) or (name,)
