"""How the words before a place bear on it: where something is, where it is said, where somebody is taken."""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.resolve.where.build import load_yaml
from dateline.resolve.where.mention import PlaceMention

_SAY = (
    r"(?:told|said|says|saying|announced|reported|reporters|journalists|interview|statement|(?:news|press) "
    r"(?:conference|briefing)|according to|by (?:telephone|phone)|spokes(?:man|woman|person)|officials?"
    r"|residents?|authorities|quoted)"
)
_IN = r"(?:in|at|near|outside|inside|around|across|throughout|on the outskirts of|close to)"
_FRAME = (
    r"(?:(?:the|a|an|its|their|his|downtown|central|rural|north\w*|south\w*|east\w*|west\w*|nearby|remote|small"
    r"|capital|main|port|mining|border)\s+){0,4}(?:(?:city|town|village|hamlet|district|province|region|department"
    r"|municipality|neighbou?rhood|suburb|area|county|state|capital|port|camp|outskirts|center|centre)\s+(?:of\s+)?)?"
)
# Each with the words of the news that made it necessary; the first that matches is taken.
_PATTERNS: tuple[tuple[str, str], ...] = (
    # "a doctor told AFP in Bunia", "at a news conference in Rabat"
    ("told-in", rf"\b{_SAY}(?:\s+[\w.'’]+){{0,3}},?\s+(?:in|from|at)\s+{_FRAME}\Z"),
    # "the wounded were flown to Nairobi", "was driven to a clinic in Goma"
    (
        "taken-to",
        r"\b(?:flown|airlifted|evacuated|taken|rushed|transferred|transported|driven|brought|fled|returned|moved|sent"
        rf"|extradited|travelled|traveled|headed)\b(?:\s+[\w'’]+){{0,6}}\s+(?:to|in|for|at)\s+{_FRAME}\Z",
    ),
    # "hundreds came to the funeral in Karachi", "was buried in his village near Kandy"
    (
        "mourned-in",
        r"\b(?:funerals?|burials?|vigils?|mourners|mourning|mourned|buried|prayers|ceremony|memorial)\b"
        rf"(?:\s+[\w'’]+){{0,6}}\s+(?:in|at|near)\s+{_FRAME}\Z",
    ),
    # "a suspect was arrested in Lahore", "faces trial in The Hague"
    (
        "held-in",
        r"\b(?:arrested|detained|caught|apprehended|custody|jail\w*|prison|trial|court|sentenced|charged|surrendered)\b"
        rf"(?:\s+[\w'’]+){{0,4}}\s+(?:in|at|near)\s+{_FRAME}\Z",
    ),
    # "on a road west of San Borja", "20 km from Gao", "on the road to Sibi"
    (
        "way-from",
        rf"\b(?:(?:north|south|east|west)\w*|kilomet\w+|km|kms|miles?|outside|road|highway|route|path|bridge|line)"
        rf"\s+(?:of|from|to|between|towards?|near|linking)\s+{_FRAME}\Z",
    ),
    # "hit the weekly market of Mekambo", "raided the police post of Sangha"
    ("site-of", rf"\b(?:SITES)\s+(?:of|in|at|near|outside)\s+{_FRAME}\Z"),
    # "shelled Taiz", "attacked the town of Baga", "stormed the village of Kuka"
    (
        "struck",
        r"\b(?:hit|struck|shelled|bombed|bombarded|raided|stormed|attacked|attack on|assault on|raid on"
        r"|strikes? on|overran|seized|captured|entered|targeted|pounded|besieged|torched|looted|ambushed"
        r"|rocked|shook)"
        rf"\s+{_FRAME}\Z",
    ),
    ("in", rf"\b{_IN}\s+{_FRAME}\Z"),
    ("of", rf"\bof\s+{_FRAME}\Z"),
    ("from", rf"\b(?:from|to|for|with|between)\s+{_FRAME}\Z"),
)
#: The bearings that say where the words before them happened.
LOCATIVE = frozenset(("in", "way-from", "site-of", "struck"))


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = load_yaml("cues.yaml")
    sites = "|".join(sorted({*raw["sites"], *raw["place_nouns"], "post", "office", "headquarters", "church"}))
    return tuple((kind, re.compile(p.replace("SITES", sites))) for kind, p in _PATTERNS)


@lru_cache(maxsize=4096)
def _of_words(before: str) -> str:
    """Of words in small letters: patterns that look for either case are much slower."""
    return next((kind for kind, pattern in _compiled() if pattern.search(before)), "")


def bearing_of(text: str, mention: PlaceMention, sentence_start: int) -> str:
    """One of the kinds above, "dateline", or "" when the words before the place say nothing of the kind."""
    if mention.role == "dateline":
        return "dateline"
    start = mention.span.start
    return _of_words(text[max(sentence_start, start - 90) : start].replace("\n", " ").lower())


_HEAD = re.compile(r"(?:\s|\A)(?:—|–|--|-)\s")
_DATE = re.compile(
    r"(?i)\b\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:january|february|march|april|may|june"
    r"|july|august|september|october|november|december|jan|feb|aug|sept?|oct|nov|dec)\.?\s+\d{1,2}\b"
)
_AGENCY = re.compile(
    r"(?i)[(\[](?:afp|ap|reuters|upi|efe|dpa|ansa|xinhua|tass|itar-tass|pti|ians|irna|anadolu|notimex|acan-efe|agencies)\b"
)


@lru_cache(maxsize=256)
def bureau_of(text: str, agency: str | None) -> str:
    """What the head of a dispatch shows of its bureau: "wire" (an agency), "dated" ("June 4 -"), or ""."""
    found = _HEAD.search(text[:120])
    head = text[: found.start()] if found else ""
    if _AGENCY.search(head) or (agency and head):
        return "wire"
    return "dated" if _DATE.search(head) else ""
