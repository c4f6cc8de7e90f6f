"""Clues to the date of publication in the markup: JSON-LD, meta elements, ``<time>``, labelled elements."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dateline.ingest.dates_text import labelled, settle
from dateline.ingest.days import find_days, iso_day
from dateline.ingest.evidence import Clue, Evidence

_ATTRIBUTE = re.compile(r"""([a-zA-Z_:][\w:.-]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
# Bounded throughout: what is longer is no date, and a hostile page must not cost its square.
_META = re.compile(r"<meta\b[^>]{0,3000}>", re.IGNORECASE)
_LD = re.compile(r"<script\b[^>]{0,300}?application/ld\+json[^>]{0,300}>", re.IGNORECASE)
_LD_PAIR = re.compile(r'"(datePublished|dateCreated|dateModified)"\s*:\s*"([^"]{6,60})"')
_TIME = re.compile(r"<time\b([^>]{0,600})>", re.IGNORECASE)
_TIME_END = re.compile(r"</time", re.IGNORECASE)
_OPEN = re.compile(
    r"<(?:span|div|p|abbr|small|li|em|i|b|strong|h\d|td|a|font|ul|section|header|footer|dd)\b([^>]{4,600})>",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?:class|id|itemprop)\s*=\s*[\"']?[^\"'>]{0,200}?"
    r"(?:date|datum|publi|posted|time|byline|meta|entry|created|submitted|stamp|fecha|data)",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"</(?:span|div|p|abbr|small|li|em|i|b|strong|h\d|td|a|font|ul|section|header|footer|dd)>", re.IGNORECASE
)
_BESIDE = 60  # letters that may share a line with the date under a headline: a name, a clock
_TAGS = re.compile(r"<[^>]*>")
_ARTICLE = re.compile(r"(?i)article|posting|report|^webpage$|creativework|blog|recipe|review|story")

# What the name or property of a <meta> is worth as the day of publication.
_META_PUBLISHED = re.compile(
    r"(?i)^(?:article:published(?:_time|_date)?|og:(?:article:)?published_time|og:pubdate|published_time"
    r"|rnews:datepublished|bt:pubdate|sailthru\.date|parsely-pub-date|publish[-_.]?date|published[-_.]?(?:date|time|at|on)?|pub[-_.]?date"
    r"|date[-_.]?published|datepublished|publication[-_.]?date|article[.:_-](?:date|created|published|publication)\w*"
    r"|dc\.?terms\.(?:issued|created|available)|dc\.date\.(?:issued|created)|citation_(?:publication_|online_)?date"
    r"|cxense\S*publishtime|originalpublicationdate|displaydate|ptime|lp\.article:published_time|vr:published_time"
    r"|cre?ation[-_.]?date|date[-_.]?created|shareaholic:article_published_time|article_date_original"
    r"|prism\.publicationdate|buildtime|live_?date|release_date|video:release_date|gentime|last-publish\w*)$"
)
_META_DATE = re.compile(
    r"(?i)^(?:date|dc\.?date|dcterms\.date|time|pdate|pubtime|eomportal-(?:last)?update|citation_year)$"
)
_META_MODIFIED = re.compile(r"(?i)modif|updat|^revised$|^last-modified$|^lastmod$|changed")


def html_clues(evidence: Evidence) -> Iterator[Clue]:
    """Every clue in the markup, best sources first."""
    markup = evidence.markup
    yield from _json_ld(markup)
    yield from _meta(markup)
    yield from _unlisted(list(_times(markup, evidence)))
    yield from _unlisted(list(_marked(markup, evidence)))
    yield from labelled_visible(evidence)


def _json_ld(markup: str) -> Iterator[Clue]:
    for match in _LD.finditer(markup):
        end = markup.find("</", match.end())
        while end >= 0 and markup[end : end + 8].lower() != "</script":
            end = markup.find("</", end + 2)
        if end < 0:
            return
        body = markup[match.end() : end]
        try:
            loaded = json.loads(html.unescape(body) if "&quot;" in body else body, strict=False)
        except (ValueError, RecursionError):
            for name, value in _LD_PAIR.findall(body):  # a stray comma must not cost the date
                yield from _ld_clue(name, value, "Article")
            continue
        yield from _ld_node(loaded, 0)


def _ld_node(node: Any, depth: int) -> Iterator[Clue]:
    if isinstance(node, list):
        for item in node[:60]:
            yield from _ld_node(item, depth + 1)
    elif isinstance(node, dict) and depth < 6:
        kind = node.get("@type")
        names = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")
        for name in ("datePublished", "dateCreated", "dateModified"):
            if isinstance(node.get(name), str):
                yield from _ld_clue(name, node[name], names)
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            if isinstance(node.get(key), dict | list):
                yield from _ld_node(node[key], depth + 1)


def _ld_clue(name: str, value: str, kind: str) -> Iterator[Clue]:
    day = day_in(value)
    if day is None:
        return
    weight = {"datePublished": 5.0, "dateCreated": 2.0, "dateModified": 0.6}[name]
    if "comment" in kind.lower():
        return
    if not any(_ARTICLE.search(k) for k in kind.split()):
        weight *= 0.4
    elif kind == "WebPage":
        weight *= 0.7
    doubt = "the day of a change" if name == "dateModified" else ""
    yield Clue("json-ld", f'"{name}": "{value}"', day, weight, doubt, "exact", other_day(value, day))


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case."""
    return {m[1].lower(): html.unescape(m[2].strip("\"'")) for m in _ATTRIBUTE.finditer(tag)}


def _meta(markup: str) -> Iterator[Clue]:
    for match in _META.finditer(markup):
        found = attributes(match.group())
        name = (
            found.get("property")
            or found.get("name")
            or found.get("itemprop")
            or found.get("http-equiv")
            or ""
        ).strip()
        value = found.get("content", "")
        if not name or not value or (day := day_in(value)) is None:
            continue
        weight, doubt = 0.0, ""
        if _META_MODIFIED.search(name):
            weight, doubt = 0.6, "the day of a change"
        elif _META_PUBLISHED.match(name):
            weight = 5.0 if ":" in name else 4.0
        elif _META_DATE.match(name):
            weight = 2.0
        if weight:
            source = "opengraph" if name.lower().startswith(("og:", "article:")) else "meta"
            words = " ".join(match.group().split())[:200]
            yield Clue(source, words, day, weight, doubt, "exact", other_day(value, day))


def _unlisted(found: list[tuple[str, Clue]]) -> Iterator[Clue]:
    """Clues with the marks of their elements. Marks that bear three days are those of a list of other
    stories, or of comments: such a clue is worth little."""
    days: dict[str, set[date | None]] = {}
    for marks, clue in found:
        days.setdefault(marks, set()).add(clue.day)
    for marks, clue in found:
        if len(days[marks]) >= 3:
            yield replace(clue, weight=clue.weight * 0.3, doubt=clue.doubt or "one of a list of dates")
        else:
            yield clue


def _elements(
    markup: str, opening: re.Pattern[str], closing: re.Pattern[str], mark: re.Pattern[str] | None = None
) -> Iterator[tuple[str, str, str]]:
    """``(attributes, inside, whole)`` of elements with at most 400 letters inside, none in another; with
    ``mark``, of those whose attributes show it."""
    at = 0
    for match in opening.finditer(markup):
        if match.start() < at or (mark is not None and not mark.search(match[1])):
            continue
        end = closing.search(markup, match.end(), match.end() + 410)
        if end is not None:
            at = end.end()
            yield match[1], markup[match.end() : end.start()], markup[match.start() : at]


def _times(markup: str, evidence: Evidence) -> Iterator[tuple[str, Clue]]:
    for index, (inner, inside, whole) in enumerate(_elements(markup, _TIME, _TIME_END)):
        if index > 12:
            return
        found, words = attributes(inner), _plain(inside)
        machine = found.get("datetime") or found.get("content") or ""
        day = day_in(machine) or _visible_day(words, evidence)
        if day is None:
            continue
        marks = " ".join(
            (
                found.get("class", ""),
                found.get("itemprop", ""),
                found.get("id", ""),
                "pubdate" if "pubdate" in inner else "",
            )
        ).lower()
        if re.search(r"modif|updat", marks):
            weight, doubt = 0.6, "the day of a change"
        elif re.search(r"publ|pubdate|entry|posted|created", marks):
            weight, doubt = (3.0 if index < 3 else 1.0), ""
        else:
            weight, doubt = (1.8 if index == 0 else 0.3), ""
        how = "exact" if machine else "normalised"
        quote = " ".join(whole.split())[:200]
        also = other_day(machine, day) if machine else None
        yield marks, Clue("time", quote, day, weight, doubt, how, also)


def _marked(markup: str, evidence: Evidence) -> Iterator[tuple[str, Clue]]:
    """Elements that a class, an id or an itemprop marks as a date."""
    seen = 0
    for inner, inside, whole in _elements(markup, _OPEN, _CLOSE, _MARK):
        found, words = attributes(inner), _plain(inside)
        machine = (
            found.get("content")
            or found.get("datetime")
            or (found.get("title", "") if len(words) < 60 else "")
        )
        if len(words) > 120:
            continue
        day = day_in(machine) if machine else None
        day = day or _visible_day(words, evidence)
        if day is None:
            continue
        seen += 1
        marks = f"{found.get('itemprop', '')} {found.get('class', '')} {found.get('id', '')}".lower()
        if seen > 15 or "comment" in marks or "sidebar" in marks or "widget" in marks:
            continue
        if re.search(r"modif|updat", marks) or re.match(r"(?i)(?:last )?(?:updated|aktualisiert)", words):
            weight, doubt = 0.6, "the day of a change"
        elif "datepublished" in marks or "pubdate" in marks:
            weight, doubt = 3.0, ""
        elif re.search(
            r"publ|posted|entry-?date|post-?date|article-?date|created|dateline|byline|timestamp|news-?date",
            marks,
        ):
            weight, doubt = (2.2 if seen == 1 else 1.2 if seen < 4 else 0.3), ""
        else:
            weight, doubt = (1.3 if seen == 1 else 0.5 if seen < 4 else 0.1), ""
        quote = " ".join(whole.split())
        yield marks, Clue("text", quote if len(quote) <= 240 else words, day, weight, doubt)


def labelled_visible(evidence: Evidence) -> Iterator[Clue]:
    """Dates in the visible text that say what they are, and the one beside the headline."""
    lines = evidence.visible.split("\n")
    at = _headline_line(lines, evidence)
    for index, line in enumerate(lines):
        if len(line) <= 400 and any(map(str.isdigit, line)):
            label = (
                lines[index - 1].strip() if index and len(lines[index - 1]) < 30 and len(line) < 60 else ""
            )
            for clue in labelled(f"{label} {line.strip()}" if label else line, evidence, "text"):
                near = at is None or -6 <= index - at <= 14
                yield (
                    clue
                    if near
                    else Clue(clue.source, clue.words, clue.day, clue.weight * 0.6, clue.doubt, clue.how)
                )
    if at is None:
        return
    around = range(max(at - 4, 0), min(at + 9, len(lines)))
    for index in sorted(around, key=lambda i: (abs(i - at), i < at)):
        line = lines[index].strip()
        for written in find_days(line)[:1] if len(line) <= 160 else ():
            if len(line) - len(written.words) <= _BESIDE:
                day, doubt = settle(written, evidence)
                yield Clue("text", line, day, 1.2 if doubt else 2.0, doubt)
                return


def _headline_line(lines: list[str], evidence: Evidence) -> int | None:
    """The line of the headline over the story: menus and lists of links repeat it elsewhere."""
    wanted = " ".join(evidence.title.split()).casefold()
    if len(wanted) < 8:
        return None
    hits = [i for i, line in enumerate(lines) if line.strip().casefold().startswith(wanted)]
    start = evidence.story[:40].split("\n")[0].strip()
    begins = next((i for i, line in enumerate(lines) if start and start in line), None)
    above = [i for i in hits if begins is None or i < begins]
    if begins is not None and above:
        return above[-1]
    return hits[0] if hits else None


def _visible_day(words: str, evidence: Evidence) -> date | None:
    written = find_days(words)
    return settle(written[0], evidence)[0] if written else None


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAGS.sub(" ", markup)).split())


def other_day(value: str, day: date) -> date | None:
    """The day that a moment in UTC may be by the newsroom's clock: "2023-11-09T03:28:35Z" is the evening
    of 8 November in New York, "2021-11-04T23:00Z" the small hours of 5 November in Berlin."""
    match = re.search(r"T(\d\d):?\d\d(?::?\d\d)?(?:\.\d+)?\s*(?:Z|[+-]00:?00|UTC|GMT)\s*$", value)
    if match is None:
        return None
    return day - timedelta(days=1) if int(match[1]) < 12 else day + timedelta(days=1)


def day_in(value: str) -> date | None:
    """The day of a machine-readable value, ISO or written out ("Fri, 28 Oct 2016 06:00:00 GMT"). The
    formats of machines give the month first only where the parts allow nothing else."""
    if day := iso_day(value):
        return day
    if re.fullmatch(r"\s*1\d{9}(?:\d{3})?\s*", value):  # seconds or milliseconds since 1970
        return date.fromordinal(date(1970, 1, 1).toordinal() + int(value.strip()[:10]) // 86_400)
    written = [w for w in find_days(value) if not w.ambiguous]
    return written[0].day if written else None
