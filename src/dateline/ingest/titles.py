"""Headlines: found among the lines of a page, cleaned of the outlet's name, known again when doubled."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LOOSE = re.compile(r"[\W_]+")
_DATELINE = re.compile(r"[-–—]\s*$")
#: What parts a headline from the name of its outlet: " - WKRN News 2", " :: WRAL.com", " | Fox 59".
SUFFIX = re.compile(r"\s+(?:[|«»•·]|::|[-–—])\s+|\s*(?:::|\|)\s*")
_STRONG = re.compile(r"\s*(?:::|\||»|«)\s*")
_OUTLET_WORDS = re.compile(
    r"(?i)\b(?:news\w*|tv|radio|channel|times|post|herald|tribune|gazette|journal|star|sun|chronicle|daily|press|today"
    r"|fox|cbs|nbc|abc|cnn|bbc|msnbc|npr|local|online|video|weather|sports|live|eyewitness|telegraph|guardian|mail"
    r"|observer|register|dispatch|examiner|sentinel|bulletin|monitor|review|independent|courier|globe|world|dawn"
    r"|reuters|afp|al ?jazeera"
    r"|[\w-]+\.(?:com|org|net|tv|co|in|pk|uk|info)|[wk][a-z]{2,3}(?:-?(?:tv|dt|fm|am))?\b)\b"
)


def loose(line: str) -> str:
    """A line by its letters and digits alone."""
    return _LOOSE.sub(" ", line).strip().casefold()


def split_outlet(title: str) -> tuple[str, str]:
    """A headline without the outlet's name, and that name or "".

    >>> split_outlet("Man held over market fire - WKRN News 2")
    ('Man held over market fire', 'WKRN News 2')
    >>> split_outlet("Two held - one freed after raid")
    ('Two held - one freed after raid', '')
    """
    title = " ".join(title.split())
    pieces = [p.strip() for p in _STRONG.split(title) if p.strip()]
    if len(pieces) > 1 and pieces[0].count(" ") < 3 <= max(p.count(" ") for p in pieces[1:]):
        # The outlet comes first: "Sariab Daily :: City | At least 60 dead after assault"
        headline = max(pieces[1:], key=lambda p: p.count(" "))
        return headline, pieces[0]
    cuts = list(SUFFIX.finditer(title))
    for cut in cuts:
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip(" |-–—")
        if head.count(" ") < 2 or not tail:
            continue
        first = SUFFIX.split(tail)[0]
        strong = cut.group().strip() not in ("-", "–", "—")
        if strong or (_OUTLET_WORDS.search(first) and first[:1].isupper() and _titled(first)):
            return head, _outlet(tail)
    return title, ""


def _outlet(tail: str) -> str:
    """The outlet among what follows a headline: "News", "Weather" and "Sports" are sections of it."""
    pieces = [p.strip() for p in SUFFIX.split(tail) if p.strip()]
    named = [p for p in pieces if _OUTLET_WORDS.search(p)]
    return (named or pieces or [""])[0]


def _titled(words: str) -> bool:
    """Names are capitalised throughout; the second half of a headline is not."""
    content = [w for w in words.split() if len(w) > 3]
    return all(not w[0].islower() for w in content)


def is_title(line: str, title: str) -> bool:
    """True when the line is the headline again, perhaps with the outlet's name or cut short."""
    if not title or len(line) > 2 * len(title) + 60:
        return False
    a, b = loose(line), loose(title)
    if a == b or (a and loose(split_outlet(line)[0]) == b):
        return True
    short, long = sorted((a, b), key=len)
    return (
        len(short) >= 20
        and long.startswith(short)
        and not line.rstrip().endswith(".")
        and (len(short) > 0.6 * len(long))
    )


def strip_title(line: str, title: str) -> int:
    """Where the rest of a line begins that starts with the headline and a line of dates: scrapers glue
    "Two hurt in market fire Posted: Monday, May 4, 2015" together. 0 when the line does not."""
    if not line.startswith(title) or len(title) < 12:
        return 0
    rest = line[len(title) :]
    lead = re.match(r"\s+(?=(?:Posted|Published|Updated|Created|Last Updated)\b)", rest)
    return len(title) + lead.end() if lead else 0


def find_title(
    lines: Sequence[str], kinds: Sequence[tuple[str, str] | None], first: int, doubled_only: bool
) -> str:
    """The headline among the lines before the story: the one that stands twice, else the last that
    looks like one. ``doubled_only`` asks for the proof, or for it to be the very first line."""
    heads = [i for i in range(min(first, len(lines))) if kinds[i] is None and _headline(lines[i])]
    for i in heads:
        if any(is_title(lines[j], split_outlet(lines[i])[0]) for j in heads if j > i):
            return split_outlet(lines[i])[0]
    if doubled_only:
        heads = heads[:1] if heads[:1] == [0] and first <= 3 else []
    if not heads or first >= len(lines):
        return ""
    best = max(heads, key=lambda i: (lines[i].count(" ") >= 3, -abs(first - i)))
    return split_outlet(lines[best])[0]


def _headline(line: str) -> bool:
    words = line.count(" ") + 1
    return (
        3 <= words <= 28
        and not line.endswith((".", ":", ";", ","))
        and not _DATELINE.search(line)
        and any(c.isalpha() for c in line)
    )
