"""Who copied whom: reports that share one origin count once.

MinHash over three-word shingles (Broder 1997) proposes pairs; the shingles themselves decide, so that the
sketch never makes a copy out of two stories. In a bucket of very many texts each is compared with the few of
lowest rank, so that a crowd costs no comparison of all with all, and a newcomer a bounded number of them.
"""

from __future__ import annotations

from array import array
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from zlib import crc32

from rensa import RMinHash

from dateline.link.places import fold
from dateline.link.sketch import shingles
from dateline.link.union import Groups
from dateline.model import Report

_PERMUTATIONS, _ROWS, _SEED = 126, 3, 42  # bands of three rows: pairs from a similarity of about 0.3
_COPY = 0.42  # share of shingles that two texts have in common, of all that either has
_HELD = 0.64  # share of the shorter text that stands in the longer one
_SAME_AGENCY = 0.2  # two versions of one agency's story: the later one is rewritten more than a copy
_FEW = 16  # texts that are compared all with all
_SHORT = 30  # a text of fewer shingles is furniture as often as a story, and proves nothing
_ANCHORS = 8  # one shingle of so many is looked up by itself: a short copy inside a long story
_COMMON = 30  # texts that hold an anchor, beyond which it is furniture
_ENOUGH = 3  # anchors in common
_CROWDED = 32  # texts of one bucket that are compared all with all
_PIVOTS = 8  # of a larger bucket: each text is compared with those of lowest rank


def origins(reports: Mapping[str, Report]) -> dict[str, str]:
    """Report id -> id of the report that stands for its origin.

    A wire story carried by four outlets is one origin, and so are two versions of one wire copy. The
    report that stands for an origin is its earliest dated one, then the one with the smallest id.
    """
    return Origins(reports).found()


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


Pair = tuple[str, str]
_Ranked = tuple[int, str]


@dataclass(slots=True)
class _Text:
    """One wording, by whoever printed it: its shingles as 32-bit numbers, ascending; the agencies that are
    credited with it, and the reports that have it."""

    name: str
    runs: array[int]
    agencies: set[str]
    reports: list[str]

    @property
    def rank(self) -> _Ranked:
        """Its place in every bucket: drawn from its words, so that the order of arrival means nothing."""
        return crc32(self.name.encode()), self.name

    @property
    def anchors(self) -> list[int]:
        """The shingles under which it is looked up one by one."""
        return [run for run in self.runs if run % _ANCHORS == 0]


