"""Who published, who wrote and which agency supplied a story, as the page itself credits them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Any, Protocol
from urllib.parse import urlsplit

import yaml

_DATELINE = re.compile(
    r"^\W{0,3}(?:[^\n()]{2,90}?)\(\s*([^()\n]{2,40}?)\s*\)\s*(?:[-–—:]+|\.\s)"  # MESA, Ariz. (AP) —
)
_COPYRIGHT = re.compile(
    r"(?i:©|\(c\)|\bcopyright)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?,?\s*)?(?:by\s+)?"
    r"((?:The\s+)?[A-Z][\w'’&-]*(?:\s+(?:of\s+)?[A-Z][\w'’&-]*){1,4})"
)
_LEADING = re.compile(r"^\W{0,3}\(\s*([A-Za-z][^()\n]{1,40}?)\s*\)\s*[-–—:]*\s")  # (Reuters) – A bomb …
_ENDING = re.compile(r"(?:[-–—/(]|\bwith\b)\s*([A-Z][A-Za-z .-]{1,40}?)\s*\)?\.?\s*$")
_BY = re.compile(r"(?i)^(?:(?:written|posted|reported|published|story)\s+)?by\s*:?\s+")
_BYLINE_END = re.compile(
    r"\s*(?:,|\||/|\s[-–—]\s|\s[-–—]+$|\b(?:for|of)\s+[Tt]he\b|\bThe\s"
    r"|\b(?:Staff|STAFF|Special|Senior|Associated Press|CREATED|UPDATED)\b"
    r"|\b(?:Updated|Published|Posted)\b|\d|\S+@).*$",
    re.DOTALL,
)
_GLUED = re.compile(r"(?<=[A-Za-z])(?=Associated Press|The Associated Press|Staff Writer|Special to)")
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/(\d{4,14})[a-z_*]*/(?=https?:)")
_SECOND_LEVEL = frozenset("co com org net gov ac edu".split())


@cache
def _table() -> dict[str, Any]:
    text = resources.files("dateline.ingest").joinpath("credits.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@cache
def _agencies() -> dict[str, str]:
    """Every written form, and the agency it credits. Codes keep their case ("AP", never "ap")."""
    return {form: name for name, forms in _table()["agencies"].items() for form in forms}


def agency_named(words: str) -> str | None:
    """The agency that a credit names: "AP" for "The Associated Press", None for anything else."""
    words = " ".join(words.split()).strip(" .,;:()[]-–—©")
    found = _agencies().get(words)
    if found is None and len(words) > 5:
        found = next(
            (name for form, name in _agencies().items() if form.casefold() == words.casefold()), None
        )
    return found


def agency_of(text: str, furniture: Iterable[tuple[str, str]]) -> str | None:
    """The agency that supplied the story: from the dateline ("MESA, Ariz. (AP) —"), a credit at the end
    ("— Reuters"), a line of its own, or the copyright line. ``furniture`` is ``(kind, words)``."""
    head = text[:200]
    for match in (_DATELINE.match(head), _LEADING.match(head)):
        if match:
            for piece in re.split(r"\s*[/,]\s*|\s+-\s+", match[1]):
                if found := agency_named(piece):
                    return found
    last = text[text.rfind("\n") + 1 :]
    if (match := _ENDING.search(last[-60:])) and (found := agency_named(match[1])):
        return found
    return _agency_in_lines(list(furniture))


def _agency_in_lines(lines: Sequence[tuple[str, str]]) -> str | None:
    for kind, words in lines:
        if kind not in ("byline", "copyright"):
            continue
        if found := agency_named(re.sub(r"(?i)^\W*(?:by|from|source:?)\s+", "", words)):
            return found
        if kind == "byline":
            pieces = re.split(r"\s*[,|/–—-]\s*|\bfor\b", _GLUED.sub(", ", words))
            if found := next((a for p in pieces[1:] if (a := agency_named(p))), None):
                return found
    for kind, words in lines:
        if kind == "copyright" and (
            match := re.search(r"(?i)associated press|agence france-presse|reuters", words)
        ):
            return agency_named(match.group())
    return None


def byline_of(lines: Iterable[tuple[str, str]]) -> str | None:
    """The writer named by a line such as "By Jane Roe, Staff Writer"; None when it names no person."""
    for kind, words in lines:
        if kind not in ("byline", "posted") or (kind == "posted" and " by " not in words.lower()):
            continue
        name = re.split(r"(?i)\bby\s+", words, maxsplit=1)[-1] if kind == "posted" else _BY.sub("", words)
        if (
            kind == "byline"
            and not _BY.match(words)
            and not re.search(r"(?i)writer|reporter|correspondent", words)
        ):
            continue
        name = _BYLINE_END.sub("", _GLUED.sub(", ", name)).strip(" -–—.,:")
        if (
            1 <= name.count(" ") <= 8
            and agency_named(name) is None
            and not re.search(r"(?i)\bstaff\b|news", name)
        ):
            return name.title() if name.isupper() else name
    return None


def site_of(url: str | None) -> str | None:
    """The site of an address, without "www.", port and an archive's prefix."""
    if not url:
        return None
    try:
        host = urlsplit(_ARCHIVE.sub("", url)).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def archived_at(url: str | None) -> str | None:
    """``YYYYMMDD…`` of the address of a copy in a web archive: the page is no younger than that."""
    match = _ARCHIVE.match(url or "")
    return match[1] if match else None


class _Line(Protocol):
    @property
    def words(self) -> str: ...
    @property
    def zone(self) -> str: ...


def self_named(lines: Sequence[_Line]) -> str:
    """The name that a page without markup gives itself: the owner in its copyright line, else a masthead
    that its footer says again ("FOREST RADIO - news in five languages" … "More from Forest Radio"); or ""."""
    for line in lines:
        if match := _COPYRIGHT.search(line.words):
            return match[1].strip(" .,-–|")
    footer = " ".join(line.words for line in lines if line.zone == "bottom").lower()
    for line in lines[:4]:
        name = re.split(r"\s+[-–—|:]+\s+", line.words.strip())[0]
        if line.zone == "top" and 1 <= name.count(" ") <= 5 and name.lower() in footer:
            return name.title() if name.isupper() else name
    return ""


def outlet_of(url: str | None, named: str = "") -> str | None:
    """The outlet: the name that the page gives itself, else that of its site, else the site."""
    site = site_of(url)
    if named and len(named) <= 60:
        return named
    if site is None:
        return None
    parts = site.split(".")
    for i in range(len(parts) - 1):
        if known := _table()["outlets"].get(".".join(parts[i:])):
            return str(known)
    size = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2 else 2
    return ".".join(parts[-size:])
