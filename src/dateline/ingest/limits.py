"""How much a page may weigh, and what comes out when one cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.errors import InputError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is taken in; every one can be raised.

    ``page_bytes``: one page, unpacked. ``unpacked_bytes``: all that one gzip file unpacks to.
    ``html_depth``: how deep elements may lie inside each other.
    """

    page_bytes: int = 20_000_000
    unpacked_bytes: int = 100_000_000
    html_depth: int = 1_500


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that could not be taken in: where it stood (a path, ``file.jsonl:17``) and why."""

    origin: str
    error: InputError


def size(count: int) -> str:
    """A number of bytes as a person writes it.

    >>> size(20_000_000), size(1_500)
    ('20 MB', '1.5 kB')
    """
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{count / step:.1f}".removesuffix(".0") + f" {unit}"
    return f"{count} bytes"
