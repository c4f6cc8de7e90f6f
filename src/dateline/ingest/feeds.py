"""Feeds and sitemaps: the addresses of stories that they name, with what they say of them."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from dateline.errors import InputError

_MOST = 50_000  # addresses of one file, as sitemaps.org has it
_UNPACKED = 50_000_000
_WAY_OUT = "name an RSS or Atom feed, or a sitemap"


@dataclass(frozen=True, slots=True)
class Listed:
    """A story that a feed names: ``published`` and ``updated`` are ISO 8601, "" where it does not say."""

    url: str
    title: str = ""
    published: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap holds: stories, and (an index) further sitemaps."""

    stories: tuple[Listed, ...] = ()
    further: tuple[str, ...] = ()


def read_listing(content: bytes, url: str) -> Listing:
    """The stories that an RSS or Atom feed, a sitemap or an index of sitemaps names. Raises InputError."""
    content = _unpacked(content, url)
    head = content[:2_000].lower()
    if b"<urlset" in head or b"<sitemapindex" in head:
        return _sitemap(content, url)
    return _feed(content, url)


def canonical(url: str) -> str:
    """One form for the many in which an address comes: without fragment, tracking marks and default port."""
    from courlan import normalize_url

    try:
        found = str(normalize_url(url, strict=False, trailing_slash=True))
    except Exception:  # what is no address keeps its form, and is refused when it is fetched
        return url
    return found or url


def _unpacked(content: bytes, url: str) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return zlib.decompressobj(wbits=31).decompress(content, _UNPACKED)
    except zlib.error as error:
        raise InputError(f"{url} is damaged", "it is tried again later") from error


def _feed(content: bytes, url: str) -> Listing:
    try:
        import feedparser
    except ImportError as error:
        raise InputError("feeds cannot be read", "pip install 'dateline[watch]'") from error
    try:
        parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False)
    except Exception as error:  # a hostile feed makes the parser stumble in any way
        raise InputError(f"{url} is no feed ({type(error).__name__})", _WAY_OUT) from error
    if not parsed.get("version") and not parsed.entries:
        raise InputError(f"{url} is no feed", _WAY_OUT)
    found = {}
    for entry in parsed.entries[:_MOST]:
        if address := _address(entry.get("link"), url):
            title = " ".join(str(entry.get("title") or "").split())[:500]
            moments = (_moment(entry.get(f"{name}_parsed")) for name in ("published", "updated"))
            found[address] = Listed(address, title, *moments)
    return Listing(tuple(found.values()))


def _sitemap(content: bytes, url: str) -> Listing:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{url} is no sitemap", _WAY_OUT) from error
    if root is None:
        raise InputError(f"{url} is no sitemap", _WAY_OUT)
    stories: dict[str, Listed] = {}
    further: list[str] = []
    for element in list(root)[:_MOST]:
        told = _texts(element)
        if (address := _address(told.get("loc"), url)) is None:
            continue
        if _local(element) == "sitemap":
            further.append(address)
        else:
            title = " ".join(told.get("title", "").split())[:500]
            stories[address] = Listed(
                address, title, told.get("publication_date", ""), told.get("lastmod", "")
            )
    return Listing(tuple(stories.values()), tuple(dict.fromkeys(further)))


def _texts(element: Any) -> dict[str, str]:
    return {
        _local(child): (child.text or "").strip() for child in element.iter() if isinstance(child.tag, str)
    }


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _address(given: object, base: str) -> str | None:
    """The address in one form, when it is one that can be fetched."""
    if not isinstance(given, str) or not given.strip() or len(given) > 2_000:
        return None
    try:
        joined = urljoin(base, given.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return canonical(joined) if parts.scheme in ("http", "https") and parts.hostname else None


def _moment(parsed: Any) -> str:
    """A time as feedparser gives it, a struct_time in UTC, as ISO 8601."""
    try:
        year, month, day, hour, minute, second = list(parsed)[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC).isoformat()
    except (TypeError, ValueError):
        return ""
