"""The file of what is watched: a line or a table for each feed or sitemap."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import InputError

_EVERY = re.compile(r"(\d{1,6})\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_WAY_OUT = "write https://host/feed.xml every 15m, one a line, or [[source]] tables in a .toml file"
EVERY = 900.0
_MOST = 366 * 86_400


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or sitemap, and how often it is asked, in seconds."""

    url: str
    every: float = EVERY


def sources(file: Path) -> list[Source]:
    """The sources of a file: lines of an address and, perhaps, ``every 15m`` (``#`` begins a comment), or
    in a ``.toml`` file tables ``[[source]]`` with ``url`` and ``every``. Raises InputError with the line."""
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise InputError(f"{file} cannot be read ({why})", "check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8", "save it as UTF-8") from error
    found = _from_toml(text, file) if file.suffix == ".toml" else _from_lines(text, file)
    if not found:
        raise InputError(f"{file} names nothing to watch", _WAY_OUT)
    return list({source.url: source for source in found}.values())


def _from_lines(text: str, file: Path) -> list[Source]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = re.sub(r"(^|\s)#.*", "", line).split()
        if not words:
            continue
        if len(words) not in (1, 3) or (len(words) == 3 and words[1] != "every"):
            raise InputError(f"{file}:{number} is not understood", _WAY_OUT)
        found.append(_source(words[0], words[2] if len(words) == 3 else "15m", f"{file}:{number}"))
    return found


def _from_toml(text: str, file: Path) -> list[Source]:
    try:
        tables = tomllib.loads(text).get("source", [])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{file} is no TOML ({error})", _WAY_OUT) from error
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise InputError(f"{file} has no [[source]] tables", _WAY_OUT)
    places = [(t, f"{file}: source {n}") for n, t in enumerate(tables, 1)]
    return [_source(str(t.get("url", "")), str(t.get("every", "15m")), place) for t, place in places]


def _source(url: str, every: str, place: str) -> Source:
    match = _EVERY.fullmatch(every)
    if not url.startswith(("http://", "https://")):
        raise InputError(f"{place}: {url[:100]!r} is no address", _WAY_OUT)
    seconds = int(match[1]) * _SECONDS[match[2]] if match else 0
    if match is None or seconds > _MOST:
        raise InputError(f"{place}: {every[:40]!r} is no stretch of time", "write 90s, 15m, 6h or 1d")
    return Source(url, float(max(seconds, 1)))
