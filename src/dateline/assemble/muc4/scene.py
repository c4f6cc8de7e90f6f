"""Where in a report an incident is told: how much each sentence has of its words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.assemble.muc4.head import Head, read_head
from dateline.codebook.muc4.book import load
from dateline.model import Published, Report
from dateline.reader.model.muc4 import MucIncident
from dateline.text import sentence_at, sentences

_TRIGGERS = 0.5  # what the words for its type count beside the fillers
_NEXT = 0.45  # what a sentence counts for its neighbours, and a second time for theirs


@dataclass(frozen=True, slots=True)
class Story:
    """A report made ready: its text in upper case at the same offsets, its head, day and sentences."""

    report: Report
    upper: str
    head: Head
    day: date | None
    sentences: Sequence[tuple[int, int]]

    @property
    def published(self) -> Published:
        """The day that time expressions are counted from: the head's, else that of the report."""
        if self.day is None:
            return Published(reason="no date in the head of the message")
        return Published(self.day.isoformat(), self.day, self.day, "exact")

    def words(self, start: int, end: int) -> str:
        """What stands in the text, in upper case, with single blanks."""
        return " ".join(self.upper[start:end].split())


def story_of(report: Report) -> Story:
    """Make a report ready. Its day is that of its head, else the day it was published."""
    head = read_head(report.text)
    upper = "".join(u if len(u := c.upper()) == 1 else c for c in report.text)
    bounds = tuple(sentences(report.text))
    return Story(report, upper, head, head.day or report.published.day, bounds)


@dataclass(frozen=True, slots=True)
class Scene:
    """An incident in its story. ``weight`` is by sentence, at most 1; ``triggers`` are the offsets of the
    words for its type, ``fillers`` of its fillers, in reading order."""

    story: Story
    incident: MucIncident
    weight: Mapping[int, float]
    triggers: Sequence[tuple[int, int]]
    fillers: Sequence[tuple[int, int]]

    def near(self, sentence: int) -> float:
        """The most that a sentence has of the incident, its own words or those of its neighbours."""
        steps = ((0, 1.0), (-1, _NEXT), (1, _NEXT), (-2, _NEXT**2), (2, _NEXT**2))
        return max(self.weight.get(sentence + step, 0.0) * share for step, share in steps)

    def gap(self, start: int, end: int) -> int:
        """Letters between a span and the next word of the incident."""
        spans = (*self.triggers, *self.fillers)
        return min((max(s - end, start - e, 0) for s, e in spans), default=10_000)

    @property
    def told(self) -> list[int]:
        """The sentences that tell of the incident, those that tell most first."""
        return sorted((s for s, w in self.weight.items() if w >= 0.5), key=lambda s: (-self.weight[s], s))


def set_scene(story: Story, incident: MucIncident) -> Scene:
    """Weigh the sentences of a story for one incident.

    A filler that stands in one sentence points there; one that stands in ten points nowhere much.
    """
    weight: dict[int, float] = {}
    spans: list[tuple[int, int]] = []
    for filler in incident.fillers:
        own = sorted({(filler.start, filler.end), *filler.same})
        spans += own
        for start, _ in own:
            at = sentence_at(story.sentences, start)
            weight[at] = weight.get(at, 0.0) + 1 / len(own)
    pattern = load().triggers.get(incident.type)
    found = re.finditer(rf"\b(?:{pattern})\b", story.report.text, re.IGNORECASE) if pattern else ()
    triggers = [m.span() for m in found if m.start() >= story.head.end]
    for start, _ in triggers:
        at = sentence_at(story.sentences, start)
        if at in weight or not incident.fillers:
            weight[at] = weight.get(at, 0.0) + _TRIGGERS / (1 if incident.fillers else len(triggers))
    most = max(weight.values(), default=1.0)
    shares = {at: value / most for at, value in weight.items()}
    return Scene(story, incident, shares, triggers, sorted(set(spans)))
