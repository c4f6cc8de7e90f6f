"""All accounts judged anew, and how far that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dateline.model import Account, Judgement
from dateline.service import rooms

if TYPE_CHECKING:
    from dateline.link.profile import Profile

#: Told of the stage of a long work, of how much of it is done, and of how much there is.
Heard = Callable[[str, int, int], None]
_EVERY = 100  # accounts between two words about it


def unheard(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def judge_all(
    accounts: Sequence[Account], reports: rooms.Reports, heard: Heard = unheard
) -> tuple[list[Judgement], list[Profile]]:
    """The machine's judgements of which accounts tell of the same incident, and what it compared: both sorted
    by the ids of accounts."""
    from dateline.link.block import candidate_pairs
    from dateline.link.judge import judgement

    found = _profiles(accounts, reports, heard)
    judged: list[Judgement] = []
    last = -_EVERY
    for left, right in candidate_pairs(found):  # by the larger of the two, rising
        if right >= last + _EVERY:
            last = right
            heard("comparing", right, len(found))
        one = judgement(found[left], found[right])
        if one is not None:
            judged.append(one)
    return sorted(judged, key=lambda j: (j.left, j.right)), found


def _profiles(accounts: Sequence[Account], reports: rooms.Reports, heard: Heard) -> list[Profile]:
    by_report: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_report[account.report_id].append(account)
    found: list[Profile] = []
    for number, (name, told) in enumerate(by_report.items()):
        if number % _EVERY == 0:
            heard("reading words", len(found), len(accounts))
        found += rooms.profiles_of(told, reports.get(name))
    return sorted(found, key=lambda p: p.id)
