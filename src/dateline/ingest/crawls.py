"""WARC and WET: what crawlers leave, gzipped by record or whole, read as a stream.

A damaged record costs itself alone: reading goes on at the next beginning that can be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from dateline.errors import InputError, TooLarge
from dateline.ingest.limits import Failure, Limits, size
from dateline.ingest.placed import number_of
from dateline.ingest.transfer import unpacked_body
from dateline.model import Page

_BEGINNINGS = {b"\x1f\x8b\x08": 0, b"\r\n\r\nWARC/1.": 4}  # what a record begins with, and what stands before
_CHUNK = 1 << 20
_PDF = "application/pdf"
_READ = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    _PDF: _PDF,
}
_WAY_OUT = "obtain the archive again; the other records were read"


def iter_crawl(
    stream: BinaryIO, origin: str, limits: Limits, after: str = ""
) -> Iterator[tuple[Page | Failure, str]]:
    """The pages of a WARC or WET file, each with the mark to go on from: the place of its record.

    Responses and resources of HTML, text and PDF, and conversions (WET) are pages; redirects, errors (any
    status but 200), images and the rest are passed over. ``stream`` must be seekable. A damaged stretch gives
    one Failure.
    """
    begin: int | None = _trusted(stream, number_of(after))
    while begin is not None:
        stream.seek(begin)
        last = begin
        try:
            for item, place in _records(stream, origin, limits):
                last = max(last, place)
                if item is not None:
                    yield item, str(place)
            return
        except OSError as error:
            begin = _next_beginning(stream, last + 1)
            what = f"{origin} is damaged at byte {last} ({_short(error)})"
            yield (
                Failure(f"{origin}:{last}", InputError(what, _WAY_OUT)),
                str(last if begin is None else begin),
            )


def _trusted(stream: BinaryIO, place: int) -> int:
    """The place, when a record begins there. (An archive that was gzipped whole has no places.)"""
    stream.seek(place)
    head = stream.read(5)
    return place if head.startswith(b"\x1f\x8b\x08") or head.startswith(b"WARC/") else 0


def _next_beginning(stream: BinaryIO, place: int) -> int | None:
    stream.seek(place)
    base, held = place, b""
    while chunk := stream.read(_CHUNK):
        held += chunk
        found = [base + at + skip for magic, skip in _BEGINNINGS.items() if (at := held.find(magic)) >= 0]
        if found:
            return min(found)
        keep = held[-16:]
        base, held = base + len(held) - len(keep), keep
    return None


def _records(stream: BinaryIO, origin: str, limits: Limits) -> Iterator[tuple[Page | Failure | None, int]]:
    """Every record's page (None where it holds none) with its place in the file."""
    try:
        from fastwarc.warc import ArchiveIterator
        from fastwarc.warc import WarcRecordType as Kind
    except ImportError as error:
        raise InputError(f"{origin} is a crawler's archive", "pip install 'dateline[archives]'") from error
    wanted = Kind.response | Kind.resource | Kind.conversion
    # Bodies are unpacked here: behind one that was both chunked and packed, fastwarc ends without a word, and
    # it gives up where a crawler kept the head of what it had unpacked.
    for record in ArchiveIterator(stream, record_types=wanted, auto_decode="none"):
        place = int(record.stream_pos)
        yield _page(record, f"{origin}:{place}", limits), place


def _page(record: Any, place: str, limits: Limits) -> Page | Failure | None:
    head = record.http_headers
    if head is not None and head.status_code != 200:
        return None
    media, charset = _media(record)
    if media and media not in _READ:
        return None
    most = limits.page_bytes + limits.page_bytes // 8 + 1  # an eighth for the heads of chunks
    raw = record.reader.read(most)
    if len(raw) < min(record.content_length, most) and not record.headers.get("WARC-Truncated"):
        return Failure(place, InputError(f"{place} breaks off in the middle", _WAY_OUT))
    try:
        content = unpacked_body(raw, _lowered(head), limits.page_bytes) if head is not None else raw
    except InputError as error:
        return Failure(place, InputError(f"{place}: {error.problem}", error.way_out))
    if len(content) > limits.page_bytes or len(raw) >= most:
        way_out = "raise the limit for one page (--max-page)"
        return Failure(place, TooLarge(f"{place} is larger than {size(limits.page_bytes)}", way_out))
    if (kind := _READ.get(media) or _kind_of(content)) is None:
        return None
    url = record.headers.get("WARC-Target-URI", "").strip("<> ") or None
    given = {"charset": charset} if charset else {}
    return Page(content, kind, url, _moment(record), given, f"{place} {url}" if url else place)


def _media(record: Any) -> tuple[str, str]:
    """The type of what a record holds, in lower case, and the charset that was named; the crawler's own look
    at it where the server sent no type."""
    if record.headers.get("WARC-Type", "") == "conversion":
        return "text/plain", ""
    if record.http_headers is None:
        return str(record.headers.get("Content-Type", "")).partition(";")[0].strip().lower(), ""
    named = record.http_content_type or record.headers.get("WARC-Identified-Payload-Type", "")
    return str(named).partition(";")[0].strip().lower(), record.http_charset or ""


def _kind_of(content: bytes) -> str | None:
    """The type of a body that came without one."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(b"%pdf"):
        return _PDF
    return "text/html" if start.startswith(b"<") and b"html" in start else None


def _lowered(head: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in head.items()}


def _moment(record: Any) -> datetime | None:
    moment = record.record_date
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _short(error: OSError) -> str:
    return " ".join(str(error).split())[:80].lower()
