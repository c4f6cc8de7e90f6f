"""How the one who says it stands to what is said: asserted, claimed, denied, doubted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import itemgetter

from dateline.model import Span, Stance
from dateline.reader.cues import cues
from dateline.reader.sources import SourceMention, speaker_at

_BREAK = re.compile(r"[.!?]['\"”’)]*(?=\s)|\n|;")
# "A judge denied bond for a woman charged with killing two": refused, and not denied.
_REFUSED = re.compile(
    r"\s+(?:[\w'’]+\s+){0,2}?(?:bond|bail|parole|entry|access|permission|visas?|requests?|motions?|appeals?|"
    r"clemency|asylum|leave)\b"
)
_BEFORE, _AFTER = 90, 70  # characters of the clause around the words that doubt or denial may govern from


def stance_at(text: str, span: Span, sources: Sequence[SourceMention]) -> Stance:
    """The stance of the words at ``span``.

    Denied, where the attribution's verb denies ("the group denied that …"); doubted, where the clause marks
    doubt ("allegedly", "could not be verified"); claimed, where an armed group or an accused party says it,
    or its verb only claims; else asserted.
    """
    listed = cues()
    around = _around(sources, span)
    if around is not None:
        cue = text[around.cue_span.start : around.cue_span.end]
        if listed.denied.search(cue) and not _REFUSED.match(text, around.cue_span.end):
            return Stance.DENIED
    if _may_be_doubted(text, span.start - _BEFORE, span.end + _AFTER):
        start, end = _clause(text, span)
        if any(_governs(text, m, span) for m in listed.doubted.finditer(text, start, end)):
            return Stance.DOUBTED
    if around is not None:
        words = {w.lower() for w in text[around.cue_span.start : around.cue_span.end].split()}
        if words & listed.claimed_verbs or around.speaker.kind == "armed_group":
            return Stance.CLAIMED
    return Stance.ASSERTED


def _around(sources: Sequence[SourceMention], span: Span) -> SourceMention | None:
    first, last = span.start, span.end
    around = [s for s in sources if s.content_span.start <= first and last <= s.content_span.end]
    if not around:
        return None  # the report itself speaks, as most often
    speaker = speaker_at(around, span)
    inside = [s for s in around if s.speaker is speaker and s.content_span.covers(span)]
    return min(inside, key=lambda s: s.content_span.end - s.content_span.start, default=None)


def _may_be_doubted(text: str, start: int, end: int) -> bool:
    """Whether any words of doubt of the text reach into ``text[start:end]``: quick, for they are few."""
    doubts = _doubts(text)
    near = bisect_right(doubts, start, key=itemgetter(1))
    return near < len(doubts) and doubts[near][0] < end


@lru_cache(maxsize=2)  # every statement of a report asks
def _doubts(text: str) -> tuple[tuple[int, int], ...]:
    small, pattern = text.lower(), cues().doubted
    if len(small) == len(text):  # else a letter whose small form is two moves what follows
        text, pattern = small, _doubted_small()
    return tuple(m.span() for m in pattern.finditer(text))


@cache
def _doubted_small() -> re.Pattern[str]:
    """The words of doubt for texts in small letters: many times as fast as whatever the case."""
    return re.compile(cues().doubted.pattern.removeprefix("(?i)"))


def _clause(text: str, span: Span) -> tuple[int, int]:
    """The sentence around ``span``, no wider than a clause is long."""
    start = max(0, span.start - _BEFORE)
    for match in _BREAK.finditer(text, start, span.start):
        start = match.end()
    closing = _BREAK.search(text, span.end, min(len(text), span.end + _AFTER))
    return start, closing.start() if closing else min(len(text), span.end + _AFTER)


def _governs(text: str, match: re.Match[str], span: Span) -> bool:
    """Whether the doubt reaches the words: no comma and "and" between, unless it is said of the whole."""
    if match.start() >= span.start and match.end() <= span.end:
        return True
    between = text[match.end() : span.start] if match.end() <= span.start else text[span.end : match.start()]
    return "," not in between and " and " not in between and " but " not in between
