"""Names that no gazetteer holds: sites ("Civil Hospital in Quetta"), addresses ("the 400 block of Fawn
Drive", "Sariab Road"), and villages known by their context alone ("the village of Kafr Shams")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dateline.model import PlaceClass
from dateline.resolve.where.build import load_yaml
from dateline.resolve.where.cues import cues
from dateline.resolve.where.tokens import Tokens

_NUMBER_BEFORE = re.compile(
    r"(?:\b(?:the\s+)?\d{1,5}\s+block\s+of\s+|\b\d{1,5}(?:-\d+)?\s+)(?:(?:[NSEW]|[NS][EW])\.?\s+)?\Z"
)
_SHORT_STREETS = frozenset("st ave dr blvd rd ln hwy ct pl pkwy".split())
_IN_BEFORE = frozenset(
    "in near at inside outside around throughout toward towards into entering entered captured "
    "capture capturing seized seize seizing retake retook recaptured recapture liberated liberate "
    "besieged shelled shelling bombed bombing stormed storming patrolled patrolling overran reached "
    "attacked from on ".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name found by its form: offsets, and its class (ADDRESS, SITE or UNKNOWN)."""

    start: int
    end: int
    place_class: PlaceClass


@cache
def _sets() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    raw = load_yaml("cues.yaml")
    return frozenset(raw["sites"]), frozenset(raw["place_nouns"]), frozenset(raw["unlikely"])


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
            or _unknown(tokens, first, last, taken)
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
            elif tokens.lower[end] not in inside:
                break
            end += 1
        yield i, last
        free = last


@cache
def _inside_names() -> frozenset[str]:
    return cues().lower_inside - {"and", "in", "on", "an", "the", "as", "i", "do", "am"}


def _address(tokens: Tokens, first: int, last: int) -> Named | None:
    streets = cues().streets
    end = next((k for k in range(last - 1, first, -1) if tokens.lower[k] in streets), None)
    text, start = tokens.text, tokens.starts[first]
    before = text[max(0, start - 30) : start]
    number = _NUMBER_BEFORE.search(before)
    if (
        end is None
        and last < len(tokens)
        and tokens.lower[last] in ("street", "road", "avenue", "highway", "boulevard")
    ):
        end = last if tokens.joined(last) else None
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
    sites, _, unlikely = _sets()
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
    if last - first < 2:
        return None
    return Named(tokens.starts[first], tokens.ends[last - 1], PlaceClass.SITE)


def _close(spans: list[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    """The few of many sorted spans that could overlap a name starting at ``at``."""
    k = bisect_left(spans, (at, 0))
    return spans[max(0, k - 2) : k + 4]


def _unknown(tokens: Tokens, first: int, last: int, taken: list[tuple[int, int]]) -> Named | None:
    """ "the village of Gurmenchuk", "an ambush at Kafr Shams", "Thanto village"."""
    _, nouns, unlikely = _sets()
    known = cues()
    start, end = tokens.starts[first], tokens.ends[last - 1]
    if first == 0 or last - first > 4 or any(s < end and start < e for s, e in _close(taken, start)):
        return None
    words = tokens.lower[first:last]
    if not tokens.joined(first) or tokens.first[first]:
        return None
    before = tokens.lower[first - 1]
    after = tokens.lower[last] if last < len(tokens) and tokens.joined(last) else ""
    by_noun = (
        (before == "of" and first > 1 and tokens.lower[first - 2] in nouns)
        or after in nouns
        or before in nouns
    )
    by_preposition = before in _IN_BEFORE
    if not by_noun and not by_preposition:
        return None
    if any(
        w in unlikely or w in known.calendar or w in known.titles or w in known.organisations for w in words
    ):
        return None
    if (
        words[0] in known.given_names
        or words[0] in known.never
        or (not by_noun and words[0] in known.surnames)
    ):
        return None
    if end - start < 3 or (tokens.words[first].isupper() and last - first == 1):
        return None
    return Named(start, end, PlaceClass.UNKNOWN)
