"""A quick look at a page: can it be about an incident at all? For archives, in which most pages are not.

The words of the page are taken by a parser that is twenty times as fast as reading the story, and judged by
the first filter. In doubt a page matters: one that the look cannot judge is read like any other.
"""

from __future__ import annotations

import re
from html import unescape

from dateline.errors import InputError
from dateline.ingest import decode
from dateline.model import Page
from dateline.reader.filter import about_incident

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_HEAD = 100_000


def matters(page: Page) -> bool:
    """False when the page's words tell that it is about no incident."""
    try:
        text = decode(page)
    except InputError:
        return True  # whoever reads it says what is wrong
    if page.media_type != "text/html":
        return about_incident(page.given.get("title", ""), text)
    words = _words(text)
    if words is None:
        return True
    title = _TITLE.search(text, 0, _HEAD)
    return about_incident(unescape(title[1]).strip() if title else "", words)


def _words(markup: str) -> str | None:
    """The story's words, roughly; None when they cannot be had quickly."""
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError:
        return None
    try:
        found = extract_plain_text(markup, main_content=True, alt_texts=False, list_bullets=False)
    except Exception:  # a page that this parser stumbles over is read by the other
        return None
    # a page whose story this parser does not find must not be judged by what is left of it
    return str(found) if len(found) > 200 else None
