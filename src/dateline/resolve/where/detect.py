"""Finds the spans of a text that the gazetteer knows as names, and the words around each that matter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest

from dateline.resolve.where.cues import Cues, cues
from dateline.resolve.where.forms import forms
from dateline.resolve.where.gazetteer import Candidate, Gazetteer
from dateline.resolve.where.index import CURATED, DEMONYM
from dateline.resolve.where.kinds import Kind
from dateline.resolve.where.tokens import Tokens

LONGEST = 6


@dataclass(slots=True)
class Toponym:
    """A span that may name a place: tokens ``first`` (inclusive) to ``last`` (exclusive), what the
    gazetteer offers, and what the neighbours say. ``qualifier`` are ids named right after the name
    ("Springfield, Ill."); ``contained`` marks a part that is said to lie in it ("Gilan District of Ghazni");
    ``kind_word`` is "province", "district" or "town" where a word says so."""

    first: int
    last: int
    start: int
    end: int
    name: str
    candidates: tuple[Candidate, ...]
    demonym: bool = False
    qualifier: tuple[Candidate, ...] = ()
    contained: bool = False
    kind_word: str = ""
    features: list[str] = field(default_factory=list)
    probability: float = 0.0


def find_toponyms(tokens: Tokens, gazetteer: Gazetteer) -> list[Toponym]:
    """Longest names first, left to right, not overlapping; state abbreviations ("Ariz.") included."""
    known = cues()
    found: list[Toponym] = []
    free = 0  # the first token that belongs to no name yet
    for i in tokens.heads:
        if i < free:
            continue
        hit = _abbreviation(tokens, i, gazetteer) or _longest(tokens, i, gazetteer, known)
        if hit is not None:
            free = hit.last
            if not _in_a_groups_name(tokens, i, known):
                found.append(hit)
    qualify(found, tokens)
    return found


def _in_a_groups_name(tokens: Tokens, i: int, known: Cues) -> bool:
    """ "Harakat Ahrar Al-Sham stormed the farms": the Levant, but in the name of a group."""
    at = i
    while at > 0 and i - at < LONGEST and tokens.joined(at):
        at -= 1
        if tokens.lower[at] in known.group_openers and tokens.capital[at]:
            return True
        if not tokens.capital[at] and tokens.lower[at] not in known.article_prefix:
            return False
    return False


def _abbreviation(tokens: Tokens, i: int, gazetteer: Gazetteer) -> Toponym | None:
    """ "MESA, Ariz. —", "Paterson, N.J.", "Dayton, OH": a state, only behind a comma or with its dot."""
    word = tokens.words[i]
    text, end = tokens.text, tokens.ends[i]
    dotted = word if word.endswith(".") else word + "." if text[end : end + 1] == "." else ""
    if not dotted and "," not in tokens.gaps[i]:
        return None
    if tokens.upper and dotted:
        dotted = dotted if dotted.count(".") > 1 else dotted.capitalize()
    behind_comma = tokens.gap(i).strip() == "," and tokens.capital[i - 1]
    gid = None
    if dotted and (behind_comma or len(dotted) > 4 or dotted.count(".") > 1):
        gid = gazetteer.abbreviations.get(dotted)
        end = tokens.starts[i] + len(dotted)
    if gid is None and behind_comma and len(word) == 2:
        gid = gazetteer.abbreviations.get(word)
        end = tokens.ends[i]
    if gid is None and behind_comma and not dotted and word.istitle():
        gid = gazetteer.abbreviations.get(word + ".")
        end = tokens.ends[i]
    place = gazetteer.by_id(gid) if gid is not None else None
    if place is None:
        return None
    return Toponym(
        i, i + 1, tokens.starts[i], end, text[tokens.starts[i] : end], (Candidate(place, CURATED),)
    )


def _longest(tokens: Tokens, i: int, gazetteer: Gazetteer, known: Cues) -> Toponym | None:
    word, lower = tokens.words[i], tokens.lower[i]
    if len(word) < 2:
        return None
    stop, most = i + 1, min(i + LONGEST, len(tokens))
    while stop < most and tokens.joined(stop):
        if not tokens.capital[stop] and tokens.lower[stop] not in known.lower_inside:
            break
        stop += 1
    while stop > i:
        if tokens.capital[stop - 1] or tokens.lower[stop - 1][:1].isupper():
            name = tokens.text[tokens.starts[i] : tokens.ends[stop - 1]]
            if (stop - i > 1 or _may_stand_alone(word, lower, tokens.upper, known)) and gazetteer.knows(name):
                return _toponym(tokens, i, stop, name, gazetteer)
        stop -= 1
    return None


def _may_stand_alone(word: str, lower: str, upper: bool, known: Cues) -> bool:
    if lower in known.calendar:
        return False
    if lower in known.never or (upper and known.common.get(lower, 0) >= 3):
        return lower == "us" and (word == "US" or (upper and word == "U.S."))
    return len(word) > 2 or word.isupper()


def _toponym(tokens: Tokens, first: int, last: int, name: str, gazetteer: Gazetteer) -> Toponym | None:
    plain = candidates = gazetteer.candidates(name)
    demonyms = tuple([c for c in candidates if c.flag == DEMONYM])
    if demonyms:
        plain = tuple([c for c in candidates if c.flag != DEMONYM])
    # An acronym is written as one: "US" is the country, "Us" is not; "ISIS" is no town in Congo.
    if name.isupper() and not tokens.upper and len(name) <= 5 and "." not in name and last - first == 1:
        plain = tuple(c for c in plain if c.flag == CURATED) or (
            plain if tokens.first[first] or _dateline(tokens, last) else ()
        )
    if not plain and not demonyms:
        return None
    start, end = tokens.starts[first], tokens.ends[last - 1]
    if demonyms:
        kinds = {c.place.kind for c in plain}
        region = Kind.PROVINCE in kinds and _is_a_region(tokens, last)
        if Kind.COUNTRY not in kinds and not region:
            return Toponym(first, last, start, end, name, demonyms, demonym=True)
    return Toponym(first, last, start, end, name, plain) if plain else None


def _is_a_region(tokens: Tokens, last: int) -> bool:
    """ "the Somali region of Ethiopia" is a province; "a Somali warlord" is of Somalia."""
    if last >= len(tokens) or not tokens.joined(last) or tokens.capital[last]:
        return True
    return cues().kind_words.get(tokens.lower[last]) == "province"


def given_toponym(tokens: Tokens, span: tuple[int, int], gazetteer: Gazetteer) -> Toponym | None:
    """A toponym at a span that somebody else marked; None when no form of it is a known name."""
    start, end = span
    inside = [k for k in range(bisect_left(tokens.starts, start), len(tokens)) if tokens.starts[k] < end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    name = tokens.text[start:end]
    gid = gazetteer.abbreviations.get(
        name if name.endswith(".") else name + ".", gazetteer.abbreviations.get(name)
    )
    if gid is not None and (state := gazetteer.by_id(gid)) is not None:
        return Toponym(first, last, start, end, name, (Candidate(state, CURATED),))
    for form in forms(name):
        if candidates := gazetteer.candidates(form):
            return Toponym(first, last, start, end, name, candidates)
    return None


def _dateline(tokens: Tokens, last: int) -> bool:
    """ "QUETTA (AFP)", "MESA, Ariz.", "CAIRO —": a name in capitals at the head of a story."""
    return tokens.text[tokens.ends[last - 1] : tokens.ends[last - 1] + 3].lstrip()[:1] in (
        "(",
        ",",
        "—",
        "-",
        "–",
        ":",
    )


def qualify(found: list[Toponym], tokens: Tokens) -> None:
    """Tie "Springfield, Ill." and "Quetta, the capital of Balochistan province" to what follows, and note
    the word that says what kind of place is meant."""
    known = cues()
    for here, after in zip_longest(found, found[1:]):
        here.kind_word = _kind_word(tokens, here, known)
        if after is not None and here.demonym and _LEADS_TO.fullmatch(tokens.text[here.end : after.start]):
            after.qualifier = here.candidates  # "the Syrian desert city of Palmyra"
        if after is None or here.demonym or after.demonym:
            continue
        between = tokens.text[here.end : after.start]
        if _PART_OF.fullmatch(between) and _large(after):
            here.qualifier, here.contained = after.candidates, True
        elif between.strip() in (",", ", in", "in") and _large(after):
            here.qualifier = after.candidates
        elif len(between) < 50 and between.startswith(
            (", the capital of", ", capital of", " in ", ", a ", ", the ")
        ):
            words = between.split()
            if (
                words[-1] not in (",", "and")
                and not any(w.endswith((".", ";")) for w in words)
                and _large(after)
            ):
                here.qualifier = after.candidates


#: What stands between a part and the whole: "Gilan District of Ghazni Province", "Safi tehsil (revenue unit)
#: of Mohmand Agency".
_PART_OF = re.compile(
    r"(?i)\s(?:district|sub-?district|tehsil|taluk|taluka|upazila|area|block|town|city|village|municipality"
    r"|county|commune|cercle|woreda|locality|neighbou?rhood|quarter|suburb)(?:\s\([^()]{1,30}\))?"
    r"\s(?:of|in)\s(?:the\s)?"
)
#: What stands between the people of a country and one of its towns.
_LEADS_TO = re.compile(
    r"\s(?:[a-z-]+\s){0,3}(?:capital|city|town|village|port|province|region|district|suburb|stronghold"
    r"|enclave|island|resort|hub|settlement)(?:\s[a-z-]+)?\s(?:of\s)?"
)


def _large(toponym: Toponym) -> bool:
    return any(c.place.kind in (Kind.COUNTRY, Kind.PROVINCE, Kind.DISTRICT) for c in toponym.candidates)


def _kind_word(tokens: Tokens, here: Toponym, known: Cues) -> str:
    """ "Helmand province", "Orange County", "the city of Hama", "the village of Taza"."""
    if here.last < len(tokens) and tokens.gap(here.last) in (" ", "\n"):
        kind = known.kind_words.get(tokens.lower[here.last])
        if kind:
            return kind
    last_own = known.kind_words.get(tokens.lower[here.last - 1]) if here.last - here.first > 1 else None
    if last_own:
        return last_own
    before = here.first - 1
    if before >= 1 and tokens.lower[before] == "of":
        return known.kind_words.get(tokens.lower[before - 1], "")
    return (
        known.kind_words.get(tokens.lower[before], "") if before >= 0 and not tokens.capital[before] else ""
    )


def mark_features(found: list[Toponym], tokens: Tokens) -> None:
    """Write into each toponym the features that :mod:`mention_model` weighs."""
    known = cues()
    persons = set(_persons(tokens, known))
    placed: set[str] = set()
    for toponym in found:
        before = tokens.lower[toponym.first - 1] if toponym.first else ""
        if (
            before in known.prepositions
            and before not in ("of", "to", "from")
            and tokens.gap(toponym.first) in (" ", "\n")
        ):
            placed.add(toponym.name.lower())
        if toponym.qualifier:
            placed.add(toponym.name.lower())
    for toponym in found:
        toponym.features = _features(toponym, tokens, known)
        key = toponym.name.lower()
        toponym.features += ["doc-placed"] * (key in placed) + ["doc-person"] * (key in persons)


def _persons(tokens: Tokens, known: Cues) -> Iterator[str]:
    """Surnames that the text introduces with a given name or a title: "Sheriff Dale Houston"."""
    for i in range(1, len(tokens)):
        if tokens.capital[i] and tokens.joined(i):
            before = tokens.lower[i - 1]
            if (
                tokens.capital[i - 1]
                and before in known.given_names
                and tokens.lower[i] not in known.organisations
            ) or before in known.titles:
                yield tokens.lower[i]


@lru_cache(maxsize=4096)
def _shape(candidates: tuple[Candidate, ...]) -> tuple[str, ...]:
    best = candidates[0]
    population = best.place.population
    size = next(
        i
        for i, limit in enumerate((1000, 5000, 20000, 100000, 500000, 3_000_000, 1 << 40))
        if population < limit
    )
    flags = {c.flag for c in candidates}
    kinds = {c.place.kind for c in candidates}
    shape = [f"size{size}", f"n{min(len(candidates), 4)}", f"kind{int(best.place.kind)}"]
    shape += [f"flag{f}" for f in flags]
    shape += ["has-country"] * (Kind.COUNTRY in kinds) + ["has-province"] * (Kind.PROVINCE in kinds)
    shape += ["has-capital"] * (Kind.CAPITAL in kinds)
    return tuple(shape)


def _features(toponym: Toponym, tokens: Tokens, known: Cues) -> list[str]:
    first, last = toponym.first, toponym.last
    found = [*_shape(toponym.candidates), f"len{min(last - first, 3)}"]
    lower = tokens.lower[first]
    single = last - first == 1
    common = known.common.get(lower, -1) if single else -1
    ordinary = "" if common < 2 else "-common" if common < 5 else "-very-common"
    if single:
        found.append(f"common{common}")
        if lower in known.given_names:
            found.append("is-given")
        if lower in known.surnames:
            found.append("is-surname")
    before, left = _left(tokens, first, known)
    after, right = _right(tokens, last, known)
    found += (
        f"p={before}", f"n={after}", f"pc={left}{ordinary}", f"nc={right}{ordinary}", f"pn={left}|{right}"
    )  # fmt: skip
    if single and lower in known.given_names:
        found.append(f"given|{right}")
    if single and lower in known.surnames:
        found.append(f"surname|{left}")
    if first > 1:
        found.append(f"pp={tokens.lower[first - 2]}")
    if last + 1 < len(tokens):
        found.append(f"nn={tokens.lower[last + 1]}")
    if toponym.qualifier:
        found.append("qualified")
    if toponym.kind_word:
        found.append(f"kind-word-{toponym.kind_word}")
    if toponym.demonym:
        found.append("demonym")
    if tokens.words[first].isupper() and not tokens.upper:
        found.append(f"acronym{min(len(tokens.words[first]), 5)}")
    if "." in toponym.name:
        found.append("dotted")
    return found


def _left(tokens: Tokens, first: int, known: Cues) -> tuple[str, str]:
    """The word before, and its class."""
    if first == 0:
        return "^", "start"
    word, gap = tokens.lower[first - 1], tokens.gap(first)
    if tokens.first[first]:
        return "^", "start"
    if not tokens.joined(first):
        mark = gap.strip()[:1] or " "
        return mark, f"mark{mark}"
    if word in known.titles:
        return word, "title"
    if not tokens.capital[first - 1] or (tokens.upper and word in known.prepositions):
        return word, "prep" if word in known.prepositions else "word"
    if word in known.given_names:
        return word, "given"
    if word in known.prepositions or word in known.never:
        return word, "prep" if word in known.prepositions else "word"
    if len(word.rstrip(".")) == 1:
        return "initial", "initial"
    return word, "first-capital" if tokens.first[first - 1] else "capital"


def _right(tokens: Tokens, last: int, known: Cues) -> tuple[str, str]:
    """The word after, and its class; for a run of capitals, what the run ends in."""
    if last >= len(tokens):
        return "$", "end"
    gap = tokens.gap(last)
    if not tokens.joined(last):
        mark = gap.strip()[:2] or " "
        return mark, f"mark{mark[:1]}"
    word = tokens.lower[last]
    if word in known.streets and tokens.capital[last]:
        return word, "street"
    if word in known.kind_words:
        return word, "kind"
    if word in known.person_verbs:
        return word, "says"
    if not tokens.capital[last]:
        return word, "word"
    if tokens.upper:
        return word, "organisation" if word in known.organisations else "word"
    end = last
    while end + 1 < len(tokens) and end - last < 4 and tokens.joined(end + 1) and tokens.capital[end + 1]:
        end += 1
    if any(tokens.lower[k] in known.organisations for k in range(last, end + 1)):
        return word, "organisation"
    return word, "capital"
