"""Finds the time expressions of a text, as rules and values, before any of them is counted out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dateline.resolve.when.grammar import Arg, Grammar, Match
from dateline.text import Runs, runs

_YEARLIKE = re.compile(r"(?:1[3-9]|20)\d\d$")
_DATELIKE = re.compile(
    r"(?:[/.:-]\d|[ ]?[ap]\.?[ ]?m\b|(?:st|nd|rd|th)\b|[ ]o['’]clock|[½¼¾])", re.IGNORECASE
)

#: "around 3:30 a.m. on Wednesday", "the night of Oct. 24", "early Monday, at about 9 p.m."
_JOINT = re.compile(
    r"(?:[ ]?,)?[ ]{0,2}\n?(?:(?:on|of|in|at|around|about|by|just|shortly|before|after|near|the|early|late|"
    r"local time|night of|until|approximately|roughly|a|little|hours|sometime|between|[-–—(])[ ]?){0,4}",
    re.IGNORECASE,
)
_CLOCK_JOINT = re.compile(r"[ ]?(?:and|to|-|–|until|or)[ ]?", re.IGNORECASE)

_NUMBER_REACH = 4  # tokens from a number to its month, unit or "p.m." ("30 or so days", "12 to 18 months")

_BEFORE_MONTH = frozenset(
    "in since last this next by until late early mid between from and during after before".split()
)

DAY_OPS = frozenset(
    [
        "iso",
        "monthday",
        "weekday",
        "weekday_of_week",
        "days",
        "day_of_month",
        "holiday",
        "hijri",
        "jalali",
        "anchored",
        "absolute",
    ]
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression in words: where it stands, which rule read it, and the hour that belongs to it."""

    start: int
    end: int
    rule: str
    op: str
    args: Mapping[str, Arg]
    clock: str = ""
    part: str = ""


def scan(text: str, grammar: Grammar) -> list[Expression]:
    """The time expressions of ``text`` in reading order, not overlapping.

    Linear in the length of the text: rules are tried only at tokens that begin one, and only where a
    word that no time expression does without ("Monday", "week", "2016") follows within a few tokens.
    """
    tokens = runs(text)
    words = ["#" if word[0] <= "9" else word for word in tokens.lower]
    heads = _heads(text, tokens, words, grammar)
    found: list[Match] = []
    taken = 0
    follow = grammar.follow
    for index, near in _starts(heads, words, grammar):
        token = words[index]
        start = tokens.starts[index]
        alone = (
            token in follow and words[index + 1 : index + 2] != [] and words[index + 1] not in follow[token]
        )
        if alone and (token != "#" or not _is_datelike(text, tokens, index)):
            continue
        if start < taken or not _may_start(text, start, token):
            continue
        match = grammar.match_at(text, start, token, frozenset([words[h] for h in heads[near]]))
        if match is None:
            continue
        if match.op == "none":
            taken = match.end
        elif _is_time(text, match, grammar):
            found.append(match)
            taken = match.end
    return [e for e in _compose(text, found) if e.rule not in ("bare_part",)]


def _heads(text: str, tokens: Runs, words: list[str], grammar: Grammar) -> list[int]:
    """Indices of the tokens without one of which there is no time expression."""
    heads = grammar.heads
    return [
        index
        for index, word in enumerate(words)
        if word in heads or (word == "#" and _is_datelike(text, tokens, index))
    ]


def _is_datelike(text: str, tokens: Runs, index: int) -> bool:
    return bool(_YEARLIKE.match(tokens.words[index]) or _DATELIKE.match(text, tokens.ends[index]))


def _starts(heads: list[int], words: list[str], grammar: Grammar) -> Iterator[tuple[int, slice]]:
    """``(token index, which of the heads are ahead of it)`` for every token that can begin an expression."""
    reach, rules = grammar.reach, grammar.rules_by_first
    begin = 0
    for position, head in enumerate(heads):
        for index in range(max(begin, head - reach), head + 1):
            word = words[index]
            if word not in rules or (word == "#" and head - index > _NUMBER_REACH):
                continue  # "12 people were hurt on Monday" does not begin a time
            last = position
            while last + 1 < len(heads) and heads[last + 1] - index <= reach:
                last += 1
            yield index, slice(position, last + 1)
        begin = head + 1


def _may_start(text: str, start: int, word: str) -> bool:
    """Whether an expression may begin here: not inside "M23", "$2,016", "F-16" or "3.2014"."""
    if start == 0:
        return True
    before = text[start - 1]
    if before.isalnum() or before in "_$£€#@&":
        return False
    if word == "#" and before in "-–.,:/" and start > 1:
        return not text[start - 2].isalnum()
    return True


