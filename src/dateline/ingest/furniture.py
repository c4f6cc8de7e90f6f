"""Telling the furniture of a page from its story, by classes of rules (``furniture.yaml``).

Two stances. A page as a crawler stored it may begin and end with anything, so short lines before and
after the story go. A text that somebody handed over as the text of a story loses only what a rule
names: a sentence of the story is never given up for tidiness.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from dateline.ingest.align import Ranges
from dateline.ingest.lines import join
from dateline.ingest.titles import find_title, is_title, strip_title

_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$|[\"”]$")
_LONGEST = 90  # words; no kind of furniture is longer
_LETTERS = re.compile(r"[^\W\d_]")


class Kept(Enum):
    """How much of a text is known to be story before the rules are asked."""

    PAGE = "a whole page: short lines before and after the story go"
    EXTRACT = "what an extractor left: labels of one to four words before the story go"
    STORY = "the text of a story: only what a rule names goes"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that is not story. ``zone``: top (before the story), body, or bottom; ``below_title``
    is true when it stood after the headline."""

    kind: str
    words: str
    zone: str
    below_title: bool = False


@dataclass(frozen=True, slots=True)
class Parted:
    """A page, taken apart: the headline, the paragraphs of the story, and the furniture."""

    title: str
    story: list[Ranges]
    furniture: list[Dropped]


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    where: str
    words: int
    pattern: re.Pattern[str]
    needs: tuple[str, ...]  # in lower case, one of these is in every line of the kind; none: no test


@dataclass(frozen=True, slots=True)
class _Rules:
    kinds: tuple[_Kind, ...]
    lists: frozenset[str]
    tail: re.Pattern[str]
    head: re.Pattern[str]


@cache
def shapes() -> dict[str, str]:
    """The named pieces of the patterns, ready to use: ``date``, ``time``, ``name`` …"""
    found: dict[str, str] = {}
    for name, pattern in _data()["shapes"].items():
        found[name] = _fill(pattern, found)
    return found


