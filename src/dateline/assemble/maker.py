"""Makes the statements of one account: ids, who says it, and how sure they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.model import Field, How, Report, Span, Speaker, Stance, Statement, Value
from dateline.reader.sources import SourceMention, speaker_at
from dateline.reader.stance import stance_at


class Voices:
    """Who says the words of one report, and how they stand to them; each span is looked up once, though
    several statements of several accounts rest on it."""

    def __init__(self, report: Report, sources: Sequence[SourceMention]) -> None:
        self._text, self._sources = report.text, sources
        self._speakers: dict[tuple[int, int], Speaker] = {}
        self._stances: dict[tuple[int, int], Stance] = {}

    def speaker(self, span: Span) -> Speaker:
        """Who says the words at ``span``."""
        at = span.pair()
        if (known := self._speakers.get(at)) is None:
            known = self._speakers[at] = speaker_at(self._sources, span)
        return known

    def stance(self, span: Span) -> Stance:
        """The stance of the words at ``span``, by what stands around them."""
        at = span.pair()
        if (known := self._stances.get(at)) is None:
            known = self._stances[at] = stance_at(self._text, span, self._sources)
        return known


class StatementMaker:
    """Makes statements for one account.

    A statement is called by its field and its first words ("…/toll@120-135"), not by its number: a
    person's correction of these words must not land on others when a better reader finds one more.
    """

    def __init__(self, account_id: str, voices: Voices, by: str) -> None:
        self.voices = voices
        self._account_id = account_id
        self._by = by
        self._made: list[Statement] = []
        self._called: Counter[str] = Counter()

    @property
    def made(self) -> tuple[Statement, ...]:
        """All statements so far, in the order in which they were made."""
        return tuple(self._made)

    def said(
        self,
        field: Field,
        value: Value,
        spans: Sequence[Span],
        *,
        how: How = How.EXACT,
        stance: Stance | None = None,
        confidence: float = 0.8,
    ) -> Statement:
        """A statement that rests on words; speaker and stance are read from around its first span,
        unless ``stance`` is given."""
        first = spans[0]
        return self._keep(
            Statement(
                id=self._id(field, spans),
                field=field,
                value=value,
                spans=tuple(spans),
                said_by=self.voices.speaker(first),
                stance=stance or self.voices.stance(first),
                how=how,
                by=self._by,
                confidence=confidence,
            )
        )

    def by_speaker(self, spans: Sequence[Span]) -> list[list[Span]]:
        """The spans parted by who says them, in order of first saying."""
        parts: dict[Speaker, list[Span]] = {}
        for span in spans:
            parts.setdefault(self.voices.speaker(span), []).append(span)
        return list(parts.values())

    def inferred(
        self, field: Field, value: Value, spans: Sequence[Span], reason: str, confidence: float = 0.5
    ) -> Statement:
        """A statement that the report does not make in so many words; ``reason`` says what it follows
        from, ``spans`` are the words that it was inferred from."""
        statement = Statement(
            id=self._id(field, spans),
            field=field,
            value=value,
            spans=tuple(spans),
            how=How.INFERRED,
            by=self._by,
            confidence=confidence,
            reason=reason,
        )
        return self._keep(statement)

    def unknown(self, field: Field, reason: str) -> Statement:
        """The report leaves this field open, and why."""
        return self._keep(
            Statement(self._id(field, ()), field, None, (), how=How.INFERRED, by=self._by, reason=reason)
        )

    def _id(self, field: Field, spans: Sequence[Span]) -> str:
        words = f"@{spans[0].start}-{spans[0].end}" if spans else ""
        name = f"{self._account_id}/{field.value}{words}"
        self._called[name] += 1
        same = self._called[name]
        return f"{name}.{same}" if same > 1 else name

    def _keep(self, statement: Statement) -> Statement:
        self._made.append(statement)
        return statement
