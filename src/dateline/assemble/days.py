"""The day of one incident among the days that its report names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.maker import StatementMaker
from dateline.model import Field, How, Report, Span, When
from dateline.reader.contract import IncidentReading, Label, Reading
from dateline.resolve.when import (
    LIKELY,
    DayChoice,
    Scene,
    TimeMention,
    choose_incident_day,
    contradictions,
    settle,
)

_UNSAID = "the report does not say when"
_BY_THE_HOUR = 0.6  # how sure the day is of what is told by the hour alone
#: What tells an hour, and no day of its own.
_HOUR = re.compile(
    r"(?i)\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b|o['’]clock|\b\d{4} (?:hours|hrs)\b|\bmeanwhile\b"
    r"|\b(?:dawn|daybreak|sunrise|dusk|nightfall|sunset|noon|midday|midnight|dark)\b"
    r"|\b(?:the|this|that|same|early|late|before|towards?|in the) (?:morning|afternoon|evening|night)\b"
    r"|\b(?:seconds?|minutes?|hours?|moments?) (?:later|after(?:wards)?|before|earlier)\b|\bwithin minutes\b"
    r"|\b(?:same|that) (?:time|day|hour|moment)\b|\b(?:shortly|soon) (?:after(?:wards)?|before)\b"
)
_DAY_OF_ITS_OWN = re.compile(
    r"(?i)(?<!same )(?<!that )day\b|\b(?:days|nights|weeks?|months?|years?|season)\b|\d(?:st|nd|rd|th)\b"
    r"|\bof (?:the|an?)\b|\b(?:next|following|previous|last|first|second|third|other)\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)\w*\b|\b(?:1[89]|20)\d\d\b"
)


def state_day(
    report: Report,
    reading: Reading,
    incident: IncidentReading,
    days: Sequence[TimeMention],
    others: Sequence[tuple[int, When]],
    maker: StatementMaker,
) -> When | None:
    """State the day, or that it is unknown and why; returns the day stated.

    ``days`` are the days that may be meant: for the main incident all that belong to no other, for
    background those of its own clauses. ``others`` are the days of incidents stated before, by the offset
    of their first word: "an hour later" is of the day of the one told of before. A day is only inferred from
    publication for the main incident: the news reports at once, but it recalls what lies any time back.
    """
    trigger = incident.occurrences[0].span
    scene = Scene(report.text, reading.sentences, trigger, frozenset(incident.sentences))
    choices = choose_incident_day(days, scene, report.published)
    best = settle(choices) if incident.main else next((c for c in choices if c.mention is not None), None)
    if best is not None and best.mention is not None and not best.inferred:
        how = How.EXACT if best.when.anchor == "absolute" else How.NORMALISED
        against = [c.reason for c in contradictions(days, report.published) if best.mention.span in c.spans]
        reason = "; ".join(filter(None, (best.when.reason, *against)))
        value = _weighed(best, reason)
        maker.said(Field.WHEN, value, [best.mention.span], how=how, confidence=best.score)
        return value
    if (same := _told_by_the_hour(incident, report, days, others)) is not None:
        value, span = same
        maker.inferred(Field.WHEN, value, [span], value.reason, confidence=_BY_THE_HOUR)
        return value
    if best is not None and best.when.earliest is not None:
        value = _weighed(best, best.when.reason)
        named = [c.mention.span for c in choices if c.mention is not None and c.score >= LIKELY]
        spans = named if best.mention is not None else [trigger]
        maker.inferred(Field.WHEN, value, spans, "; ".join(best.reasons), confidence=best.score)
        return value
    maker.unknown(
        Field.WHEN, _UNSAID if report.published.edtf else f"{_UNSAID}, and {report.published.reason}"
    )
    return None


def _told_by_the_hour(
    incident: IncidentReading,
    report: Report,
    days: Sequence[TimeMention],
    others: Sequence[tuple[int, When]],
) -> tuple[When, Span] | None:
    """The day of the incident told of before, where the reader marked an hour and no day: "at dusk", "ten
    minutes later", "the same evening"; and the words that say so."""
    for mark in incident.marked((Label.WHEN,)):
        named = any(t.when.earliest is not None and t.span.overlaps(mark.span) for t in days)
        words = report.quote(mark.span)
        if named or not _HOUR.search(words) or _DAY_OF_ITS_OWN.search(words):
            continue
        before = [(start, when) for start, when in others if start < mark.span.start]
        if before:
            when = max(before, key=lambda told: told[0])[1]
            reason = "told by the hour alone; the day is that of the incident told of before"
            return replace(when, reason=reason), mark.span
    return None


def _weighed(best: DayChoice, reason: str) -> When:
    """The value with what the weighing of all days says beside it: a stretch also has its likeliest day."""
    likeliest = best.likeliest if best.when.earliest != best.when.latest else None
    return replace(best.when, within=best.within, likeliest=likeliest, reason=reason)
