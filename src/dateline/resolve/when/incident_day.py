"""The day of an incident, chosen among the times of a report, with the reasons kept.

A report names many times: when it was said, when somebody was charged, when a like thing happened years
ago. Every mention gets a score from what stands around it; the days that no mention names get one from what
holds of the report as a whole (``unsaid_day``). A softmax over both makes chances, and chances make the
day and the stretch within which the true day lies with a chance of 95 %. The weights are data, fitted on
one half of the public gun-violence reports (``python -m dateline.train.when``) and measured on the other
(``dateline evaluate when-gva``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dateline.model import DayOffset, Granularity, Published, When
from dateline.resolve.when import stretch, unsaid_day
from dateline.resolve.when.counting import NO_DATE
from dateline.resolve.when.day_features import Scene, candidates, lists
from dateline.resolve.when.mention import TimeMention

_WIDEST = 366  # days of a range that are laid out one by one
_COVER = 0.95
_YEAR = 366  # days of the longest stretch that a day within it makes finer
TOLD_FINER = 0.1  # the least share of a stretch's chance that the days within it must have by themselves
_LEAST = 0.002  # classes of unsaid days less likely than this are left out of the stretch
INFERRED = "inferred: "
LIKELY = 0.05  # a day with this chance is named among those that may be meant
#: A day that the report names is given when it is likelier than the first, all else (a day that is inferred,
#: a stretch that is named) when it is likelier than the second. Of the days just above either, more were
#: right than wrong in reports that the weights had not seen: the chances are modest, for the weights were
#: held down.
SURE, SURE_UNSAID = 0.33, 0.45


@dataclass(frozen=True, slots=True)
class DayChoice:
    """One candidate for the day of an incident, best first in the list that holds it.

    ``score`` is a chance; those of a list sum to one. ``mention`` is None for the days that are inferred
    because the report names no fitting one; ``reasons`` are in words. ``within`` holds the days between
    which the incident lies with a chance of 95 %, all candidates weighed; None when nothing counts them.
    """

    when: When
    mention: TimeMention | None
    score: float
    reasons: tuple[str, ...]
    within: tuple[date, date] | None = None

    @property
    def inferred(self) -> bool:
        """Whether the value follows from more than the words of one mention."""
        return self.when.reason.startswith(INFERRED)


@lru_cache(maxsize=1)
def weights() -> Mapping[str, Any]:
    """``{"weights": {feature: weight}, "shares": {class: shares of its parts}, "cover": …}``."""
    path = files("dateline.resolve.when") / "incident_day_weights.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def choose_incident_day(
    mentions: Sequence[TimeMention], scene: Scene, published: Published
) -> list[DayChoice]:
    """Ranks the days a report names as the day of one incident, and what holds if it is none of them.

    ``mentions`` are those of :func:`find_times` on ``scene.text``. The list is never empty. Its entries
    without a mention are what is inferred from the day of publication: the day itself and the day before,
    where the report gives cause for them, and the stretch of all other days ("between 2016-10-20 and
    publication"); an unknown day when publication is unknown.
    """
    table: Mapping[str, float] = weights()["weights"]
    found = candidates(mentions, scene, published)
    groups: dict[tuple[object, ...], list[tuple[float, TimeMention, frozenset[str]]]] = {}
    for mention, features in found:
        score = math.fsum(table.get(name, 0.0) for name in features)
        groups.setdefault(_key(mention.when), []).append((score, mention, features))
    whole = unsaid_day.features([m for m, _ in found], mentions, scene)
    unsaid = {
        name: math.fsum(table.get(f, 0.0) for f in fs) for name, fs in unsaid_day.options(whole).items()
    }
    total = _log_sum([*unsaid.values(), *(s for g in groups.values() for s, _, _ in g)])
    named = _told_finer([_named(group, total) for group in groups.values()])
    chances = {name: math.exp(score - total) for name, score in unsaid.items()}
    within = stretch_within(named, chances, published, float(weights()["cover"]))
    choices = [*named, *_unsaid(chances, named, whole, published)]
    return sorted((replace(c, within=within) for c in choices), key=lambda choice: -choice.score)


def _named(group: list[tuple[float, TimeMention, frozenset[str]]], total: float) -> DayChoice:
    # of "Monday" and "Monday night" the one with the hour, unless the other tells far more of the incident
    _, mention, features = max(group, key=lambda item: item[0] + 1.5 * bool(item[1].when.time_of_day))
    reasons = _reasons(features)
    if len(group) > 1:
        reasons += (f"the report names it {len(group)} times",)
    return DayChoice(mention.when, mention, math.exp(_log_sum(s for s, _, _ in group) - total), reasons)


def _told_finer(named: list[DayChoice]) -> list[DayChoice]:
    """ "Two men were shot over the weekend. It happened on Saturday at 5:30 p.m.": the weekend is no rival of
    the Saturday within it. What speaks for a stretch speaks for the days within it that are named."""
    days = [c for c in named if _is_day(c.when)]
    given = {id(c): c.score for c in named}
    for whole in named:
        first, last = whole.when.earliest, whole.when.latest
        if first is None or last is None or first == last or (last - first).days > _YEAR:
            continue
        inside = [c for c in days if c.when.earliest is not None and first <= c.when.earliest <= last]
        held = sum(c.score for c in inside)
        if held < TOLD_FINER * whole.score:
            continue
        for choice in inside:
            given[id(choice)] += whole.score * choice.score / held
        given[id(whole)] = 0.0
    return [replace(c, score=given[id(c)]) for c in named if given[id(c)] > 0.0 or c.score == 0.0]


def _is_day(when: When) -> bool:
    return when.earliest is not None and when.earliest == when.latest


def _key(when: When) -> tuple[object, ...]:
    if when.earliest is not None:
        return when.earliest, when.latest
    return when.offset, when.weekday


def _reasons(found: frozenset[str]) -> tuple[str, ...]:
    words: Mapping[str, str] = lists()["reasons"]
    names = found | {name.removeprefix("event_") for name in found}
    return tuple(words[name] for name in words if name in names)


def _log_sum(values: Iterable[float]) -> float:
    listed = list(values)
    top = max(listed)
    return top + math.log(sum(math.exp(value - top) for value in listed))


# --- the days that are not named ----------------------------------------------------------------------------


def _unsaid(
    chances: Mapping[str, float], named: Sequence[DayChoice], whole: frozenset[str], published: Published
) -> list[DayChoice]:
    """The day of publication, the day before, and all others as one stretch."""
    why = "no day that the report names fits" if named else "the report names no day"
    if published.latest is None:
        when = When(granularity=Granularity.RANGE, offset=DayOffset(-7, 0), reason=NO_DATE)
        return [DayChoice(when, None, sum(chances.values()), (why, "news tells of the last days"))]
    made = []
    rest = dict(chances)
    # "Police are responding to a reported shooting in the 4000 block of Mayview Drive … shortly after 2 p.m."
    own = "it tells an hour and no other day" if "hour" in whole else "news tells of its own day"
    for name, words in (("day", own), ("eve", "news tells of the day before")):
        day = _before(published, unsaid_day.CLASSES[name][0])
        if day is not None:
            offset = DayOffset(-unsaid_day.CLASSES[name][0], -unsaid_day.CLASSES[name][0])
            when = When.day(day, anchor="publication")
            when = replace(when, reason=f"{INFERRED}{why}; {words}", offset=offset)
            made.append(DayChoice(when, None, rest.pop(name), (why, words)))
    made.append(_between(chances, sum(rest.values()), published, why))
    return made


def _before(published: Published, days: int) -> date | None:
    try:
        return published.day - timedelta(days=days) if published.day is not None else None
    except OverflowError:
        return None


def _between(chances: Mapping[str, float], score: float, published: Published, why: str) -> DayChoice:
    """ "Between 20 October and publication": as far back as the unsaid days reach, by their chances."""
    first, last = stretch_within([], chances, published, _COVER) or (date.min, date.max)
    days = stretch.days(first, last, "")
    words = f"between {first.isoformat()} and publication"
    offset = None
    if published.day is not None:
        offset = DayOffset((first - published.day).days, (last - published.day).days)
    when = When(
        days.edtf, first, last, days.granularity, anchor="publication", offset=offset,
        reason=f"{INFERRED}{why}; {words}",
    )  # fmt: skip
    return DayChoice(when, None, score, (why, words))


def stretch_within(
    named: Sequence[DayChoice], chances: Mapping[str, float], published: Published, cover: float
) -> tuple[date, date] | None:
    """The shortest stretch of days that holds the incident with the chance ``cover``."""
    days: dict[int, float] = {}
    for choice in named:
        when = choice.when
        if when.earliest is None or when.latest is None:
            continue
        first, width = when.earliest.toordinal(), min((when.latest - when.earliest).days + 1, _WIDEST)
        for day in range(first, first + width):
            days[day] = days.get(day, 0.0) + choice.score / width
    shares: Mapping[str, Sequence[float]] = weights()["shares"]
    for name, chance in chances.items():
        if chance >= _LEAST:
            for day, share in unsaid_day.spread(name, published, shares):
                days[day] = days.get(day, 0.0) + chance * share
    found = _shortest(sorted(days.items()), cover)
    return (date.fromordinal(found[0]), date.fromordinal(found[1])) if found else None


def _shortest(days: Sequence[tuple[int, float]], cover: float) -> tuple[int, int] | None:
    """The narrowest window over sorted days that sums to ``cover`` of their whole: two ends, one pass."""
    aim = cover * sum([share for _, share in days])
    best: tuple[int, int] | None = None
    start, held = 0, 0.0
    for end, (day, share) in enumerate(days):
        held += share
        while start < end and held - days[start][1] >= aim:
            held -= days[start][1]
            start += 1
        if held >= aim and (best is None or day - days[start][0] < best[1] - best[0]):
            best = (days[start][0], day)
    return best or ((days[0][0], days[-1][0]) if days else None)


def settle(choices: Sequence[DayChoice]) -> DayChoice:
    """One value out of a ranking: the best day when it is likely enough (``SURE``), else the stretch that
    holds the incident with a chance of 95 %, with a reason that says so.

    A day that is likely enough is given even where all the days that are not named have more of the chance
    together: "some day of the last three years" is no rival of a Friday that is as likely as all of them."""
    best = choices[0]
    likely = next((c for c in choices if _is_day(c.when)), None)
    if likely is not None and likely.score >= (SURE_UNSAID if likely.mention is None else SURE):
        return likely
    if best.score >= SURE_UNSAID or best.within is None:
        return best
    words = "; ".join(f"“{c.when.words}”" for c in choices if c.when.words and c.score >= LIKELY)
    why = f"several days are named and none stands out ({words})" if words else "the report names no day"
    days = stretch.days(*best.within, "")
    when = When(
        days.edtf, *best.within, days.granularity, best.when.words, "publication", reason=f"{INFERRED}{why}"
    )
    return DayChoice(when, best.mention, _COVER, (*best.reasons, why), best.within)


__all__ = ["LIKELY", "DayChoice", "choose_incident_day", "settle", "stretch_within", "weights"]
