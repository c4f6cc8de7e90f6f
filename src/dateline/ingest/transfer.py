"""What a server packed on its way, unpacked: chunks, and content codings, as archives of crawls keep them.

Crawlers keep the head as it was sent and, often, a body that they unpacked already; so a head is believed
only where the body bears it out.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping

from dateline.errors import InputError

_GZIP = b"\x1f\x8b"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LINE_END = re.compile(rb"\r?\n")
_LONGEST_HEAD = 20
_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


def unpacked_body(raw: bytes, head: Mapping[str, str], most: int) -> bytes:
    """The body under an HTTP head (names in lower case), as it was before it was sent; no more than ``most``
    + 1 bytes of it. What ends early gives what there is of it.

    Raises InputError where it is damaged, or coded in a way that cannot be undone.
    """
    if "chunked" in head.get("transfer-encoding", "").lower():
        raw = _joined(raw)
    codings = [name.strip() for name in head.get("content-encoding", "").lower().split(",")]
    for name in reversed(codings):  # the last was put on last
        raw = _decoded(raw, name, most)
    return raw[: most + 1]


def _joined(raw: bytes) -> bytes:
    """Chunks put together; the bytes as they are where they do not begin like a chunk."""
    parts: list[bytes] = []
    at, whole, damaged = 0, 0, False
    while (found := _SIZE.match(raw, at)) and (size := int(found[1], 16)):
        parts.append(raw[found.end() : found.end() + size])
        at = found.end() + size
        line = _LINE_END.match(raw, at)
        if line is None:
            damaged = at < len(raw)
            break
        at, whole = line.end(), whole + 1
    if found is None:
        damaged = len(raw) - at > _LONGEST_HEAD  # else it was cut within the head of a chunk
    if damaged and whole:
        raise InputError("its chunks do not fit together", "obtain the archive again")
    return raw if damaged else b"".join(parts)


def _decoded(raw: bytes, coding: str, most: int) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflated(raw, 31, most) if raw.startswith(_GZIP) else raw
    if coding == "deflate":
        return _deflated(raw, most)
    if coding in ("br", "zstd"):
        return _read_by_fastwarc(raw, coding, most)
    return raw


def _inflated(raw: bytes, bits: int, most: int) -> bytes:
    """All members of a gzip stream, or one zlib stream."""
    parts: list[bytes] = []
    room = most + 1
    while raw and room > 0:
        inflate = zlib.decompressobj(wbits=bits)
        try:
            parts.append(inflate.decompress(raw, room))
        except zlib.error as error:
            raise InputError(f"it was packed and is damaged ({error})", "obtain the archive again") from None
        room -= len(parts[-1])
        raw = inflate.unused_data.lstrip(b"\x00") if inflate.eof else b""
        if not raw.startswith(_GZIP):  # what some servers put behind it is no part of it
            break
    return b"".join(parts)


def _deflated(raw: bytes, most: int) -> bytes:
    """With the head that the standard asks for, or without, as some servers understood it; else as it is."""
    if _like_text(raw):
        return raw
    try:
        return _inflated(raw, 15, most)
    except InputError:
        return _inflated(raw, -15, most)


def _read_by_fastwarc(raw: bytes, coding: str, most: int) -> bytes:
    if _like_text(raw):
        return raw
    from fastwarc import stream_io

    reader = stream_io.BrotliReader if coding == "br" else stream_io.ZstdReader
    try:
        return bytes(reader(io.BytesIO(raw)).read(most + 1))
    except Exception as error:  # each reader has errors of its own
        raise InputError(f"it was packed ({coding}) and is damaged", "obtain the archive again") from error


def _like_text(raw: bytes) -> bool:
    return _CONTROL.search(raw, 0, 1_000) is None  # in what is packed, every tenth byte is one
