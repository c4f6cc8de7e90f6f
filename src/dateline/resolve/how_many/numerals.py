"""Amounts of people with their wording: "at least 20", "59-62", "between 10 and 15", "dozens"."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.resolve.how_many.lexicon import Lexicon
from dateline.resolve.how_many.numbering import is_numbering
from dateline.resolve.how_many.tokens import Tokens
from dateline.text import number_value

NUMBER_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
    dozen zero""".split()
)
_NOT_PEOPLE = frozenset(
    """times hours hour minutes minute days day weeks week months month years year p a am pm percent % per th
    miles mile km kilometers kilometres meters metres feet foot inches inch o'clock block caliber mm
    million-dollar shots rounds bullets block cents dollars degrees st street th-floor""".split()
)

_SCALES = frozenset(("dozen", "hundred", "thousand", "million"))
#: After these only a scale goes on with the number.
_SMALL = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()
)

#: Verbs of a figure that becomes another one; and those that say so only of a figure.
_CHANGES = frozenset(
    """rose rises risen raise raises raised raising climbs climbed increases increased grows grew grown jumped
    revises revised corrects corrected lowers lowered""".split()
)
_MOVES = frozenset("gone went goes go up down fell fallen dropped cut changed updated".split())
_TAKES = frozenset("take takes taking took bring brings bringing brought".split())
_FIGURES = frozenset("toll tolls count number numbers figure figures total tally dead deaths losses".split())
_BETWEEN = frozenset("sharply again further later today then since steadily slightly yesterday".split())
_FIGURE_REACH = 10  # words before "from" in which the figure stands that changes
_RISEN = frozenset("gone went goes go risen rose climbed climbs".split())

_AFTER_A = frozenset(("few", "couple", "number", "dozen", "score"))
_AFTER_ARTICLE = _AFTER_A | {"hundred", "thousand", "half"}

_LONGEST_NUMBER = 12  # digits and commas; what is longer counts no people


@dataclass(frozen=True, slots=True)
class Amount:
    """``low``, ``best``, ``high`` as in :class:`dateline.model.Toll`, with the words of the qualifier."""

    low: int | None
    best: int | None
    high: int | None
    words: str = ""


def read_amount(tokens: Tokens, at: int, lexicon: Lexicon, alone: bool = False) -> tuple[Amount, int] | None:
    """The amount that starts at token ``at`` and where it ends, or None; ``alone``: it begins no range."""
    word = tokens.word(at)
    if not word or not (word[0].isdecimal() or word in lexicon.number_starts or "-" in word):
        return None
    if tokens.word(at - 1) == "how":
        return None  # "how many people were hurt is not known"
    if word[0].isdecimal() and is_numbering(tokens, at, lexicon):
        return None
    kinds: list[str] = []
    words: list[str] = []
    here = at
    while (match := _qualifier(tokens, here, lexicon)) is not None:
        kind, size = match
        kinds.append(kind)
        words += tokens.low[here : here + size]
        here += size
    if tokens.word(here) == "between" and (pair := _range(tokens, here + 1, ("and",))):
        low, high, end = pair
        return Amount(low, None, high, "between"), end
    if not _may_count(tokens, here, lexicon):
        return None
    number = _number(tokens, here)
    if number is not None and not alone and not has_changed(tokens, at):
        pair = _range_from(tokens, number, ("to", "-", "–", "or"))
        if pair is not None and pair[0] < pair[1]:
            return Amount(pair[0], None, pair[1], " ".join([*words, "to"])), pair[2]
    if vague := _vague(tokens, here, lexicon):
        amount, end = vague
        return Amount(amount.low, amount.best, amount.high, " ".join([*words, amount.words])), end
    if number is None or tokens.word(number[1]) in _NOT_PEOPLE:
        return None
    value, end = number
    if _begins_another(tokens, end):
        return None  # "by eleven five men were dead": an hour
    if not kinds and (match := _behind(tokens, end, lexicon)) is not None:
        kinds, size = [match[0]], match[1]
        words, end = tokens.low[end : end + size], end + size
    return _qualified(value, kinds, " ".join(words)), end


