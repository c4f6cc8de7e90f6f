"""The story of an HTML page: found by trafilatura, then found again in the page letter by letter."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dateline.ingest.about_html import About, about
from dateline.ingest.align import Ranges, locate
from dateline.ingest.lines import join
from dateline.ingest.lines import paragraphs as plain_paragraphs
from dateline.ingest.markup import Stream, visible

_ENOUGH = 25  # words below which another way to extract is tried


@dataclass(frozen=True, slots=True)
class HtmlStory:
    """The paragraphs as ranges of ``stream.text``; what the page says of itself beside.

    ``whole`` is true when no extractor found a story and every line of the page was taken.
    """

    stream: Stream
    blocks: list[Ranges]
    said: About
    whole: bool = False


def read_html(page: str, url: str | None) -> HtmlStory:
    """Extracts the story. Never raises on broken HTML: the fallback is all lines of the page."""
    stream = visible(page)
    lines, said = _extract(page, url)
    blocks = [b for b in locate(lines, stream.text) if b]
    if sum(e - s for b in blocks for s, e in b) < 5 * _ENOUGH:
        everything = plain_paragraphs(stream.text)
        if sum(len(join(stream.text, b)) for b in blocks) < 0.5 * len(stream.text):
            return HtmlStory(stream, everything, said, whole=True)
    return HtmlStory(stream, blocks, said)


def _extract(page: str, url: str | None) -> tuple[list[str], About]:
    """The paragraphs, and what the page says of itself."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    from trafilatura import bare_extraction, load_html  # 0.4 s to import: plain text never pays for it

    try:
        tree = load_html(page)
    except Exception:  # a parser that gives up on broken markup is no reason to lose the page
        tree = None
    if tree is None:
        return [], About()
    said, text = about(tree, page, url), ""
    for recall in (False, True):
        try:
            found = bare_extraction(
                tree, url=url, include_comments=False, include_tables=True, favor_recall=recall
            )
        except Exception:
            found = None
        body = "" if found is None or isinstance(found, dict) else found.text or ""
        text = body if len(body) > len(text) else text
        if len(text.split()) >= _ENOUGH:
            break
    return [line for line in text.split("\n") if line.strip()], said
