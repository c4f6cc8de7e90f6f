"""The one form under which a name is stored and looked up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

_SHORT = {
    "st": "saint",
    "st.": "saint",
    "ste.": "sainte",
    "ft.": "fort",
    "ft": "fort",
    "mt.": "mount",
    "mt": "mount",
}
_APOSTROPHES = re.compile(r"['’‘ʼ`´ʿʾ]")
_GAPS = re.compile(r"[\s\-‐‑–—_,/]+")
_DOTS = re.compile(r"\.(?=\s|$)|(?<=\b\w)\.")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Folded form of a name: no case, accents, apostrophes or hyphens; "St." and "Saint" are the same.

    >>> name_key("Ft. Worth"), name_key("Dera Isma’il Khān"), name_key("Port-au-Prince"), name_key("U.S.")
    ('fort worth', 'dera ismail khan', 'port au prince', 'us')
    """
    if name.isascii() and name.isalnum():  # most names are one plain word
        return name.lower()
    folded = name if name.isascii() else _without_accents(name)
    words = _GAPS.sub(" ", _APOSTROPHES.sub("", folded.casefold())).split()
    if len(words) > 1 and words[0] in _SHORT:
        words[0] = _SHORT[words[0]]
    key = " ".join(words)
    # a dot by itself ("Base No. / .") leaves its gap behind
    return " ".join(_DOTS.sub("", key).split()) if "." in key else key


def _without_accents(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    stripped = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", stripped)


def key_hash(key: str) -> int:
    """64-bit digest of a key; among a million names two share one with a chance of 3 in 10⁸."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=16_384)
def name_hash(name: str) -> int:
    """``key_hash(name_key(name))``, remembered: a report repeats its names."""
    return key_hash(name_key(name))
