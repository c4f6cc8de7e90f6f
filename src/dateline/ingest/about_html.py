"""What an HTML page says of itself: title, site and author, by trafilatura's own parts.

Asked as a whole, trafilatura also looks for the date (which is found elsewhere, with its evidence), and for
categories, tags and a licence, which nobody reads here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: What stands in the markup wherever trafilatura finds an author below the head: parts of the names that its
#: paths look for. Most wires and agencies sign with none, and the search takes a fifth of reading a page.
_SIGNS = (
    "author", "byl", "username", "bbl", "zuozhe", "bianji", "xiaobian", "channel-name", "submitted-by",
    "posted-by", "journalist-name", "screenname", "writer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What the page says; an empty text where it does not say."""

    title: str = ""
    site: str = ""
    author: str = ""


def about(tree: Any, markup: str, url: str | None) -> About:
    """Read the head of a page, ``tree`` as lxml parsed its ``markup``. Never raises: what could be read
    before markup brought a parser down is kept."""
    from trafilatura import metadata as parts

    found = _tried(parts.examine_meta, tree)
    if found is None:
        return About()
    if found.author and " " not in found.author:
        found.author = None  # a name of one word is mostly that of an account
    found = _tried(parts.extract_meta_json, tree, found) or found
    title = found.title or _tried(parts.extract_title, tree)
    author = found.author or (_tried(parts.extract_author, tree) if is_signed(markup) else None)
    site = (found.sitename or _tried(parts.extract_sitename, tree) or "").lstrip("@")
    if site and "." not in site and not site[0].isupper():
        site = site.title()
    address = "" if site else found.url or _tried(parts.extract_url, tree, url)
    if address and (host := parts.META_URL.match(address)):
        site = host[1]
    found.title, found.sitename, found.author = title, site, author
    _tried(found.clean_and_trim)
    return About(found.title or "", found.sitename or "", found.author or "")


def is_signed(markup: str) -> bool:
    """Whether a page may name its author below the head."""
    lowered = markup.lower()  # looked for one by one: a pattern of all would take longer than what it spares
    return any(sign in lowered for sign in _SIGNS)


def _tried(part: Callable[..., Any], *given: Any) -> Any:
    try:
        return part(*given)
    except Exception:  # trafilatura promises nothing about broken markup
        return None
