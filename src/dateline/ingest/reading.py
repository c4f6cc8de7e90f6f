"""Page → Report."""

from __future__ import annotations

import re

from dateline.errors import InputError
from dateline.ingest.compose import Runs, compose
from dateline.ingest.credits import agency_of, byline_of, outlet_of, self_named
from dateline.ingest.decode import decode
from dateline.ingest.furniture import Kept, Parted, part
from dateline.ingest.language import language_of
from dateline.ingest.limits import Limits
from dateline.ingest.lines import paragraphs
from dateline.ingest.markup import check_depth
from dateline.ingest.published import Evidence, published_of
from dateline.ingest.titles import split_outlet
from dateline.model import Page, Report

_HEAD = 200_000  # code points in which a page names its own address
_ADDRESS_TAG = re.compile(
    r"""<(?:link[^<>]{0,400}\brel=["']?canonical|meta[^<>]{0,400}\bproperty=["']?og:url)\b[^<>]{0,800}>""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"""\b(?:href|content)=["']?(https?://[^"'\s<>]+)""", re.IGNORECASE)
_HTML_START = re.compile(
    r"\s*(?:<!doctype\s+html|<html\b|<\?xml[^>]*>\s*<(?:!doctype\s+)?html)", re.IGNORECASE
)


def read(page: Page, limits: Limits | None = None) -> Report:
    """The news story on a page.

    ``Report.text`` holds the story alone, paragraphs parted by empty lines; headline, menus, banners,
    captions and footers are left out, and ``Report.offsets`` leads back to ``decode(page)``. The id is
    the given one, else made of the digest of the bytes, so that reading twice gives equal reports.
    Raises InputError when the page is empty, binary, in no encoding that can be told, nested too deep,
    or has no story.
    """
    text = decode(page)
    if page.media_type == "text/html" or _HTML_START.match(text):
        check_depth(text, page.origin or page.url or "page", (limits or Limits()).html_depth)
        return _read_html(page, text)
    return _read_plain(page, text)


def _read_plain(page: Page, text: str) -> Report:
    title, site = split_outlet(page.given.get("title", ""))
    parted = part(text, paragraphs(text), title, Kept.STORY if page.given.keys() - {"charset"} else Kept.PAGE)
    return _report(page, text, parted, Source(text, site=site))


def _read_html(page: Page, text: str) -> Report:
    from dateline.ingest.story_html import read_html

    html = read_html(text, page.url)
    title, site = split_outlet(page.given.get("title") or html.said.title)
    parted = part(html.stream.text, html.blocks, title, Kept.PAGE if html.whole else Kept.EXTRACT)
    source = Source(html.stream.text, html.stream.runs, html.said.site or site, html.said.author, markup=text)
    source.address = own_address(text)
    return _report(page, text, parted, source)


class Source:
    """What a page gave beside its story: the text that ranges count in, and how it names itself."""

    def __init__(
        self, text: str, runs: Runs | None = None, site: str = "", author: str = "", markup: str = ""
    ) -> None:
        self.text, self.runs, self.site, self.author, self.markup = text, runs, site, author, markup
        self.address: str | None = None


def own_address(markup: str) -> str | None:
    """The address that a page gives as its own (canonical link, OpenGraph): a saved page has no other,
    and newspapers write the day into it ("/2016/10/28/four-men-killed/")."""
    for tag in _ADDRESS_TAG.findall(markup[:_HEAD]):
        if match := _ADDRESS.search(tag):
            return match[1]
    return None


def _report(page: Page, text: str, parted: Parted, source: Source) -> Report:
    story, offsets = compose(source.text, parted.story, source.runs)
    if not any(c.isalpha() for c in story):
        raise InputError(f"{page.origin or page.url or 'page'} holds no story", "give a page with body text")
    lines = [(d.kind, d.words) for d in parted.furniture]
    url = page.url or page.given.get("url") or source.address
    digest = page.sha256
    language = language_of(story)
    evidence = Evidence(
        story=story,
        furniture=parted.furniture,
        url=url,
        given=page.given.get("published", ""),
        retrieved=page.retrieved,
        markup=source.markup,
        visible=source.text if source.markup else "",
        title=parted.title,
        language=language,
    )
    return Report(
        id=page.given.get("id") or f"r-{digest[:16]}",
        text=story,
        offsets=offsets,
        page_sha256=digest,
        title=parted.title,
        url=url,
        language=language,
        outlet=outlet_of(url, source.site or self_named(parted.furniture)),
        byline=byline_of(lines) or source.author or None,
        agency=agency_of(story, lines),
        published=published_of(evidence),
        origin=page.origin,
    )
