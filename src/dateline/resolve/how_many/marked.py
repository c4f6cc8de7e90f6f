"""Counts where somebody else says that the words count people: the reader knows it, the grammar did not.

"The blaze took four of the crew with it": no verb of the list, but the words are marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dateline.model import Effect, Span, Toll
from dateline.resolve.how_many.lexicon import Lexicon, lexicon
from dateline.resolve.how_many.numerals import Amount, has_changed, read_amount
from dateline.resolve.how_many.people import People, find_people
from dateline.resolve.how_many.referents import same_name
from dateline.resolve.how_many.tokens import Tokens, tokenise
from dateline.resolve.how_many.types import CountMention, Individual

_REACH = 70  # characters after the number in which its noun stands
_BEFORE = 70  # characters before the marked words that say how they are to be read
_LEADING = 5  # words before them with which their amount may begin
_APPOSED = re.compile(
    r"(?i)\s*[,(]?\s*(?:(?:later |only |tentatively )?identified (?:only |by \w+ )?as |(?:also )?known as "
    r"|alias |named |called )?"
)
_AND = re.compile(r"\s+and\b")
_ENDS = re.compile(r"[.!?]\W|\n")
_ANOTHER = re.compile(r"(?i)(?:another|a (?:second|third|fourth|fifth)|the other)\b")
_NOBODY = frozenset(
    "no none nobody no-one zero nil neither without unhurt unharmed uninjured unscathed".split()
)
_NOT_NOBODY = frozenset("all only more just every merely less fewer".split())
#: Words for so many that are told of already.
_SETS = {"both": 2, "pair": 2, "couple": 2, "duo": 2, "twosome": 2, "trio": 3, "threesome": 3, "quartet": 4}
_GAP = re.compile(r"\s+")
_ONE = re.compile(r"(?:an?|another)", re.I)
#: What an article may lead to that is no single person.
_NO_SINGLE = frozenset(
    """family number group crowd busload handful majority gang convoy series couple pair score dozen hundred
    thousand few great good large small further total party band team squad column lorryload truckload batch
    lot load bomb blast raid attack""".split()
)
_NOUN_AFTER = re.compile(
    r"(?:\s(?!(?:who|whom|was|were|is|are|in|on|at|of|from|for|to|and|or|by|with|had|has|lost|died)\b)"
    r"[^\W\d_][\w'’-]*){1,2}"
)
_OTHER = re.compile(r"(?:the\s+)?(?:other|further|more|remaining)\s+", re.I)
#: What is marked where nothing is said of how many.
_MANY = frozenset(
    "not them they those these their victims casualties deaths losses dead wounded injured".split()
)
_PLURAL = re.compile(r"(?:[^su]s|men|women|children|people|police)$")
_CHILD, _GROWN, _NO_YOUTH = 16, 20, 30  # below; from which age on
_CHILDREN = frozenset("child baby infant toddler newborn kid schoolboy schoolgirl preteen".split())
_YOUNG = frozenset("boy girl teen teenager youth youngster juvenile".split())
_ADULTS = frozenset("man woman husband wife father mother grandfather grandmother widow widower".split())
_ARTICLES = frozenset("the a an his her their its our my".split())


def count_of(text: str, span: Span, effect: Effect, person: int) -> CountMention | None:
    """The count that the marked words at ``span`` give; None where they hold no amount ("casualties").

    ``person`` is the number to give to somebody told of alone ("a soldier", a name).
    """
    read = _as_read(text, span.start, span.end)
    if read is None:
        return None
    begin, tokens, phrase, amount = read
    noun = phrase.head if phrase else ""
    group = phrase.group if phrase else Toll(effect).group
    stop = span.end if phrase is None else max(span.end, begin + tokens.end[phrase.last - 1])
    whole = Span(span.report_id, begin, min(stop, span.end + _REACH))
    if amount is None and _says_nobody(tokens, phrase, span.end - begin):
        return CountMention(whole, Toll(effect, group, 0, 0, 0), span, noun, negated=True)
    if amount is not None:
        toll = Toll(effect, group, amount.low, amount.best, amount.high, amount.words)
        return CountMention(whole, toll, span, noun)
    if phrase is not None and phrase.kind == "one" and tokens.low[0] not in _SETS:
        described = text[span.start : whole.end]
        who = Individual(whole, person, phrase.name, phrase.age, phrase.gender, described)
        return CountMention(whole, Toll(effect, group, 1, 1, 1), span, noun, (who,))
    return _without_number(text, span, effect, person)


@lru_cache(maxsize=64)  # a mark is asked about for each purpose: who it counts, which figures are told
def _as_read(text: str, start: int, end: int) -> tuple[int, Tokens, People | None, Amount | None] | None:
    """Where the words begin that the marked ones at ``start`` belong to, the words from there on, and the
    phrase and the amount that they begin with; None where nothing is counted."""
    words = lexicon()
    other = _OTHER.match(text, start, end)
    found = _begin(text, other.end() if other is not None and other.end() < end else start, words)
    if found is None:
        return None
    begin, was_before = found
    told = tokenise(text[begin : min(end + _REACH, len(text))])
    if not told:
        return None
    people = find_people(told[0], words)
    phrase = people[0] if people and told[0].start[people[0].first] == 0 else None
    return begin, told[0], phrase, _amount(told[0], was_before)


def _without_number(text: str, span: Span, effect: Effect, person: int) -> CountMention | None:
    """The count of marked words that hold no amount and that the grammar takes for no people."""
    words = lexicon()
    marked = text[span.start : span.end]
    if (many := _SETS.get(marked.split()[-1].lower() if marked.split() else "")) is not None:
        return CountMention(span, Toll(effect, low=many, best=many, high=many), span, "", definite=True)
    if _ONE.fullmatch(marked):  # "a coffee picker was killed": an article that counts stands before one
        noun = _NOUN_AFTER.match(text, span.end)
        if noun is None or not _may_be_single(noun.group(), words):
            return None
        whole = Span(span.report_id, span.start, noun.end())
    elif _is_one(marked, words):
        whole = span
    else:
        return None
    described = text[whole.start : whole.end]
    name = described if whole == span and described[0].isupper() else ""
    who = Individual(whole, person, name, None, "", described)
    return CountMention(whole, Toll(effect, low=1, best=1, high=1), span, "", (who,))


def _may_be_single(noun: str, words: Lexicon) -> bool:
    """Whether what follows an article may be one person: "a coffee picker", not "a family", "a bomb"."""
    told = noun.lower().split()
    return told[0] not in _NO_SINGLE and told[0] not in words.triggers and told[-1] not in _NO_SINGLE


def _begin(text: str, start: int, words: Lexicon) -> tuple[int, bool] | None:
    """Where the amount begins that the marked words at ``start`` belong to, as readers mark "150" of "more
    than 150" and "twenty" of "one hundred and twenty"; and whether a figure was that before ("from 11 to
    14"). None where the words ask how many."""
    lead = max(0, start - _BEFORE)
    if lead and (gap := _GAP.search(text, lead, start)) is not None:
        lead = gap.end()
    for tokens in tokenise(text[lead : start + _REACH]):
        at = next((n for n, s in enumerate(tokens.start) if lead + s == start), None)
        if at is None:
            continue
        if tokens.word(at - 1) == "how":
            return None  # "how many people were hurt is not known"
        for first in range(max(0, at - _LEADING), at):
            read = read_amount(tokens, first, words)
            if read is not None and read[1] > at:
                return lead + tokens.start[first], has_changed(tokens, first)
        return start, has_changed(tokens, at)
    return start, False