@cache
def _data() -> dict[str, Any]:
    text = resources.files("dateline.ingest").joinpath("furniture.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def _fill(pattern: str, known: dict[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda m: known[m[1]], pattern)


@cache
def _rules() -> _Rules:
    known = shapes()
    kinds = []
    for entry in _data()["kinds"]:
        body = "|".join(f"(?:{_fill(p, known)})" for p in entry["patterns"])
        flags = re.DOTALL if entry.get("case") else re.IGNORECASE | re.DOTALL
        needs = tuple(entry.get("needs", ()))
        kinds.append(_Kind(entry["kind"], entry["where"], entry["words"], re.compile(body, flags), needs))
    tail = "|".join(f"(?:{_fill(p, known)})" for p in _data()["tails"])
    head = "|".join(f"(?:{_fill(p, known)})" for p in _data()["heads"])
    return _Rules(
        tuple(kinds),
        frozenset(_data()["lists"]),
        re.compile(rf"(?:{tail})\s*$", re.IGNORECASE | re.DOTALL),
        re.compile(head, re.IGNORECASE),
    )


def kind_of(line: str) -> tuple[str, str] | None:
    """``(kind, where)`` of a line that is furniture by its words alone, else None."""
    if not _LETTERS.search(line):
        return ("banner", "anywhere") if _kind("banner").pattern.fullmatch(line) else ("rule", "anywhere")
    words = line.count(" ") + 1
    if words > _LONGEST:
        return None
    lower = line.lower()
    for kind in _rules().kinds:
        if words <= kind.words and _may_be(kind, lower) and kind.pattern.fullmatch(line):
            return kind.name, kind.where
    return None


def _may_be(kind: _Kind, lower: str) -> bool:
    if not kind.needs:
        return True
    for word in kind.needs:  # a loop, not any(): this runs for every line of every page  # noqa: SIM110
        if word in lower:
            return True
    return False


def _kind(name: str) -> _Kind:
    return next(k for k in _rules().kinds if k.name == name)


def is_sentence(line: str) -> bool:
    """True for what can only be story: several words that end as a sentence ends."""
    words = line.count(" ") + 1
    return (words >= 7 and bool(_SENTENCE_END.search(line))) or words >= 25


def _is_label(line: str) -> bool:
    """ "Balochistan", "Crime & courts": the section over a headline; never "DETROIT -" or "QUETTA:"."""
    return line.count(" ") < 4 and not _SENTENCE_END.search(line) and line[-1].isalnum()


def part(text: str, blocks: list[Ranges], title: str = "", kept: Kept = Kept.STORY) -> Parted:
    """Parts the paragraphs of a page into story and furniture.

    ``title`` is the headline where it is known; ``kept`` how much of the text is known to be story. When
    the rules leave nothing, everything but the headline is kept: better a dirty story than none.
    """
    lines = [join(text, b) for b in blocks]
    kinds = [kind_of(line) for line in lines]
    sentences = [i for i, line in enumerate(lines) if kinds[i] is None and is_sentence(line)]
    first, last = (sentences[0], sentences[-1]) if sentences else (len(lines), -1)
    title = title or find_title(lines, kinds, first, doubled_only=kept is not Kept.PAGE)
    return _Sorter(text, blocks, lines, kinds).sort(title, (first, last), kept)


class _Sorter:
    """One pass over the lines of a page."""

    def __init__(
        self, text: str, blocks: list[Ranges], lines: list[str], kinds: list[tuple[str, str] | None]
    ) -> None:
        self.text, self.blocks, self.lines, self.kinds = text, blocks, lines, kinds
        self.story: list[Ranges] = []
        self.furniture: list[Dropped] = []
        self.seen: set[str] = set()
        self.below_title = False

    def sort(self, title: str, edge: tuple[int, int], kept: Kept) -> Parted:
        """Story and furniture, in page order."""
        in_list = False
        self.below_title = bool(title) and kept is not Kept.PAGE  # such a text begins under its headline
        for i, line in enumerate(self.lines):
            zone = "top" if i < edge[0] else "bottom" if i > edge[1] else "body"
            kind = self._kind(i, zone, title)
            if kind is None and not is_sentence(line):
                if in_list and line.count(" ") < 18 and zone != "body":
                    kind = "related"
                elif kept is Kept.EXTRACT and zone == "top" and _is_label(line):
                    kind = "section"
                elif kept is Kept.PAGE and zone != "body":
                    kind = "menu" if zone == "top" else "footer"
            in_list = kind in _rules().lists if kind else False
            if kind:
                self.furniture.append(Dropped(kind, line, zone, self.below_title))
            else:
                self._keep(i, title, zone)
            self.below_title = self.below_title or kind == "title"
        if not self.story:
            self.story = [
                b for b, line in zip(self.blocks, self.lines, strict=True) if not is_title(line, title)
            ]
        return Parted(title, self.story, self.furniture)

    def _kind(self, i: int, zone: str, title: str) -> str | None:
        line, found = self.lines[i], self.kinds[i]
        if title and zone != "bottom" and is_title(line, title):
            return "title"
        if found and (found[1] == "anywhere" or zone != "body"):
            return found[0]
        if line in self.seen and line.count(" ") >= 5:
            return "repeated"
        self.seen.add(line)
        return None

    def _keep(self, i: int, title: str, zone: str) -> None:
        """The paragraph without furniture that was glued to its beginning or end."""
        ranges, line = self.blocks[i], self.lines[i]
        whole = line
        if zone != "bottom" and title and (cut := strip_title(line, title)):
            self.furniture.append(Dropped("title", line[:cut], zone, self.below_title))
            self.below_title = True
            ranges = _without(ranges, cut, len(line))
            line = line[cut:]
        if line is not whole and (kind := kind_of(line)):
            self.furniture.append(Dropped(kind[0], line, zone, self.below_title))
            return
        if head := _rules().head.match(line):
            self.furniture.append(Dropped("posted", head.group().strip(), zone, self.below_title))
            ranges = _without(ranges, head.end(), len(line))
            line = line[head.end() :]
        if ("opyright" in line or "©" in line or "hare " in line) and (tail := _rules().tail.search(line)):
            self.furniture.append(Dropped("copyright", tail.group().strip(), zone))
            ranges = _without(ranges, 0, tail.start())
        if ranges:
            self.story.append(ranges)


def _without(ranges: Ranges, start: int, end: int) -> Ranges:
    """The part ``start:end`` of a joined paragraph, as ranges, white space trimmed by the builder."""
    out: Ranges = []
    at = 0
    for low, high in ranges:
        s, e = max(start - at, 0), min(end - at, high - low)
        if s < e:
            out.append((low + s, low + e))
        at += high - low + 1
    return out
