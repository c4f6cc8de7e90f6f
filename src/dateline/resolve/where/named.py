"""Names that no gazetteer holds: sites ("Civil Hospital in Quetta"), addresses ("the 400 block of Fawn
Drive", "Sariab Road"), and villages known by their context alone ("the village of Kafr Shams")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dateline.model import PlaceClass
from dateline.resolve.where.build import load_yaml
from dateline.resolve.where.cues import cues
from dateline.resolve.where.tokens import Tokens
from dateline.resolve.where.unknown import Named, find_unknown, peoples

_NUMBER_BEFORE = re.compile(
    r"(?:\b(?:the\s+)?\d{1,5}\s+block\s+of\s+|\b\d{1,5}(?:-\d+)?\s+)(?:(?:[NSEW]|[NS][EW])\.?\s+)?\Z"
)
_SHORT_STREETS = frozenset("st ave dr blvd rd ln hwy ct pl pkwy".split())


@cache
def _sets() -> tuple[frozenset[str], frozenset[str]]:
    raw = load_yaml("cues.yaml")
    return frozenset(raw["sites"]), frozenset(raw["unlikely"])


def find_named(tokens: Tokens, taken: list[tuple[int, int]]) -> list[Named]:
    """Sites, addresses and unknown villages; ``taken`` are the spans already read as toponyms, which a
    site may hold ("Quetta Civil Hospital") but an unknown village may not touch."""
    if tokens.upper:
        return []
    found = []
    for first, last in _runs(tokens):
        named = (
            _address(tokens, first, last)
            or _site(tokens, first, last)
            or find_unknown(tokens, first, last, taken)
        )
        if named is not None:
            found.append(named)
    return found


# "the country's western tribal regions": an area that nobody has drawn, written without capitals
_VAGUE = re.compile(
    r"\b(?:(?:north|south)?-?(?:east|west|north|south)(?:ern)?[ -])?"
    r"(?:tribal (?:areas?|belt|regions?|districts?|agenc(?:y|ies))|border (?:areas?|regions?)|borderlands)\b",
    re.IGNORECASE,
)


def find_vague(text: str) -> list[Named]:
    """Regions named by common words alone."""
    lowered = text.lower()
    if "tribal" not in lowered and "border" not in lowered:
        return []
    return [Named(m.start(), m.end(), PlaceClass.VAGUE_REGION) for m in _VAGUE.finditer(text)]


def _runs(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, as token ranges; small words may stand inside ("Khan al-Assal")."""
    inside, n, free = _inside_names(), len(tokens), 0
    for i in tokens.heads:
        if i < free:
            continue
        end = last = i + 1
        while end < n and end - i < 8 and tokens.joined(end):
            if tokens.capital[end]:
                last = end + 1
            elif tokens.lower[end] == "of" and tokens.lower[end - 1] in _PARTS:
                break  # "the Al-Halaliyah District of Qamishli City" are two
            elif tokens.lower[end] not in inside:
                break
            end += 1
        yield i, last
        free = last


_PARTS = frozenset(
    "district quarter neighborhood neighbourhood town village suburb province governorate county "
    "township".split()
)


@cache
def _inside_names() -> frozenset[str]:
    return cues().lower_inside - {"and", "in", "on", "an", "the", "as", "i", "do", "am"}


def _address(tokens: Tokens, first: int, last: int) -> Named | None:
    text, start = tokens.text, tokens.starts[first]
    before = text[max(0, start - 30) : start]
    end = None
    if last - first > 1:  # a street's name is more than "Street"
        streets = cues().streets
        end = next((k for k in range(last - 1, first, -1) if tokens.lower[k] in streets), None)
    if (
        end is None
        and last < len(tokens)
        and tokens.lower[last] in ("street", "road", "avenue", "highway", "boulevard")
    ):
        end = last if tokens.joined(last) else None
    if end is None and "block" not in before:
        return None
    number = _NUMBER_BEFORE.search(before)
    if end is None and not (number and "block" in number.group()):
        return None
    if (
        end is not None
        and end - first == 1
        and tokens.lower[first] in ("the", "supreme", "high", "district", "county")
    ):
        return None
    if end is not None and tokens.lower[end] in ("court", "ct", "place", "way", "st", "pl") and not number:
        return None
    stop = tokens.ends[end if end is not None else last - 1]
    ending = tokens.lower[end if end is not None else last - 1]
    stop += text[stop : stop + 1] == "." and ending in _SHORT_STREETS
    begin = start - len(number.group()) if number else start
    if number and number.group().lstrip().startswith("the "):
        begin += number.group().index("the ") + 4
    while begin < stop and text[begin].isspace():
        begin += 1
    return Named(begin, stop, PlaceClass.ADDRESS)


def _site(tokens: Tokens, first: int, last: int) -> Named | None:
    sites, unlikely = _sets()
    if last - first < 2 or tokens.lower[last - 1] not in sites:
        if not (
            last < len(tokens) and tokens.joined(last) and tokens.lower[last] in sites and last - first <= 4
        ):
            return None
        before = tokens.lower[first - 1] if first else ""
        if (
            tokens.first[first]
            or tokens.lower[first] in unlikely
            or before not in ("the", "of", "in", "at", "near")
        ):
            return None
        last += 1
    while first < last - 1 and (tokens.lower[first] in cues().never or tokens.lower[first] in cues().titles):
        first += 1
    if last - first < 2 or all(w in peoples() for w in tokens.lower[first : last - 1]):
        return None  # "Kurdish neighbourhoods" are many, and none of them is named
    return Named(tokens.starts[first], tokens.ends[last - 1], PlaceClass.SITE)
