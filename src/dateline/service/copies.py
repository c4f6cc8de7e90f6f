"""Which addresses are one story: a print view, a page for phones, a link that a feed leads through elsewhere.

Two addresses are one when they lead to, or name themselves by, one address and tell mostly the same: a page
may name its front page by mistake, as all others of its site do. They are one, too, when on one host their
words are the same. The same words on another host are another outlet's copy of a wire story, and stay a
report of their own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from dateline.ledger import Address, Ledger, Prepared
from dateline.model import Page
from dateline.service import rooms

_MOSTLY = 0.8  # of the shorter text's runs of words


def canonical_of(page: Page, url: str) -> str:
    """The one address of a page that was had at ``url``: what it says of itself, where that is on the same
    host and not the front page; else ``url``."""
    end = rooms.canonical(url)
    said = rooms.own_address(page)
    if said is None:
        return end
    own = rooms.canonical(said)
    return own if _host(own) == _host(end) and urlsplit(own).path not in ("", "/") else end


def text_of(outcome: Prepared) -> str:
    """The words of a report that is not stored yet."""
    return str(json.loads(outcome.report["data"])["text"])


def is_retitled(outcome: Prepared, ledger: Ledger) -> bool:
    """Whether a report that is not stored yet has another headline than the one that stands under its id."""
    name = str(outcome.report["id"])
    before = ledger.reports([name]).get(name)
    title = str(json.loads(outcome.report["data"]).get("title") or "")
    return before is not None and digest_of(title) != digest_of(before.title)


def digest_of(text: str) -> str:
    """The digest of a story's words: spaces and case do not count."""
    words = "".join(text.split())
    return hashlib.sha256(words.casefold().encode("utf-8", "replace")).hexdigest()


def report_id(url: str) -> str:
    """The id of the report at an address: its revisions are versions of one report."""
    return "w-" + hashlib.sha256(url.encode()).hexdigest()[:16]


def original(
    address: Address, text: str, ledger: Ledger, beside: Sequence[Address], texts: Mapping[str, str]
) -> Address | None:
    """The address that this one is a copy of, among those of the ledger and those ``beside`` it that are not
    stored yet, whose ``texts`` come along by address; None when it is a story of its own."""
    known = [*ledger.addresses_with([address.digest]), *ledger.addresses_ending_at([address.canonical])]
    for other in [*known, *beside]:
        if other.url == address.url or other.state != "kept":
            continue
        if other.digest == address.digest and _host(_end(other)) == _host(_end(address)):
            return other
        if other.canonical == address.canonical and _alike(text, _text(other, ledger, texts)):
            return other
    return None


def _text(address: Address, ledger: Ledger, texts: Mapping[str, str]) -> str:
    if address.url in texts:
        return texts[address.url]
    name = report_id(address.url)
    report = ledger.reports([name]).get(name)
    return report.text if report else ""


def _alike(one: str, other: str) -> bool:
    runs, others = rooms.shingles(one), rooms.shingles(other)
    fewest = min(len(runs), len(others))
    return bool(fewest) and len(runs & others) >= _MOSTLY * fewest


def _end(address: Address) -> str:
    return address.canonical or address.url


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
