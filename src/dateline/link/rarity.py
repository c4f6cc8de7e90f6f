"""How telling a word or a name is: counted over a fixed background of news, never over the ledger.

A rarity that followed the ledger would change the score of every old pair with each new report: nothing
could join without judging all again, and the same reports would link otherwise in another order.
"""

from __future__ import annotations

import math
from functools import lru_cache
from zlib import crc32

from dateline.link.tables import BACKGROUND, common_words

RAREST = math.log(BACKGROUND)
_KEPT = 16_384  # words that are remembered: a writer's memory must not grow with the news
TELLING = 4.5  # nats: a word in at most one story of ninety


@lru_cache(maxsize=_KEPT)
def of_token(token: str) -> float:
    """Inverse document frequency of a word, in nats."""
    return math.log(BACKGROUND / max(common_words().get(token, 0), 1))


@lru_cache(maxsize=_KEPT)
def of_name(name: str) -> float:
    """Inverse document frequency of "abdullah afridi"; "police department" weighs no more than its words."""
    first, _, second = name.partition(" ")
    return math.log(BACKGROUND / (1 + min(common_words().get(first, 0), common_words().get(second, 0)) // 4))


@lru_cache(maxsize=_KEPT)
def number(word: str) -> int:
    """A word as 32 bits, to be compared and not to be read."""
    return crc32(word.encode())
