"""How the one who says it stands to what is said: asserted, claimed, denied, doubted."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    start, end = _clause(text, span)
    if any(_governs(text, m, span) for m in listed.doubted.finditer(text, start, end)):
        return Stance.DOUBTED
    if around is not None:
        words = {w.lower() for w in text[around.cue_span.start : around.cue_span.end].split()}
        if words & listed.claimed_verbs or around.speaker.kind == "armed_group":
            return Stance.CLAIMED
    return Stance.ASSERTED


def _around(sources: Sequence[SourceMention], span: Span) -> SourceMention | None:
    speaker = speaker_at(list(sources), span)
    inside = [s for s in sources if s.speaker is speaker and s.content_span.covers(span)]
    return min(inside, key=lambda s: s.content_span.end - s.content_span.start, default=None)


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
