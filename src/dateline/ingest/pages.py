"""Pages from files, folders, JSON Lines, files of messages and standard input, plain or gzipped.

Nothing stops the run: whatever cannot be taken in comes out as a :class:`Failure` in its place.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError, TooLarge
from dateline.ingest.decode import decode
from dateline.ingest.limits import Failure, Limits, size
from dateline.ingest.markup import check_depth
from dateline.ingest.messages import begins_messages, iter_messages
from dateline.ingest.records import iter_records
from dateline.ingest.unpack import GZIP_MAGIC, Bounded, Peekable, unpacked
from dateline.model import Page

_MEDIA = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
}
_HEAD = 512  # bytes at the beginning of a file that tell what it is
_READ = "files that are read: .html, .htm, .txt, .jsonl, and each of them with .gz"


def iter_pages(paths: Iterable[str | Path], limits: Limits | None = None) -> Iterator[Page | Failure]:
    """The pages of files and folders (recursive, in sorted order) and of ``-``, standard input.

    Yields a Page, or a Failure whose error says in one line what is wrong and what to do: no such
    file, a type that is not read, unreadable, empty, binary, an encoding that cannot be told, too
    large, nested too deep, a damaged or bursting gzip file, a broken line of JSON (with its number).
    """
    bounds = limits or Limits()
    for path in paths:
        if str(path) == "-":
            yield from _stream(sys.stdin.buffer, "-", None, bounds)
            continue
        yield from _path(Path(path), bounds)


def _path(path: Path, limits: Limits) -> Iterator[Page | Failure]:
    if path.is_dir():
        closed: list[OSError] = []
        files = sorted(p for p in _walk(path, closed) if _media(p) is not None)
        if not files and not closed:
            yield Failure(str(path), InputError(f"{path} holds no page", _READ))
        for error in closed:
            yield _unreadable(Path(error.filename or path), error)
        for file in files:
            yield from _file(file, limits)
    elif not os.path.lexists(path):
        yield Failure(str(path), InputError(f"{path} is not there", "check the path"))
    elif _media(path) is None and not _holds_messages(path):
        yield Failure(str(path), InputError(f"{path} is of no type that is read", _READ))
    else:
        yield from _file(path, limits)


def _walk(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    """The files in and below ``folder``; folders that cannot be looked into go to ``closed``."""
    for base, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield Path(base, name)


def _media(path: Path) -> str | None:
    name = path.name.lower().removesuffix(".gz")
    return _MEDIA.get(os.path.splitext(name)[1])


def _file(path: Path, limits: Limits) -> Iterator[Page | Failure]:
    try:
        if not path.is_file():
            raise InputError(f"{path} is not a regular file", "give a file or a folder")
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), _media(path), limits)
    except OSError as error:
        yield _unreadable(path, error)
    except InputError as error:
        yield Failure(str(path), error)


def _holds_messages(path: Path) -> bool:
    """Files of messages bear no ending: they are told by their first line."""
    try:
        with path.open("rb") as stream:
            return path.is_file() and begins_messages(stream.read(_HEAD))
    except OSError:
        return False


def _unreadable(path: Path, error: OSError) -> Failure:
    why = (error.strerror or str(error)).lower()
    return Failure(str(path), InputError(f"{path} cannot be read ({why})", "check its permissions"))


def _stream(stream: BinaryIO, origin: str, media: str | None, limits: Limits) -> Iterator[Page | Failure]:
    try:
        source = Peekable(stream)
        if source.peek(2) == GZIP_MAGIC:
            source = Peekable(unpacked(source, origin, limits.unpacked_bytes))
        kind = media or _sniff(source.peek(_HEAD))
        if kind == "text/plain" and begins_messages(source.peek(_HEAD)):
            for item in iter_messages(source, origin, limits):
                yield checked(item, limits) if isinstance(item, Page) else item
        elif kind == "application/jsonl":
            for item in iter_records(source, origin, limits):
                yield checked(item, limits) if isinstance(item, Page) else item
        else:
            yield checked(_page(source, origin, kind, limits), limits)
    except InputError as error:
        yield Failure(origin, error)


def _sniff(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return {b"{": "application/jsonl", b"<": "text/html"}.get(start, "text/plain")


def _page(source: Bounded, origin: str, media: str, limits: Limits) -> Page:
    content = source.read(limits.page_bytes + 1)
    if len(content) > limits.page_bytes:
        raise TooLarge(
            f"{origin} is larger than {size(limits.page_bytes)}",
            "split it, or raise the limit for one page (--max-page)",
        )
    return Page(content, media, origin=origin)


def checked(page: Page, limits: Limits) -> Page | Failure:
    """The page itself when it is text of sane depth, else a Failure that says why not."""
    try:
        text = decode(page)
        if page.media_type == "text/html":
            check_depth(text, page.origin, limits.html_depth)
    except InputError as error:
        return Failure(page.origin, error)
    return page
