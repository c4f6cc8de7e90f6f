"""What an HTML page says of itself: title, site and author, by trafilatura's own parts.

Asked as a whole, trafilatura also looks for the date (which is found elsewhere, with its evidence), and for
categories, tags and a licence, which nobody reads here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class About:
    """What the page says; an empty text where it does not say."""

    title: str = ""
    site: str = ""
    author: str = ""


def about(tree: Any, url: str | None) -> About:
    """Read the head of a page parsed by lxml. Never raises: what could be read before markup brought a parser
    down is kept."""
    from trafilatura import metadata as parts

    found = _tried(parts.examine_meta, tree)
    if found is None:
        return About()
    if found.author and " " not in found.author:
        found.author = None  # a name of one word is mostly that of an account
    found = _tried(parts.extract_meta_json, tree, found) or found
    title = found.title or _tried(parts.extract_title, tree)
    author = found.author or _tried(parts.extract_author, tree)
    site = (found.sitename or _tried(parts.extract_sitename, tree) or "").lstrip("@")
    if site and "." not in site and not site[0].isupper():
        site = site.title()
    address = "" if site else found.url or _tried(parts.extract_url, tree, url)
    if address and (host := parts.META_URL.match(address)):
        site = host[1]
    found.title, found.sitename, found.author = title, site, author
    _tried(found.clean_and_trim)
    return About(found.title or "", found.sitename or "", found.author or "")


def _tried(part: Callable[..., Any], *given: Any) -> Any:
    try:
        return part(*given)
    except Exception:  # trafilatura promises nothing about broken markup
        return None
