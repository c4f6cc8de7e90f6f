"""The places that a story names, as slot 3 wants them: known places, names that say their kind
("THE TOWN OF X", "X DEPARTMENT"), and towns of the gazetteer; with their kinds and countries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.assemble.muc4.scene import Story
from dateline.codebook.muc4.book import load, places
from dateline.resolve.where.gazetteer import Place, default_gazetteer
from dateline.resolve.where.key import name_key
from dateline.resolve.where.kinds import Kind

_WORD = re.compile(r"[^\W_]+(?:['’.-](?!S\b)[^\W_]+)*\.?")
_LONGEST = 8  # words of a name in the set list
#: Kinds that a word beside a name tells, by that word.
_KIND_WORDS: Mapping[str, str] = {
    word: word.upper()
    for word in """city town department province neighborhood municipality village jurisdiction canton
    district region state hill river farm island airport university school hamlet volcano lake valley zone
    suburb settlement corregimiento sector port county""".split()
} | {"neighbourhood": "NEIGHBORHOOD", "colony": "NEIGHBORHOOD", "ranch": "FARM", "district": "DISTRICT"}
_KIND = "|".join(sorted(_KIND_WORDS, key=len, reverse=True))
_NOT_OF = frozenset(("state", "zone", "sector", "port", "school", "university"))  # "THE STATE OF ALERT"
_KIND_OF = "|".join(sorted(set(_KIND_WORDS) - _NOT_OF, key=len, reverse=True))
_OF = re.compile(rf"\b({_KIND_OF})\s+of\s+((?:(?!{_KIND})[^\W\d_]+\s?){{1,4}})", re.IGNORECASE)
_BEHIND = re.compile(rf"\s+(?:city\s+)?({_KIND})\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b({_KIND})(?:\s+of|\s+called|,)?\s+\Z", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|near|outside|at)\s+((?:[^\W\d_]+[ \n]?){1,4})", re.IGNORECASE)
_CITY = 50_000  # people who make a town of the gazetteer a city
_SMALL = frozenset(
    """the a an in at on of to from near and or by for with where which that is was were has have had this
    early late today yesterday when who after before during between as its their his her located killed
    reported said will would outside inside also while toward towards around about""".split()
)
_AREAS = frozenset({Kind.PROVINCE, Kind.DISTRICT})
_TOWNS = frozenset({Kind.TOWN, Kind.CAPITAL})


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place at ``start`` to ``end``: as the slot writes it, its kind, the nations it may lie in
    (most populous first), whether the set list has it, and whether a word beside it told the kind."""

    start: int
    end: int
    name: str
    kind: str
    nations: tuple[str, ...]
    listed: bool
    told: bool

    @property
    def fill(self) -> str:
        """As slot 3 writes it: "SAN LUIS DE LA REINA (TOWN)"."""
        return f"{self.name} ({self.kind})" if self.kind else self.name


@cache
def _listed() -> Mapping[str, str]:
    return {name_key(name): name for name in places()}


@cache
def nation_of() -> Mapping[str, str]:
    """ISO 3166 code → name in the set list."""
    return {nation.iso: name for name, nation in load().nations.items()}


@lru_cache(maxsize=4096)
def records(name: str) -> tuple[Place, ...]:
    """What the gazetteer has under a name, the largest first."""
    return tuple(default_gazetteer().lookup(name))


@lru_cache(maxsize=4096)
def nations_of(name: str, kind: str) -> tuple[str, ...]:
    """The nations in which the gazetteer has a place of this name, fitting the kind where it can."""
    found = records(name)
    areas = [p for p in found if (p.kind in _AREAS) == (kind in _AREA_KINDS)]
    known = nation_of()
    return tuple(dict.fromkeys(known[p.country] for p in (*areas, *found) if p.country in known))


_AREA_KINDS = frozenset("DEPARTMENT PROVINCE STATE REGION DISTRICT MUNICIPALITY COUNTY".split())


