"""Sentences and paragraphs of news English, as offsets.

Made for scraped text: a paragraph may lack its full stop, sentences may be glued together
("in his home Monday.Leaving her home …"), and abbreviations of the news ("MESA, Ariz. — A gunman",
"Maj. Gen. Sher Afgan", "about 5 p.m. Tuesday") must not end a sentence. Where a paragraph is written in small
letters throughout, a small letter behind a full stop says nothing, and the stop ends the sentence.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from dateline.text.casing import is_small

_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof rev fr sr jr st mt ft no nos vs etc inc ltd co corp dept gen maj col lt capt cmdr
    sgt cpl pvt adm brig supt insp det gov sen rep pres hon amb sec atty ave blvd rd hwy approx est
    jan feb mar apr jun jul aug sept sep oct nov dec
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore
    pa tenn tex va vt wash wis wyo u.s u.k u.n u.s.a d.c n.y n.j n.c s.c n.d s.d n.m n.h w.va
    r.i e.g i.e""".split()
)
# "p.m." may or may not end a sentence: it does when a capital follows that is no weekday, month or zone.
_CLOCK = re.compile(r"(?i)\b[ap]\.m$")
_AFTER_CLOCK = re.compile(
    r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|\s+(?:EST|EDT|CST|CDT|MST|MDT|PST|PDT|GMT|UTC|BST|IST|PKT)\b"
)
_AFTER_CLOCK_SMALL = re.compile(r"(?i)\s+(?:on|in|at|local|and|to|when|by)\b|" + _AFTER_CLOCK.pattern)
# Begins with the mark, which the engine then looks for quickly; what stands before it is asked afterwards.
_END = re.compile(r"[.!?…](?:[.!?…]*[\"'”’)\]]*(?=\s|$)|(?<=[a-z\d)][.!?])[.!?]*[\"”’]?(?=[\"“]?[A-Z][a-z]))")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=[^a-z])")
_CAPITAL_NEXT = re.compile(r"\s+[\"“]?[A-Z]")
_SMALL_NEXT = re.compile(r"\s+[a-z]")
_LONG_WORD = 24  # characters before a stop: no abbreviation is longer
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Z]$")
_SMALL_INITIAL = re.compile(r"(?:^|[\s(.])[b-hj-z]$")  # not "a" and "i", which are words


def paragraphs(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of the paragraphs, without surrounding white space; empty ones are left out."""
    bounds = [0]
    for match in _PARAGRAPH.finditer(text):
        bounds += [match.start(), match.end()]
    bounds.append(len(text))
    return [p for p in (_strip(text, s, e) for s, e in zip(bounds[::2], bounds[1::2], strict=True)) if p]


def sentences(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of the sentences in reading order, without surrounding white space.

    They do not overlap, and together they cover everything but white space. The texts asked for last are
    remembered: every room that reads a report cuts it once.
    """
    return list(_sentences(text))


@lru_cache(maxsize=32)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        begin, small = start, is_small(text, start, end)
        for match in _END.finditer(text, start, end):
            if match.end() < end and _ends_here(text, begin, match, small):
                if piece := _strip(text, begin, match.end()):
                    found.append(piece)
                begin = match.end()
        if piece := _strip(text, begin, end):
            found.append(piece)
    return tuple(found)


def sentence_at(bounds: Sequence[tuple[int, int]], offset: int) -> int:
    """The index of the sentence in which the character at ``offset`` stands, or of the one before it;
    ``bounds`` as :func:`sentences` gives them."""
    return max(bisect_right(bounds, (offset, sys.maxsize)) - 1, 0)


def _ends_here(text: str, begin: int, match: re.Match[str], small: bool) -> bool:
    """Whether the punctuation at ``match`` ends a sentence or belongs to an abbreviation; ``small`` where
    the case of what follows says nothing."""
    mark = match.group()
    if mark[0] != "." or mark.startswith(".."):
        return True
    stop = match.start()
    before = text[max(begin, stop - _LONG_WORD) : stop]
    if before.endswith(("m", "M")) and _CLOCK.search(before):
        rest = text[match.end() : match.end() + 16]
        if small:
            return not _AFTER_CLOCK_SMALL.match(rest)
        return bool(_CAPITAL_NEXT.match(rest)) and not _AFTER_CLOCK.match(rest)
    words = before.split()
    initial = _SMALL_INITIAL if small else _INITIAL
    if (words and words[-1].lstrip("(\"“'‘").lower() in _ABBREVIATIONS) or initial.search(before[-3:]):
        return False
    return small or _SMALL_NEXT.match(text, match.end()) is None


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
