"""The first filter: is a report about an incident at all? It decides before anything dearer is computed.

Logistic regression on hashed words and pairs of neighbouring words of title and text, their counts as
``log(1 + n)`` scaled to length one (Joulin et al., 2017, for how far such a bag goes; Weinberger et al.,
2009, for the hashing). It is fitted to lose few: in doubt a report passes. Texts that it cannot judge pass,
too: under :data:`LEAST_WORDS` words, and whatever is not written in English. How the weights are made:
``python -m dateline.train.filter``.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.errors import ReaderError

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Floats = NDArray[np.float32]

#: Shorter texts are not judged: there is too little in them to stop anything on.
LEAST_WORDS = 40
#: A report shows what it is about at its beginning; beyond this many characters nothing is read.
MOST_CHARACTERS = 200_000
BITS = 18
WEIGHTS = Path(__file__).with_name("filter_weights.npz")
#: The SHA-256 of the weights; ``python -m dateline.train.filter`` prints it.
SHA256 = "1dbe52bbf0574b8cf46f500306bc5ef3e0c0c9beadcd40015680f125ebb6f436"

_AGAIN = "install dateline again: pip install --force-reinstall dateline"
_LONGEST = 32  # letters beyond these do not tell words apart
_PLACES = (np.uint64(0x9E3779B97F4A7C15) * np.arange(1, 2 * _LONGEST, 2, dtype=np.uint64)) | np.uint64(1)
_MIX, _PAIR = np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F)
_SHIFT, _FOLD = np.uint64(64 - BITS), np.uint64(32)
# Words that most sentences of English have and few of other languages in Latin script.
_ENGLISH = (
    "the of and to that was for with by from it his said has have were which this are not at as".split()
)
_LEAST_ENGLISH = 0.12


def _letters() -> NDArray[np.uint64]:
    """A code for every byte of Latin-1: letters without their accents, one code for all digits, 0 for what
    parts words. Codes are spread over 64 bits."""
    plain = {**{c: c for c in "abcdefghijklmnopqrstuvwxyz"}, **dict.fromkeys("0123456789", "0")}
    groups = {
        "a": "àáâãäå",
        "c": "ç",
        "e": "èéêë",
        "i": "ìíîï",
        "n": "ñ",
        "o": "òóôõöø",
        "u": "ùúûü",
        "y": "ýÿ",
    }
    plain |= {accented: letter for letter, some in groups.items() for accented in some}
    codes = np.zeros(256, np.uint64)
    for letter, stands_for in plain.items():
        digest = hashlib.sha256(stands_for.encode()).digest()
        codes[ord(letter)] = int.from_bytes(digest[:8], "little") | 1
    return codes


_CODES = _letters()


def word_hashes(text: str) -> Hashes:
    """A hash for each word of ``text``, in order; case, accents and the digits of numbers make no
    difference."""
    plain = text[:MOST_CHARACTERS].lower().encode("latin-1", "replace")
    codes = _CODES[np.frombuffer(plain, np.uint8)]
    places = np.flatnonzero(codes)
    if not len(places):
        return np.zeros(0, np.uint64)
    firsts = np.flatnonzero(np.diff(places, prepend=-2) > 1)
    lengths = np.diff(firsts, append=len(places))
    inside = np.arange(len(places)) - np.repeat(firsts, lengths)
    parts = codes[places] * _PLACES[np.minimum(inside, _LONGEST - 1)]
    sums = np.add.reduceat(parts, firsts)
    return np.asarray((sums ^ (sums >> _FOLD)) * _MIX)


def features(words: Hashes) -> tuple[Ints, Floats]:
    """The numbers of the words and pairs that occur, rising, and their values (length one)."""
    pairs = (words[:-1] * _PAIR + words[1:]) * _MIX
    numbers = np.sort(np.concatenate((words, pairs)) >> _SHIFT).astype(np.int64)
    if not len(numbers):
        return numbers, np.zeros(0, np.float32)
    firsts = np.flatnonzero(np.diff(numbers, prepend=-1))
    values = np.log1p(np.diff(firsts, append=len(numbers))).astype(np.float32)
    values /= np.sqrt(values @ values)
    return numbers[firsts], values


_FAMILIAR = np.sort(word_hashes(" ".join(_ENGLISH)))


def is_english(words: Hashes) -> bool:
    """Whether the commonest words of English are as frequent as they are in it."""
    at = np.minimum(np.searchsorted(_FAMILIAR, words), len(_FAMILIAR) - 1)
    return bool(np.count_nonzero(_FAMILIAR[at] == words) >= _LEAST_ENGLISH * len(words))


@dataclass(frozen=True, slots=True)
class Filter:
    """Fitted weights, one for each feature. Reports that score at least ``threshold`` pass."""

    weights: Floats
    bias: float
    threshold: float

    def score(self, title: str, text: str) -> float:
        """How probable it is, in 0..1, that the report is about an incident; 1 where that cannot be
        judged."""
        words = word_hashes(f"{title}\n{text}")
        if len(words) < LEAST_WORDS or not is_english(words):
            return 1.0
        numbers, values = features(words)
        return float(1 / (1 + np.exp(-(self.weights[numbers] @ values + self.bias))))

    def about_incident(self, title: str, text: str) -> bool:
        """Whether the report must be read."""
        return self.score(title, text) >= self.threshold


def score(title: str, text: str) -> float:
    """How probable it is, in 0..1, that a report is about an incident. Raises ReaderError (damaged
    weights)."""
    return shipped().score(title, text)


def about_incident(title: str, text: str) -> bool:
    """Whether a report may be about an incident; False only where it hardly is. Raises ReaderError."""
    return shipped().about_incident(title, text)


@lru_cache(maxsize=1)
def shipped() -> Filter:
    """The filter that comes with Dateline, loaded once. Raises ReaderError where its file is missing or
    damaged."""
    return load(WEIGHTS, SHA256)


def load(path: Path, checksum: str) -> Filter:
    """The filter in a file with that SHA-256. Raises ReaderError in one line."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReaderError(f"the filter's weights are not there: {path}", _AGAIN) from error
    if hashlib.sha256(content).hexdigest() != checksum:
        raise ReaderError(f"{path} is damaged: its checksum is another", _AGAIN)
    with np.load(io.BytesIO(content)) as stored:
        weights = stored["weights"].astype(np.float32) * np.float32(stored["scale"])
        return Filter(weights, float(stored["bias"]), float(stored["threshold"]))
