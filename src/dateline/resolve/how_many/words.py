"""Small questions about the words around a noun of people: a name, an adjective, the end of a phrase?"""

from __future__ import annotations

from dateline.resolve.how_many.lexicon import Lexicon
from dateline.resolve.how_many.numerals import NUMBER_WORDS
from dateline.resolve.how_many.tokens import Tokens, age_of

_NO_ADJECTIVE = frozenset(
    """and or , a an the his her their its all both some any no another was were is are be been being
    has have had more other""".split()
)
DEFINITE = frozenset("the this that these those both his her their its my our your".split())
INDEFINITE = frozenset("a an another any each every".split())
_OPEN = frozenset("said say says told tells according who whom which that when where while because".split())
# An article belongs to a number over these: "the first two people".
_BEFORE_NUMBER = frozenset(
    "first second third last latest other next previous remaining same only top final past initial original "
    "half".split()
)
_FINE_ING = frozenset("remaining surviving visiting opposing serving working sleeping unsuspecting".split())
_PLAIN_S = frozenset("police armed-forces us u.s. armed forces".split())
BE = frozenset("was were is are be been being got gets get 's 're".split())
_PARTS_OF_DAY = frozenset("night morning evening afternoon".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec".split()
)
#: An age in commas: "Jackson Reyna, 38," but not "Jackson Reyna, 38 Main Street".
_AFTER_AGE = frozenset(", . ; ) - — – and was were".split()) | {""}


def adjective(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether the participle stands before its noun: "the wounded officer", "two dead militants"."""
    nxt = tokens.word(at + 1)
    if nxt in lexicon.nouns or age_of(nxt) is not None:
        return True
    # "the explosion wounded six people" has a verb there
    verb = nxt in lexicon.number_starts or nxt in _NO_ADJECTIVE or not nxt[:1].isalpha()
    return not verb and nxt not in lexicon.prepositions and tokens.word(at + 2) in lexicon.nouns


def is_place_of(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether the word at ``at`` is no person but where one lives or what holds people ("a bus of …")."""
    nxt = tokens.word(at + 1)
    if tokens.low[at] == "lives" and not (
        at and tokens.low[at - 1] in lexicon.number_starts | {"more", "the", "other"}
    ):
        return not (at and tokens.low[at - 1][0].isdecimal())  # "Hicks, who lives on Calhoun Road"
    return nxt in lexicon.containers and tokens.word(at + 2) not in lexicon.nouns


def modifier(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether the word at ``at`` may stand between a number and its noun: "two masked *local* men"."""
    word = tokens.low[at]
    if word == "," and at + 1 < len(tokens):
        return False
    if not word[0].isalpha() or word in _OPEN or word in lexicon.auxiliaries or word in lexicon.prepositions:
        return False
    if (
        word in lexicon.verbs
        or word in lexicon.triggers
        or word in ("and", "or", "but")
        or word in DEFINITE
        or word in INDEFINITE
    ):
        return False
    if word.endswith("ing") and word not in _FINE_ING:
        return False
    if word in NUMBER_WORDS and not tokens.capital(at) and tokens.word(at - 1) not in _BEFORE_NUMBER:
        return False  # "the couple's two children": the article is not theirs; "Zone Six" is a name
    long_s = word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "ous"))
    return not long_s or tokens.capital(at) or word in _PLAIN_S or word in lexicon.containers


def past_name(tokens: Tokens, here: int) -> int:
    """Past what belongs to a name before the noun: the short form in "four Northern Front (NF) rebels",
    the "of" in "two Front of the North cadres"; ``here`` where neither stands."""
    word = tokens.low[here]
    if word == "(" and tokens.capital(here - 1):
        for close in range(here + 2, here + 6):
            if tokens.word(close) == ")":
                return close + 1
    if word == "of" and tokens.capital(here - 1):
        after = here + 1 + (tokens.word(here + 1) == "the")
        if tokens.capital(after):
            return after
    return here


def unlisted(tokens: Tokens, here: int, lexicon: Lexicon) -> int:
    """Where the noun after a number ends: ``here`` if none follows, -1 if it is no noun of people."""
    at = here
    while at < len(tokens) and at - here < 4:
        word = tokens.low[at]
        if at == here and ends_phrase(word, lexicon):
            return here
        if not word[0].isalpha() or ends_phrase(word, lexicon) or word in lexicon.things:
            return -1
        plural = (word.endswith("s") and not word.endswith(("ss", "us"))) or word.endswith("men")
        if plural and ends_phrase(tokens.word(at + 1), lexicon):
            return at + 1
        at += 1
    return here if here >= len(tokens) else -1


def date_before(tokens: Tokens, end: int) -> int:
    """Where a date that ends before ``end`` begins ("on July 27", "late on Monday night"); else ``end``."""
    at = end
    if tokens.word(at - 1) in _PARTS_OF_DAY:
        at -= 1
    one, other = tokens.word(at - 1), tokens.word(at - 2)
    if one in _WEEKDAYS:
        at -= 1
    elif (one.isdecimal() and other in _MONTHS) or (one in _MONTHS and other.isdecimal()):
        at -= 2
    if at == end or tokens.word(at - 1) != "on":
        return end
    return at - 1 - (tokens.word(at - 2) in ("late", "early"))


def ends_phrase(word: str, lexicon: Lexicon) -> bool:
    """Whether no noun phrase of people goes on past this word."""
    return (
        not word
        or not word[0].isalnum()
        or word in lexicon.triggers
        or word in lexicon.prepositions
        or word in lexicon.auxiliaries
        or word in lexicon.adverbs
        or word in lexicon.verbs
        or word in lexicon.saying
        or word in _NO_ADJECTIVE
        or word in ("who", "that", "which", "when", "where", "while", "because", "but", "then", "fatally")
    )


def age_after(tokens: Tokens, here: int) -> tuple[int | None, int]:
    """The age that follows a name (", 34," or "(34)") and the token after it; None where there is none."""
    if tokens.word(here) in (",", "(", "-"):
        word = tokens.word(here + 1)
        if word.isdecimal() and len(word) < 4 and 0 < int(word) < 110 and tokens.word(here + 2) in _AFTER_AGE:
            return int(word), here + 2 + (tokens.word(here + 2) in (",", ")"))
        if (years := age_of(word)) is not None and tokens.word(here + 2) in (",", ")", ".", ""):
            return years, here + 2 + (tokens.word(here + 2) in (",", ")"))
        if word in ("age", "aged") and tokens.word(here + 2).isdecimal() and len(tokens.word(here + 2)) < 4:
            return int(tokens.low[here + 2]), here + 3 + (tokens.word(here + 3) in (",", ")"))
    return None, here


def name_end(tokens: Tokens, here: int, lexicon: Lexicon) -> int:
    """Where the run of capitals that may be a name ends; ``here`` when there is none."""
    at = here
    while at < len(tokens) and at < here + 5:
        word = tokens.low[at]
        if tokens.capital(at) and tokens.raw[at][0].isalpha() and word not in lexicon.not_names:
            at += 1
            if tokens.word(at) == "." and len(tokens.raw[at - 1]) <= 2 and tokens.capital(at + 1):
                at += 1
            continue
        if (
            word in ("de", "del", "la", "al", "bin", "van", "von", "dos", "da")
            and at > here
            and tokens.capital(at + 1)
        ):
            at += 1
            continue
        break
    if at < len(tokens) and at > here and tokens.low[at] in lexicon.not_names and tokens.capital(at):
        return here  # "Oak Grove Street": the run goes on into a word that no person bears
    return at