def _says_nobody(tokens: Tokens, phrase: People | None, length: int) -> bool:
    """Whether the marked words, ``length`` characters from the first token, say that nobody was hurt."""
    own = [w for w, s in zip(tokens.low, tokens.start, strict=True) if s < length]
    if "not" in own or "n't" in own:
        after = tokens.word((own.index("not") if "not" in own else own.index("n't")) + 1)
        return after not in _NOT_NOBODY
    return tokens.low[0] in _NOBODY or (phrase is not None and phrase.kind == "nobody")


def _is_one(marked: str, words: Lexicon) -> bool:
    """Whether marked words without a number are those for one person, by a name or by what nobody listed as
    a noun of people: "a barangay treasurer", "Rizvan Dudarov", "him"."""
    told = [w for w in re.findall(r"[^\W\d_]+", marked.lower()) if w not in _ARTICLES]
    if not told or any(c.isdigit() for c in marked) or told[0] in _MANY or told[-1] in _MANY:
        return False
    noun = words.nouns.get(told[-1])
    if noun is not None and noun.plural:
        return False
    named = marked[:1].isupper() and marked.split()[-1][:1].isupper()
    return words.triggers.get(told[-1]) is None and (named or not _PLURAL.search(told[-1]))


def who_is(one: Individual, others: Sequence[Individual], text: str) -> Individual:
    """``one`` with the number of the first of ``others`` who is the same person: "a 16-year-old boy was shot.
    The victim was Luan Le." News tells of one victim in many ways far more often than of two in ways that
    nothing tells apart; two in one sentence are two unless they share a name."""
    for other in others:
        if may_be_one(one, other, text):
            return replace(one, referent=other.referent)
    return one


def may_be_one(one: Individual, other: Individual, text: str) -> bool:
    """Whether nothing tells two people apart: not age, sex or name, nor that one sentence tells of both."""
    if one.age is not None and other.age is not None and one.age != other.age:
        return False
    if one.gender and other.gender and one.gender != other.gender:
        return False
    if _ages_differ(one, other) or _ages_differ(other, one):
        return False
    if one.name and other.name:
        return same_name(one.name, other.name)
    first, last = sorted((one.span, other.span), key=lambda s: s.start)
    if bool(one.name) != bool(other.name) and _APPOSED.fullmatch(text, first.end, last.start):
        return not _AND.match(text, last.end)  # "a committee member, Omar Bal, was shot"
    if _ANOTHER.match(one.description) or _ANOTHER.match(other.description):
        return False
    return _ENDS.search(text, first.end, last.start) is not None


def _ages_differ(one: Individual, other: Individual) -> bool:
    """Whether what ``one`` is called cannot be said of somebody of the age of ``other``, or of what that is
    called: a toddler is no man, nor is who is 41 a boy; "a youth" may well be 24."""
    called, beside = _head_of(one.description), _head_of(other.description)
    if called in _CHILDREN or called in _YOUNG:
        return beside in _ADULTS or (other.age or 0) >= (_GROWN if called in _CHILDREN else _NO_YOUTH)
    return called in _ADULTS and other.age is not None and other.age < _CHILD


@lru_cache(maxsize=1024)  # a report compares all who are told of with one another
def _head_of(description: str) -> str:
    """The word that says what somebody is: of "the boy's father" father, of "a father of two" father."""
    words = description.lower().partition(" of ")[0].partition(",")[0]
    told = re.findall(r"[^\W\d_]+", re.split(r"['’]s\s", words)[-1])
    return told[-1] if told else ""


def _amount(tokens: Tokens, was_before: bool) -> Amount | None:
    read = read_amount(tokens, 0, lexicon(), alone=was_before)
    return read[0] if read else None
