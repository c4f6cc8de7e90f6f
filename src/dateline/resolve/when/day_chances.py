"""From a ranking of candidates to chances by day: the stretch that holds an incident, and its likeliest day.

A candidate may be a single day, a stretch that the words name ("over the weekend"), or a class of days that
no word names (``unsaid_day``). Laid out day by day they add up: a report of Monday that says "was flown to a
hospital Monday" has Monday both as a day that it names and as its own day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.model import LikelyDay, Published, When
from dateline.resolve.when import unsaid_day
from dateline.resolve.when.mention import TimeMention

INFERRED = "inferred: "
LIKELY = 0.05  # a day with this chance is named among those that may be meant
_WIDEST = 366  # days of a range that are laid out one by one
_LEAST = 0.002  # classes of unsaid days less likely than this are left out
_BY_DAY = 31  # days before publication up to which unsaid days are laid out one by one
_OVERNIGHT = frozenset(["overnight", "overnight_weekdays"])  # rules of the grammars


@dataclass(frozen=True, slots=True)
class DayChoice:
    """One candidate for the day of an incident, best first in the list that holds it.

    ``score`` is a chance; those of a list sum to one. ``mention`` is None for the days that are inferred
    because the report names no fitting one; ``reasons`` are in words. ``within`` holds the days between
    which the incident lies with a chance of 95 %, all candidates weighed; None when nothing counts them.
    ``likeliest`` is the single day that is most likely, all candidates weighed, likewise.
    """

    when: When
    mention: TimeMention | None
    score: float
    reasons: tuple[str, ...]
    within: tuple[date, date] | None = None
    likeliest: LikelyDay | None = None

    @property
    def inferred(self) -> bool:
        """Whether the value follows from more than the words of one mention."""
        return self.when.reason.startswith(INFERRED)

    @property
    def is_day(self) -> bool:
        """Whether the value is one single day."""
        return self.when.earliest is not None and self.when.earliest == self.when.latest


Shares = Mapping[str, Sequence[float]]


def parted(mention: TimeMention) -> str:
    """What a time names whose two days are not equally likely, as the weights name it: "overnight", "weekend"
    ("over the weekend", "last weekend", "Memorial Day weekend"); "" for all others."""
    if mention.rule in _OVERNIGHT:
        return "overnight"
    return "weekend" if mention.timex_value.endswith("-WE") else ""


def _laid_out(choice: DayChoice, shares: Shares) -> Iterator[tuple[int, float]]:
    """The days of one named candidate (as ordinals) with their chances."""
    when = choice.when
    if when.earliest is None or when.latest is None:
        return
    first, width = when.earliest.toordinal(), min((when.latest - when.earliest).days + 1, _WIDEST)
    parts = shares.get(parted(choice.mention)) if choice.mention else None
    if parts is None or len(parts) != width:
        parts = (1 / width,) * width
    for day, part in enumerate(parts, first):
        yield day, choice.score * part


def unsaid_chances(unsaid: Mapping[str, float], published: Published, shares: Shares) -> dict[int, float]:
    """Chance by day, as ordinals, of the days that are not named; ``unsaid`` are the chances of the classes
    of ``unsaid_day``. Far back, a day stands for the weeks around it."""
    days: dict[int, float] = {}
    for name, chance in unsaid.items():
        if chance >= _LEAST:
            # no day is of two classes
            days |= {day: chance * share for day, share in unsaid_day.spread(name, published, shares)}
    return days


def day_chances(
    named: Sequence[DayChoice], unsaid: Mapping[int, float], shares: Shares
) -> Mapping[int, float]:
    """Chance by day, as ordinals: of the days that are named and of ``unsaid``, those that are not."""
    told: dict[int, float] = {}
    for choice in named:
        for day, chance in _laid_out(choice, shares):
            told[day] = told.get(day, 0.0) + chance
    if not told:
        return unsaid
    return {**unsaid, **{day: chance + unsaid.get(day, 0.0) for day, chance in told.items()}}


def shortest(days: Mapping[int, float], cover: float) -> tuple[date, date] | None:
    """The shortest stretch of days that holds the chance ``cover`` of the whole: two ends, one pass."""
    laid = sorted(days.items())
    aim = cover * sum([share for _, share in laid])
    best: tuple[int, int] | None = None
    start, held = 0, 0.0
    for end, (day, share) in enumerate(laid):
        held += share
        if held < aim:
            continue
        while start < end and (less := held - laid[start][1]) >= aim:
            held = less
            start += 1
        if best is None or day - laid[start][0] < best[1] - best[0]:
            best = (laid[start][0], day)
    found = best or ((laid[0][0], laid[-1][0]) if laid else None)
    return (date.fromordinal(found[0]), date.fromordinal(found[1])) if found else None


def likeliest(
    choices: Sequence[DayChoice], days: Mapping[int, float], published: Published
) -> LikelyDay | None:
    """The day with the greatest chance, and what speaks for it most. None when no day has a chance worth
    naming (``LIKELY``): a story of a trial, years later, has none."""
    last = published.latest.toordinal() if published.latest else None
    likely = [(chance, day) for day, chance in days.items() if chance >= LIKELY]
    for chance, day in sorted(likely, reverse=True):
        about = [(_share_on(c, day), c) for c in choices]
        # further back, the chance of a day that is not named is that of the weeks around it
        if (last is not None and last - day <= _BY_DAY) or any(p and c.mention for p, c in about):
            reasons = max(about, key=lambda item: item[0])[1].reasons
            return LikelyDay(date.fromordinal(day), round(chance, 3), "; ".join(reasons))
    return None


def _share_on(choice: DayChoice, day: int) -> float:
    """What a candidate's chance comes to on one day, its days taken as equal."""
    when = choice.when
    if when.earliest is None or when.latest is None:
        return 0.0
    first, last = when.earliest.toordinal(), when.latest.toordinal()
    return choice.score / (last - first + 1) if first <= day <= last else 0.0


def likeliest_of(stretch: DayChoice, choices: Sequence[DayChoice], shares: Shares) -> LikelyDay | None:
    """The likeliest day of a stretch that the words name: "over the weekend" is a Saturday or a Sunday,
    however likely the day of publication is."""
    days = dict.fromkeys((day for day, _ in _laid_out(stretch, shares)), 0.0)
    for choice in (c for c in choices if c.mention is not None or c.is_day):
        for day, chance in _laid_out(choice, shares):
            if day in days:
                days[day] += chance
    day = max(days, key=lambda d: (days[d], d), default=0)
    if not day or days[day] < LIKELY:
        return None
    return LikelyDay(date.fromordinal(day), round(days[day], 3), "; ".join(stretch.reasons))
