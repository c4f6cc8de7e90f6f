"""What kind of incident it is, and how far it got: by the votes of independent origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from dateline.model import Account


def choose_kind(accounts: Sequence[Account], origins: Mapping[str, str]) -> tuple[str, str, str]:
    """``(type, subtype, stage)``: each the one that most independent origins give, main accounts first.

    The subtype is chosen among the accounts of the chosen type, an empty one only if there is no other.
    """
    kind = _most(accounts, origins, lambda a: a.type)
    of_kind = [a for a in accounts if a.type == kind]
    finer = [a for a in of_kind if a.subtype]
    subtype = _most(finer, origins, lambda a: a.subtype) if finer else ""
    return kind, subtype, _most(of_kind, origins, lambda a: str(a.stage))


def _most(accounts: Sequence[Account], origins: Mapping[str, str], value: Callable[[Account], str]) -> str:
    votes: dict[str, set[str]] = defaultdict(set)
    main: dict[str, set[str]] = defaultdict(set)
    for account in accounts:
        origin = origins.get(account.report_id, account.report_id)
        votes[value(account)].add(origin)
        if account.main:
            main[value(account)].add(origin)
    return min(votes, key=lambda v: (-len(main[v]), -len(votes[v]), v))
