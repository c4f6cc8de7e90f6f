"""The reader: reports in, incidents in words out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dateline.model import Report, Stage, Stance
from dateline.reader.contract import Attribution, IncidentReading, Label, Mark, Occurrence, Reading
from dateline.reader.findings import Findings
from dateline.reader.model.apart import facts_of, parted, weighed
from dateline.reader.model.attributions import find_attributions
from dateline.reader.model.beside import with_rules
from dateline.reader.model.calibrate import Calibration
from dateline.reader.model.decode import Floats, Tagged
from dateline.reader.model.doers import with_doers
from dateline.reader.model.figures import settled
from dateline.reader.model.fought_off import fought_off
from dateline.reader.model.incidents import Found, Known, find_incidents
from dateline.reader.model.load import Weights
from dateline.reader.model.session import LONGEST, Scored
from dateline.reader.model.spans import with_spans
from dateline.reader.model.strangers import strangers
from dateline.reader.parts import settled_part
from dateline.reader.rules import RuleReader
from dateline.text import sentence_at, sentences
from dateline.threads import one_core

#: What the network was trained on; None: the language is not known, as of dispatches in capitals.
LANGUAGES = frozenset(("en", None))
_FOREIGN = "the reader was not trained on this language"
_CUT = f"only the first {LONGEST} word pieces were read"


class ModelReader:
    """Reads with a trained network, and rules beside it. Holds no state between reports."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._calibration = Calibration(weights.fits.get("calibration", {}))
        self._rules = _rules()

    @property
    def by(self) -> str:
        """``component@version`` of the network, and of the rules beside it."""
        return f"{self._weights.by}+{self._rules.by}"

    def read(self, told: Sequence[tuple[Report, Findings]]) -> list[Reading]:
        """The readings of some reports, in their order. A report in a language that the network was not
        trained on gets none, and says so."""
        scored = self.scored(told)
        with one_core():
            return [self.reading(*one, s) for one, s in zip(told, scored, strict=True)]

    def scored(self, told: Sequence[tuple[Report, Findings]]) -> list[Scored | None]:
        """The network's scores of some reports; None for those that it does not read."""
        known = [i for i, (report, _) in enumerate(told) if report.language in LANGUAGES]
        found = dict(zip(known, self._weights.session.score([told[i][0].text for i in known]), strict=True))
        return [found.get(i) for i in range(len(told))]

    def by_rules(self, report: Report, findings: Findings) -> Reading:
        """What the rules beside the network make of a report; the same whatever the network is."""
        return self._rules.read_one(report, findings)

    def reading(
        self, report: Report, findings: Findings, scored: Scored | None, ruled: Reading | None = None
    ) -> Reading:
        """What the network's scores of a report say (None where it was not read), and the rules beside it
        (None: they are asked)."""
        bounds = tuple(sentences(report.text))
        if scored is None:
            return Reading(bounds, (), self.by, _FOREIGN)

        scored = with_spans(scored, self._weights)
        rules = ruled or self.by_rules(report, findings)

        def apart(same: Floats, triggers: Sequence[Tagged]) -> Floats:
            own = weighed(same, facts_of(report.text, bounds, triggers, findings))
            return parted(report.text, own, triggers, rules, findings)

        def unlike(words: Sequence[Tagged]) -> NDArray[np.bool_]:
            return strangers(report.text, words, findings.actors)

        found = find_incidents(scored, self._weights, Known(apart, unlike))
        main = max(range(len(found)), key=lambda i: (found[i].main, -i), default=-1)
        read = [self._incident(report, bounds, one, i == main) for i, one in enumerate(found)]
        told = [
            with_doers(report, replace(one, marks=settled(one.marks, findings.counts)), findings.actors)
            for one in read
        ]
        said = tuple(
            Attribution(report.span(*source), report.span(*content))
            for source, content in find_attributions(scored, self._weights)
        )
        both = with_rules(told, rules, scored, self._weights.tags)
        everything = tuple(fought_off(report, one, findings.actors) for one in both)
        cut = _CUT if len(scored.pieces) >= LONGEST else ""
        return Reading(bounds, everything, self.by, cut, said)

    def _incident(
        self, report: Report, bounds: Sequence[tuple[int, int]], found: Found, main: bool
    ) -> IncidentReading:
        kind, _, subtype = found.type.partition("/")
        occurrences = tuple(
            Occurrence(report.span(t.start, t.end), sentence_at(bounds, t.start), t.probability)
            for t in found.triggers
        )
        marks = tuple(
            Mark(
                report.span(w.words.start, w.words.end),
                Label(settled_part(kind, w.label)),
                Stance(w.stance),
                self._calibration.of(w.label, w.probability),
                w.party,
            )
            for w in found.words
        )
        told = {o.sentence for o in occurrences} | {sentence_at(bounds, m.span.start) for m in marks}
        return IncidentReading(
            type=kind,
            subtype=subtype,
            stage=Stage(found.stage),
            main=main,
            occurrences=occurrences,
            sentences=tuple(sorted(told)),
            marks=marks,
            confidence=self._calibration.of("type", found.probability),
        )


@cache
def _rules() -> RuleReader:
    """Shared by all readers of a process: its lists take half a second to build, and hold no state."""
    return RuleReader()
