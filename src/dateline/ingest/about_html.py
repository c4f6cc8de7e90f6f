"""What an HTML page says of itself: title, site and author, by trafilatura's own parts.

Asked as a whole, trafilatura also looks for the date (which is found elsewhere, with its evidence), for
categories, tags and a licence, which nobody reads here: on pages of real sites that is an eighth of all that
reading one costs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_SITE_OF_URL = re.compile(r"https?://(?:www\.|w[0-9]+\.)?([^/]+)")


@dataclass(frozen=True, slots=True)
class About:
    """ "" where the page does not say."""

    title: str = ""
    site: str = ""
    author: str = ""


def about(tree: Any, url: str | None) -> About:
    """Read the head of a page parsed by lxml. Never raises: broken markup may bring any parser down."""
    from trafilatura import metadata as parts

    try:
        found = parts.examine_meta(tree)
    except Exception:
        return About()
    if found.author and " " not in found.author:
        found.author = None  # a name of one word is mostly that of an account
    for step in (parts.extract_meta_json, _with_title, _with_author, _with_site):
        try:
            found = step(tree, found)
        except Exception:  # what the steps before found is kept
            continue
    if not found.sitename and (address := found.url or parts.extract_url(tree, url)):
        match = _SITE_OF_URL.match(address)
        found.sitename = match[1] if match else None
    found.clean_and_trim()
    return About(found.title or "", found.sitename or "", found.author or "")


def _with_title(tree: Any, found: Any) -> Any:
    from trafilatura.metadata import extract_title

    found.title = found.title or extract_title(tree)
    return found


def _with_author(tree: Any, found: Any) -> Any:
    from trafilatura.metadata import extract_author

    found.author = found.author or extract_author(tree)
    return found


def _with_site(tree: Any, found: Any) -> Any:
    from trafilatura.metadata import extract_sitename

    name = (found.sitename or extract_sitename(tree) or "").lstrip("@")
    found.sitename = name.title() if name and "." not in name and not name[0].isupper() else name
    return found
