"""Counts where somebody else says that the words count people: the reader knows it, the grammar did not.

"The blaze took four of the crew with it": no verb of the list, but the words are marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Effect, Span, Toll
from dateline.resolve.how_many.lexicon import Lexicon, lexicon
from dateline.resolve.how_many.numerals import read_amount
from dateline.resolve.how_many.people import People, find_people
from dateline.resolve.how_many.referents import same_name
from dateline.resolve.how_many.tokens import Tokens, tokenise
from dateline.resolve.how_many.types import CountMention, Individual

_REACH = 70  # characters after the number in which its noun stands
_ENDS = re.compile(r"[.!?]\W|\n")
_ANOTHER = re.compile(r"(?i)(?:another|a (?:second|third|fourth|fifth)|the other)\b")
_NOBODY = frozenset("no none nobody no-one zero nil neither unhurt unharmed uninjured unscathed".split())
#: What is marked where nothing is said of how many.
_MANY = frozenset("them they those these their victims casualties deaths losses dead wounded injured".split())
_PLURAL = re.compile(r"(?:[^su]s|men|women|children|people|police)$")
_ARTICLES = frozenset("the a an his her their its our my".split())


def count_of(text: str, span: Span, effect: Effect, person: int) -> CountMention | None:
    """The count that the marked words at ``span`` give; None where they hold no amount ("casualties").

    ``person`` is the number to give to somebody told of alone ("a soldier", a name).
    """
    words = lexicon()
    for tokens in tokenise(text[span.start : min(span.end + _REACH, len(text))])[:1]:
        people = find_people(tokens, words)
        phrase = people[0] if people and tokens.start[people[0].first] == 0 else None
        noun = phrase.head if phrase else ""
        group = phrase.group if phrase else Toll(effect).group
        stop = span.end if phrase is None else max(span.end, span.start + tokens.end[phrase.last - 1])
        whole = Span(span.report_id, span.start, min(stop, span.end + _REACH))
        amount = _amount(tokens)
        if amount is None and _says_nobody(tokens, phrase):
            return CountMention(whole, Toll(effect, group, 0, 0, 0), span, noun, negated=True)
        if amount is not None:
            toll = Toll(effect, group, amount[0], amount[1], amount[2], amount[3])
            return CountMention(whole, toll, span, noun)
        if phrase is not None and phrase.kind == "one":
            described = text[whole.start : whole.end]
            who = Individual(whole, person, phrase.name, phrase.age, phrase.gender, described)
            return CountMention(whole, Toll(effect, group, 1, 1, 1), span, noun, (who,))
        if _is_one(text[span.start : span.end], words):
            described = text[span.start : span.end]
            who = Individual(span, person, described if described[0].isupper() else "", None, "", described)
            return CountMention(span, Toll(effect, group, 1, 1, 1), span, noun, (who,))
    return None


def _says_nobody(tokens: Tokens, phrase: People | None) -> bool:
    return tokens.low[0] in _NOBODY or (phrase is not None and phrase.kind == "nobody")


def _is_one(marked: str, words: Lexicon) -> bool:
    """Whether marked words without a number are those for one person, by a name or by what nobody listed as
    a noun of people: "a barangay treasurer", "Rizvan Dudarov", "him"."""
    told = [w for w in re.findall(r"[^\W\d_]+", marked.lower()) if w not in _ARTICLES]
    if not told or any(c.isdigit() for c in marked) or told[0] in _MANY or told[-1] in _MANY:
        return False
    named = marked[:1].isupper() and marked.split()[-1][:1].isupper()
    return words.triggers.get(told[-1]) is None and (named or not _PLURAL.search(told[-1]))


def who_is(one: Individual, others: Sequence[Individual], text: str) -> Individual:
    """``one`` with the number of the first of ``others`` who is the same person: "a 16-year-old boy was shot.
    The victim was Luan Le." News tells of one victim in many ways far more often than of two in ways that
    nothing tells apart; two in one sentence are two unless they share a name."""
    for other in others:
        if _one_person(one, other, text):
            return replace(one, referent=other.referent)
    return one


def _one_person(one: Individual, other: Individual, text: str) -> bool:
    if one.age is not None and other.age is not None and one.age != other.age:
        return False
    if one.gender and other.gender and one.gender != other.gender:
        return False
    if one.name and other.name:
        return same_name(one.name, other.name)
    first, last = sorted((one.span, other.span), key=lambda s: s.start)
    return _ENDS.search(text, first.end, last.start) is not None and not _ANOTHER.match(one.description)


def _amount(tokens: Tokens) -> tuple[int | None, int | None, int | None, str] | None:
    read = read_amount(tokens, 0, lexicon())
    return (read[0].low, read[0].best, read[0].high, read[0].words) if read else None
