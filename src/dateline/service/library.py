"""What ``import dateline`` offers to a program: :func:`read`, :func:`extract`, :func:`open`."""

from __future__ import annotations

import os
from pathlib import Path

from dateline.errors import InputError
from dateline.ledger import Ledger, open_ledger
from dateline.model import Account, Page, Report
from dateline.service import rooms


def read(page: Page | str | bytes | os.PathLike[str]) -> Report:
    """The report of one page: a :class:`Page`, the path of a file, bytes, or the text itself.

    A string is a path when it has one line and a file of that name is there; else it is the page.
    Raises InputError when the page cannot be read, with one line that says what to do.
    """
    return rooms.read(_page(page))


def extract(report: Report) -> list[Account]:
    """What a report tells of, one :class:`Account` for every incident; empty when of none."""
    return rooms.extract(report)


def open(url_or_path: str | os.PathLike[str] = "dateline.db") -> Ledger:
    """The ledger at a path or ``sqlite:///`` URL, made when it is not there.

    Raises LedgerError (LedgerTooNew for one from a newer version of Dateline).
    """
    return open_ledger(url_or_path)


def _page(page: Page | str | bytes | os.PathLike[str]) -> Page:
    if isinstance(page, Page):
        return page
    if isinstance(page, str) and not _names_file(page):
        page = page.encode("utf-8", "replace")
    if isinstance(page, bytes):
        return Page(page, _media_type(page))
    return _one_page(Path(page))


def _names_file(text: str) -> bool:
    if "\n" in text or "<" in text or len(text) > 1024:
        return False
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _one_page(path: Path) -> Page:
    first, *more = list(rooms.pages([path], None))
    if not isinstance(first, Page):
        raise first.error
    if more:
        way_out = "read them with dateline.service.extract([path])"
        raise InputError(f"{path} holds {len(more) + 1} pages", way_out)
    return first


def _media_type(content: bytes) -> str:
    return "text/html" if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else "text/plain"
