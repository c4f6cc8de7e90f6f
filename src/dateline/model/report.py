"""Pages, and the reports that are read from them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from dateline.model.span import OffsetMap, Span

#: How the origin of an imported row begins, before the name of its source and its id.
IMPORTED = "import:"


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes as obtained.

    ``given`` holds what came beside the bytes (a record of JSON Lines): any of ``id``, ``url``,
    ``title``, ``published``; ``origin`` says where the bytes came from (a path, ``file.jsonl:17``).
    """

    content: bytes
    media_type: str  # "text/html" or "text/plain"
    url: str | None = None
    retrieved: datetime | None = None
    given: dict[str, str] = field(default_factory=dict)
    origin: str = ""

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes: two pages with the same digest are the same page."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One reading of the day of publication, kept whether it won or not.

    ``source`` names where it stood: ``given``, ``json-ld``, ``opengraph``, ``meta``, ``time``, ``url``,
    ``dateline``, ``banner``, ``text``, ``weekday``, ``link``. ``words`` are the page's own.
    """

    source: str
    words: str
    day: date | None
    accepted: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """The day of publication, an inference with its evidence.

    ``edtf`` is ``None`` when unknown, and ``reason`` says why. ``weekday`` (ISO, Monday = 1) may be
    known although the day is not: a story that says "officials said Friday" came out on a Friday.
    ``how`` is ``exact``, ``normalised``, ``inferred`` or ``""``.
    """

    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None
    how: str = ""
    reason: str = ""
    weekday: int | None = None
    candidates: tuple[DateCandidate, ...] = ()

    @property
    def day(self) -> date | None:
        """The day, when exactly one is known."""
        return self.earliest if self.earliest is not None and self.earliest == self.latest else None


@dataclass(frozen=True, slots=True)
class Report:
    """One news story. ``text`` is the story without furniture and without its headline; every span
    counts in it. ``offsets`` leads back to the decoded page."""

    id: str
    text: str
    offsets: OffsetMap
    page_sha256: str
    title: str = ""
    url: str | None = None
    language: str | None = None
    outlet: str | None = None
    byline: str | None = None
    agency: str | None = None
    published: Published = field(default_factory=lambda: Published(reason="no date on the page"))
    origin: str = ""

    @property
    def table(self) -> str:
        """The source that it was imported from as a row of a table; "" for one that was read."""
        beyond = self.origin.removeprefix(IMPORTED)
        return "" if beyond == self.origin else beyond.split(":", 1)[0]

    def span(self, start: int, end: int) -> Span:
        """A span of this report. Raises ValueError when it does not lie in the text."""
        if end > len(self.text):
            raise ValueError(f"span {start}..{end} runs past the end of report {self.id!r}")
        return Span(self.id, start, end)

    def quote(self, span: Span) -> str:
        """The words of a span of this report."""
        if span.report_id != self.id:
            raise ValueError(f"span of report {span.report_id!r} asked of report {self.id!r}")
        return self.text[span.start : span.end]
