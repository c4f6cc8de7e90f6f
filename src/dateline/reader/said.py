"""What the reader knows of who says what, added to what the rules of attribution found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Speaker
from dateline.reader.contract import Attribution
from dateline.reader.cues import cues
from dateline.reader.sources import PRONOUNS, SourceMention, plain_name
from dateline.resolve.how_many.tokens import tokenise


def with_attributions(
    text: str, found: Sequence[SourceMention], read: Sequence[Attribution]
) -> list[SourceMention]:
    """``found`` and those of ``read`` whose contents are nobody's yet, in reading order. The rules know where
    a quotation ends and who "he" is; the reader knows verbs that no list has."""
    added = [
        SourceMention(_speaker(text, one, found), one.source, one.source, one.content)
        for one in read
        if not any(one.content.overlaps(known.content_span) for known in found)
    ]
    return sorted([*found, *added], key=lambda s: (s.content_span.start, s.content_span.end))


def _speaker(text: str, one: Attribution, found: Sequence[SourceMention]) -> Speaker:
    phrase = text[one.source.start : one.source.end]
    if phrase.casefold() in PRONOUNS:
        before = [s for s in found if s.cue_span.start < one.source.start and s.source_span is not None]
        if before:
            return max(before, key=lambda s: s.cue_span.start).speaker
    name = plain_name(" ".join(phrase.split()))
    known = next((s.speaker for s in found if s.speaker.name == name), None)
    if known is not None:
        return replace(known, span=one.source)
    words = [word for tokens in tokenise(phrase) for word in tokens.low]
    return Speaker(name, cues().kind(words), "", one.source)
