"""Which accounts must be computed again when some came in, and which of them can be computed apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from dateline.ledger import Linking
from dateline.service import rooms
from dateline.service.crowds import Pair

#: Accounts that are computed together, unless one part alone has more: what is held of them is bounded by
#: this, and not by how much a large ledger links newcomers with.
AT_ONCE = 1_000


def that_mean_something(room: Linking, withdrawn: Mapping[Pair, bool]) -> set[Pair]:
    """The pairs whose withdrawal may change incidents: those that were the same, and those that still stand
    in one part without them. (Most are of accounts that were different and never meant anything to each
    other, and many of them lapse with every newcomer.)"""
    found = {pair for pair, same in withdrawn.items() if same}
    rest = withdrawn.keys() - found
    # a pivot that lost its place lapses with many: the few such accounts are asked for their parts
    often = Counter(name for pair in rest for name in pair)
    known: set[str] = set()
    edge = {max(pair, key=lambda name: (often[name], name)) for pair in rest}
    links: list[Pair] = []
    while edge:
        known |= edge
        links += (met := room.near(edge))
        edge = {name for pair in met for name in pair} - known
    groups = rooms.groups(known)
    for left, right in links:
        groups.join(left, right)
    inside = (pair for pair in rest if known.issuperset(pair))
    return found | {pair for pair in inside if groups.find(pair[0]) == groups.find(pair[1])}


def lots_of(
    room: Linking, touched: Collection[str], known: Collection[str]
) -> tuple[list[set[str]], set[str]]:
    """The accounts that mean anything to the touched ones, in lots of whole parts. An incident that stands at
    present lies in one lot, too, so that what became of it can be told. The second are those that mean
    something to accounts that are ``known``, with these."""
    part, pairs = room.linked(touched, known)
    groups = rooms.groups(part)
    for left, right in pairs:
        groups.join(left, right)
    first: dict[str, str] = {}
    for account, incident in room.homes_by_account(part).items():
        groups.join(first.setdefault(incident, account), account)
    met = {groups.find(account) for account in part if account in known}
    lots: list[set[str]] = []
    beside: set[str] = set()
    for members in groups.members():
        if groups.find(members[0]) in met:
            beside.update(members)
        elif lots and len(lots[-1]) + len(members) <= AT_ONCE:
            lots[-1].update(members)
        else:
            lots.append(set(members))
    return lots, beside
