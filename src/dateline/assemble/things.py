"""Weapons, physical targets and notes of one incident, from the sentences that tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.assemble.maker import StatementMaker
from dateline.assemble.owners import Owners
from dateline.codebook.lexicon import load as load_lexicon
from dateline.model import Field, Report, Span, Stance, Target, Weapon
from dateline.reader.contract import IncidentReading, Reading
from dateline.text import PhraseMatcher, Token, tokens

# How a place becomes a target: "attack on a police academy", "raided a compound", "hit a market".
_HIT = re.compile(
    r"(?i)(?:\b(?:on|against|at|into|inside|outside|near|targeting|of)\s+|(?:ed|struck|hit|stormed|targeted)\s+)"
    r"(?:(?:an?|the|its|their|his|her|one of)\s+)?(?:[\w-]+\s+){0,3}$"
)
_DAMAGE = re.compile(
    r"(?i)\b(?:(?P<destroyed>destroy\w*|flatten\w*|razed|demolish\w*|gutted|burnt? down|level?led)"
    r"|(?P<damaged>damag\w*|hit|struck|shatter\w*|torched|set on fire|set ablaze))\b"
)
_SUPERLATIVE = re.compile(
    r"(?i)\b(?:the|its|their)\s+(?:deadliest|worst|bloodiest|biggest|largest|"
    r"most (?:deadly|violent|lethal)|first)"
    r"\b[^.;]{4,160}?\b(?:in|since|ever|to date|on record|for)\b[^.;,]{0,80}"
)
_DOUBT = re.compile(
    r"(?i)\b(?:(?:remains?|is|was|are) (?:still )?(?:unclear|unknown|uncertain)|"
    r"not (?:immediately )?(?:clear|known)|"
    r"could not be (?:independently )?(?:verified|confirmed)|yet to be (?:confirmed|established))\b"
)


@lru_cache(maxsize=1)
def _matchers() -> tuple[PhraseMatcher[str], PhraseMatcher[str]]:
    lexicon = load_lexicon()
    weapons, targets = lexicon.weapons, lexicon.targets
    return (
        PhraseMatcher((" ".join(w.words), w.kind) for w in weapons),
        PhraseMatcher((" ".join(w.words), w.kind) for w in targets),
    )


@dataclass(frozen=True, slots=True)
class Things:
    """The words of one report that name weapons and physical targets, with their kinds."""

    weapons: Sequence[tuple[Span, str]]
    targets: Sequence[tuple[Span, str]]


def find_things(report: Report) -> Things:
    """Every weapon and target word of the report, in reading order, whatever it belongs to."""
    words = tokens(report.text)
    weapons, targets = (list(_find(report, words, matcher)) for matcher in _matchers())
    capitals = report.text.isupper()
    return Things(weapons, [t for t in targets if capitals or not _in_a_name(report.text, t[0])])


def state_things(
    report: Report, reading: Reading, index: int, things: Things, owners: Owners, maker: StatementMaker
) -> None:
    """State weapons and targets of one incident once for each kind and wording, in reading order."""
    own = {o.sentence for o in reading.incidents[index].occurrences}
    seen: set[tuple[str, str]] = set()
    for span, kind in _first_of_each(report, things.weapons, owners, index, seen):
        maker.said(Field.WEAPON, Weapon(report.quote(span), kind), [span], confidence=0.7)
    hit = [(s, k) for s, k in things.targets if _is_hit(report, reading, s, own)]
    for span, kind in _first_of_each(report, hit, owners, index, seen):
        effect = _effect(report, reading.sentences[reading.sentence_at(span.start)])
        maker.said(Field.TARGET, Target(report.quote(span), kind, effect), [span], confidence=0.6)


def _first_of_each(
    report: Report,
    found: Sequence[tuple[Span, str]],
    owners: Owners,
    index: int,
    seen: set[tuple[str, str]],
) -> Iterator[tuple[Span, str]]:
    for span, kind in found:
        key = (kind, report.quote(span).lower())
        if key not in seen and owners.of(span) == index:
            seen.add(key)
            yield span, kind


def _is_hit(report: Report, reading: Reading, span: Span, own: set[int]) -> bool:
    sentence = reading.sentence_at(span.start)
    return sentence in own and bool(_HIT.search(report.text[reading.sentences[sentence][0] : span.start]))


def _find(report: Report, words: Sequence[Token], matcher: PhraseMatcher[str]) -> Iterator[tuple[Span, str]]:
    for first, last, kind in matcher.find(report.text, words):
        yield report.span(words[first].start, words[last - 1].end), kind


def _in_a_name(text: str, span: Span) -> bool:
    """Whether one capitalised word is the tail of a name: "New Sariab Road" is no road that was hit."""
    before = text[max(0, span.start - 30) : span.start].split(" ")
    one_word = " " not in text[span.start : span.end]
    named = len(before) > 1 and before[-1] == "" and before[-2][:1].isupper()
    return one_word and text[span.start].isupper() and named


def _effect(report: Report, bounds: tuple[int, int]) -> str:
    match = _DAMAGE.search(report.text, bounds[0], bounds[1])
    return (match.lastgroup or "") if match else ""


def state_notes(
    report: Report, incident: IncidentReading, bounds: Sequence[tuple[int, int]], maker: StatementMaker
) -> None:
    """Keep superlatives and doubts as the report's words: they are not incidents and not values."""
    own = {o.sentence for o in incident.occurrences}
    for sentence in incident.sentences:
        start, end = bounds[sentence]
        if sentence in own and (match := _SUPERLATIVE.search(report.text, start, end)):
            span = report.span(match.start(), match.end())
            maker.said(Field.NOTE, report.quote(span), [span], confidence=0.7)
        if _DOUBT.search(report.text, start, end):
            span = report.span(start, end)
            maker.said(Field.NOTE, report.quote(span), [span], stance=Stance.DOUBTED, confidence=0.7)
