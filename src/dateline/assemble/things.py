"""Weapons, physical targets and notes of one incident, from the sentences that tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dateline.assemble.maker import StatementMaker
from dateline.assemble.owners import Owners
from dateline.codebook.lexicon import load as load_lexicon
from dateline.model import Field, Report, Span, Stance, Target, Weapon
from dateline.reader.contract import IncidentReading, Reading
from dateline.text import PhraseMatcher, tokens

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


def state_things(report: Report, reading: Reading, index: int, owners: Owners, maker: StatementMaker) -> None:
    """State weapons and targets once for each kind and wording, in reading order."""
    weapons, targets = _matchers()
    incident, bounds = reading.incidents[index], reading.sentences
    own = {o.sentence for o in incident.occurrences}
    seen: set[tuple[str, str]] = set()
    for sentence in incident.sentences:
        for span, kind in _find(report, bounds[sentence], weapons):
            name = report.quote(span)
            if (kind, name.lower()) not in seen and owners.of(span) == index:
                seen.add((kind, name.lower()))
                maker.said(Field.WEAPON, Weapon(name, kind), [span], confidence=0.7)
        if sentence not in own:
            continue
        for span, kind in _find(report, bounds[sentence], targets):
            name = report.quote(span)
            if (kind, name.lower()) in seen or owners.of(span) != index:
                continue
            if _HIT.search(report.text[bounds[sentence][0] : span.start]):
                seen.add((kind, name.lower()))
                target = Target(name, kind, _effect(report, bounds[sentence]))
                maker.said(Field.TARGET, target, [span], confidence=0.6)


def _find(report: Report, bounds: tuple[int, int], matcher: PhraseMatcher[str]) -> Iterator[tuple[Span, str]]:
    text = report.text[bounds[0] : bounds[1]]
    words = tokens(text)
    for first, last, kind in matcher.find(text, words):
        span = report.span(bounds[0] + words[first].start, bounds[0] + words[last - 1].end)
        if not (last - first == 1 and _in_a_name(report.text, span)):
            yield span, kind


def _in_a_name(text: str, span: Span) -> bool:
    """Whether one capitalised word is the tail of a name: "New Sariab Road" is no road that was hit."""
    before = text[max(0, span.start - 30) : span.start].split(" ")
    return text[span.start].isupper() and len(before) > 1 and before[-1] == "" and before[-2][:1].isupper()


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
