"""Streams that never hold more than they must: looked into, unpacked, bounded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from dateline.errors import InputError, TooLarge
from dateline.ingest.limits import size

GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 16


class Bounded(Protocol):
    """Anything that hands out at most so many bytes at a time."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""


class Peekable:
    """A byte stream whose beginning can be looked at, and whose lines can be read with a bound."""

    def __init__(self, stream: BinaryIO | Bounded) -> None:
        self._stream = stream
        self._held = b""
        self._ended = False

    def _fill(self, count: int) -> None:
        parts, have = [self._held], len(self._held)
        while have < count and not self._ended:
            chunk = self._stream.read(max(_CHUNK, 0))
            self._ended = not chunk
            parts.append(chunk)
            have += len(chunk)
        self._held = b"".join(parts)

    def peek(self, count: int) -> bytes:
        """The next ``count`` bytes (fewer at the end), still to be read."""
        self._fill(count)
        return self._held[:count]

    def read(self, count: int, /) -> bytes:
        """The next ``count`` bytes; fewer only at the end."""
        self._fill(count)
        out, self._held = self._held[:count], self._held[count:]
        return out

    def lines(self, limit: int) -> Iterator[tuple[int, bytes | None]]:
        """``(number, line)`` of the lines that are not blank, counted from 1; ``None`` in the place of a
        line that is longer than ``limit`` bytes."""
        held, number, overlong = b"", 1, False
        while chunk := self.read(_CHUNK):
            if not held and not overlong and not chunk.strip():
                number += chunk.count(b"\n")  # a bomb of empty lines is counted, not walked
                continue
            *complete, rest = (held + chunk).split(b"\n")
            for line in complete:
                if overlong or len(line) > limit:
                    yield number, None
                elif line.strip():
                    yield number, line
                number, overlong = number + 1, False
            overlong = overlong or len(rest) > limit
            held = b"" if overlong else rest
        if held.strip() or overlong:
            yield number, None if overlong else held


class unpacked:
    """The bytes inside a gzip stream, in small steps: a bomb is met by its size, never unpacked whole."""

    def __init__(self, stream: Bounded, origin: str, limit: int) -> None:
        self._stream, self._origin, self._limit = stream, origin, limit
        self._inflate = zlib.decompressobj(wbits=31)
        self._pending = b""
        self._total = 0

    def read(self, count: int, /) -> bytes:
        """At most ``count`` bytes; raises TooLarge beyond the limit, InputError when damaged."""
        while True:
            packed = self._pending or self._stream.read(_CHUNK)
            self._pending = b""
            if not packed:
                if not self._inflate.eof:
                    raise InputError(f"{self._origin} breaks off in the middle", "obtain the gzip file again")
                return b""
            if self._inflate.eof:  # a further member, or zeros that some writers pad with
                packed = packed.lstrip(b"\x00")
                if not packed:
                    continue
                self._inflate = zlib.decompressobj(wbits=31)
            try:
                out = self._inflate.decompress(packed, count)
            except zlib.error:
                raise InputError(f"{self._origin} is damaged inside", "obtain the gzip file again") from None
            self._pending = self._inflate.unconsumed_tail or self._inflate.unused_data
            self._total += len(out)
            if self._total > self._limit:
                raise TooLarge(
                    f"{self._origin} unpacks to more than {size(self._limit)}",
                    "unpack it yourself, or raise the limit (--max-unpacked)",
                )
            if out:
                return out
