"""Places that no gazetteer holds, known by their context alone: "the village of Gurmenchuk", "in nearby
Mahmudiyah", "the Al-Halaliyah district", "At Manigram, …"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from dateline.model import PlaceClass
from dateline.resolve.where.build import load_yaml
from dateline.resolve.where.cues import Cues, cues
from dateline.resolve.where.tokens import Tokens

_IN_BEFORE = frozenset(
    "in near at inside outside around throughout toward towards into entering entered captured "
    "capture capturing seized seize seizing retake retook recaptured recapture liberated liberate "
    "besieged shelled shelling bombed bombing stormed storming patrolled patrolling overran reached "
    "attacked liberated patrolled patrolling overlooking from on to ".split()
)
# "at Sheikh Miskeen", "the town of Abu al-Duhur": what also begins the name of a person begins a place's here
_BOTH = frozenset(
    "sheikh shaykh abu tal tall tel deir umm ain ayn khan hajji imam sidi saint don san santa".split()
)
_BETWEEN = frozenset("border refugee military air army police regime safety residential industrial".split())
_HERE = frozenset("in at near inside outside around".split())
_OPENERS = _HERE | {"the"}
_LONGEST = 5
# "the areas of Ed El Gerid and Birdik": nouns that only a place follows behind "of", be its first word a name
_OF_PLACES = frozenset(
    "village villages town towns district districts area areas suburb suburbs neighborhood neighborhoods "
    "neighbourhood neighbourhoods quarter quarters hamlet hamlets locality localities settlement settlements "
    "city cities province provinces region regions".split()
)
_WHOLE = frozenset("city town village".split())
_OPEN_QUOTE = "‘"  # "the village of ‘Aqrab" writes a sound, "the ‘Axis of Evil’" opens a quotation


@dataclass(frozen=True, slots=True)
class Named:
    """A name found by its form: offsets, and its class (ADDRESS, SITE or UNKNOWN)."""

    start: int
    end: int
    place_class: PlaceClass


@dataclass(frozen=True, slots=True)
class _Sets:
    nouns: frozenset[str]
    unlikely: frozenset[str]
    adjectives: frozenset[str]


@cache
def _sets() -> _Sets:
    raw = load_yaml("cues.yaml")
    return _Sets(
        frozenset(raw["place_nouns"]), frozenset(raw["unlikely"]), frozenset(raw["place_adjectives"])
    )


@cache
def peoples() -> frozenset[str]:
    """Words for the people of a country or a faith: "Kurdish neighbourhoods" names no place."""
    countries = load_yaml("countries.yaml")
    own = {word.lower() for country in countries.values() for word in country["demonyms"]}
    return frozenset(own | {word + "s" for word in own}) | frozenset(load_yaml("cues.yaml")["peoples"])


def _close(spans: list[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    """The few of many sorted spans that could overlap a name starting at ``at``."""
    k = bisect_left(spans, (at, 0))
    return spans[max(0, k - 2) : k + 4]


def find_unknown(tokens: Tokens, first: int, last: int, taken: list[tuple[int, int]]) -> Named | None:
    """The run of capitalised words ``first`` to ``last`` as a place, when what stands around it says so."""
    known, sets = cues(), _sets()
    if first < last - 1 and tokens.first[first] and tokens.lower[first] in _OPENERS:
        first += 1  # "In Bapunagar, another city district, …", "The Gilo neighbourhood was …"
    while last - first > 1 and tokens.lower[last - 1] in known.calendar:
        last -= 1  # "the front-line suburb of Dobrinja Friday morning"
    start, end = tokens.starts[first], tokens.ends[last - 1]
    if first == 0 or last - first > _LONGEST or tokens.first[first]:
        return None
    mark = tokens.gap(first).strip(" \n")
    if mark and (mark != _OPEN_QUOTE or "’" in tokens.text[end : end + 40]):
        return None
    by_noun, by_preposition = _frame(tokens, first, last, sets)
    if not by_noun and not by_preposition:
        return None
    if any(s < end and start < e for s, e in _close(taken, start)):
        return None
    words = tokens.lower[first:last]
    if len(words) > 1 and words[-1] in _WHOLE:
        words.pop()  # "the centre of Qamishli City"
    sure = tokens.lower[first - 1] in _HERE or (
        tokens.lower[first - 1] == "of" and tokens.lower[first - 2] in _OF_PLACES
    )
    if not _may_be_a_place(words, by_noun, sure, (known, sets)):
        return None
    if end - start < 3 or (tokens.words[first].isupper() and last - first == 1 and not by_noun):
        return None
    return Named(start, end, PlaceClass.UNKNOWN)


def _frame(tokens: Tokens, first: int, last: int, sets: _Sets) -> tuple[bool, bool]:
    """Whether a noun of places stands beside the name, and whether a preposition leads to it."""
    at = first - 1
    after = tokens.lower[last] if last < len(tokens) and tokens.joined(last) else ""
    by_noun = after in sets.nouns and not tokens.capital[last]
    if after in _BETWEEN and last + 1 < len(tokens) and tokens.joined(last + 1):
        by_noun = tokens.lower[last + 1] in sets.nouns  # "the Waleed border crossing"
    if tokens.lower[at] in sets.nouns and not tokens.capital[at]:
        by_noun = True
    while at > 0 and tokens.lower[at] in sets.adjectives and tokens.gap(at).strip() == "":
        at -= 1
    before = tokens.lower[at]
    if before == "of" and at > 0 and tokens.lower[at - 1] in sets.nouns:
        by_noun = True
    if before == "and" and at == first - 1 and _behind_of_places(tokens, at - 1):
        by_noun = True
    return by_noun, before in _IN_BEFORE and (at == first - 1 or tokens.lower[first - 1] != "the")


def _behind_of_places(tokens: Tokens, last: int) -> bool:
    """ "the villages of Qasr al-Her and Marhtan": whether the name that ends at token ``last`` follows a noun
    of places and "of"."""
    at = last
    while at > 0 and last - at < _LONGEST and (tokens.capital[at] or tokens.gap(at + 1) == "-"):
        at -= 1
    return at > 0 and tokens.lower[at] == "of" and tokens.lower[at - 1] in _OF_PLACES


def _may_be_a_place(words: list[str], by_noun: bool, here: bool, lists: tuple[Cues, _Sets]) -> bool:
    known, sets = lists
    if any(w in sets.unlikely or w in known.calendar or w in known.organisations for w in words):
        return False
    if words[0] in known.never or all(w in peoples() for w in words):
        return False
    if words[0] in _BOTH and len(words) > 1 and (by_noun or here):
        return True
    if by_noun and here and not any(w in known.titles for w in words):
        return len(words) > 1 or words[0] not in known.given_names
    if any(w in known.titles for w in words) or words[0] in known.given_names:
        return False
    return by_noun or words[0] not in known.surnames