def _may_count(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether :func:`_number` or :func:`_vague` may find something at ``at``; quick, for most articles and
    "all" or "over" lead to no number."""
    word = tokens.word(at)
    if word == "a":
        return tokens.word(at + 1) in _AFTER_ARTICLE
    return (
        word in NUMBER_WORDS or word in lexicon.vague or word[:1].isdecimal() or "-" in word or word == "half"
    )


def _begins_another(tokens: Tokens, at: int) -> bool:
    """Whether another number begins at ``at``; "the 14 one after another" are fourteen."""
    word = tokens.word(at)
    if word == "one" and tokens.word(at + 1) in ("of", "by", "after"):
        return False
    return word in NUMBER_WORDS or _hyphenated(word)


def _behind(tokens: Tokens, at: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """What qualifies the number that ends before token ``at``: "40 or more", "eleven thousand at least"."""
    for size in (4, 3, 2):
        kind = lexicon.qualifiers_behind.get(tuple(tokens.low[at : at + size]))
        if kind is not None and not _amount_follows(tokens, at + size, lexicon):
            return kind, size
    return None


def has_changed(tokens: Tokens, at: int) -> bool:
    """Whether the amount at ``at`` is what a figure was before: "the toll rose from 11 to 14" tells of eleven
    and of fourteen, and of nothing between; "killing from 15 to 20" tells of a range."""
    if tokens.word(at - 1) != "from":
        return False
    here = at - 2
    while here >= 0 and tokens.low[here] in _BETWEEN:
        here -= 1
    before = tokens.low[max(0, here - _FIGURE_REACH) : max(0, here + 1)]
    if not before:
        return False
    figure = not _FIGURES.isdisjoint(before)
    if before[-1] in _FIGURES:
        return not _TAKES.isdisjoint(before[-4:])  # "which takes the toll from one to two"
    return before[-1] in _CHANGES or (before[-1] in _MOVES and figure)


def _qualified(value: int, kinds: list[str], words: str) -> Amount:
    if "low" in kinds:
        return Amount(value, value, None, words)
    if "above" in kinds:
        return Amount(value + 1, None, None, words)
    if "high" in kinds:
        return Amount(None, None, value, words)
    if "below" in kinds:
        return (
            Amount(None, None, value, words)
            if words in ("fewer than", "less than", "under")
            else Amount(None, value, value, words)
        )
    if "about" in kinds:
        return Amount(None, value, None, words)
    return Amount(value, value, value, words)


def _qualifier(tokens: Tokens, at: int, lexicon: Lexicon) -> tuple[str, int] | None:
    word = tokens.word(at)
    if word == "the":
        return None
    for size in lexicon.qualifier_sizes.get(word, ()):
        kind = lexicon.qualifiers.get(tuple(tokens.low[at : at + size]))
        if kind is not None and _amount_follows(tokens, at + size, lexicon):
            risen = word == "up" and tokens.word(at - 1) in _RISEN  # "has gone up to fourteen"
            return None if risen else (kind, size)
    return None


def _amount_follows(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    word = tokens.word(at)
    return bool(word) and (
        word[0].isdecimal()
        or word in NUMBER_WORDS
        or _hyphenated(word)
        or word in lexicon.vague
        or word in lexicon.qualifier_sizes
        or (word in ("a", "half") and tokens.word(at + 1) in ("dozen", "hundred", "thousand", "a"))
        or word == "between"
    )


def _number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    word = tokens.word(at)
    if not word:
        return None
    end = at
    if word[0].isdecimal():
        end = at + 1
        if tokens.word(end) in ("hundred", "thousand", "million"):
            end += 1
        if (
            len(word) > _LONGEST_NUMBER
            or not word.replace(",", "").isdecimal()
            or (1900 <= int(word.replace(",", "")) <= 2030 and "," not in word)
        ):
            return None
        if (
            tokens.word(end) in (":", "/", "%")
            and end < len(tokens)
            and tokens.start[end] == tokens.end[end - 1]
        ):
            return None
    else:
        if word in ("a", "half") and tokens.word(at + 1) in ("dozen", "hundred", "thousand", "half"):
            end = at + 1
        if word == "half" and tokens.low[at + 1 : at + 3] == ["a", "dozen"]:
            end = at + 3
        while _goes_on(tokens, end, at):
            end += 1
    if end == at or (end == at + 1 and word in ("a", "half")):
        return None
    phrase = " ".join(tokens.low[at:end])
    value = number_value(phrase)
    return (value, end) if value is not None else None


def _goes_on(tokens: Tokens, end: int, at: int) -> bool:
    """Whether the number from ``at`` goes on with token ``end``; "by eleven five men were dead" is two."""
    word = tokens.word(end)
    if word not in NUMBER_WORDS and not _hyphenated(word):
        return _joins(tokens, end, at)
    return end == at or word in _SCALES or tokens.word(end - 1) not in _SMALL


def _joins(tokens: Tokens, end: int, at: int) -> bool:
    """ "a hundred and six", but not "two and three others"."""
    return (
        tokens.word(end) == "and" and end > at and tokens.word(end - 1) in ("hundred", "thousand")
        and (tokens.word(end + 1) in NUMBER_WORDS or _hyphenated(tokens.word(end + 1)))
    ) or (tokens.word(end) == "a" and tokens.word(end + 1) == "dozen" and end > at)  # fmt: skip


def _hyphenated(word: str) -> bool:
    return "-" in word and all(part in NUMBER_WORDS for part in word.split("-"))


def _range(tokens: Tokens, at: int, joiners: tuple[str, ...]) -> tuple[int, int, int] | None:
    first = _number(tokens, at)
    return None if first is None else _range_from(tokens, first, joiners)


def _range_from(
    tokens: Tokens, first: tuple[int, int], joiners: tuple[str, ...]
) -> tuple[int, int, int] | None:
    if tokens.word(first[1]) not in joiners:
        return None
    second = _number(tokens, first[1] + 1)
    if second is None or tokens.word(second[1]) in _NOT_PEOPLE:
        return None
    return first[0], second[0], second[1]


def _vague(tokens: Tokens, at: int, lexicon: Lexicon) -> tuple[Amount, int] | None:
    here = at + (tokens.word(at) == "a" and tokens.word(at + 1) in _AFTER_A)
    word = tokens.word(here)
    if word not in lexicon.vague or (word == "score" and here == at):
        return None
    low, best, high = lexicon.vague[word]
    end = here + 1
    scale = number_value(tokens.word(end)) if tokens.word(end) in _SCALES else None
    if scale is not None and best is None:
        return Amount(2 * scale, None, None, f"{word} {tokens.word(end)}"), end + 1  # "several hundred"
    if word == "couple" and tokens.word(end) == "of":
        end += 1
    return Amount(low, best, high, word), end
