"""Large parts of a ledger, kept in memory between the reports that join them.

An incident that thousands of reports tell of is read, grouped and looked through for copies once; who joins
it later costs what is new. All of this is a memory of what follows from the ledger and nothing else: where
another process linked something in between, or a person decided on an account, it is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from dateline.ledger import Ledger, Linking
from dateline.model import Account, Incident, Judgement, Verdict
from dateline.service import rooms

if TYPE_CHECKING:
    from dateline.link.incident import Options, Part

Pair = tuple[str, str]
_MOST = 5_000  # accounts in all kept parts, unless one alone has more


@dataclass(slots=True, eq=False)
class Crowd:
    """One kept part: its accounts as the machine wrote them, and what was computed of it last."""

    part: Part
    machine: dict[str, Account]
    invented: set[str]
    incidents: Sequence[Incident]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Accounts that join: as the machine wrote them, with their reports and what is judged of them; and the
    pairs that are judged no longer since they came."""

    accounts: Sequence[Account]
    reports: rooms.Reports
    judgements: Sequence[Judgement]
    withdrawn: Collection[Pair] = ()


class Crowds:
    """The kept parts of one ledger."""

    def __init__(self) -> None:
        self.home: dict[str, Crowd] = {}
        self._state: object = None  # of the ledger, when these parts were computed

    @staticmethod
    def of(ledger: Ledger) -> Crowds:
        """Those of this ledger, as this process has it open."""
        return _KNOWN.setdefault(ledger, Crowds())

    def holds_in(self, state: object) -> None:
        """Forget all when this is not the state that was left behind. (What is written from here on may come
        to nothing: only :meth:`left` says that the parts are right again.)"""
        if state is None or state != self._state:
            self.home.clear()
        self._state = None

    def left(self, state: object) -> None:
        """Note the state of the ledger that these parts are those of."""
        self._state = state

    def forget(self, accounts: Iterable[str]) -> None:
        """Forget the parts that any of these accounts stands in."""
        for crowd in {id(c): c for a in accounts if (c := self.home.get(a))}.values():
            for name in crowd.part.accounts:
                self.home.pop(name, None)

    def withdrawn(self, pairs: Iterable[Pair]) -> dict[Crowd, list[Pair]]:
        """The pairs within each part. (A part has all that its accounts are linked with: what was judged of
        one of them and of others never meant anything.)"""
        found: dict[Crowd, list[Pair]] = {}
        for pair in pairs:
            one, other = (self.home.get(name) for name in pair)
            if one is not None and one is other:
                found.setdefault(one, []).append(pair)
        return found

    def keep(self, crowd: Crowd) -> None:
        """Keep a part, and forget the others where all together are too many."""
        if len(self.home) + len(crowd.part.accounts) > _MOST:
            self.home.clear()
        self.home.update(dict.fromkeys(crowd.part.accounts, crowd))

    def grow(self, crowd: Crowd, new: Newcomers, options: Options) -> bool:
        """Let accounts join a crowd. False when it must be computed anew; it is forgotten then."""
        told = (new.accounts, new.reports, new.judgements, new.withdrawn)
        if not crowd.part.grow(*told, options):
            self.forget(crowd.part.accounts)
            return False
        crowd.machine |= {a.id: a for a in new.accounts}
        self.home.update(dict.fromkeys((a.id for a in new.accounts), crowd))
        return True


_KNOWN: WeakKeyDictionary[Ledger, Crowds] = WeakKeyDictionary()


def groups_of(
    room: Linking, loose: Sequence[Account], reports: rooms.Reports, home: Mapping[str, Crowd]
) -> list[tuple[Newcomers, list[Crowd]]]:
    """Accounts that are in no crowd, in groups that mean something to each other, each with the crowds that
    it means something to."""
    judgements = room.judgements_of(a.id for a in loose)
    crowds = {str(id(c)): c for j in judgements for name in (j.left, j.right) if (c := home.get(name))}
    groups = rooms.groups([*(a.id for a in loose), *crowds])
    node = {a.id: a.id for a in loose} | {name: str(id(crowd)) for name, crowd in home.items()}
    pairs = [(j.left, j.right) for j in judgements if j.verdict is Verdict.SAME]
    first: dict[str, str] = {}
    for account in loose:
        if rooms.is_undated(reports.get(account.report_id)):
            pairs.append((first.setdefault(account.report_id, account.id), account.id))
    for left, right in pairs:
        if left in node and right in node and groups.find(node[left]) != groups.find(node[right]):
            groups.join(node[left], node[right])
    by_id = {a.id: a for a in loose}
    found = []
    for members in groups.members():
        told = [by_id[m] for m in members if m in by_id]
        names = {a.id for a in told}
        own = [j for j in judgements if j.left in names or j.right in names]
        texts = {a.report_id: reports[a.report_id] for a in told if a.report_id in reports}
        found.append((Newcomers(told, texts, own), [crowds[m] for m in members if m in crowds]))
    return found
