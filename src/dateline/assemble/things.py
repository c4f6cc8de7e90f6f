"""Weapons, physical targets and notes of one incident, from the sentences that tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.assemble.maker import StatementMaker
from dateline.codebook.lexicon import matchers
from dateline.model import Field, Report, Stance, Target, Weapon
from dateline.reader.contract import IncidentReading, Label, Mark, Reading
from dateline.reader.inaction import failed_to_act
from dateline.text import PhraseMatcher, tokens

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


def state_things(report: Report, reading: Reading, incident: IncidentReading, maker: StatementMaker) -> None:
    """State the weapons and the objects attacked of one incident, once for each kind and wording, in
    reading order. What kind they are, the codebook's words inside the mark say; else ``other``."""
    for mark, kind in _first_of_each(report, incident.marked((Label.WEAPON,)), matchers.weapons()):
        weapon = Weapon(report.quote(mark.span), kind)
        maker.said(Field.WEAPON, weapon, [mark.span], stance=mark.own_stance, confidence=mark.confidence)
    for mark, kind in _first_of_each(report, incident.marked((Label.THING,)), matchers.targets()):
        effect = _effect(report, reading.sentences[reading.sentence_at(mark.span.start)])
        target = Target(report.quote(mark.span), kind, effect)
        maker.said(Field.TARGET, target, [mark.span], stance=mark.own_stance, confidence=mark.confidence)


def _first_of_each(
    report: Report, marks: Sequence[Mark], matcher: PhraseMatcher[str]
) -> Iterator[tuple[Mark, str]]:
    seen: set[tuple[str, str]] = set()
    for mark in marks:
        quote = report.quote(mark.span)
        # the last of the words is the head: "a police bus station"
        kinds = [kind for _, _, kind in matcher.find(quote, tokens(quote))]
        key = (kinds[-1] if kinds else "other", quote.lower())
        if key not in seen:
            seen.add(key)
            yield mark, key[0]


def _effect(report: Report, bounds: tuple[int, int]) -> str:
    match = _DAMAGE.search(report.text, bounds[0], bounds[1])
    return (match.lastgroup or "") if match else ""


def state_notes(report: Report, reading: Reading, incident: IncidentReading, maker: StatementMaker) -> None:
    """Keep superlatives, doubts and what the forces failed to do as the report's words: they are not
    incidents and not values. What they failed to do stands with the main incident where it is told apart
    from any."""
    bounds = reading.sentences
    own = {o.sentence for o in incident.occurrences}
    for sentence in incident.sentences:
        start, end = bounds[sentence]
        if sentence in own and (match := _SUPERLATIVE.search(report.text, start, end)):
            span = report.span(match.start(), match.end())
            maker.said(Field.NOTE, report.quote(span), [span], confidence=0.7)
        if _DOUBT.search(report.text, start, end):
            span = report.span(start, end)
            maker.said(Field.NOTE, report.quote(span), [span], stance=Stance.DOUBTED, confidence=0.7)
    for sentence in _with_strays(reading, incident):
        words = failed_to_act(report.text, *bounds[sentence])
        if words is not None:
            span = report.span(*words)
            maker.said(Field.NOTE, report.quote(span), [span], confidence=0.6)


def _with_strays(reading: Reading, incident: IncidentReading) -> Sequence[int]:
    """The sentences of an incident; with the main one also those of none."""
    if not incident.main:
        return incident.sentences
    others = {s for one in reading.incidents if one is not incident for s in one.sentences}
    return [s for s in range(len(reading.sentences)) if s in incident.sentences or s not in others]
