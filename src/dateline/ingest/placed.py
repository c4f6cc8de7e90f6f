"""Where a page stood in its archive, so that reading can go on there after a stop."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dateline.ingest.limits import Failure
from dateline.model import Page

#: From which record on each archive is to be read: mark by source, as :class:`Placed` gave them.
Marks = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A page, or why it could not be taken in. ``source`` names its archive and the state that this is in
    (path, size, time); ``mark`` is where to go on, so that nothing before this page is read again. Both are
    empty where a source is one page, or cannot be gone on in (standard input). ``consumed`` is how much of
    the input was read to get so far, in bytes."""

    item: Page | Failure
    source: str = ""
    mark: str = ""
    consumed: int = 0


def source_of(path: Path) -> str:
    """The name of an archive's present state: one that was changed meanwhile is read from its beginning."""
    known = path.stat()
    return f"{os.path.abspath(path)}|{known.st_size}|{known.st_mtime_ns}"


def number_of(mark: str) -> int:
    """A mark that counts records or bytes; 0 for none, or for one that is no number."""
    return int(mark) if mark.isascii() and mark.isdigit() else 0
