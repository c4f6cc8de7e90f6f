"""The day of an incident, chosen among the times of a report, with the reasons kept.

A report names many times: when it was said, when somebody was charged, when a like thing happened years
ago. Every mention gets a score from what stands around it; the days that no mention names get one from what
holds of the report as a whole (``unsaid_day``). A softmax over both makes chances, and chances make the
day and the stretch within which the true day lies with a chance of 95 %. The weights are data, fitted on
the public gun-violence reports and others (``python -m dateline.train.when``); they are measured by ten more
fits, of which each has not seen a tenth of the reports (``dateline evaluate when-gva``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from dateline.model import DayOffset, Granularity, Published, When
from dateline.resolve.when import stretch, unsaid_day
from dateline.resolve.when.counting import NO_DATE
from dateline.resolve.when.day_chances import (
    INFERRED,
    LIKELY,
    DayChoice,
    Shares,
    day_chances,
    likeliest,
    likeliest_of,
    shortest,
    unsaid_chances,
)
from dateline.resolve.when.day_features import Scene, candidates, lists
from dateline.resolve.when.mention import TimeMention

_COVER = 0.95
_YEAR = 366  # days of the longest stretch that a day within it makes finer
TOLD_FINER = 0.1  # the least share of a stretch's chance that the days within it must have by themselves
#: What the report names (a day, "over the weekend") is given when it is likelier than the first, a day that
#: is inferred when it is likelier than the second. Of the days just above either, more were right than wrong
#: in reports that the weights had not seen: the chances are modest, for the weights were held down.
SURE, SURE_UNSAID = 0.33, 0.45
#: Of a stretch, the likeliest day is given as best when it is at least as likely as this, with the mark of
#: what is uncertain: less likely ones were hardly ever right in the reports that the weights were fitted on.
BEST = 0.2


Weights = Mapping[str, Any]


class _Laid(NamedTuple):
    """Weights, and those of the days that are not named once more, by what they are looked up by."""

    weights: Weights
    unsaid: unsaid_day.ByFeature


_OTHER: ContextVar[_Laid | None] = ContextVar("other weights", default=None)


def weights() -> Weights:
    """``{"weights": {feature: weight}, "shares": {class: shares of its parts}, "cover": …}``."""
    return _laid().weights


def _laid() -> _Laid:
    return _OTHER.get() or _shipped()


@contextmanager
def weighed_with(other: Weights) -> Iterator[None]:
    """Days are chosen with ``other`` weights inside: to measure a fit that has not seen a report."""
    token = _OTHER.set(_Laid(other, unsaid_day.by_feature(other["weights"])))
    try:
        yield
    finally:
        _OTHER.reset(token)


@lru_cache(maxsize=1)
def _shipped() -> _Laid:
    path = files("dateline.resolve.when") / "incident_day_weights.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return _Laid(loaded, unsaid_day.by_feature(loaded["weights"]))


def choose_incident_day(
    mentions: Sequence[TimeMention], scene: Scene, published: Published
) -> list[DayChoice]:
    """Ranks the days a report names as the day of one incident, and what holds if it is none of them.

    ``mentions`` are those of :func:`find_times` on ``scene.text``. The list is never empty. Its entries
    without a mention are what is inferred from the day of publication: the day itself and the day before,
    where the report gives cause for them, and the stretch of all other days ("between 2016-10-20 and
    publication"); an unknown day when publication is unknown.
    """
    laid = _laid()
    table: Mapping[str, float] = laid.weights["weights"]
    shares: Shares = laid.weights["shares"]
    found = candidates(mentions, scene, published)
    groups: dict[tuple[object, ...], list[tuple[float, TimeMention, frozenset[str]]]] = {}
    for mention, features in found:
        score = math.fsum([table[name] for name in features if name in table])
        groups.setdefault(_key(mention.when), []).append((score, mention, features))
    whole = unsaid_day.features([m for m, _ in found], mentions, scene)
    unsaid = unsaid_day.scores(whole, laid.unsaid)
    total = _log_sum([*unsaid.values(), *(s for g in groups.values() for s, _, _ in g)])
    named = _told_finer([_named(group, total) for group in groups.values()])
    chances = {name: math.exp(score - total) for name, score in unsaid.items()}
    rest = unsaid_chances(chances, published, shares)
    days = day_chances(named, rest, shares)
    choices = [*named, *_unsaid(chances, rest, named, whole, published)]
    within, best = shortest(days, float(laid.weights["cover"])), likeliest(choices, days, published)
    told = [DayChoice(c.when, c.mention, c.score, c.reasons, within, best) for c in choices]
    return sorted(told, key=lambda c: -c.score)


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
    days = [c for c in named if c.is_day]
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
    kept = [(c, given[id(c)]) for c in named if given[id(c)] > 0.0 or c.score == 0.0]
    return [c if score == c.score else replace(c, score=score) for c, score in kept]


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
    chances: Mapping[str, float],
    days: Mapping[int, float],
    named: Sequence[DayChoice],
    whole: frozenset[str],
    published: Published,
) -> list[DayChoice]:
    """The day of publication, the day before, and all others as one stretch. ``chances`` are by class,
    ``days`` the same by day."""
    why = "no day that the report names fits" if named else "the report names no day"
    if published.latest is None:
        when = When(granularity=Granularity.RANGE, offset=DayOffset(-7, 0), reason=NO_DATE)
        return [DayChoice(when, None, sum(chances.values()), (why, "news tells of the last days"))]
    made = []
    rest = dict(chances)
    # "Police are responding to a reported shooting in the 4000 block of Mayview Drive … shortly after 2 p.m."
    own = "it tells an hour and no other day" if "hour" in whole else "news tells of its own day"
    for name, words in (("day", own), ("eve", "news tells of the day before")):
        ago = unsaid_day.CLASSES[name][0]
        day = _before(published, ago)
        if day is not None:
            when = _inferred(day, ago, f"{INFERRED}{why}; {words}")
            made.append(DayChoice(when, None, rest.pop(name), (why, words)))
    made.append(_between(days, sum(rest.values()), published, why))
    return made


@lru_cache(maxsize=64)
def _inferred(day: date, ago: int, reason: str) -> When:
    """A day as so many days before publication; remembered, for the incidents of a report share it."""
    when = When.day(day, anchor="publication")
    return replace(when, reason=reason, offset=DayOffset(-ago, -ago))


def _before(published: Published, days: int) -> date | None:
    try:
        return published.day - timedelta(days=days) if published.day is not None else None
    except OverflowError:
        return None


def _between(chances: Mapping[int, float], score: float, published: Published, why: str) -> DayChoice:
    """ "Between 20 October and publication": as far back as the unsaid days reach, by their chances."""
    first, last = shortest(chances, _COVER) or (date.min, date.max)
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


def settle(choices: Sequence[DayChoice]) -> DayChoice:
    """One value out of a ranking: the likeliest day when it is likely enough (``SURE``), else the stretch
    that holds the incident with a chance of 95 %, with a reason that says so and its best day (``BEST``).

    Every day must be likely by itself: what speaks for days that are not named ("news tells of its own day")
    makes the likeliest day of a stretch, not a day that is given; and a dispatch whose head is dated does not
    name its day by that.

    A day that is likely enough is given even where all the days that are not named have more of the chance
    together: "some day of the last three years" is no rival of a Friday that is as likely as all of them."""
    best = choices[0]
    day = best.likeliest.day if best.likeliest else None
    fitting = [c for c in choices if c.is_day and c.when.earliest == day]
    likely = max(fitting, key=lambda c: c.score, default=None)
    if best.likeliest is not None and likely is not None:
        least = SURE_UNSAID if likely.mention is None else SURE
        if likely.score >= least:
            return likely
    named = best.mention is not None and best.when.earliest is not None and not best.is_day
    if best.score >= (SURE if named else SURE_UNSAID) or best.within is None:
        within = likeliest_of(best, choices, weights()["shares"]) if named else best.likeliest
        return _with_best(replace(best, likeliest=within))
    words = "; ".join(f"“{c.when.words}”" for c in choices if c.when.words and c.score >= LIKELY)
    why = f"several days are named and none stands out ({words})" if words else "the report names no day"
    days = stretch.days(*best.within, "")
    when = When(
        days.edtf, *best.within, days.granularity, best.when.words, "publication", reason=f"{INFERRED}{why}"
    )
    return _with_best(replace(best, when=when, score=_COVER, reasons=(*best.reasons, why)))


def _with_best(choice: DayChoice) -> DayChoice:
    """A stretch with its best day, where one is likely enough. A month or a year stays one."""
    likely, when = choice.likeliest, choice.when
    if likely is None or likely.chance < BEST or "/" not in (when.edtf or ""):
        return choice
    assert when.earliest is not None and when.latest is not None
    inside = when.earliest <= likely.day <= when.latest
    return replace(choice, when=when.with_best(likely.day)) if inside else choice


__all__ = ["LIKELY", "DayChoice", "choose_incident_day", "settle", "weighed_with", "weights"]
