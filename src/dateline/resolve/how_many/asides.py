"""Phrases that spell out another one beside them: "Juma Otieno, a teacher", "nine people, mostly women", "two
men, identified as Juma and Otieno". Who was harmed is counted once, by the phrase that they spell out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.resolve.how_many.people import People
from dateline.resolve.how_many.words import BE

if TYPE_CHECKING:
    from dateline.resolve.how_many.effects import Clause

_MOSTLY = frozenset("mostly mainly largely predominantly chiefly primarily".split())
_NEARLY = frozenset("nearly almost virtually reportedly apparently".split())
_ASIDE_MARKS = frozenset((",", "-", "–", "—", "("))
_LONGEST_ASIDE = 25
_LONGEST_POST = 6  # words of "of the Metal Workers" after "the secretary"


def apposed(clause: Clause, left: People, right: People) -> bool:
    """Whether two phrases with only a comma between them tell of one person."""
    if left.kind != "one" or right.kind != "one" or right.additional:
        return False
    if right.first - left.last > 1 and not (left.definite and right.name and _of_what(clause, left, right)):
        return False
    if clause.word(right.first - 1) != "," or bool(left.name) == bool(right.name):
        return False
    after = clause.word(right.last)
    if left.name and not right.definite:
        # "Juma Otieno, a teacher at the school"; "Juma Otieno, a teacher and two pupils" are four
        return after != "and" and clause.word(right.first) in ("a", "an")
    return after not in ("and", ",") and (left.definite or right.definite or left.possessed)


def _of_what(clause: Clause, left: People, right: People) -> bool:
    """ "the chief of Nguigmi, Abba Malam": whether only that stands between a person's post and the name."""
    between = [clause.word(n) for n in range(left.last, right.first - 1)]
    told = any(w in BE or w in _ASIDE_MARKS or w == "and" or clause.trigger(left.last + n) is not None
               for n, w in enumerate(between))  # fmt: skip
    return 1 < len(between) <= _LONGEST_POST and between[0] in ("of", "for", "in", "at") and not told


def described(named: People, by: People) -> People:
    """A named person with the noun of what stands beside the name: "Juma Otieno, a teacher"."""
    return named if named.noun is not None or not named.name else replace(named, noun=by.noun)


def part_at(clause: Clause, first: int) -> bool:
    """Whether "including" or "among them" stands before the phrase that starts at ``first``."""
    word = clause.word(first - 1)
    return word == "including" or (word in ("them", "whom", "those") and clause.word(first - 2) == "among")


def is_aside(clause: Clause, phrase: People) -> bool:
    """Whether the phrase only spells out another before it: "including two nuns and a guard",
    "identified as Juma and Otieno", "residents of the village" after a number."""
    if clause.word(phrase.first - 1) == "," and [clause.word(phrase.first + k) for k in (1, 2)] == [
        "of",
        "them",
    ]:
        return True  # "11 people, all of them fighters, had died"
    if spells_out(clause, phrase):
        return True
    if phrase.kind == "set" and phrase.amount is None and clause.word(phrase.first - 1) == ",":
        return not phrase.definite and any(p.amount for p in clause.people if p.last < phrase.first)
    at = phrase.first - 1
    while at >= 0 and phrase.first - at < _LONGEST_ASIDE:
        word = clause.word(at)
        if word == "including" or (word == "among" and clause.word(at + 1) in ("them", "whom", "those")):
            return True
        if word == "as" and clause.word(at - 1) in ("identified", "named"):
            # "an official, identified as Ahmed Khan, and a militant": the militant is one more
            return bool(phrase.name) or at == phrase.first - 1
        trigger = clause.trigger(at)
        if word in BE or word in (";", ".") or (trigger is not None and trigger.form in ("past", "state")):
            return False
        at -= 1
    return False


def spells_out(clause: Clause, phrase: People) -> bool:
    """ "39 people, mostly women and children, were killed", "nine villagers, most of them women, …", "nine
    people, all civilians, …": whether the phrase is among the words that say who they were."""
    at = phrase.first
    while clause.word(at - 1) in ("and", "or") and (other := clause.ending.get(at - 1)) is not None:
        at = other.first
    part = clause.ending.get(at)
    if part is not None and part.head in ("them", "whom"):
        at = part.first if part.partitive else part.first - 2  # "half of them"
    elif clause.word(at - 1) in _MOSTLY:
        at -= 1
    elif clause.word(at) not in ("all", "both"):
        return False
    while clause.word(at - 1) in _NEARLY:
        at -= 1
    whole = clause.ending.get(at - 1) if clause.word(at - 1) in _ASIDE_MARKS else None
    return whole is not None and whole.kind == "set"
