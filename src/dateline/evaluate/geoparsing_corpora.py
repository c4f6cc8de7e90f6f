"""Reads the public geoparsing sets: LGL, TR-News (both with GeoNames ids) and GeoVirus (Wikipedia points)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dateline.errors import UsageError
from dateline.model import OffsetMap, Report

CORPORA = {"LGL": "lgl.xml", "TR-News": "TR-News.xml", "GeoVirus": "GeoVirus.xml"}


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated toponym: offsets in the article's text, its point, and its GeoNames id where given."""

    start: int
    end: int
    phrase: str
    lat: float
    lon: float
    geonames_id: int | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its toponyms. ``half`` is 0 or 1, by outlet (by article where there is none)."""

    report: Report
    gold: tuple[Gold, ...]
    half: int


def read_corpus(data: Path, name: str) -> list[Article]:
    """The articles of one corpus. Raises UsageError when its file is not in ``data``."""
    path = data / CORPORA[name]
    try:
        source = path.read_text("utf-8")
    except OSError as error:
        raise UsageError(
            f"no {path.name} in {data}", "pass the folder that holds lgl.xml, TR-News.xml and GeoVirus.xml"
        ) from error
    # The public lgl.xml opens <articles> twice and closes it once.
    body = re.sub(r"(</articles>\s*)+\Z", "", re.sub(r"\A\s*(<articles>\s*)+", "", source))
    return [
        _article(element, name, n)
        for n, element in enumerate(ElementTree.fromstring(f"<articles>{body}</articles>"))
    ]


def _article(element: ElementTree.Element, name: str, number: int) -> Article:
    text = element.findtext("text") or ""
    url = element.findtext("url") or element.findtext("source") or ""
    report = Report(
        id=f"{name}-{element.get('docid') or number}", text=text, offsets=OffsetMap.identity(len(text)),
        page_sha256="", title=element.findtext("title") or "", url=url,
    )  # fmt: skip
    outlet = element.findtext("domain") or report.id
    half = sha256(outlet.encode()).digest()[3] % 2
    return Article(report, tuple(_gold(element, text)), half)


def _gold(element: ElementTree.Element, text: str) -> Iterator[Gold]:
    for tag in (*element.iter("toponym"), *element.iter("location")):
        phrase = tag.findtext("phrase") or tag.findtext("name") or ""
        start, end = int(tag.findtext("start") or 0), int(tag.findtext("end") or 0)
        if tag.tag == "location":
            start, end = start - 1, end
        start, end = _aligned(text, phrase, start, end)
        place = tag.find("gaztag") if tag.tag == "toponym" else tag
        if place is None or not place.findtext("lat"):
            continue
        gid = place.get("geonameid")
        yield Gold(
            start, end, phrase, float(place.findtext("lat") or 0), float(place.findtext("lon") or 0),
            int(gid) if gid else None,
        )  # fmt: skip


def _aligned(text: str, phrase: str, start: int, end: int) -> tuple[int, int]:
    """The offsets as they should be: some of the published ones are off by a few characters."""
    if text[start:end] == phrase:
        return start, end
    near = [m.start() for m in re.finditer(re.escape(phrase), text)] if phrase else []
    if near:
        start = min(near, key=lambda at: abs(at - start))
        return start, start + len(phrase)
    return start, end
