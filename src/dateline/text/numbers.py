"""Numbers as news English writes them: "61", "1,200", "twenty-three", "two dozen", "a hundred and six"."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

_SMALL = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_WORD = rf"(?:{_SMALL}|{_SCALE})"
#: Matches one number, in digits or words; use :func:`number_value` on the match's text.
NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?:[ ](?:{_SCALE}))?"
    rf"|(?:an?[ ])?(?:half[- ]a[- ])?(?:{_WORD}(?:(?:[ -]|[ ]and[ ]){_WORD})*[ -]?)?\bdozen"
    rf"|(?:a[ ])?{_WORD}(?:(?:[ -]|[ ]and[ ]){_WORD})*"
)
_NUMBER = re.compile(rf"(?i)\b(?:{NUMBER})\b")


@lru_cache(maxsize=4096)  # few numbers make most of the news
def number_value(words: str) -> int | None:
    """The whole number that ``words`` say, or None when they are not one ("two and a half", "1.5").

    >>> number_value("a hundred and six"), number_value("two dozen"), number_value("1,200")
    (106, 24, 1200)
    """
    text = words.strip().lower()
    if re.fullmatch(r"half[- ]a[- ]dozen", text):
        return 6
    if text.endswith("dozen"):
        rest = text[: -len("dozen")].strip(" -")
        times = 1 if rest in ("", "a", "an") else number_value(rest)
        return None if times is None else 12 * times
    if digits := re.fullmatch(rf"(\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?: ({_SCALE}))?", text):
        value = float(digits[1].replace(",", "")) * _SCALES.get(digits[2] or "", 1)
        return int(value) if value.is_integer() else None
    return _from_words([w for w in re.split(r"[ -]+", text) if w not in ("and", "a", "an")])


def _from_words(words: list[str]) -> int | None:
    total = group = 0
    for word in words:
        if word in _UNITS:
            group += _UNITS[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALES:
            total, group = total + max(group, 1) * _SCALES[word], 0
        else:
            return None
    return total + group if words else None


def find_numbers(text: str) -> list[tuple[int, int, int]]:
    """``(start, end, value)`` of every whole number in the text, in reading order."""
    found = []
    for match in _NUMBER.finditer(text):
        value = number_value(match.group())
        if value is not None:
            found.append((match.start(), match.end(), value))
    return found
