"""Nouns that tell of an incident: how they are introduced, and whether they name a deed or a kind of deeds.

"The Monday night raid" is a deed; "major assaults from time to time" and "charged with murder" are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dateline.codebook.lexicon import Trigger as LexiconTrigger
from dateline.reader.rules import context
from dateline.resolve.who import ActorMention
from dateline.text import Token


class Determiner(StrEnum):
    """How a noun is introduced: the news tells old from new with it."""

    DEFINITE = "definite"  # the raid, this attack
    POSSESSIVE = "possessive"  # Monday's attack
    INDEFINITE = "indefinite"  # an attack
    NEW = "new"  # another attack, a second blast, a separate raid
    NUMBER = "number"  # three attacks
    NONE = "none"  # attacks; and all verbs


_NUMBER_WORDS = frozenset("two three four five six seven eight nine ten several multiple".split())
_DEFINITE = frozenset("the this that these those his her their its".split())
_INDEFINITE = frozenset("a an".split())
_NEW = frozenset("another second third separate similar different earlier previous other".split())
_STOP = frozenset(
    """of in on at by to from for with and or but as was were is are be been has have had after before during
    when while where who which that who said told he she it they we i not since until into over under
    against about""".split()
)
# Words before a noun that make it any one of its kind: "any attack", "such raids", "acts of arson".
_ANY = frozenset("any every each all such many more most some further future potential possible".split())
# What begins the object of a verb: "killing her father", "police arrest several".
_OBJECT = frozenset("a an the his her their its at more".split()) | _NUMBER_WORDS
_SOME = frozenset("some dozens scores hundreds thousands nearly almost over about another suspected".split())
# A bare singular behind these names a kind, not a deed: "victims of kidnapping", "charged with murder".
_KIND_BEFORE = frozenset("of and or for with to against as about like than anti".split())
# … and before these it says what kind: "murder charges", "kidnapping cases".
_KIND_AFTER = frozenset(
    """charge charges rate rates law laws unit units squad count counts victim victims case cases policy
    statistics insurance prevention trial trials allegation allegations threat threats suspect suspects
    warrant warrants ring rings weapon investigation investigations investigator detective detectives
    conviction""".split()
)
# More than this many at once is a count over a time: "143 assassinations".
_MANY = 9
# "The raid", "Monday's raid": the reader of the news knows which.
OF_A_DEED_TOLD = (Determiner.DEFINITE, Determiner.POSSESSIVE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the token range ``low..high`` of a text, with its actors; ``doer`` is the group that
    acted in the last sentence that told of something."""

    text: str
    words: Sequence[Token]
    low: int
    high: int
    index: int
    actors: Sequence[ActorMention] = ()
    doer: str = ""


def names_a_kind(here: Sentence, first: int, last: int, determiner: Determiner) -> bool:
    """Whether a noun names a kind of deed, or deeds over a time, and so no single incident: "charged with
    murder", "any attack", "the bombings and arrests", "143 assassinations"."""
    words = here.words
    if _takes_an_object(here, last):
        return False
    plural = is_plural(words[last - 1].lower)
    previous = words[first - 1].lower if first > here.low else ""
    if previous in _ANY or context.of_a_kind(here.text[words[here.low].start : words[first].start]):
        return True
    follows = words[last] if last < here.high else None
    if follows and follows.lower in _KIND_AFTER and follows.start - words[last - 1].end <= 1:
        return True
    if plural and determiner is Determiner.NUMBER:
        return previous.isdigit() and int(previous) > _MANY
    if plural:
        return determiner in OF_A_DEED_TOLD and not _of_a_number(words, last, here.high)
    return determiner is Determiner.NONE and previous in _KIND_BEFORE


def _takes_an_object(here: Sentence, last: int) -> bool:
    """ "Charged with killing her father": a verb, though the list has it as a noun."""
    if last >= here.high or not here.words[last - 1].lower.endswith("ing"):
        return False
    start, _, word = here.words[last]
    glued = here.text[here.words[last - 1].end : start] == " "
    return glued and (word in _OBJECT or word.isdigit() or here.text[start].isupper())


def has_a_subject(here: Sentence, first: int, last: int) -> bool:
    """ "Police arrest several", "Gunmen kill five": as headlines have it, a verb between doer and object."""
    start = here.words[first].start
    if last >= here.high or not any(a.span.end == start - 1 for a in here.actors):
        return False
    word = here.words[last].lower
    return word in _OBJECT or word in _SOME or word[0].isdigit()


def _of_a_number(words: Sequence[Token], last: int, high: int) -> bool:
    """ "The fatal shootings of four people": as many deeds as people, told as one."""
    behind = [t.lower for t in words[last : min(last + 2, high)]]
    return len(behind) > 1 and behind[0] == "of" and (behind[1] in _NUMBER_WORDS or behind[1].isdigit())


def is_plural(word: str) -> bool:
    """Whether a noun looks like one: "attacks", but not "distress"."""
    return word.endswith("s") and not word.endswith("ss")


def used_as_noun(entry: LexiconTrigger, surface: str, determiner: Determiner) -> bool:
    """ "The raid", "major assaults", "on charges of murder": verb forms of the list that stand as nouns.
    The news tells in the past tense, so a plain form or one in -s is far more often a noun."""
    if entry.pos != "verb" or surface.endswith(("ed", "ing")):
        return False
    if surface.endswith("s") or surface == entry.lemma:
        return True
    return determiner not in (Determiner.NONE, Determiner.NUMBER)


def determiner_of(text: str, words: Sequence[Token], first: int) -> Determiner:
    """Look left over adjectives: "the deadliest assault", "Monday night's raid", "a second bombing"."""
    result = Determiner.NONE
    for index in range(first - 1, max(first - 7, -1), -1):
        gap = text[words[index].end : words[index + 1].start]
        if gap.strip(" -‐‑'’\n") or (words[index].lower in _STOP):
            break
        lower = words[index].lower
        if lower in _NEW:
            return Determiner.NEW
        if lower == "s" and text[words[index].start - 1] in "'’":
            return Determiner.POSSESSIVE
        if lower in _DEFINITE:
            return Determiner.DEFINITE
        if lower in _INDEFINITE:
            return Determiner.INDEFINITE
        if lower in _NUMBER_WORDS or lower.isdigit():
            result = Determiner.NUMBER
    return result
