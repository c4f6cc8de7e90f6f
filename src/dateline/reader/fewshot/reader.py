"""The trained reader with types that it was never taught."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Report, Stage
from dateline.reader.contract import IncidentReading, Occurrence, Reading
from dateline.reader.fewshot.embed import triggers, vector
from dateline.reader.fewshot.learn import Learned
from dateline.reader.findings import Findings
from dateline.reader.model import ModelReader
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored
from dateline.text import sentence_at

#: An incident is of a new type where that is likelier than not.
SURE = 0.5
#: Words that the network takes for a trigger only at this share of its threshold may be one of a new type.
_FAINT = 0.4


class FewShotReader:
    """Reads as the trained reader does; incidents whose triggers are those of a new type get it, and faint
    triggers of a new type make incidents of their own. ``name`` goes into the version."""

    def __init__(self, weights: Weights, learned: Learned, name: str) -> None:
        self._base, self._weights, self._learned = ModelReader(weights), weights, learned
        kinds = ",".join(sorted(learned.kinds))
        self._by = f"{weights.by}+{name}-{hashlib.sha256(kinds.encode()).hexdigest()[:6]}"

    @property
    def by(self) -> str:
        """``component@version``, with the codebook whose types were learned."""
        return self._by

    def read(self, told: Sequence[tuple[Report, Findings]]) -> list[Reading]:
        """The readings of some reports, in their order."""
        readings = self._base.read(told)
        scored = self._weights.session.score([report.text for report, _ in told])
        return [self._retyped(r, s, report) for r, s, (report, _) in zip(readings, scored, told, strict=True)]

    def _retyped(self, reading: Reading, scored: Scored, report: Report) -> Reading:
        incidents = [self._incident(one, scored) for one in reading.incidents]
        if not reading.reason:
            incidents += self._faint(reading, scored, report)
        main = any(one.main for one in incidents)
        if incidents and not main:
            incidents[0] = replace(incidents[0], main=True)
        return replace(reading, incidents=tuple(incidents), by=self._by)

    def _incident(self, one: IncidentReading, scored: Scored) -> IncidentReading:
        made = vector(scored, self._weights, [o.span.pair() for o in one.occurrences])
        name, sure = self._learned.best(made) if made is not None else ("", 0.0)
        return replace(one, type=name, subtype="", confidence=sure) if sure > SURE else one

    def _faint(self, reading: Reading, scored: Scored, report: Report) -> list[IncidentReading]:
        taken = [o.span.pair() for one in reading.incidents for o in one.occurrences]
        found: list[IncidentReading] = []
        for words in triggers(scored, self._weights, _FAINT):
            if any(words.start < end and start < words.end for start, end in taken):
                continue
            made = vector(scored, self._weights, [(words.start, words.end)])
            name, sure = self._learned.best(made) if made is not None else ("", 0.0)
            # one incident of a new type in one sentence is enough
            sentence = sentence_at(reading.sentences, words.start)
            if sure <= SURE or any(one.type == name and sentence in one.sentences for one in found):
                continue
            occurrence = Occurrence(report.span(words.start, words.end), sentence, words.probability)
            found.append(
                IncidentReading(name, "", Stage.ACCOMPLISHED, False, (occurrence,), (sentence,), (), sure)
            )
        return found
