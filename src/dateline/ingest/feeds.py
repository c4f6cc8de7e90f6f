"""Feeds and sitemaps: the addresses of stories that they name, with what they say of them."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from dateline.errors import InputError
from dateline.ingest.addresses import canonical
from dateline.ingest.unpack import GZIP_MAGIC, unpacked

_MOST = 50_000  # addresses of one file, as sitemaps.org has it
_UNPACKED = 50_000_000
_CHUNK = 1 << 16
_SITEMAP = re.compile(rb"(?i)<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)\b")
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


def read_listing(content: bytes, url: str, charset: str = "") -> Listing:
    """The stories that an RSS or Atom feed, a sitemap or an index of sitemaps names; ``charset`` is what it
    was sent as. Raises InputError."""
    content = _unpacked(content, url)
    if _SITEMAP.search(content[:4_000].replace(b"\x00", b"")):  # zeros: those of UTF-16
        return _sitemap(content, url)
    return _feed(content, url, charset)


def _unpacked(content: bytes, url: str) -> bytes:
    """What a gzip file holds; one that breaks off is refused, or its stories would be taken for all."""
    if not content.startswith(GZIP_MAGIC):
        return content
    stream = unpacked(io.BytesIO(content), url, _UNPACKED)
    try:
        return b"".join(iter(lambda: stream.read(_CHUNK), b""))
    except InputError as error:
        raise InputError(error.problem, "it is tried again later") from error


def _feed(content: bytes, url: str, charset: str) -> Listing:
    try:
        import feedparser
    except ImportError as error:
        raise InputError("feeds cannot be read", "pip install 'dateline[watch]'") from error
    try:
        head = _sent_as(content, charset)
        parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, response_headers=head)
    except Exception as error:  # a hostile feed makes the parser stumble in any way
        raise InputError(f"{url} is no feed ({type(error).__name__})", _WAY_OUT) from error
    if not parsed.get("version") and not parsed.entries:
        raise InputError(f"{url} is no feed", _WAY_OUT)
    found = {}
    for entry in parsed.entries[:_MOST]:
        if address := _address(entry.get("link"), url):
            title = " ".join(str(entry.get("title") or "").split())[:500]
            found[address] = Listed(address, title, _moment(entry, "published"), _moment(entry, "updated"))
    return Listing(tuple(found.values()))


def _sent_as(content: bytes, charset: str) -> dict[str, str]:
    """What the parser is told of the head: the charset, where the feed names none and is no UTF-8. Servers
    that send one for all files are wrong as often as right."""
    if not charset or b"encoding=" in content[:200]:
        return {}
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return {"content-type": f"application/xml; charset={charset}"}
    return {}


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
    """What is said of one address, and in the tags for news within; those for images and videos have
    addresses and titles of their own."""
    found: dict[str, str] = {}
    for child in element:
        for part in child if _local(child) == "news" else (child,):
            found.setdefault(_local(part), (part.text or "").strip())
    return found


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


def _moment(entry: Any, name: str) -> str:
    """A time of an entry as ISO 8601: as the feed writes it, with its offset, for the day of a newspaper is
    that of its own town; in UTC where only the parser of feeds understands it."""
    try:
        year, month, day, hour, minute, second = list(dict.get(entry, f"{name}_parsed") or ())[:6]
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (TypeError, ValueError):
        return ""
    written = str(dict.get(entry, name) or "").strip()
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            said = read(written).replace(microsecond=0)
            if said == moment:
                return said.isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return moment.isoformat()