class Origins:
    """The origins of some reports, which more reports may join."""

    def __init__(self, reports: Mapping[str, Report]) -> None:
        self._reports = dict(reports)
        self._texts: dict[str, _Text] = {}
        self._short: list[str] = []
        self._buckets: dict[tuple[int, bytes], list[_Ranked]] = defaultdict(list)
        self._anchors: dict[int, list[str]] = defaultdict(list)
        self._ties: dict[str, set[str]] = defaultdict(set)  # texts of one origin that were compared
        for report in self._reports.values():
            self._take(report)
        if len(self._texts) > _FEW:  # fewer are all compared: that is cheaper and misses nothing
            for text in self._texts.values():
                self._look_up(text)
            for bucket in self._buckets.values():
                bucket.sort()
        sets = {name: frozenset(text.runs) for name, text in self._texts.items()}
        for left, right in sorted(self._proposed()):
            one, other = self._texts[left], self._texts[right]
            self._tie(one, other, len(sets[left] & sets[right]))

    def found(self) -> dict[str, str]:
        """Report id -> id of the report that stands for its origin, see :func:`origins`."""
        groups = Groups(self._texts)
        for left, others in self._ties.items():
            for right in others:
                if groups.find(left) != groups.find(right):
                    groups.join(left, right)
        found = {name: name for name in self._short}
        for members in groups.members():
            told = [name for member in members for name in self._texts[member].reports]
            first = min(told, key=lambda name: _age(self._reports[name]))
            found.update(dict.fromkeys(told, first))
        return found

    def add(self, reports: Mapping[str, Report]) -> bool:
        """Take more reports in. False when texts that were compared would not be any more, now that others
        stand before them: then nothing here holds any more, and all must be compared from the beginning."""
        for report in reports.values():
            self._reports[report.id] = report
            text = self._take(report)
            if text is None:
                continue
            is_new = len(text.reports) == 1
            if is_new and len(self._texts) == _FEW + 1:
                return False
            if len(self._texts) <= _FEW:
                met: set[str] | None = self._texts.keys() - {text.name}
            else:
                met = self._meet(text) if is_new else self._met_before(text)
            if met is None:
                return False
            runs = frozenset(text.runs)
            for other in sorted(met):
                self._tie(text, self._texts[other], len(runs.intersection(self._texts[other].runs)))
        return True

    def _take(self, report: Report) -> _Text | None:
        cut = shingles(report.text)
        if len(cut) < _SHORT:
            self._short.append(report.id)
            return None
        runs = array("I", sorted({crc32(run.encode()) for run in cut}))
        name = blake2b(runs.tobytes(), digest_size=12).hexdigest()
        text = self._texts.get(name)
        if text is None:
            text = self._texts[name] = _Text(name, runs, set(), [])
        text.reports.append(report.id)
        if report.agency is not None:
            text.agencies.add(fold(report.agency))
        return text

    def _bands(self, text: _Text) -> Iterator[tuple[int, bytes]]:
        """The buckets of a text."""
        words = sorted(shingles(self._reports[text.reports[0]].text))
        rows = RMinHash.from_token_sets([words], _PERMUTATIONS, _SEED)[0].digest()
        bands = (array("I", rows[n : n + _ROWS]).tobytes() for n in range(0, _PERMUTATIONS, _ROWS))
        return enumerate(bands)

    def _look_up(self, text: _Text) -> None:
        for key in self._bands(text):
            self._buckets[key].append(text.rank)
        for anchor in text.anchors:
            self._anchors[anchor].append(text.name)

    def _proposed(self) -> set[Pair]:
        """The pairs of texts that are worth comparing, smaller name first."""
        if len(self._texts) <= _FEW:
            return set(combinations(sorted(self._texts), 2))
        found: set[Pair] = set()
        for bucket in self._buckets.values():
            names = [name for _, name in bucket]
            pivots = names if len(names) <= _CROWDED else names[:_PIVOTS]
            found.update(_pair(one, other) for n, one in enumerate(pivots) for other in names[n + 1 :])
        found.update(_held(self._anchors.values()))
        return found

    def _meet(self, newcomer: _Text) -> set[str] | None:
        """The texts that a new one is compared with. None when two others are compared no more for it."""
        found: set[str] = set()
        for key in self._bands(newcomer):
            bucket = self._buckets[key]
            before = set(_pivots(bucket))
            insort(bucket, newcomer.rank)
            after = _pivots(bucket)
            displaced = before.difference(after)
            if displaced and self._are_tied(displaced, set(bucket).difference(after)):
                return None
            found.update(name for _, name in (bucket if newcomer.rank in after else after))
        shared: Counter[str] = Counter()
        for anchor in newcomer.anchors:
            holders = self._anchors[anchor]
            if len(holders) < _COMMON:
                shared.update(holders)
            elif len(holders) == _COMMON:
                named = [(0, holder) for holder in holders]
                if self._are_tied(named, named):
                    return None
            holders.append(newcomer.name)
        found.update(name for name, count in shared.items() if count >= _ENOUGH)
        return found - {newcomer.name}

    def _met_before(self, text: _Text) -> set[str]:
        """The texts that one that is there was compared with: an agency that is credited anew may make more
        of them copies."""
        found: set[str] = set()
        for key in self._bands(text):
            bucket, pivots = self._buckets[key], _pivots(self._buckets[key])
            found.update(name for _, name in (bucket if text.rank in pivots else pivots))
        held = (self._anchors[anchor] for anchor in text.anchors)
        shared = Counter(name for holders in held if len(holders) <= _COMMON for name in holders)
        found.update(name for name, count in shared.items() if count >= _ENOUGH)
        return found - {text.name}

    def _are_tied(self, some: Iterable[_Ranked], others: Iterable[_Ranked]) -> bool:
        names = {name for _, name in others}
        return any(not self._ties[name].isdisjoint(names) for _, name in some if name in self._ties)

    def _tie(self, one: _Text, other: _Text, shared: int) -> None:
        if _is_one_origin(one, other, shared):
            self._ties[one.name].add(other.name)
            self._ties[other.name].add(one.name)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _pivots(bucket: Sequence[_Ranked]) -> Sequence[_Ranked]:
    return bucket if len(bucket) <= _CROWDED else bucket[:_PIVOTS]


def _held(anchors: Iterable[Sequence[str]]) -> Iterator[Pair]:
    """Pairs with some anchors in common. Two texts of very different length have little in common of all that
    either has, so MinHash does not see that one holds the other."""
    shared: Counter[Pair] = Counter()
    for texts in anchors:
        if len(texts) <= _COMMON:
            shared.update(combinations(sorted(texts), 2))
    return (pair for pair, count in shared.items() if count >= _ENOUGH)


def _is_one_origin(one: _Text, other: _Text, shared: int) -> bool:
    alike = shared / (len(one.runs) + len(other.runs) - shared)
    if alike >= _COPY or shared / min(len(one.runs), len(other.runs)) >= _HELD:
        return True
    return alike >= _SAME_AGENCY and not one.agencies.isdisjoint(other.agencies)
