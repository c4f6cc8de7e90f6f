"""What a page offers for its date, and the clues that are drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dateline.ingest.furniture import Dropped


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of a page that may tell when it was published.

    ``markup`` and ``visible`` are empty for plain text; ``title_above`` says that the headline is known
    and the text begins under it.
    """

    story: str
    furniture: Sequence[Dropped] = ()
    url: str | None = None
    given: str = ""
    retrieved: datetime | None = None
    markup: str = ""
    visible: str = ""
    title: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Clue:
    """One reading of the date of publication.

    ``weight`` is how much the place where it stood is worth (see the tables of the sources);
    ``doubt`` says what speaks against it, from its own place alone. ``also`` is the neighbouring day
    that a moment in UTC may be where the newsroom stands.
    """

    source: str
    words: str
    day: date | None
    weight: float
    doubt: str = ""
    how: str = "normalised"
    also: date | None = None
    second: bool = False  # another program's reading of the same page
