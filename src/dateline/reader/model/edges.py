"""Marks that break off at a word that ends no name, or begin anew in its midst: the network tags word by
word, and may be sure of "Soviet of" and unsure of "Deputies", or see two marks in "suicide attackers"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from dateline.reader.model.decode import Tagged
from dateline.text import CAPITALISED

#: Labels of what has a name or a description. (A trigger may be "shot at", a count "a"; of places the words
#: around the marks are read, too.)
MENDED = frozenset(
    "perpetrator target victim responder other claims denies blamed by src thing weapon".split()
)
_LOOSE = re.compile(
    r"(?i)(?:^|[\s,]+)(?:(?:of|for|in|at|near|on|by|from|with|and|or|to)(?:\s+(?:the|a|an))?|the|a|an)$"
)
_TAIL = 60  # characters at the end of a mark in which it may break off
_NAME = re.compile(rf"\s(?:the\s)?{CAPITALISED}(?:\s{CAPITALISED}){{0,3}}")
_PROPER = re.compile(rf"{CAPITALISED}\s+(?:of|for|in)(?:\s+the)?$")


def mended(text: str, spans: Sequence[Tagged], labels: Collection[int]) -> list[Tagged]:
    """The marks, those with one of the ``labels`` that break off made whole where a name goes on ("Soviet of"
    and "Deputies"; what is marked apart of it is taken in), else without the words that are left over ("car
    of the")."""
    whole = _joined(text, spans, labels)
    made = [_mended(text, s) if s.label in labels else s for s in whole]
    grown = [s for s, before in zip(made, whole, strict=True) if s.end > before.end]
    return [s for s in made if not any(_is_taken_in(s, by) for by in grown)]


def _joined(text: str, spans: Sequence[Tagged], labels: Collection[int]) -> list[Tagged]:
    """What says of which kind somebody is goes with who that is ("suicide" and "attackers", "Judge" and "Ana
    Ruiz"); a name behind somebody's trade is another word for them ("driver" and "Omar Bal")."""
    ends = {(s.label, s.end): n for n, s in enumerate(spans) if s.label in labels}
    made = list(spans)
    gone: set[int] = set()
    for number, span in enumerate(spans):
        before = ends.get((span.label, span.start - 1))
        if before is None or text[span.start - 1] != " ":
            continue
        kind = text[spans[before].start : spans[before].end].split()[-1]
        if kind[0].isupper() or not text[span.start].isupper():
            made[number] = replace(span, first=made[before].first, start=made[before].start)
            gone.add(before)
    return [s for n, s in enumerate(made) if n not in gone]


def _is_taken_in(span: Tagged, by: Tagged) -> bool:
    return span is not by and span.label == by.label and by.start < span.start < by.end


def _mended(text: str, span: Tagged) -> Tagged:
    words = text[span.start : span.end]
    end = max(len(words) - _TAIL, 0)
    loose = _LOOSE.search(words, end)
    if loose is None:
        return span
    goes_on = _NAME.match(text, span.end) if _PROPER.search(words, end) else None
    if goes_on is not None:
        return replace(span, end=goes_on.end())
    rest = words[: loose.start()].rstrip(" \n,")
    return replace(span, end=span.start + len(rest)) if rest else span
