"""Names that the text itself introduces: "anti-terrorist force (ATF)", "the Front, known as FRX".

An acronym is held against the initials of the words before it (after Schwartz and Hearst 2003, word by
word); where a foreign acronym fits no initials ("the National Tiger Front (FNT)") the name of an
organisation that stands directly before the bracket counts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from dateline.model import ActorKind
from dateline.resolve.who.named import Who, who
from dateline.resolve.who.registry import WORD, Name, Registry, fold
from dateline.resolve.who.scan import Hit, Scan

_BRACKET = re.compile(r"[(\[]\s*(?:the |or |known as )?[\"“'‘]?([A-Za-zÀ-ÿ][\w./-]{1,11})[\"”'’]?\s*[)\]]")
_KNOWN_AS = re.compile(
    r"\b(?:known|referred to|abbreviated)"
    r"(?: as| by (?:its|the|their) (?:\w+ )?(?:acronym|initials)(?: of| as)?)"
    r" (?:the )?[\"“'‘]?([A-Z][\w-]*(?: (?:[A-Z][\w-]*|al-\w+)){0,4})"
)
_LEADS_TO_KNOWN = re.compile(
    r"(?:\b(?:which|that|who))?(?:\s*\b(?:is|are|was|were|also|better|commonly|locally|sometimes))*\s*$"
)
_EXPANDED = re.compile(r"\b([A-Z][\w-]{1,9}) [(\[](?:the )?([A-Z][^()\[\]\n]{6,90})[)\]]")
_BREAK = re.compile(r"[.;:!?(){}\[\]]|\n\s*\n")
_SMALL = frozenset(
    "of the and for in on to de del la las los el para por y e da do dos du le les et al a an".split()
)
_MAX_WORDS = 10


@dataclass(frozen=True, slots=True)
class Introduction:
    """From here on ``alias`` stands for ``actor``; its long form is ``text[start:end]``."""

    alias: str
    actor: Who
    start: int
    end: int


def introductions(
    found: Scan, registry: Registry, clear: dict[Hit, Who], pending: list[Hit]
) -> list[Introduction]:
    """All introductions in reading order; the first of an alias counts."""
    ends = {found.end(hit): hit for hit in (*pending, *clear)}
    made: dict[str, Introduction] = {}
    for alias, stop in _candidates(found, registry.organisations):
        if alias not in made:
            introduced = _bind(found, registry, alias, stop, (clear, ends))
            if introduced is not None:
                made[alias] = introduced
    for match in _EXPANDED.finditer(found.text):
        if match.group(1) not in made and _initials(found, match.end(2), match.group(1)) is not None:
            introduced = _bind(found, registry, match.group(1), match.end(2), (clear, ends))
            if introduced is not None:
                made[match.group(1)] = introduced
    return sorted(made.values(), key=lambda introduction: introduction.start)


def _candidates(found: Scan, organisations: Container[str]) -> Iterator[tuple[str, int]]:
    """``(alias, end of what stands before it)`` of every bracket and "known as"."""
    for match in _BRACKET.finditer(found.text):
        alias = match.group(1).rstrip(".")
        if found.upper_at(match.start()) or found.lower or sum(c.isupper() for c in alias) > 1:
            yield alias, _stripped(found.text, match.start())
    for match in _KNOWN_AS.finditer(found.text):
        begin = max(match.start() - 40, 0)
        lead = _LEADS_TO_KNOWN.search(found.text, begin, match.start())
        if fold(match.group(1)) not in organisations:  # "known as the Cartel of the Suns" was cut short
            yield match.group(1), _stripped(found.text, lead.start() if lead else match.start())


def _stripped(text: str, stop: int) -> int:
    while stop > 0 and text[stop - 1] in " \n\t,(\"”'’–—-":
        stop -= 1
    return stop


def _bind(
    found: Scan, registry: Registry, alias: str, stop: int, names: tuple[dict[Hit, Who], dict[int, Hit]]
) -> Introduction | None:
    clear, ends = names
    hit = ends.get(stop)
    if hit is not None and found.text[found.start(hit) : stop] != alias:
        assert isinstance(hit.payload, Name)
        known = [a for a in registry.find_name(alias) if alias in a.acronyms]
        shared = [a.id for a in registry.find_name(alias) if a.id in hit.payload.ids]
        if hit not in clear and known and not shared:
            return None  # "Farabundo Marti for the National Liberation Front (FMLN)" is not Algeria's front
        if hit in clear or shared or len(hit.payload.ids) == 1:
            actor = clear.get(hit) or who(registry, (shared or list(hit.payload.ids))[0])
            return Introduction(alias, actor, found.start(hit), stop)
    start = _initials(found, stop, alias)
    if start is None:
        start = _organisation(found, registry, stop)
    if start is None or start >= stop:
        return None
    new = _actor(found, registry, found.text[start:stop], alias)
    return None if new is None else Introduction(alias, new, start, stop)


def _actor(found: Scan, registry: Registry, long: str, alias: str) -> Who | None:
    """The registry's actor of this long form, if the text speaks of its country; else a new one, if the
    long form is that of an organisation: neither a "superintendent of police (SP)" nor a device is one."""
    for known in registry.find_name(long):
        spoken_of = any(found.countries[country] for country in known.countries)
        if spoken_of or not known.countries or alias in known.acronyms:
            return who(registry, known.id)
    by_alias = [a for a in registry.find_name(alias) if alias in a.acronyms]
    if len(by_alias) == 1 and any(found.countries[country] for country in by_alias[0].countries):
        return who(registry, by_alias[0].id)
    kind = kind_of(long, registry)
    if kind is None or registry.titles.intersection(map(fold, WORD.findall(long))):
        return None
    country = next((iso for name, iso in registry.countries.items() if name in long), None)
    return Who(" ".join(long.split()), None, kind, country)


def kind_of(name: str, registry: Registry) -> ActorKind | None:
    """What an organisation is, by the last words of its name that say so; None if none does."""
    words = [fold(word) for word in name.split()]
    for last in range(len(words), 0, -1):
        for length in (3, 2, 1):
            kind = registry.organisations.get(" ".join(words[max(last - length, 0) : last]))
            if kind is not None:
                return kind
    return None


def _initials(found: Scan, stop: int, alias: str) -> int | None:
    """Where the long form begins whose initials are the alias, ending at ``stop``; None if there is none.

    "antiterrorist force (ATF)": a word may give two letters, its first and one from within.
    """
    for skip_small in (True, False):  # "Organization of American States (OAS)" before "of"
        start = _matched(found, stop, alias, skip_small)
        if start is not None:
            return start
    return None


def _matched(found: Scan, stop: int, alias: str, skip_small: bool) -> int | None:
    capitals = [c for c in alias if c.isupper() or c.isdigit()]
    if len(capitals) < 2 or alias.isupper():
        capitals = [c for c in alias if c.isalnum()]
    letters = fold("".join(capitals))
    index = _word_ending(found, stop)
    if index is None or len(letters) < 2:
        return None
    position, used, twice = len(letters) - 1, 0, False
    while position >= 0 and index >= 0 and used < _MAX_WORDS:
        word = found.words[index][2]
        if word in _SMALL and skip_small:
            pass
        elif word[0] == letters[position]:
            position -= 1
        elif position > 0 and word[0] == letters[position - 1] and letters[position] in word[1:]:
            position, twice = position - 2, True
        elif word not in _SMALL:
            return None
        index, used = index - 1, used + 1
    start = found.words[index + 1][0]
    if found.words[index + 1][2] in _SMALL:
        return None
    if position >= 0 or used < 2 or _BREAK.search(found.text, start, stop):
        return None
    # "the Mountain Tigers Army (TAM)": the acronym is of another language, and the name is longer.
    cut = found.gap(index + 1) == " " and found.text[found.words[index][0]].isupper() and index >= 0
    return None if twice and cut and not found.upper_at(start) else start


def _organisation(found: Scan, registry: Registry, stop: int) -> int | None:
    """The capitalised name of an organisation that ends at ``stop``: "the Revolutionary Front"."""
    index = _word_ending(found, stop)
    if index is None or found.lower or found.upper_at(stop - 1):
        return None
    first, known = None, False
    while index >= 0 and stop - found.words[index][0] < 90:
        start, _, word = found.words[index]
        if found.text[start].isupper():
            first = start
            known = known or word in registry.organisations
        elif word not in _SMALL and found.text[start - 1] != "-":
            break
        if index and _BREAK.search(found.gap(index)):
            break
        index -= 1
    if first is None or not known or " " not in found.text[first:stop]:
        return None
    return first + 4 if found.text.startswith("The ", first) else first


def _word_ending(found: Scan, stop: int) -> int | None:
    low, high = 0, len(found.words)
    while low < high:
        middle = (low + high) // 2
        if found.words[middle][1] < stop:
            low = middle + 1
        else:
            high = middle
    return low if low < len(found.words) and found.words[low][1] == stop else None