def toponyms_of(story: Story) -> list[Toponym]:
    """The names of places in a story, its head left out, in reading order and not overlapping."""
    found = list(_from_list(story.upper, story.head.end))
    taken = [(t.start, t.end) for t in found]
    more = [t for t in _self_told(story.upper, story.head.end) if not _overlaps(t, taken)]
    return sorted([*found, *more], key=lambda t: t.start)


def _overlaps(toponym: Toponym, taken: Sequence[tuple[int, int]]) -> bool:
    return any(toponym.start < end and start < toponym.end for start, end in taken)


def _from_list(text: str, start: int) -> Iterator[Toponym]:
    words = list(_WORD.finditer(text, start))
    names, at = _listed(), 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            span = words[at].start(), words[at + size - 1].end()
            name = names.get(name_key(text[slice(*span)]))
            if name is not None:
                if name not in load().nations or told_kind(text, *span):
                    yield _named(text, *span, name)
                at += size
                break
        else:
            at += 1


def _named(text: str, start: int, end: int, name: str) -> Toponym:
    kinds = places()[name].kinds
    end -= text[end - 1] == "."
    told = told_kind(text, start, end)
    kind = (
        told
        if told in kinds
        else "MUNICIPALITY"
        if told == "JURISDICTION" and told not in kinds
        else kinds[0]
    )
    if kind not in kinds:
        kind = kinds[0]
    return Toponym(start, end, name, kind, nations_of(name, kind), True, bool(told))


def told_kind(text: str, start: int, end: int) -> str:
    """The kind that a word behind or before a name tells, "" where none does."""
    behind = _BEHIND.match(text, end)
    before = None if behind else _BEFORE.search(text[max(0, start - 30) : start])
    found = behind or before
    return _KIND_WORDS[found[1].lower()] if found else ""


def _self_told(text: str, start: int) -> Iterator[Toponym]:
    """ "THE TOWN OF TENJO", a name that no list holds."""
    for match in _OF.finditer(text, start):
        words = match[2].split()
        cut = next((n for n, w in enumerate(words) if w.lower() in _SMALL), len(words))
        if cut == 0:
            continue
        first = match.start(2)
        end = _end_of_words(text, first, cut)
        name = " ".join(words[:cut]).upper()
        kind = _KIND_WORDS[match[1].lower()]
        if kind in _AREA_KINDS and not records(name):
            continue  # "THE DEPARTMENT OF PUBLIC SAFETY"
        yield Toponym(first, end, name, kind, nations_of(name, kind), False, True)


def _end_of_words(text: str, start: int, count: int) -> int:
    """Where the last of ``count`` words ends that stand from ``start`` on."""
    found = re.compile(r"\s+".join([r"[^\s,;:]+"] * count)).match(text, start)
    return found.end() if found else start


def gazetteer_towns(story: Story, nation: str, taken: Sequence[Toponym]) -> list[Toponym]:
    """Towns that the gazetteer has in ``nation`` and the set list lacks, behind "IN" and its like."""
    spans = [(t.start, t.end) for t in taken]
    found = []
    for match in _IN.finditer(story.upper, story.head.end):
        words = match[1].split()
        for size in range(min(4, len(words)), 0, -1):
            name = " ".join(words[:size]).strip(".,")
            if size == 1 and (len(name) < 4 or name.lower() in _SMALL):
                continue
            fits = [p for p in records(name) if nation_of().get(p.country) == nation]
            if fits and fits[0].kind in _TOWNS:
                end = _end_of_words(story.upper, match.start(1), size)
                usual = "CITY" if fits[0].population > _CITY else "TOWN"
                kind = told_kind(story.upper, match.start(1), end) or usual
                one = Toponym(match.start(1), end, name, kind, (nation,), False, False)
                if not _overlaps(one, spans):
                    found.append(one)
                break
    return found


def lies_in(inner: Toponym, outer: Toponym, nation: str) -> bool:
    """Whether the gazetteer has ``inner`` in the province or district called ``outer``, in that nation."""
    if inner.name == outer.name:
        return False
    areas = {p.gid for p in records(outer.name) if p.kind in _AREAS and nation_of().get(p.country) == nation}
    return any(
        {p.admin1, p.admin2} & areas for p in records(inner.name) if nation_of().get(p.country) == nation
    )
