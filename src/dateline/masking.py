"""Addresses without what opens doors: for logs, error lines, and all that leaves this machine by itself."""

from __future__ import annotations

import re
from urllib.parse import unquote

MASK = "***"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
# A password may hold a slash that nobody escaped; the digits of a port are none.
_USER = re.compile(r"(?<=://)(?:(?P<who>[^\s/?#@:]*):(?!\d{1,5}[/?#])[^\s?#]*|[^\s/?#@]*)@")
_PART = re.compile(r"(?P<name>(?<=[?&;#])[^=&;#?\s]+)=(?P<value>[^&#\s]*?)(?=['\")\],]*(?:[&#\s]|$))")
_OPENS = re.compile(
    r"(?i)(?:token|key|sig|signature|auth|authorization|password|passwd|pass|pwd|secret|credentials?|jwt|session)$"
)


def masked(text: str) -> str:
    """The text with the addresses in it as they are, but for passwords, tokens and keys.

    Of ``http`` and ``https`` no user is named either: some feeds take a token in that place.

    >>> masked("https://ana:pw@news.example/feed?id=7&token=abc answers 403")
    'https://***@news.example/feed?id=7&token=*** answers 403'
    """
    return _ADDRESS.sub(lambda found: _masked(found[0]), text) if "://" in text else text


def _masked(address: str) -> str:
    of_web = address[:4].lower() == "http"

    def user(found: re.Match[str]) -> str:
        if of_web:
            return f"{MASK}@"
        return found[0] if found["who"] is None else f"{found['who']}:{MASK}@"

    def part(found: re.Match[str]) -> str:
        return f"{found['name']}={MASK}" if _OPENS.search(unquote(found["name"])) else found[0]

    return _PART.sub(part, _USER.sub(user, address, count=1))