def _is_time(text: str, match: Match, grammar: Grammar) -> bool:
    """Throws out words that only look like a time: "may", "a march", "2014 people"."""
    context = grammar.context
    first = text[match.start : match.start + 1]
    words = text[match.start : match.end]
    if match.rule in ("month", "weekday", "weekday_abbr", "hijri_month", "jalali_month", "hijri_no_year"):
        plain = words.split()[0].lower().rstrip(".")
        if plain in context.get("capital", ()) and not first.isupper():
            return False
        if match.rule == "month" and plain in context.get("name_months", ()) and _in_a_name(text, match):
            return False
        if match.rule == "month" and plain in ("may", "march") and _starts_sentence(text, match.start):
            return bool(re.match(r"[ ]?(?:,|and\b|\d)", text[match.end : match.end + 6]))
    if match.rule == "md" and words[:3].lower() == "may" and not first.isupper():
        return False
    if match.rule == "year":
        return _is_year(text, match, context)
    if match.rule in ("early_part", "bare_part", "the_part") and words.lower().endswith("night"):
        return not re.match(
            r"[ -]?(?:club|shift|market|bus|train|life|sky|watch)", text[match.end : match.end + 8]
        )
    return True


def _in_a_name(text: str, match: Match) -> bool:
    """ "Theresa May promised a review": a capital before that begins no sentence makes it a name, and so does
    one behind: "June V. Schell, 91, died Thursday"."""
    before = re.search(r"[^\W\d_]+[ ]$", text[max(0, match.start - 24) : match.start])
    word = before.group().strip() if before else ""
    if word.lower() in _BEFORE_MONTH:
        return False
    return word[:1].isupper() or _NAMED_SO.match(text, match.end) is not None


_NAMED_SO = re.compile(r"[ ](?:[A-Z]\.[ ]|[A-Z][a-z]{2,}[ ](?:[A-Z]|said|says|was|is|has|had|told)|\([A-Z])")


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in '.!?\n“"'


def _is_year(text: str, match: Match, context: Mapping[str, object]) -> bool:
    after = text[match.end : match.end + 40]
    if re.match(str(context.get("not_years_after", "(?!)")), after) or re.match(r"[-–/]\d{3,}|[ ]?%", after):
        return False
    before = re.search(r"([^\W\d_]+|[(\[—–-])[ ,]*$", text[max(0, match.start - 20) : match.start])
    word = before.group(1).lower() if before else ""
    allowed = context.get("year_before", ())
    if isinstance(allowed, list) and word in allowed:
        return True
    year = int(str(match.args["year"]))
    if word in ("(", "["):
        return 1900 <= year < 2100
    return 1950 <= year < 2040 and bool(re.match(r"[ ]?(?:,|\.|;|\)|$|\n|['’]s\b|[ ][a-z])", after))


def _category(match: Match) -> str:
    if match.op == "clock":
        return "part" if "part" in match.args else "clock"
    if match.op == "part":
        return "part"
    if match.op in DAY_OPS and (match.op != "absolute" or "day" in match.args):
        if match.op == "anchored" and match.args.get("unit") != "D":
            return ""
        return "day"
    return ""


def _compose(text: str, found: list[Match]) -> list[Expression]:
    """Joins an hour or a part of the day with the day it belongs to: "around 3:30 a.m. Wednesday"."""
    composed: list[tuple[Expression, str]] = []
    for match in found:
        kind = _category(match)
        expression = Expression(match.start, match.end, match.rule, match.op, match.args, *_hour(match))
        if composed and kind:
            earlier, earlier_kind = composed[-1]
            if (joined := _join(text, earlier, earlier_kind, expression, kind)) is not None:
                composed[-1] = joined
                continue
        composed.append((expression, kind))
    return [_with_tail(text, expression) for expression, _ in composed]


def _hour(match: Match) -> tuple[str, str]:
    clock = str(match.args.get("clock", ""))
    part = str(match.args.get("part", match.args.get("part2", "")))
    return clock, part


def _join(
    text: str, one: Expression, one_kind: str, two: Expression, two_kind: str
) -> tuple[Expression, str] | None:
    if not one_kind or two.start - one.end > 28:
        return None
    gap = text[one.end : two.start]
    if one_kind == two_kind:
        if one_kind == "clock" and _CLOCK_JOINT.fullmatch(gap):
            return replace(one, end=two.end), "clock"
        return None
    if not _JOINT.fullmatch(gap):
        return None
    if one_kind == "day" or two_kind == "day":
        day, hour = (one, two) if one_kind == "day" else (two, one)
        if "night" in day.rule and hour.part and not hour.clock:
            return None
        if (day.clock and hour.clock) or (day.part and hour.part and not hour.clock):
            return None  # "Monday night at dawn": two times
        kind = "day"
    else:
        day, hour, kind = one, two, "clock"
    args = {**hour.args, **day.args}
    clock, part = hour.clock or day.clock, hour.part or day.part
    return Expression(one.start, two.end, day.rule, day.op, args, clock, part), kind


def _with_tail(text: str, expression: Expression) -> Expression:
    """The words of a span end with a letter, digit, full stop of "p.m." or bracket, never with a blank."""
    end = expression.end
    while end > expression.start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return expression if end == expression.end else replace(expression, end=end)
