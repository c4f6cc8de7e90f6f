"""Who is who among the people of one report: "15-year-old Kevin Barbee … the boy … Barbee … he".

People are held to be the same unless the words tell them apart: other ages, other names, another sex,
"another man", or both in one sentence. News tells of one victim in many ways far more often than it
tells of two victims in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.model import Group
from dateline.resolve.how_many.people import People

_SUFFIXES = frozenset("jr sr ii iii iv jr. sr.".split())
#: Nouns that say of somebody no more than sex and age.
GENERIC = frozenset(
    "victim person individual patient man woman teen teenager boy girl male female child kid".split()
)
_KIN = frozenset(
    """mother father son daughter wife husband girlfriend boyfriend sister brother uncle aunt cousin
    nephew niece grandmother grandfather stepfather stepmother stepson stepdaughter friend neighbor
    roommate fiance fiancee""".split()
)
_ADULT = 22
_BABY = 2
_MANY = 100


@dataclass(slots=True)
class _Person:
    number: int
    heads: set[str] = field(default_factory=set)
    names: tuple[str, ...] = ()
    age: int | None = None
    gender: str = ""
    heard: str = ""  # the gender of the pronouns that were taken to mean this person
    young: bool = False
    attacker: bool = False
    effects: set[str] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)  # people who are somebody else
    seen: int = -1


class Referents:
    """Gives every singular phrase of a report a number; the same person gets the same number."""

    def __init__(self) -> None:
        self._people: list[_Person] = []
        self._here: list[
            tuple[_Person, frozenset[str], bool]
        ] = []  # people of the sentence that is being read
        self._sentence = -1

    def resolve(self, phrase: People, sentence: int, effects: frozenset[str]) -> int | None:
        """The number of the person; None where the words name nobody in particular.

        ``effects`` is what the sentence says happened to this person.
        """
        if sentence != self._sentence:
            self._sentence, self._here = sentence, []
        person = self._find(phrase, effects)
        if person is None:
            return None
        for other, theirs, definite in self._here:
            # "a teen died … after his friend died" may be one; "a woman was hurt and her son killed" are two
            one = (
                not effects
                or not theirs
                or (effects == theirs and (definite or phrase.definite) and not phrase.possessed)
            )
            if other is not person and not one:
                other.apart.add(person.number)
                person.apart.add(other.number)
        self._here.append((person, effects, phrase.definite))
        self._learn(person, phrase, effects)
        return person.number

    def accuse(self, number: int) -> None:
        """Notes that the person did the harm."""
        self._people[number].attacker = True

    def is_attacker(self, number: int) -> bool:
        """Whether anything so far made the person the attacker."""
        return self._people[number].attacker

    def _new(self, apart_from: list[_Person] | None = None) -> _Person:
        person = _Person(len(self._people))
        for other in apart_from or ():
            person.apart.add(other.number)
            other.apart.add(person.number)
        self._people.append(person)
        return person

    def _learn(self, person: _Person, phrase: People, effects: frozenset[str]) -> None:
        if phrase.head and phrase.kind != "pronoun":
            person.heads.add(phrase.head)
        names = _name(phrase.name)
        if len(names) > len(person.names):
            person.names = names
        person.age = phrase.age if person.age is None else person.age
        # "he" is often somebody else's: it helps to find the next "he", but tells nobody apart
        person.heard = person.heard or phrase.gender
        if phrase.kind != "pronoun":
            person.gender = person.gender or phrase.gender
        person.young = person.young or bool(phrase.noun and phrase.noun.young)
        person.attacker = person.attacker or phrase.group is Group.ATTACKERS
        person.effects |= effects
        person.seen = self._sentence

    def _find(self, phrase: People, effects: frozenset[str]) -> _Person | None:
        if phrase.kind == "pronoun":
            return self._pronoun(phrase)
        if phrase.additional:
            fitting = [p for p in self._near() if self._fits(p, phrase) and effects & p.effects]
            return self._new(apart_from=fitting)
        if phrase.name:
            return self._named(phrase, effects)
        fitting = [p for p in self._near() if self._fits(p, phrase) and not self._apart(p)]
        return self._best(fitting, phrase, effects) or self._new()

    def _near(self) -> list[_Person]:
        """The people that a phrase may mean: the last ones, so that a long list of names stays cheap."""
        return self._people[-_MANY:]

    def _apart(self, person: _Person) -> bool:
        """Whether the person already has a phrase of its own in this sentence."""
        return any(person is other for other, _, _ in self._here)

    def _pronoun(self, phrase: People) -> _Person | None:
        if phrase.noun is not None and phrase.noun.plural:
            return None
        near = [
            p
            for p in self._near()
            if self._sentence - p.seen <= 2 and (p.gender or p.heard) in ("", phrase.gender)
        ]
        return max(near, key=lambda p: (p.seen, bool(p.effects)), default=None)

    def _named(self, phrase: People, effects: frozenset[str]) -> _Person | None:
        names = _name(phrase.name)
        for person in reversed(self._near()):
            if person.names and _same_name(person.names, names):
                return person
        if "identified" in phrase.extra:
            # "the teen, identified as Briar Newsome, …", "identified him as …": the two are one
            near = [
                p
                for p in self._people
                if not p.names and self._fits(p, phrase) and self._sentence - p.seen <= 2
            ]
            if near:
                return max(near, key=lambda p: (p.seen, bool(p.effects)))
        if len(names) == 1 and not phrase.head and phrase.age is None and not phrase.extra:
            return None
        if not effects and not (phrase.definite and phrase.head) and phrase.age is None:
            return self._new()  # a name of whom nothing is told: an officer who speaks, a street
        open_ones = [p for p in self._near() if not p.names and self._fits(p, phrase) and not self._apart(p)]
        return self._best(open_ones, phrase, effects) or self._new()

    def _best(self, fitting: list[_Person], phrase: People, effects: frozenset[str]) -> _Person | None:
        """The likeliest of those who may be meant: same age, same noun, same harm, told of last."""
        if phrase.head in _KIN and phrase.age is None and not phrase.name:
            fitting = [p for p in fitting if phrase.head in p.heads or (effects & p.effects and not p.names)]
        if not effects and not phrase.definite and phrase.age is None:
            fitting = [p for p in fitting if phrase.head in p.heads]
        if not phrase.name:
            # "a 16-year-old girl" is not the photographer named above her, "the sheriff" not the boy who died
            fitting = [p for p in fitting if not p.names or p.effects or phrase.head in p.heads]
        ranked = [
            (
                phrase.age is not None and p.age == phrase.age,
                bool(phrase.head) and phrase.head in p.heads and phrase.head != "victim",
                bool(effects & p.effects),
                bool(p.effects),
                p.seen,
                -p.number,
            )
            for p in fitting
        ]
        if not ranked:
            return None
        best = max(ranked)
        told = any(best[:4]) if effects else any(best[:2])
        if not told and (phrase.head not in GENERIC or not (effects or phrase.definite)):
            return None
        return fitting[ranked.index(best)]

    @staticmethod
    def _fits(person: _Person, phrase: People) -> bool:
        if person.gender and phrase.gender and person.gender != phrase.gender:
            return False
        if _ages_differ(person.age, phrase.age):
            return False
        if phrase.name and person.names and not _same_name(person.names, _name(phrase.name)):
            return False
        young = bool(phrase.noun and phrase.noun.young)
        if (young and (person.age or 0) >= _ADULT) or (person.young and (phrase.age or 0) >= _ADULT):
            return False
        if (person.young and phrase.head in ("man", "woman")) or (young and person.heads & {"man", "woman"}):
            return False
        attacker = phrase.group is Group.ATTACKERS
        return attacker == person.attacker or not (attacker or person.attacker) or not person.effects

    def merged(self) -> dict[int, int]:
        """Numbers of people → numbers after those whom nothing tells apart were taken for one."""
        to: dict[int, int] = {p.number: p.number for p in self._people}
        kept: list[_Person] = []
        harmed = [p for p in self._people if p.effects & {"killed", "injured"}]
        for person in sorted(harmed, key=lambda p: (-len(p.names), p.age is None, p.number)):
            target = next((k for k in kept[:_MANY] if self._one(k, person)), None)
            if target is None:
                kept.append(person)
            else:
                to[person.number] = target.number
                _absorb(target, person)
        return to

    def _one(self, left: _Person, right: _Person) -> bool:
        if right.number in left.apart or left.number in right.apart:
            return False
        if left.gender and right.gender and left.gender != right.gender:
            return False
        if _ages_differ(left.age, right.age):
            return False
        if left.names and right.names and not _same_name(left.names, right.names):
            return False
        if (left.young and (right.age or 0) >= _ADULT) or (right.young and (left.age or 0) >= _ADULT):
            return False
        same_age = left.age is not None and left.age == right.age
        if left.attacker != right.attacker and not same_age:
            return False
        # a mother is not somebody's son
        kin_left, kin_right = left.heads & _KIN, right.heads & _KIN
        return not (kin_left and kin_right) or bool(kin_left & kin_right)


def _ages_differ(left: int | None, right: int | None) -> bool:
    """Whether two ages are of two people. An age in months counts as none, and a baby of twenty months is
    a one-year-old elsewhere."""
    if left is None or right is None or left == right:
        return False
    return min(left, right) > 0 or max(left, right) > _BABY


def _absorb(target: _Person, other: _Person) -> None:
    target.apart |= other.apart
    target.gender = target.gender or other.gender
    target.age = other.age if target.age is None else target.age
    target.names = target.names or other.names
    target.young = target.young or other.young
    target.heads |= other.heads


def same_name(left: str, right: str) -> bool:
    """Whether two names may be of one person: "Luan Le" and "Le", "J. Garcia" and "Jose Garcia"."""
    return _same_name(_name(left), _name(right))


def _same_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    a, b = left, right
    if len(a) == 1 or len(b) == 1:
        short, long = (a, b) if len(a) == 1 else (b, a)
        return short[0] in long
    if a[-1] == b[-1]:
        return a[0] == b[0] or a[0][0] == b[0][0]
    return set(a) <= set(b) or set(b) <= set(a)


def _name(name: str) -> tuple[str, ...]:
    words = [w for w in name.lower().split() if w not in _SUFFIXES and w not in (".", ",")]
    return tuple(words) or tuple(name.lower().split()[:1])
