"""Pages from files, folders, archives and standard input, plain or gzipped.

Nothing stops the run: whatever cannot be taken in comes out as a :class:`Failure` in its place.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError, TooLarge
from dateline.ingest.columns import iter_columns
from dateline.ingest.crawls import iter_crawl
from dateline.ingest.decode import decode
from dateline.ingest.limits import Failure, Limits, size
from dateline.ingest.mail import begins_mailbox, iter_mailbox, read_message
from dateline.ingest.markup import check_depth
from dateline.ingest.messages import begins_messages, iter_messages
from dateline.ingest.placed import Marks, Placed, number_of, source_of
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
    ".pdf": "application/pdf",
    ".eml": "message/rfc822",
    ".mbox": "application/mbox",
    ".warc": "application/warc",
    ".wet": "application/warc",
    ".parquet": "application/parquet",
}
_BEGINNINGS = {b"%PDF": "application/pdf", b"WARC/": "application/warc", b"PAR1": "application/parquet"}
# What is read here and there, and so is no stream.
_ONLY_FILES = {
    "application/warc": ("a crawler's archive", ".warc or .warc.gz"),
    "application/parquet": ("a Parquet file", ".parquet"),
}
_HEAD = 512  # bytes at the beginning of a file that tell what it is
_READ = "files that are read: .html .htm .txt .pdf .jsonl .warc .wet .parquet .mbox .eml (most also .gz)"


def iter_pages(paths: Iterable[str | Path], limits: Limits | None = None) -> Iterator[Page | Failure]:
    """The pages of files and folders (recursive, in sorted order) and of ``-``, standard input.

    Yields a Page, or a Failure whose error says in one line what is wrong and what to do: no such
    file, a type that is not read, unreadable, empty, binary, an encoding that cannot be told, too
    large, nested too deep, a damaged or bursting gzip file, a broken record (with its number).
    """
    bounds = limits or Limits()
    for placed in iter_placed(paths, bounds):
        yield checked(placed.item, bounds) if isinstance(placed.item, Page) else placed.item


def iter_placed(
    paths: Iterable[str | Path], limits: Limits | None = None, marks: Marks | None = None
) -> Iterator[Placed]:
    """As :func:`iter_pages`, with each page's place in its archive, and unchecked: that a page is binary or
    too deep is found by whoever reads it. Of the archives that ``marks`` names only what lies behind the mark
    comes (and perhaps the page of the mark once more)."""
    bounds = limits or Limits()
    before = 0
    for path in paths:
        if str(path) == "-":
            for item, _ in _stream(sys.stdin.buffer, "-", None, bounds):
                yield Placed(item)
            continue
        placed = None
        for placed in _path(Path(path), bounds, marks or {}):
            yield replace(placed, consumed=before + placed.consumed)
        before += _size(Path(path)) if placed is None or Path(path).is_file() else placed.consumed


def _path(path: Path, limits: Limits, marks: Marks) -> Iterator[Placed]:
    if path.is_dir():
        closed: list[OSError] = []
        files = sorted(p for p in _walk(path, closed) if _media(p) is not None)
        if not files and not closed:
            yield Placed(Failure(str(path), InputError(f"{path} holds no page", _READ)))
        for error in closed:
            yield Placed(_unreadable(Path(error.filename or path), error))
        yield from _files(files, limits, marks)
    elif not os.path.lexists(path):
        yield Placed(Failure(str(path), InputError(f"{path} is not there", "check the path")))
    elif _media(path) is None and not _holds_messages(path):
        yield Placed(Failure(str(path), InputError(f"{path} is of no type that is read", _READ)))
    else:
        yield from _file(path, limits, marks)


def files_of(path: Path) -> list[Path]:
    """The files that are read of a folder, in their order; any other path is one."""
    return sorted(p for p in _walk(path, []) if _media(p) is not None) if path.is_dir() else [path]


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


def _files(files: Iterable[Path], limits: Limits, marks: Marks) -> Iterator[Placed]:
    before = 0
    for file in files:
        for placed in _file(file, limits, marks):
            yield replace(placed, consumed=before + placed.consumed)
        before += _size(file)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _file(path: Path, limits: Limits, marks: Marks) -> Iterator[Placed]:
    try:
        if not path.is_file():
            raise InputError(f"{path} is not a regular file", "give a file or a folder")
        source = source_of(path)
        for item, mark, consumed in _opened(path, limits, marks.get(source, "")):
            yield Placed(item, source if mark else "", mark, consumed)
    except OSError as error:
        yield Placed(_unreadable(path, error))
    except InputError as error:
        yield Placed(Failure(str(path), error))


def _opened(path: Path, limits: Limits, after: str) -> Iterator[tuple[Page | Failure, str, int]]:
    kind = _media(path)
    if kind == "application/parquet":
        for item, mark in iter_columns(path, str(path), limits, after):
            yield item, mark, 0
        return
    with path.open("rb") as stream:
        if kind == "application/warc":
            found = iter_crawl(stream, str(path), limits, after)
        else:
            found = _stream(stream, str(path), kind, limits, after)
        for item, mark in found:
            yield item, mark, stream.tell()


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


def _stream(
    stream: BinaryIO, origin: str, media: str | None, limits: Limits, after: str = ""
) -> Iterator[tuple[Page | Failure, str]]:
    try:
        source = Peekable(stream)
        if source.peek(2) == GZIP_MAGIC:
            source = Peekable(unpacked(source, origin, limits.unpacked_bytes))
        kind = media or _sniff(source.peek(_HEAD))
        if kind == "text/plain" and begins_messages(source.peek(_HEAD)):
            for item in iter_messages(source, origin, limits):
                yield item, ""
        elif kind == "application/jsonl":
            yield from iter_records(source, origin, limits, number_of(after))
        elif kind == "application/mbox":
            yield from iter_mailbox(source, origin, limits, after)
        elif kind in _ONLY_FILES:
            what = f"{origin} is {_ONLY_FILES[kind][0]}"
            raise InputError(what, f"save it as a file ending in {_ONLY_FILES[kind][1]}, and name that")
        elif kind == "message/rfc822":
            for item in read_message(_page(source, origin, kind, limits).content, origin):
                yield item, ""
        else:
            yield _page(source, origin, kind, limits), ""
    except InputError as error:
        yield Failure(origin, error), ""


def _sniff(head: bytes) -> str:
    for magic, kind in _BEGINNINGS.items():
        if head.startswith(magic):
            return kind
    if begins_mailbox(head):
        return "application/mbox"
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
