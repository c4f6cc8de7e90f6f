"""Newcomers are looked up in a ledger and judged, many together: one after the other, as if each had been
written before the next came, and written at the end."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.ledger import Indexed, Linking
from dateline.model import Judgement
from dateline.service import rooms

if TYPE_CHECKING:
    from dateline.link.keys import Word
    from dateline.link.profile import Profile

#: Reports whose accounts are judged together: what they may meet is held in memory.
TOGETHER = 64
#: Profiles that are held for them.
HELD = 4_096
_Ranked = tuple[int, int]  # rank and handle
Pair = tuple[str, str]


def indexed(profile: Profile, words: Iterable[Word], reports: rooms.Reports) -> Indexed:
    """An account as the index of the ledger takes it in."""
    undated = rooms.is_undated(reports.get(profile.report_id))
    keys = tuple(key for word in words for key in word.keys)
    packed, rank = rooms.pack(profile), rooms.rank(profile.id)
    return Indexed(profile.id, profile.report_id, undated, packed, rank, profile.exact_day, keys)


class Lookup:
    """The ledger as :class:`dateline.link.grow.Index`, with the newcomers that are judged and not yet
    written. Blocks that are looked up, and profiles, are read once for all of them."""

    def __init__(self, room: Linking) -> None:
        self._room = room
        self._words: dict[str, Sequence[Word]] = {}
        self._new: dict[int, Profile] = {}  # judged, by handle, in the order of their coming
        self._profiles: dict[int, Profile] = {}
        self._handles: dict[str, int] = {}
        self._days: dict[int, int | None] = {}
        self._first: dict[int, list[_Ranked]] = {}  # of each block, those of the ledger and the newcomers
        self._asked: dict[int, int] = {}  # how many of them
        self._beside: dict[int, list[_Ranked]] = {}  # the newcomers in each block
        self._judged: dict[Pair, Judgement] = {}
        self._withdrawn: set[Pair] = set()
        self._met: dict[int, set[int]] = defaultdict(set)  # who is judged with whom, of these pairs
        self._parted: dict[int, set[int]] = defaultdict(set)  # and who no longer

    def expect(self, newcomers: Iterable[Profile]) -> None:
        """Look up in one go what some newcomers will ask for."""
        self._words = {p.id: rooms.words_of(p) for p in newcomers}
        of_all = (word for words in self._words.values() for word in words)
        self.lowest({key: rooms.pivots_of(word) for word in of_all for key in word.keys})
        self._handles |= {name: seq for name, (seq, _) in self._room.places(self._words).items()}

    def judge(self, newcomer: Profile) -> None:
        """Judge one that was expected, and let the next ones meet it."""
        words = self._words[newcomer.id]
        growth = rooms.grow(newcomer, words, self)
        handle, rank = self._handles[newcomer.id], rooms.rank(newcomer.id)
        self._new[handle] = self._profiles[handle] = newcomer
        self._days[handle] = newcomer.exact_day
        for key in {key for word in words for key in word.keys}:
            self._beside.setdefault(key, []).append((rank, handle))
            insort(self._first[key], (rank, handle))
        for judged in growth.judgements:
            pair = judged.left, judged.right
            self._judged[pair] = judged
            for one, other in self._sides(pair):
                self._met[one].add(other)
        for pair in growth.withdrawn:
            own = self._judged.pop(pair, None) is not None
            if not own:
                self._withdrawn.add(pair)
            for one, other in self._sides(pair):
                if own:
                    self._met[one].discard(other)
                else:
                    self._parted[one].add(other)

    def write(self, reports: rooms.Reports) -> dict[Pair, bool]:
        """Take the newcomers into the ledger with what was judged. The pairs that are judged no longer, and
        whether they were the same."""
        self._room.index([indexed(p, self._words[p.id], reports) for p in self._new.values()])
        return self._room.change_pairs(self._judged.values(), self._withdrawn)

    # --- what dateline.link.grow asks -----------------------------------------------------------------------

    def lowest(self, wanted: Mapping[int, int]) -> dict[int, list[_Ranked]]:
        """See :class:`dateline.link.grow.Index`."""
        new = {key: most for key, most in wanted.items() if self._asked.get(key, 0) < most}
        self._asked |= new
        self._first |= {key: [*self._beside.get(key, ())] for key in new}
        for key, rank, handle, day in self._room.lowest(new):
            self._first[key].append((rank, handle))
            self._days[handle] = day
        for key in new:
            self._first[key].sort()
        return {key: members[:most] for key, most in wanted.items() if (members := self._first[key])}

    def members(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """See :class:`dateline.link.grow.Index`."""
        wanted = set(keys)
        found = {key: [handle for _, handle in self._beside.get(key, ())] for key in wanted}
        for key, handle, day in self._room.members(wanted):
            found[key].append(handle)
            self._days[handle] = day
        return found

    def days(self, handles: Iterable[int]) -> dict[int, int | None]:
        """See :class:`dateline.link.grow.Index`."""
        return {h: self._days[h] for h in handles}

    def profiles(self, handles: Iterable[int]) -> dict[int, Profile]:
        """See :class:`dateline.link.grow.Index`."""
        wanted = list(handles)
        if len(self._profiles) > HELD:  # in a large ledger newcomers meet very many, most of them once
            self._profiles = dict(self._new)
        for handle, line in self._room.packed(h for h in wanted if h not in self._profiles).items():
            self._profiles[handle] = profile = rooms.unpack(line)
            self._handles[profile.id] = handle
        return {h: self._profiles[h] for h in wanted}

    def partners(self, handles: Iterable[int]) -> Mapping[int, Collection[int]]:
        """See :class:`dateline.link.grow.Index`."""
        wanted = set(handles)
        written = self._room.partners(wanted - self._new.keys())
        found = {h: (written.get(h, set()) - self._parted[h]) | self._met[h] for h in wanted}
        return {handle: others for handle, others in found.items() if others}

    def _sides(self, pair: Pair) -> tuple[tuple[int, int], tuple[int, int]]:
        one, other = (self._handles[name] for name in pair)
        return (one, other), (other, one)
