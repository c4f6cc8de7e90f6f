"""Files of several messages, each beginning with a line that gives its id: ``DEV-MUC3-0001 (NOSC)``.

The corpora of the message understanding conferences are kept so. A message is a page of its own, with its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.errors import InputError, TooLarge
from dateline.ingest.limits import Failure, Limits, size
from dateline.ingest.unpack import Peekable
from dateline.model import Page

_BLANK = (b"\n", b"\n")  # of the blank lines between paragraphs two are kept
_ID = re.compile(rb"\s*([A-Z]{2,8}\d{0,2}-MUC\d-\d{4})(?:\s+\([^()]{1,40}\))?\s*")
_LIKE_ID = re.compile(rb"\s*[A-Z]{2,8}\d{0,2}-MUC")
_WAY_OUT = "each message begins with a line like DEV-MUC3-0001 (NOSC)"


def begins_messages(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a file of messages: its first line is an id."""
    lines = head.removeprefix(b"\xef\xbb\xbf").lstrip().splitlines()
    return bool(lines) and _ID.fullmatch(lines[0]) is not None


def iter_messages(source: Peekable, origin: str, limits: Limits) -> Iterator[Page | Failure]:
    """A Page for every message, in order.

    A line that is nearly an id, an empty message and one that is too large give a Failure with the number of
    its line; the words that follow a broken id belong to no message, and are passed over up to the next.
    """
    started: tuple[str, int] | None = None
    body: list[bytes] = []
    last = 0
    for number, given in source.lines(limits.page_bytes):
        line = given if given is not None else b"?" * (limits.page_bytes + 1)
        if (found := _ID.fullmatch(line)) or _LIKE_ID.match(line):
            yield from _message(started, body, origin, limits)
            body, started = [], (found[1].decode("ascii"), number) if found else None
            if found is None:
                place = f"{origin}:{number}"
                yield Failure(place, InputError(f"{place} is no id of a message", _WAY_OUT))
        elif started is not None:
            body += [*_BLANK[: number - last - 1], line + b"\n"]
        last = number
    yield from _message(started, body, origin, limits)


def _message(
    started: tuple[str, int] | None, body: list[bytes], origin: str, limits: Limits
) -> Iterator[Page | Failure]:
    if started is None:
        return
    name, number = started
    place = f"{origin}:{number}"
    content = b"".join(body)
    if len(content) > limits.page_bytes:
        way_out = "split it, or raise the limit for one page (--max-page)"
        yield Failure(place, TooLarge(f"{place}: {name} is larger than {size(limits.page_bytes)}", way_out))
    elif not content.strip():
        yield Failure(
            place, InputError(f"{place}: {name} is empty", "give the text of the message under its id")
        )
    else:
        yield Page(content, "text/plain", given={"id": name}, origin=place)
