"""Who copied whom: reports that share one origin count once.

MinHash over three-word shingles (Broder 1997) proposes pairs; the shingles themselves decide, so that the
sketch never makes a copy out of two stories.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rensa import RMinHash, RMinHashLSH

from dateline.link.places import fold
from dateline.link.union import Groups
from dateline.model import Report

_WORD = re.compile(r"[^\W_]+")
_PERMUTATIONS, _BANDS, _SEED = 126, 42, 42  # bands of three rows: pairs from a similarity of about 0.3
_COPY = 0.5  # share of shingles that two texts have in common, of all that either has
_HELD = 0.7  # share of the shorter text that stands in the longer one
_SAME_AGENCY = 0.2  # two versions of one agency's story: the later one is rewritten more than a copy
_SHORT = 12  # a text of fewer shingles proves nothing unless it is the same word for word


def shingles(text: str) -> frozenset[str]:
    """The three-word runs of a text, lower-cased, without punctuation."""
    words = [w.lower() for w in _WORD.findall(text)]
    if len(words) < 3:
        return frozenset({" ".join(words)} if words else set())
    return frozenset(" ".join(words[i : i + 3]) for i in range(len(words) - 2))


def origins(reports: Mapping[str, Report]) -> dict[str, str]:
    """Report id -> id of the report that stands for its origin.

    A wire story carried by four outlets is one origin, and so are two versions of one wire copy. The
    report that stands for an origin is its earliest dated one, then the one with the smallest id.
    """
    ids = sorted(reports)
    cut = {i: shingles(reports[i].text) for i in ids}
    groups = Groups(ids)
    for left, right in _proposed(ids, cut):
        if _one_origin(reports[left], reports[right], cut):
            groups.join(left, right)
    found = {}
    for members in groups.members():
        first = min(members, key=lambda i: _age(reports[i]))
        found.update(dict.fromkeys(members, first))
    return found


def _age(report: Report) -> tuple[bool, str, str]:
    day = report.published.day
    return (day is None, day.isoformat() if day else "", report.id)


def _proposed(ids: list[str], cut: Mapping[str, frozenset[str]]) -> Iterable[tuple[str, str]]:
    same_text: dict[frozenset[str], list[str]] = defaultdict(list)
    for report_id in ids:
        same_text[cut[report_id]].append(report_id)
    for copies in same_text.values():
        yield from ((copies[0], other) for other in copies[1:])
    kept = sorted(copies[0] for shingled, copies in same_text.items() if len(shingled) >= _SHORT)
    sketches = RMinHash.from_token_sets([sorted(cut[i]) for i in kept], _PERMUTATIONS, _SEED)
    index = RMinHashLSH(0.3, _PERMUTATIONS, _BANDS)
    index.insert_many(sketches)
    for position, hits in enumerate(index.query_all(sketches)):
        yield from ((kept[position], kept[hit]) for hit in sorted(hits) if hit > position)


def _one_origin(left: Report, right: Report, cut: Mapping[str, frozenset[str]]) -> bool:
    one, other = cut[left.id], cut[right.id]
    if one == other:
        return bool(one)
    shared = len(one & other)
    alike = shared / len(one | other)
    if alike >= _COPY or shared / min(len(one), len(other)) >= _HELD:
        return True
    return alike >= _SAME_AGENCY and left.agency is not None and _same_agency(left, right)


def _same_agency(left: Report, right: Report) -> bool:
    return right.agency is not None and fold(left.agency or "") == fold(right.agency)
