"""Newsletters: a message (``.eml``) or a mailbox (mbox), one page a message."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from dateline.errors import InputError, TooLarge
from dateline.ingest.limits import Failure, Limits, size
from dateline.ingest.placed import number_of
from dateline.ingest.unpack import Bounded
from dateline.model import Page

_CHUNK = 1 << 16
_MOST_PARTS = 200
_FROM = b"\nFrom "
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
        else:
            yield read_message(content.partition(b"\n")[2], place), str(number)


def _split(source: Bounded, most: int) -> Iterator[tuple[int, bytes | None]]:
    """``(number, message)`` with its From line; ``None`` for one beyond ``most`` bytes."""
    held, number, overlong = b"", 1, False
    while chunk := source.read(_CHUNK):
        held += chunk
        *whole, rest = held.split(_FROM)
        for message in whole:
            yield number, None if overlong or len(message) > most else message
            number, overlong = number + 1, False
        overlong = overlong or len(rest) > most
        # of an overlong message no more is kept than may be the beginning of the next
        held = rest[-len(_FROM) :] if overlong else rest
    if held.strip() or overlong:
        yield number, None if overlong else held


def read_message(content: bytes, place: str) -> Page | Failure:
    """The page of one message: its HTML, else its text. Subject, day and the address of the copy on the web
    (``List-Archive``, ``Archived-At``) come beside it."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body, media = _body(message)
        given = _given(message)
    except Exception as error:  # the standard library's parser has stumbled over headers in many ways
        why = f"{type(error).__name__}"
        return Failure(place, InputError(f"{place} is no message that can be read ({why})", _WAY_OUT))
    if not body.strip():
        return Failure(place, InputError(f"{place} has no text", "give a message with a text or HTML part"))
    raw = body.encode("utf-8", "replace")
    return Page(raw, media, given.get("url"), _moment(given.get("published", "")), given, place)


def _body(message: EmailMessage) -> tuple[str, str]:
    found: dict[str, str] = {}
    for count, part in enumerate(message.walk()):
        kind = part.get_content_type()
        if count >= _MOST_PARTS or kind in found or part.is_multipart() or part.get_filename():
            continue
        if kind in ("text/html", "text/plain"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                found[kind] = _decoded(payload, part.get_content_charset() or "utf-8")
    for kind in ("text/html", "text/plain"):
        if found.get(kind, "").strip():
            return found[kind], kind
    return "", "text/plain"


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _given(message: EmailMessage) -> dict[str, str]:
    given: dict[str, str] = {}
    if subject := _words(message.get("Subject")):
        given["title"] = subject
    if moment := _sent(message):
        given["published"] = moment
    for header in ("Archived-At", "List-Archive"):
        if match := _ADDRESS.search(_words(message.get(header))):
            given.setdefault("url", match[1])
    return given


def _words(value: object) -> str:
    text = str(value or "").encode("utf-8", "replace").decode("utf-8")
    return " ".join(text.replace("\x00", " ").split())


def _sent(message: EmailMessage) -> str:
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
