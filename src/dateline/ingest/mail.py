"""Newsletters: a message (``.eml``) or a mailbox (mbox), one page a message.

A message that is attached to another (forwarded, or one of a digest) is a page of its own.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from dateline.errors import InputError, TooLarge
from dateline.ingest.decode import decode
from dateline.ingest.limits import Failure, Limits, size
from dateline.ingest.placed import number_of
from dateline.ingest.unpack import Bounded
from dateline.model import Page

_CHUNK = 1 << 16
_MOST_PARTS = 200
_KINDS = ("text/html", "text/plain")  # the better one first
_DEEPEST = 5  # messages within messages
# The line that begins a message: one that tells the time as mailers do, or, behind an empty line, one that a
# header follows. "From Quetta the gunmen fled" begins none.
_BEGINNING = re.compile(
    rb"\n(?=From [^\n]{0,400}\d\d:\d\d[^\n]{0,40}\b\d{4}\b[^\n]{0,20}(?:\n|\Z))"
    rb"|(?:(?<=\n)|(?<=\n\r))\n(?=From [^\n]{0,400}\n[!-9;-~]{1,100}:)"
)
_AHEAD = 1_000  # bytes that tell whether a line is one
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)  # how mailboxes keep such a line of a text
_SEVEN_BITS = re.compile(r"(?i)iso-2022|utf-7|hz")
_ADDRESS = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_WAY_OUT = "obtain the message again"


def begins_mailbox(head: bytes) -> bool:
    """Whether the first bytes are those of an mbox file: ``From somebody at some time``."""
    first = head.split(b"\n", 1)[0]
    return first.startswith(b"From ") and re.search(rb"\d\d:\d\d", first) is not None


def iter_mailbox(
    source: Bounded, origin: str, limits: Limits, after: str = ""
) -> Iterator[tuple[Page | Failure, str]]:
    """The messages of an mbox file, each with the number of those that are done. One that is larger than a
    page may be is a Failure, and is never held whole."""
    done = number_of(after)
    for number, content in _split(source, limits.page_bytes):
        if number <= done:
            continue
        place = f"{origin}:{number}"
        if content is None:
            way_out = "raise the limit for one page (--max-page)"
            error = TooLarge(f"{place} is larger than {size(limits.page_bytes)}", way_out)
            yield Failure(place, error), str(number)
            continue
        *others, last = read_message(_QUOTED.sub(b"", content.partition(b"\n")[2]), place)
        for item in others:
            yield item, str(number - 1)  # whoever stops here reads the message again
        yield last, str(number)


def _split(source: Bounded, most: int) -> Iterator[tuple[int, bytes | None]]:
    """``(number, message)`` with its From line; ``None`` for one beyond ``most`` bytes."""
    chunk = source.read(_CHUNK)
    held, number, overlong, seen = chunk.lstrip(b"\xef\xbb\xbf\r\n"), 1, False, 0
    while True:
        certain, begin = len(held) - (_AHEAD if chunk else 0), 0
        for match in _BEGINNING.finditer(held, seen):
            if match.start() >= certain:
                break
            message = held[begin : match.start()]
            yield number, None if overlong or len(message) > most else message
            number, overlong, begin = number + 1, False, match.end()
        held = held[begin:]
        overlong = overlong or len(held) > most + (_AHEAD if chunk else 0)
        if overlong:  # no more is kept than may be the beginning of the next
            held = held[-_AHEAD - 2 :]
        if not chunk:
            break
        seen = max(len(held) - _AHEAD, 0)
        chunk = source.read(_CHUNK)
        held += chunk
    if held.strip() or overlong:
        yield number, None if overlong else held


def read_message(content: bytes, place: str) -> list[Page | Failure]:
    """The page of one message: its HTML, else its text, with subject, day and the address of the copy on
    the web (``Archived-At``) beside it; then those of the messages that are attached to it."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        found = list(_pages(message, place, 0))
    except Exception as error:  # the standard library's parser has stumbled over headers in many ways
        why = f"{type(error).__name__}"
        return [Failure(place, InputError(f"{place} is no message that can be read ({why})", _WAY_OUT))]
    if not found:
        return [Failure(place, InputError(f"{place} has no text", "give a message with a text or HTML part"))]
    return found


def _pages(message: Message, place: str, depth: int) -> Iterator[Page | Failure]:
    body, media, attached = _body(message)
    if body.strip():
        given = _given(message)
        raw = body.encode("utf-8", "replace")
        yield Page(raw, media, given.get("url"), _moment(given.get("published", "")), given, place)
    for number, inner in enumerate(attached if depth < _DEEPEST else (), 1):
        yield from _pages(inner, f"{place}.{number}", depth + 1)


def _body(message: Message) -> tuple[str, str, list[Message]]:
    """The words of a message, their type, and the messages that are attached to it."""
    found: dict[str, str] = {}
    attached: list[Message] = []
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        kind, inner = part.get_content_type(), part.get_payload()
        if isinstance(inner, list):
            within = [each for each in inner if isinstance(each, Message)]
            if part.get_content_maintype() == "multipart":
                waiting[:0] = within
            else:
                attached += within
        elif kind in _KINDS and kind not in found and part.get_content_disposition() != "attachment":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                found[kind] = _decoded(payload, part.get_content_charset() or "")
    for kind in _KINDS:
        if found.get(kind, "").strip():
            return found[kind], kind, attached
    return "", "text/plain", attached


def _decoded(payload: bytes, charset: str) -> str:
    """The text of a part, in the charset that it names where that can be; else as any page is decoded."""
    try:
        if _SEVEN_BITS.match(charset):  # in which all bytes are those of UTF-8, too
            return payload.decode(charset, "replace")
        return decode(Page(payload, "text/plain", given={"charset": charset} if charset else {}))
    except (LookupError, InputError):
        return payload.decode("utf-8", "replace")


def _given(message: Message) -> dict[str, str]:
    given: dict[str, str] = {}
    if subject := _words(message.get("Subject")):
        given["title"] = subject
    if moment := _sent(message):
        given["published"] = moment
    if match := _ADDRESS.search(_words(message.get("Archived-At"))):
        given["url"] = match[1]
    return given


def _words(value: object) -> str:
    text = str(value or "").encode("utf-8", "replace").decode("utf-8")
    return " ".join(text.replace("\x00", " ").split())


def _sent(message: Message) -> str:
    try:
        return parsedate_to_datetime(_words(message.get("Date"))).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _moment(text: str) -> datetime | None:
    """A message was had no earlier than it was sent."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
