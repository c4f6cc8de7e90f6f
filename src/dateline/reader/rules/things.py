"""Weapons and objects attacked, by the words of the codebook and how they stand in their sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dateline.codebook.lexicon import matchers
from dateline.model import Report, Span, Stance
from dateline.reader.contract import Label, Mark, Reading
from dateline.reader.owners import Owners
from dateline.text import PhraseMatcher, tokens

# How a place becomes a target: "attack on a police academy", "raided a compound", "hit a market".
_HIT = re.compile(
    r"(?i)(?:\b(?:on|against|at|into|inside|outside|near|targeting|of)\s+|(?:ed|struck|hit|stormed|targeted)\s+)"
    r"(?:(?:an?|the|its|their|his|her|one of)\s+)?(?:[\w-]+\s+){0,3}$"
)
_WEAPON, _OBJECT = 0.7, 0.6  # how far each is trusted


def mark_things(report: Report, reading: Reading) -> Reading:
    """The reading with the weapons and the objects attacked of each incident among its marks."""
    owners = Owners(report, reading)
    more: dict[int, list[Mark]] = {}
    for span in _find(report, matchers.weapons()):
        owner = owners.of(span)
        if owner is not None:
            more.setdefault(owner, []).append(Mark(span, Label.WEAPON, Stance.ASSERTED, _WEAPON))
    for span in _find(report, matchers.targets()):
        owner = owners.of(span)
        if owner is not None and _is_hit(report, reading, span, owner):
            more.setdefault(owner, []).append(Mark(span, Label.THING, Stance.ASSERTED, _OBJECT))
    incidents = (
        replace(one, marks=(*one.marks, *more.get(i, ()))) for i, one in enumerate(reading.incidents)
    )
    return replace(reading, incidents=tuple(incidents))


def _is_hit(report: Report, reading: Reading, span: Span, owner: int) -> bool:
    if not report.text.isupper() and _in_a_name(report.text, span):
        return False
    sentence = reading.sentence_at(span.start)
    told = any(o.sentence == sentence for o in reading.incidents[owner].occurrences)
    return told and bool(_HIT.search(report.text[reading.sentences[sentence][0] : span.start]))


def _find(report: Report, matcher: PhraseMatcher[str]) -> Iterator[Span]:
    words = tokens(report.text)
    for first, last, _ in matcher.find(report.text, words):
        yield report.span(words[first].start, words[last - 1].end)


def _in_a_name(text: str, span: Span) -> bool:
    """Whether one capitalised word is the tail of a name: "New Sariab Road" is no road that was hit."""
    before = text[max(0, span.start - 30) : span.start].split(" ")
    one_word = " " not in text[span.start : span.end]
    named = len(before) > 1 and before[-1] == "" and before[-2][:1].isupper()
    return one_word and text[span.start].isupper() and named
