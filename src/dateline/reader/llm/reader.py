"""The reader: a question for each report, the answer held against the report's words."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass

from dateline.codebook import Codebook
from dateline.errors import NoAnswer
from dateline.model import Report
from dateline.reader.contract import Reading
from dateline.reader.findings import Findings
from dateline.reader.llm.ground import Nonsense, incidents_of
from dateline.reader.llm.prompt import LONGEST, VERSION, Prompt, prompt_for
from dateline.text import sentences

#: Asks a model: the text of its answer. Raises NoAnswer.
Ask = Callable[[Prompt], str]


@dataclass(slots=True)
class Tally:
    """What became of the answers so far. ``asked`` counts questions that a model answered, ``kept`` those
    whose answers were there from before; ``quotes`` and ``entries`` what was dropped of answers; ``masked``
    stretches of reports that addressed a model; ``again`` answers that were nonsense and asked for once
    more."""

    asked: int = 0
    kept: int = 0
    marks: int = 0
    quotes: int = 0
    entries: int = 0
    masked: int = 0
    again: int = 0


class LanguageReader:
    """Reads with a language model. ``answers`` keeps answers by question, so that a batch that was broken
    off goes on where it stopped. ``attempts``: how often nonsense is asked for again."""

    def __init__(
        self,
        model: str,
        ask: Ask,
        book: Codebook,
        answers: MutableMapping[str, str] | None = None,
        attempts: int = 2,
    ) -> None:
        self._model, self._ask, self._book = model, ask, book
        self._answers: MutableMapping[str, str] = {} if answers is None else answers
        self._attempts = attempts
        self._counted: set[str] = set()  # a batch that fails is read once more, report by report
        self.tally = Tally()

    @property
    def by(self) -> str:
        """``component@version``."""
        return f"llm-{self._model}@{VERSION}"

    def read(self, told: Sequence[tuple[Report, Findings]]) -> list[Reading]:
        """The readings of some reports, in their order. Raises NoAnswer where a model has none: the report
        must not count as one that tells of nothing."""
        return [self._reading(report) for report, _ in told]

    def _reading(self, report: Report) -> Reading:
        prompt, bounds = prompt_for(report, self._book), tuple(sentences(report.text))
        key = prompt.key(self._model)
        for attempt in range(self._attempts):
            answer = self._answers.get(key) if attempt == 0 else None
            known = answer is not None
            answer = self._ask(prompt) if answer is None else answer
            try:
                found, dropped = incidents_of(answer, report, prompt.text, self._book, bounds)
            except Nonsense as error:
                self.tally.again += 1
                if attempt + 1 < self._attempts:
                    continue
                way_out = (
                    "raise --max-tokens"
                    if error.half
                    else "try a larger model, or a server with JSON schemas"
                )
                raise NoAnswer(f"{self._model} gave {error}, {self._attempts} times", way_out) from error
            if key not in self._counted:
                self._counted.add(key)
                self.tally.kept += known
                self.tally.asked += not known
                self.tally.masked += prompt.masked
                self.tally.marks += sum(len(i.marks) + 1 for i in found)
                self.tally.quotes += dropped.quotes
                self.tally.entries += dropped.entries
            if not known:
                self._answers[key] = answer
            reason = f"only the first {LONGEST} characters were read" if prompt.cut else ""
            return Reading(bounds, tuple(found), self.by, reason)
        raise AssertionError("attempts are at least one")
