"""Where an outlet is at home, from its name and domain: "chicagotribune.com", "KTLA", "Dayton Daily News"."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from dateline.model import Report
from dateline.resolve.where.gazetteer import Gazetteer, Place
from dateline.resolve.where.kinds import Kind

_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/")
_DROP = frozenset(
    "www com net org co uk au ca in pk us news tv info edu gov m mobile blog blogs local articles".split()
)
# Words that outlets put around the name of their town: "detroitnews", "thedailytimes", "dallasnews".
_OUTLET_WORDS = re.compile(
    r"(?:news|times|tribune|herald|post|press|journal|gazette|star|sun|globe|chronicle|dispatch|observer|record"
    r"|courier|daily|examiner|inquirer|leader|mirror|now|online|today|live|register|reporter|review|sentinel"
    r"|standard|statesman|telegraph|telegram|union|world|cbslocal|nbc|fox|abc|cbs|citizen|advocate|banner|enquirer|mercury"
    r"|the|and|patch|voice|weekly|tv|democrat|republican|argus|echo|evening|free|morning|city|paper|\d+)+"
)
_CALL_SIGN = re.compile(r"\b[KW][A-Z]{2,3}(?:-TV)?\b")


def home_of(report: Report, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Towns where the outlet may be at home, the likeliest first; empty when nothing tells."""
    return _home(report.url or "", report.outlet or "", report.title[-60:], gazetteer)


@lru_cache(maxsize=256)
def _home(url: str, outlet: str, title_end: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    host = urlsplit(_ARCHIVE.sub("http://", url).replace("http://http", "http")).hostname or ""
    labels = [label for label in host.lower().split(".") if label not in _DROP]
    stations = [s.split("-")[0].lower() for s in _CALL_SIGN.findall(f"{outlet} {title_end}")]
    for word in (*labels, *stations):
        if town := gazetteer.outlets.get(word) or gazetteer.outlets.get(
            re.sub(r"(?:tv|news|online|\d+)+$", "", word)
        ):
            return (town,)
    for label in labels:
        if towns := _towns_in(label, gazetteer):
            return towns
    return _named_in(outlet, gazetteer)


def _towns_in(label: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The towns whose name is left when outlet words are taken from a domain label."""
    for start in range(len(label)):
        if start and not _OUTLET_WORDS.fullmatch(label[:start]):
            continue
        for end in range(len(label), start + 3, -1):
            rest = label[end:]
            if (not rest or _OUTLET_WORDS.fullmatch(rest)) and (start or rest):
                towns = _towns(label[start:end].replace("-", " "), gazetteer)
                if towns:
                    return towns
    return ()


def _towns(name: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    spaced = (
        name,
        re.sub(r"^(new|los|san|santa|st|saint|fort|las|el|south|north|east|west)(?=[a-z]{4})", r"\1 ", name),
    )
    for form in dict.fromkeys(spaced):
        places = [
            p for p in gazetteer.lookup(form) if p.kind in (Kind.TOWN, Kind.CAPITAL) and p.population > 15_000
        ]
        if places:
            return tuple(places[:3])
    return ()


def _named_in(outlet: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    words = outlet.split()
    for size in (3, 2, 1):
        for i in range(len(words) - size + 1):
            if (i > 0 or len(words) > size) and words[i][:1].isupper():
                name = " ".join(words[i : i + size])
                if not _OUTLET_WORDS.fullmatch(name.lower()) and (towns := _towns(name, gazetteer)):
                    return towns
    return ()
