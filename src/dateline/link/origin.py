"""Who copied whom: reports that share one origin count once.

MinHash over three-word shingles (Broder 1997) proposes pairs; the shingles themselves decide, so that the
sketch never makes a copy out of two stories.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any
from zlib import crc32

import numpy as np
from rensa import RMinHash, RMinHashLSH

from dateline.link.places import fold
from dateline.link.sketch import shingles
from dateline.link.union import Groups
from dateline.model import Report

_PERMUTATIONS, _BANDS, _SEED = 126, 42, 42  # bands of three rows: pairs from a similarity of about 0.3
_COPY = 0.42  # share of shingles that two texts have in common, of all that either has
_HELD = 0.64  # share of the shorter text that stands in the longer one
_SAME_AGENCY = 0.2  # two versions of one agency's story: the later one is rewritten more than a copy
_FEW = 16  # texts that are compared all with all
_SHORT = 30  # a text of fewer shingles is furniture as often as a story, and proves nothing
_ANCHORS = 8  # one shingle of so many is looked up by itself: a short copy inside a long story
_COMMON = 30  # texts that hold an anchor, beyond which it is furniture
_ENOUGH = 3  # anchors in common
_MOST = 64  # texts that one is compared with, those whose sketches are most like its own


def origins(reports: Mapping[str, Report]) -> dict[str, str]:
    """Report id -> id of the report that stands for its origin.

    A wire story carried by four outlets is one origin, and so are two versions of one wire copy. The
    report that stands for an origin is its earliest dated one, then the one with the smallest id.
    """
    ids = sorted(reports)
    cut = {i: shingles(reports[i].text) for i in ids}
    groups = Groups(ids)
    for left, right in _proposed(ids, cut):
        if groups.find(left) != groups.find(right) and _one_origin(reports[left], reports[right], cut):
            groups.join(left, right)
    found = {}
    for members in groups.members():
        first = min(members, key=lambda i: _age(reports[i]))
        found.update(dict.fromkeys(members, first))
    return found


def chains(reports: Mapping[str, Report], known: Mapping[str, str]) -> dict[str, str]:
    """How each report came by its story, in words: "Valley Paper from MPA", "Mirror after Valley Paper", ""
    for a story of its own. ``known`` are its origins."""
    found = {}
    for report_id, report in sorted(reports.items()):
        own = report.outlet or report_id
        first = reports.get(known.get(report_id, report_id), report)
        source = report.agency or (first.agency if first is not report else None)
        if source and fold(source) != fold(own):
            found[report_id] = f"{own} from {source}"
        elif first is not report:
            found[report_id] = f"{own} after {first.outlet or first.id}"
        else:
            found[report_id] = ""
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
    if len(kept) <= _FEW:
        yield from combinations(kept, 2)  # cheaper than sketches, and misses nothing
        return
    yield from _sketched(kept, cut)
    yield from _anchored(kept, cut)


def _sketched(kept: list[str], cut: Mapping[str, frozenset[str]]) -> Iterable[tuple[str, str]]:
    """Pairs whose sketches agree in a band. Where thousands tell of one thing, all are alike a little: of so
    many a text is compared with those most like it, so that a crowd costs no comparison of all with all."""
    sketches = RMinHash.from_token_sets([sorted(cut[i]) for i in kept], _PERMUTATIONS, _SEED)
    index = RMinHashLSH(0.3, _PERMUTATIONS, _BANDS)
    index.insert_many(sketches)
    digests: Any = None
    for position, sketch in enumerate(sketches):
        hits = sorted(hit for hit in index.query(sketch) if hit != position)
        if len(hits) > _MOST:
            if digests is None:
                digests = np.array([s.digest() for s in sketches], np.uint32)
            agree = (digests[hits] == digests[position]).sum(axis=1)
            nearest = np.lexsort((hits, -agree))[:_MOST]
            yield from ((kept[position], kept[hits[n]]) for n in sorted(nearest.tolist()))
        else:
            yield from ((kept[position], kept[hit]) for hit in hits if hit > position)


def _anchored(kept: list[str], cut: Mapping[str, frozenset[str]]) -> Iterable[tuple[str, str]]:
    """Pairs with some anchors in common. Two texts of very different length have little in common of all that
    either has, so MinHash does not see that one holds the other."""
    holders: dict[int, list[str]] = defaultdict(list)
    for report_id in kept:
        for number in {crc32(run.encode()) for run in cut[report_id]}:
            if number % _ANCHORS == 0:
                holders[number].append(report_id)
    shared: Counter[tuple[str, str]] = Counter()
    for texts in holders.values():
        if len(texts) <= _COMMON:
            shared.update(combinations(texts, 2))
    yield from (pair for pair, count in sorted(shared.items()) if count >= _ENOUGH)


def _one_origin(left: Report, right: Report, cut: Mapping[str, frozenset[str]]) -> bool:
    one, other = cut[left.id], cut[right.id]
    if min(len(one), len(other)) < _SHORT:
        return False
    if one == other:
        return True
    shared = len(one & other)
    alike = shared / len(one | other)
    if alike >= _COPY or shared / min(len(one), len(other)) >= _HELD:
        return True
    return alike >= _SAME_AGENCY and left.agency is not None and _same_agency(left, right)


def _same_agency(left: Report, right: Report) -> bool:
    return right.agency is not None and fold(left.agency or "") == fold(right.agency)
