"""First pass over a text: every name, word for an actor and country, in one walk over the words."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from dateline.resolve.who.registry import Head, Name, Payload, Registry, words_of
from dateline.text import Token, is_mostly_small

_DASHES = frozenset("-‐‑–'’")
_PLAIN_GAP = frozenset(" \n\t-‐‑–'’")
_ARTICLES = frozenset(("a", "an", "the"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A match: words ``first`` to ``last`` (exclusive) of the text, and what they may be."""

    first: int
    last: int
    payload: Payload


@dataclass(slots=True)
class Scan:
    """A text with its words, its case, and what the index found in it."""

    text: str
    words: list[Token]
    lower: bool = False  # the text is in small letters throughout
    line_starts: list[int] = field(default_factory=list)
    line_upper: list[bool] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    countries: Counter[str] = field(default_factory=Counter)

    def upper_at(self, position: int) -> bool:
        """Whether the line at this place is set in capitals, where case tells nothing."""
        return self.line_upper[bisect_right(self.line_starts, position) - 1]

    def start(self, hit: Hit) -> int:
        """Where the match begins in the text."""
        return self.words[hit.first][0]

    def end(self, hit: Hit) -> int:
        """Where the match ends in the text."""
        return self.words[hit.last - 1][1]

    def gap(self, index: int) -> str:
        """The characters before word ``index``."""
        return self.text[self.words[index - 1][1] : self.words[index][0]] if index else ""


def scan(text: str, registry: Registry) -> Scan:
    """Walk over the words once; at each, the longest entry of the index whose spelling fits."""
    found = _lines(text)
    index = 0
    words = found.words
    while index < len(words):
        first = words[index][2]
        hit = None
        if first in registry.longest:
            second = words[index + 1][2] if index + 1 < len(words) else ""
            hit = _longest(found, registry, index, registry.entries(first, second))
        if hit is None:
            index += 1
            continue
        if isinstance(hit.payload, str):
            found.countries[hit.payload] += 1
        found.hits.append(hit)
        index = hit.last
    return found


def _lines(text: str) -> Scan:
    """The text with its case, line by line, and with wrapped lines joined; every offset stays.

    A hard space is a blank, and so is the end of a line that the next one carries on: agency copy in
    capitals is wrapped in the midst of names.
    """
    pieces: list[str] = []
    starts: list[int] = []
    upper: list[bool] = []
    position = 0
    for line in text.replace("\xa0", " ").replace("\u202f", " ").splitlines(keepends=True) or [""]:
        capitals = line.isupper() and (len(line) > 15 or bool(upper and upper[-1]))
        if pieces and (line[:1].islower() or (capitals and upper[-1])) and pieces[-1].strip():
            pieces[-1] = pieces[-1].replace("\n", " ").replace("\r", " ")
        pieces.append(line)
        starts.append(position)
        upper.append(capitals)
        position += len(line)
    joined = "".join(pieces)
    # the shared tokens of the text as it is: only what stands between them was changed
    return Scan(joined, words_of(text), joined.islower() or is_mostly_small(text), starts, upper)


def _longest(
    found: Scan, registry: Registry, index: int, entries: list[tuple[tuple[str, ...], Payload]]
) -> Hit | None:
    for phrase, payload in entries:
        last = index + len(phrase)
        if len(phrase) > 2 and tuple(word for _, _, word in found.words[index:last]) != phrase:
            continue
        allowed = payload.gaps if isinstance(payload, Name) else _PLAIN_GAP
        if len(phrase) > 1 and not _gaps_fit(found, index, last, allowed):
            continue
        if _case_fits(found, index, payload) and not _word_in_capitals(found, registry, index, payload):
            return Hit(index, last, payload)
    return None


def _gaps_fit(found: Scan, index: int, last: int, allowed: str | frozenset[str]) -> bool:
    for k in range(index + 1, last):
        gap = found.gap(k)
        if len(gap) > 3 or gap.count("\n") > 1 or any(c not in allowed for c in gap):
            return False
    return True


def _word_in_capitals(found: Scan, registry: Registry, index: int, payload: Payload) -> bool:
    """ "LET" in a line of capitals is the verb, however clear "LeT" may be elsewhere."""
    start, _, word = found.words[index]
    if not isinstance(payload, Name) or payload.ambiguous or len(payload.written) > 1:
        return False
    return word in registry.common_words and (found.lower or found.upper_at(start))


def _case_fits(found: Scan, index: int, payload: Payload) -> bool:
    """Whether the words are written as such a name is: "is" is no name, "Is" neither; "IS" may be."""
    start = found.words[index][0]
    if isinstance(payload, Head) or found.lower or found.upper_at(start):
        return True
    if isinstance(payload, str):
        return found.text[start].isupper()
    if payload.acronym and not any(len(word) > 1 and word.istitle() for word in payload.written):
        return _acronym_fits(found, index, payload)
    if len(payload.written) == 1 and payload.written[0].islower() and _ends_a_name(found, index):
        return False
    for k, word in enumerate(payload.written):
        place = found.words[index + k][0]
        if word[0].isupper() and not found.text[place].isupper():
            joined = k > 0 and found.text[place - 1] in _DASHES  # "Al-shabaab", "Lashkar-e-jhangvi"
            if not joined:
                return False
    return True


def _ends_a_name(found: Scan, index: int) -> bool:
    """Whether a word for fighters is written as the end of somebody's name: "Tehreek-ul-Mujahideen" and
    "Harakat Mujahideen" are not the mujahideen of Afghanistan."""
    if index == 0 or not found.text[found.words[index][0]].isupper():
        return False
    start, _, word = found.words[index - 1]
    gap = found.gap(index)
    if len(gap) == 1 and gap in _DASHES:
        return True
    return gap == " " and found.text[start].isupper() and word not in _ARTICLES


def _acronym_fits(found: Scan, index: int, name: Name) -> bool:
    for k, word in enumerate(name.written):
        start, end, _ = found.words[index + k]
        written = found.text[start:end]
        # British papers print "Farc" and "Isis"; "Is", "Mend" and "Arena" they print of other things.
        british = len(word) > 3 and not name.ambiguous and written == word.capitalize()
        if written != word and not british:
            return False
    return True
