"""The paragraphs of a plain text, as ranges of it."""

from __future__ import annotations

import re

from dateline.ingest.align import Ranges

_LINE = re.compile(
    r"[^\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+|\r\n|\r|\n|[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]"
)
_WIDEST = 100  # a line that a typewriter or a terminal would have broken


def paragraphs(text: str) -> list[Ranges]:
    """Paragraphs in order, each as the ranges of its lines.

    A line is a paragraph of its own, as scrapers store it, unless the text is hard-wrapped (an agency
    dispatch in lines of seventy letters): then lines join until an empty or an indented one.
    """
    groups = _groups(text)
    if _wrapped(text, groups):
        return [p for group in groups for p in _joined(text, group)]
    return [[line] for group in groups for line in group]


def join(text: str, ranges: Ranges) -> str:
    """The words of a paragraph on one line."""
    return " ".join(text[s:e] for s, e in ranges)


def _groups(text: str) -> list[Ranges]:
    """Lines without surrounding white space, parted where a line is empty."""
    groups: list[Ranges] = [[]]
    breaks = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            breaks += text[match.start()] in "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
            continue
        if breaks > 1 and groups[-1]:
            groups.append([])
        groups[-1].append((start, end))
        breaks = 0
    return [g for g in groups if g]


def _wrapped(text: str, groups: list[Ranges]) -> bool:
    inner = [line for group in groups for line in group[:-1]]
    if len(inner) < 3:
        return _runs_on(text, groups, inner)
    lengths = sorted(e - s for s, e in inner)
    open_ended = sum(text[e - 1] not in ".!?\"'”’:" for _, e in inner)
    return (
        lengths[int(0.95 * (len(lengths) - 1))] <= _WIDEST
        and lengths[len(lengths) // 2] >= 45
        and lengths[len(lengths) // 5] >= 30
        and open_ended >= 0.6 * len(inner)
    )


def _runs_on(text: str, groups: list[Ranges], inner: Ranges) -> bool:
    """Two or three lines: a dispatch in capitals, or lines that go on in the middle of a sentence."""
    if not inner or any(not 45 <= e - s <= _WIDEST or text[e - 1] in ".!?" for s, e in inner):
        return False
    following = [line for group in groups for line in group[1:]]
    return text.isupper() or all(text[s].islower() for s, _ in following)


def _joined(text: str, group: Ranges) -> list[Ranges]:
    out: list[Ranges] = []
    for start, end in group:
        indent = start - (max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1)
        if indent >= 2 or not out:
            out.append([])
        out[-1].append((start, end))
    return out
