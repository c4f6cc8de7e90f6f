"""The wordings of claims, denials and blame, read once from ``claims.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# what may follow a described group: "of the Northern Front", "calling itself Guard of the Coast"
_NAMED = (
    r"(?:\s+(?:of|calling itself|known as|called)\s+(?:the\s+)?"
    r"(?-i:[A-Z])[\w'’-]{0,30}(?:[ -](?:of |the ){0,2}(?-i:[A-Z])[\w'’-]{0,30}){0,5})?"
)


@dataclass(frozen=True, slots=True)
class ClaimPatterns:
    """One pattern for each list of ``claims.yaml``; ``stems`` are words without which a sentence claims
    nothing."""

    stems: tuple[str, ...]
    claims: re.Pattern[str]
    claimed_by: re.Pattern[str]
    denies: re.Pattern[str]
    blames: re.Pattern[str]
    blamed: re.Pattern[str]
    nobody: re.Pattern[str]
    no_claim: re.Pattern[str]
    joint: re.Pattern[str]
    doubt: re.Pattern[str]
    pronoun: re.Pattern[str]
    both: re.Pattern[str]
    group: re.Pattern[str]


@cache
def claim_patterns() -> ClaimPatterns:
    """The patterns, compiled on first use."""
    raw = yaml.safe_load(files(__package__).joinpath("claims.yaml").read_text(encoding="utf-8"))
    events = f"(?:{'|'.join(raw['events'].split())})"

    def one(name: str, ahead: str = "", end: str = "") -> re.Pattern[str]:
        pieces: list[Any] = raw[name]
        joined = "|".join(str(p) for p in pieces).replace("EVENT", events).replace("ITS", f"(?:{raw['its']})")
        return re.compile(rf"(?i)\b{ahead}(?:{joined}){end}")

    before = r"(?:has |have |had )?(?:\w{1,20}ly |also |both |since |later |jointly ){0,3}"
    group = re.sub(r"\s*\n?\s*\|", "|", raw["group"])
    return ClaimPatterns(
        stems=tuple(w.replace("|", " ") for w in raw["stems"].split()),
        claims=one("claims", before),
        claimed_by=one("claimed_by"),
        denies=one("denies", before),
        blames=one("blames"),
        blamed=one("blamed"),
        nobody=one("nobody", end=r"\b"),
        no_claim=one("no_claim"),
        joint=one("joint"),
        doubt=one("doubt"),
        pronoun=one("pronoun", end=r"\b"),
        both=one("both", end=r"\b"),
        group=re.compile(rf"(?i)\b{group}{_NAMED}"),
    )
