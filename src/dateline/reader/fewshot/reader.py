"""The trained reader with types that it was never taught."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Report
from dateline.reader.contract import IncidentReading, Reading
from dateline.reader.fewshot.embed import seen
from dateline.reader.fewshot.learn import Learned
from dateline.reader.findings import Findings
from dateline.reader.model import ModelReader
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored
from dateline.threads import one_core

#: From here on an incident is given a new type: where F1 is best on known types that are treated as new.
#: Below it the network's own answer stands.
SURE = 0.4


class FewShotReader:
    """Reads as the trained reader does; incidents whose triggers are those of a new type get it. What the
    network does not take for a trigger at all is not found. ``name`` goes into the version."""

    def __init__(self, weights: Weights, learned: Learned, name: str) -> None:
        self._base, self._weights, self._learned = ModelReader(weights), weights, learned
        kinds = ",".join(sorted(learned.kinds))
        self._by = f"{self._base.by}+{name}-{hashlib.sha256(kinds.encode()).hexdigest()[:6]}"

    @property
    def by(self) -> str:
        """``component@version``, with the codebook whose types were learned."""
        return self._by

    def read(self, told: Sequence[tuple[Report, Findings]]) -> list[Reading]:
        """The readings of some reports, in their order."""
        scored = self._base.scored(told)
        with one_core():
            return [self._reading(*one, s) for one, s in zip(told, scored, strict=True)]

    def _reading(self, report: Report, findings: Findings, scored: Scored | None) -> Reading:
        reading = self._base.reading(report, findings, scored)
        if scored is None:
            return replace(reading, by=self._by)
        return replace(
            reading, incidents=tuple(self._incident(one, scored) for one in reading.incidents), by=self._by
        )

    def _incident(self, one: IncidentReading, scored: Scored) -> IncidentReading:
        made = seen(scored, self._weights, [o.span.pair() for o in one.occurrences])
        name, sure = self._learned.best(made) if made is not None else ("", 0.0)
        return replace(one, type=name, subtype="", confidence=sure) if sure > SURE else one
