"""Digits that count nobody: they number a road, a day of the month or a picture, or they are ages."""

from __future__ import annotations

from dateline.resolve.how_many.lexicon import Lexicon
from dateline.resolve.how_many.tokens import Tokens, age_of

_CALENDAR = frozenset(
    """january february march april may june july august september october november december jan feb
    mar apr jun jul aug sept sep oct nov dec""".split()
)
_NUMBERED = frozenset(
    """interstate highway route hwy i us u.s. room apartment apt unit channel chapter section image photo
    slide picture page""".split()
)
_SIGNS = frozenset(": $ # / £ € no".split())
_AGES = frozenset("age aged ages both".split())
_AND = frozenset(", and or to".split())
_EMERGENCY = frozenset("911 999 112".split())
_CALLED = frozenset(
    "call calls called calling dial dialed dialled dialing phoned ring rang to via a the".split()
)
_LONGEST_LIST = 10  # words of a list of ages


def is_numbering(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether the digits at ``at`` number something or tell an age: "June 21", "1:15 p.m.", "$15",
    "Interstate 20", "Image 23 of 33", "called 911", "ages 25, 26 and 33", "in his 20's"."""
    before = tokens.word(at - 1)
    if before == ".":
        return tokens.word(at - 2) in _CALENDAR
    if before in _SIGNS or before in _CALENDAR or before in _NUMBERED:
        return True
    if before == "of" and tokens.word(at - 2).isdecimal() and tokens.word(at - 3) in _NUMBERED:
        return True
    if tokens.low[at] in _EMERGENCY and before in _CALLED and tokens.word(at + 1) not in lexicon.nouns:
        return True
    return _is_age(tokens, at, lexicon) or _is_hyphened(tokens, at)


def _is_hyphened(tokens: Tokens, at: int) -> bool:
    """The 7 of "Flight MH-7", but not the 62 of "59-62"."""
    touches = tokens.word(at - 1) == "-" and tokens.end[at - 1] == tokens.start[at]
    return touches and not tokens.word(at - 2).isdecimal()


def _is_age(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether the words around make the digits an age or a decade of life."""
    before, after = tokens.word(at - 1), tokens.word(at + 1)
    if after == "'s" and before in ("his", "her", "their", "early", "mid", "late", "-"):
        return True  # "a man in his 20's"
    if before == "than" and tokens.word(at - 2) in ("younger", "older"):
        return True
    if before == "one" or (before == "other" and _other_of_two(tokens, at)):
        return after not in lexicon.nouns  # "two men, one 17 and the other 21"
    back = at - 1  # "ages 25, 26, and 33", "between the ages of 11 and 25"
    while back > at - _LONGEST_LIST and (tokens.word(back) in _AND or tokens.word(back).isdecimal()):
        back -= 1
    if tokens.word(back) == "of" and tokens.word(back - 1) in _AGES:
        return True
    if tokens.word(back) in _AGES and (back == at - 1 or tokens.word(back + 1).isdecimal()):
        return before != "both" or after not in lexicon.nouns
    ahead = at + 1  # "were 28 and 37 years old"
    while ahead < at + _LONGEST_LIST and (tokens.word(ahead) in _AND or tokens.word(ahead).isdecimal()):
        ahead += 1
    return (
        ahead > at + 1
        and tokens.word(at + 1) in _AND
        and age_of(tokens.word(ahead)) is not None
        and tokens.word(ahead - 1) in _AND
        and tokens.word(ahead + 1) not in lexicon.nouns
    )


def _other_of_two(tokens: Tokens, at: int) -> bool:
    return any(
        tokens.word(k) == "one" and tokens.word(k + 1).isdecimal() for k in range(max(0, at - 6), at - 1)
    )
