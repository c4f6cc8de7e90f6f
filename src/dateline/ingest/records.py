"""JSON Lines: one page a line, with what is known of it beside."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dateline.errors import InputError, TooLarge
from dateline.ingest.limits import Failure, Limits, size
from dateline.ingest.unpack import Peekable
from dateline.model import Page

_BODIES = (("html", "text/html"), ("text", "text/plain"))
_KEPT = ("id", "url", "title", "published")
_FIELDS = "each line is an object with text or html, and may have id, url, title, published, retrieved"


def iter_records(
    source: Peekable, origin: str, limits: Limits, after: int = 0
) -> Iterator[tuple[Page | Failure, str]]:
    """A Page for every line behind line ``after``, with its number, the mark to go on from; a broken line
    gives a Failure and the rest goes on.

    ``html`` is read as HTML, else ``text`` as the text of the story. Empty lines are passed over.
    """
    found = False
    try:
        for number, line in source.lines(limits.page_bytes):
            place, found = f"{origin}:{number}", True
            if number <= after:
                continue
            if line is None:
                way_out = "split it, or raise the limit for one page (--max-page)"
                error = TooLarge(f"{place} is longer than {size(limits.page_bytes)}", way_out)
                yield Failure(place, error), str(number)
            else:
                yield _record(line, place), str(number)
    except InputError as error:
        yield Failure(origin, error), ""
        return
    if not found:
        yield Failure(origin, InputError(f"{origin} is empty", _FIELDS)), ""


def _record(line: bytes, place: str) -> Page | Failure:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except UnicodeDecodeError:
        return Failure(place, InputError(f"{place} is not UTF-8", "JSON Lines must be UTF-8"))
    except (ValueError, RecursionError) as error:
        why = str(error).split(":")[0].lower() if isinstance(error, ValueError) else "nested too deep"
        return Failure(place, InputError(f"{place} is not valid JSON ({why})", "mend or remove this line"))
    if not isinstance(record, dict):
        return Failure(place, InputError(f"{place} is not a JSON object", _FIELDS))
    return as_page(record, place)


def as_page(record: dict[str, Any], place: str) -> Page | Failure:
    """The page of a record with ``html`` or ``text``."""
    media, body = next(
        ((media, record[name]) for name, media in _BODIES if str(record.get(name) or "").strip()), ("", None)
    )
    if not isinstance(body, str):
        what = "an empty text" if record.get("text") == "" else "neither text nor html"
        return Failure(place, InputError(f"{place} has {what}", _FIELDS))
    given = {k: _words(record[k]) for k in _KEPT if not _says_nothing(record.get(k))}
    try:
        content = body.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate ("\ud83d" cut from an emoji) is legal JSON and is no text
        content = body.encode("utf-8", "replace")
    return Page(content, media, given.get("url"), _moment(record.get("retrieved")), given, place)


def _says_nothing(value: object) -> bool:
    """No value, in the ways in which tables write it: NaN is what pandas makes of a column without any."""
    return value in (None, "", [], {}) or (isinstance(value, float) and math.isnan(value))


def _words(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
