"""The visible text of an HTML page, with the way back to every letter of it.

Not a browser: only enough of HTML to know what is text, where a block ends, and which letters stand
in the page as they are. What belongs to the story is decided elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.errors import InputError

# A tag ends at the first ">" outside a quoted value, or with the page, as in a browser. Every attempt
# succeeds without going back, so that a hostile page costs no more than its length.
_TAG = re.compile(
    r"<!--|</?([a-zA-Z][a-zA-Z0-9:-]*+)"
    r"(?:[^>\"'=]++|=\s*+\"[^\"]{0,20000}+\"|=\s*+'[^']{0,20000}+'|[=\"'])*+(?:>|\Z)"
    r"|<[!?][^>]*+(?:>|\Z)"
)
_SILENT = frozenset("script style noscript template svg math head textarea select iframe object".split())
_BLOCK = frozenset(
    """address article aside blockquote body br button center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary
    table tbody td tfoot th thead tr ul video audio""".split()
)
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dd dt option".split()
)
# Words parted by single blanks are one token: most of a page is that.
_TOKEN = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?|\s+|[^\s&]++(?: [^\s&]++)*+|&"
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Stream:
    """Visible text of a page: white space collapsed, blocks parted by line breaks.

    ``runs`` are ``(start, page_start, length)`` of the letters that stand in the page as they are, as
    in :class:`~dateline.model.OffsetMap`; an entity (``&amp;``) is in ``text`` but in no run.
    """

    text: str
    runs: tuple[tuple[int, int, int], ...]


class _Builder:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[tuple[int, int, int]] = []
        self.length = 0
        self.blank = True  # the last letter is white space, or there is none

    def verbatim(self, words: str, page_start: int) -> None:
        """Letters that stand in the page as they are, at ``page_start``."""
        if self.runs:
            start, page, length = self.runs[-1]
            if start + length == self.length and page + length == page_start:
                self.runs[-1] = (start, page, length + len(words))
                self._put(words)
                return
        self.runs.append((self.length, page_start, len(words)))
        self._put(words)

    def _put(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)
        self.blank = False

    def replaced(self, words: str) -> None:
        """Letters that an entity stands for."""
        for piece in re.split(r"(\s+)", words):
            if piece.isspace():
                self.space("", -1)
            elif piece:
                self._put(piece)

    def space(self, words: str, page_start: int) -> None:
        """White space; one blank of a row of them is kept."""
        if self.blank:
            return
        if words == " ":
            self.verbatim(" ", page_start)
        else:
            self._put(" ")
        self.blank = True

    def block(self) -> None:
        if self.parts and self.parts[-1] != "\n":
            self._put("\n")
        self.blank = True


def visible(page: str) -> Stream:
    """The text a reader sees, in page order."""
    out = _Builder()
    for start, end, tag in _chunks(page):
        if tag:
            if tag in _BLOCK:
                out.block()
            continue
        for token in _TOKEN.finditer(page, start, end):
            words = token.group()
            if words[0] == "&" and len(words) > 1:
                plain = html.unescape(words)
                if plain == words:
                    out.verbatim(words, token.start())
                else:
                    out.replaced(plain)
            elif words.isspace():
                out.space(words, token.start())
            else:
                out.verbatim(words, token.start())
    return Stream("".join(out.parts), tuple(out.runs))


def _chunks(page: str) -> Iterator[tuple[int, int, str]]:
    """``(start, end, "")`` of text, and ``(start, end, tag)`` of tags, without silent elements."""
    lower: str | None = None
    at = 0
    while match := _TAG.search(page, at):
        if match.start() > at:
            yield at, match.start(), ""
        at = match.end()
        head = match.group()
        if head == "<!--":
            end = page.find("-->", at)
            at = end + 3 if end >= 0 else len(page)
            continue
        tag = (match[1] or "").lower()
        if tag in _SILENT and head[1] != "/" and not head.endswith("/>"):
            lower = page.lower() if lower is None else lower
            end = lower.find(f"</{tag}", at)
            if tag == "head":  # a head that is not closed ends where the body begins
                body = lower.find("<body", at)
                end = body if end < 0 or 0 <= body < end else end
            if end >= 0:
                at = end
                continue
            if tag in ("script", "style"):
                return
        yield match.start(), at, tag
    if at < len(page):
        yield at, len(page), ""


def check_depth(page: str, origin: str, limit: int) -> None:
    """Raises InputError when elements lie inside each other deeper than ``limit``.

    Parsers recurse; a page of ten thousand open ``<div>`` would end them.
    """
    if page.count("<") <= limit:
        return
    depth = 0
    for match in _TAG.finditer(page):
        tag = (match[1] or "").lower()
        if not tag or tag in _VOID:
            continue
        if match.group()[1] == "/":
            depth = max(depth - 1, 0)
        elif not match.group().endswith("/>"):
            depth += 1
            if depth > limit:
                raise InputError(
                    f"{origin} nests HTML elements more than {limit} deep",
                    "it is broken or hostile; save its text as .txt",
                )
