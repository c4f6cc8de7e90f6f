"""Slot 2: the day of an incident, among the days that its report names, else "on or before" the report's own.

Each time expression is scored by what holds of it (its sentence, its distance from the words of the incident,
how long before the report it lies); a softmax over the days and "none of them" chooses. Weights are data
(``weights.yaml``), fitted on the development part by ``dateline.train.muc4_slots``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dateline.assemble.muc4.scene import Scene, Story
from dateline.assemble.muc4.weigh import best_group, bucket
from dateline.model import Granularity, When
from dateline.resolve.when import TimeMention, find_times
from dateline.text import sentence_at

NONE = "none"
_NAMED_AFTER = re.compile(
    r"\s+(?:movement|column|front|brigades?|group|commandos?|command|organi[sz]ation|army|battalion|regiment|street|"
    r"avenue|university|hospital|agreements?|revolution)\b",
    re.IGNORECASE,
)
_GAPS = ((15, "15"), (45, "45"), (100, "100"), (250, "250"))
_AGES = ((0, "0"), (1, "1"), (3, "3"), (7, "7"), (14, "14"), (31, "31"), (61, "61"), (366, "366"))


def times_of(story: Story) -> list[TimeMention]:
    """The days that a story names, those of its head left out."""
    found = find_times(story.upper, story.report.id, story.published)
    return [
        t
        for t in found
        if t.span.start >= story.head.end
        and t.kind in ("date", "time")
        and t.when.earliest is not None
        and not _NAMED_AFTER.match(story.upper, t.span.end)
    ]


def date_slot(scene: Scene, times: Sequence[TimeMention]) -> tuple[str, When | None]:
    """The fill of slot 2 ("" where no day is known), and the chosen day where the report names it."""
    when = choose(scene, times)
    if when is None:
        return (f"- {written(scene.story.day)}" if scene.story.day else ""), None
    return fill(when, scene.story.day), when


def choose(scene: Scene, times: Sequence[TimeMention]) -> When | None:
    """The likeliest day; None for none of those named."""
    groups: dict[tuple[date | None, date | None], list[frozenset[str]]] = {}
    whens: dict[tuple[date | None, date | None], When] = {}
    for mention, features in candidates(scene, times):
        key = (mention.when.earliest, mention.when.latest)
        groups.setdefault(key, []).append(features)
        whens.setdefault(key, mention.when)
    chosen = best_group("dates", groups, none_features(scene, times))
    return None if chosen is None else whens[chosen]


def candidates(scene: Scene, times: Sequence[TimeMention]) -> list[tuple[TimeMention, frozenset[str]]]:
    """The times that may be meant, with what holds of each."""
    day = scene.story.day
    found = []
    for number, mention in enumerate(times):
        when = mention.when
        if when.earliest is None or when.latest is None or (day is not None and when.earliest > day):
            continue
        found.append((mention, frozenset(_features(scene, mention, number))))
    return found


def _features(scene: Scene, mention: TimeMention, number: int) -> set[str]:
    story, when = scene.story, mention.when
    at = sentence_at(story.sentences, mention.span.start)
    own, near = scene.weight.get(at, 0.0), scene.near(at)
    gap = scene.gap(mention.span.start, mention.span.end)
    trigger = min(
        (max(s - mention.span.end, mention.span.start - e, 0) for s, e in scene.triggers), default=10_000
    )
    features = {
        f"own_{min(int(own * 4), 4)}",
        f"near_{min(int(near * 4), 4)}",
        f"gap_{bucket(gap, _GAPS)}",
        f"trigger_{bucket(trigger, _GAPS)}",
        f"kind_{when.granularity.value}",
    }
    if story.day is not None and when.latest is not None:
        features.add(f"age_{bucket((story.day - when.latest).days, _AGES)}")
    checks: Mapping[str, bool] = {
        "first": number == 0,
        "lead": at <= sentence_at(story.sentences, story.head.end) + 1,
        "reporting": mention.is_reporting,
        "future": mention.tense == "future",
        "part": bool(when.time_of_day),
        "since": mention.preposition in ("since", "until", "till", "by", "before", "after", "from"),
        "weekday": when.weekday is not None,
        "absolute": when.anchor == "absolute",
        "possessive": story.upper[mention.span.end : mention.span.end + 2] == "'S",
        "after": at > min(scene.weight, default=at),
    }
    features |= {name for name, holds in checks.items() if holds}
    if "reporting" in features or gap > 100:
        features.add("loose_" + next(f for f in (*features, "age_?") if f.startswith("age_")))
    return features


def none_features(scene: Scene, times: Sequence[TimeMention]) -> frozenset[str]:
    """What speaks for none of the days that the report names."""
    features = {NONE, f"{NONE}_{min(len(times), 3)}"}
    if not any(scene.near(sentence_at(scene.story.sentences, t.span.start)) >= 0.4 for t in times):
        features.add(f"{NONE}_far")
    features.add(f"{NONE}_{scene.incident.stage}")
    return frozenset(features)


def fill(when: When, day: date | None) -> str:
    """A day or a stretch as MUC-4 writes it: "30 DEC 89", "25 DEC 89 - 03 JAN 90". A stretch that the
    report's own day cuts ends there.

    >>> fill(When("1989-12", date(1989, 12, 1), date(1989, 12, 31), Granularity.MONTH), date(1989, 12, 20))
    '01 DEC 89 - 20 DEC 89'
    """
    assert when.earliest is not None and when.latest is not None
    last = min(when.latest, day) if day is not None and day >= when.earliest else when.latest
    if when.granularity is Granularity.DAY or when.earliest == last:
        return written(when.earliest)
    return f"{written(when.earliest)} - {written(last)}"


def written(day: date) -> str:
    """A day as MUC-4 writes it."""
    months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
    return f"{day.day:02} {months[day.month - 1]} {day.year % 100:02}"
