"""Makes the statements of one account: ids, who says it, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model import Field, How, Report, Span, Speaker, Stance, Statement, Value
from dateline.reader.findings import Findings
from dateline.reader.sources import speaker_at
from dateline.reader.stance import stance_at


class StatementMaker:
    """Makes statements for one account.

    A statement is called by its field and its first words ("…/toll@120-135"), not by its number: a
    person's correction of these words must not land on others when a better reader finds one more.
    """

    def __init__(self, account_id: str, report: Report, findings: Findings, by: str) -> None:
        self._account_id = account_id
        self._report = report
        self._findings = findings
        self._by = by
        self._made: list[Statement] = []

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
                said_by=speaker_at(self._findings.sources, first),
                stance=stance or stance_at(self._report.text, first, self._findings.sources),
                how=how,
                by=self._by,
                confidence=confidence,
            )
        )

    def by_speaker(self, spans: Sequence[Span]) -> list[list[Span]]:
        """The spans parted by who says them, in order of first saying."""
        parts: dict[Speaker, list[Span]] = {}
        for span in spans:
            parts.setdefault(speaker_at(self._findings.sources, span), []).append(span)
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
        same = sum(s.id == name or s.id.startswith(f"{name}.") for s in self._made)
        return f"{name}.{same + 1}" if same else name

    def _keep(self, statement: Statement) -> Statement:
        self._made.append(statement)
        return statement
