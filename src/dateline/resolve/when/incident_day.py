"""The day of an incident, chosen among the times of a report, with the reasons kept.

A report names many times: when it was said, when somebody was charged, when a like thing happened years
ago. Every day gets a score from what stands around its mentions; scores become probabilities by a softmax
over the days and "none of them". The weights are data (``incident_day.yaml``), fitted on one half of the
public part of the gun-violence reports and measured on the other (``dateline.evaluate.when_gva``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from dateline.model import DayOffset, Granularity, Published, Span, When
from dateline.resolve.when import stretch
from dateline.resolve.when.counting import NO_DATE
from dateline.resolve.when.mention import TimeMention
from dateline.text import sentence_at

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOUN_PHRASE = re.compile(r"(?:['’]s)?(?:[ ][a-z-]+){1,2}")
_NEAR, _LEAD = 45, 2
_FINE = (Granularity.DAY, Granularity.RANGE, Granularity.WEEK)

#: What stands for the days that the report does not name, among the scored candidates.
NONE_OF_THEM = "none"


@dataclass(frozen=True, slots=True)
class DayChoice:
    """One candidate for the day of an incident, best first in the list that holds it.

    ``score`` is a probability over all candidates. ``mention`` is None for the interval that is inferred
    because the report names no fitting day; ``reasons`` are in words.
    """

    when: When
    mention: TimeMention | None
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an incident is told: the report's text and sentences, the trigger, and the sentences
    (indices) that speak of the incident, as far as they are known."""

    text: str
    sentences: Sequence[tuple[int, int]]
    trigger: Span
    scope: frozenset[int] = frozenset()

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence in which ``offset`` stands (or the one before)."""
        return sentence_at(self.sentences, offset)


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    path = resources.files("dateline.resolve.when") / "incident_day.yaml"
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["kinds"] = {w: kind for kind in ("aftermath", "discovery", "violent") for w in data["words"][kind]}
    data["looks_back"] = re.compile(rf"(?i)\b(?:{'|'.join(data['words']['looks_back'])})\b")
    data["dateline"] = re.compile(data["words"]["dateline"])
    return data


def choose_incident_day(
    mentions: Sequence[TimeMention], scene: Scene, published: Published
) -> list[DayChoice]:
    """Ranks the days a report names as the day of one incident, and what holds if it is none of them.

    ``mentions`` are those of :func:`find_times` on ``scene.text``. The list is never empty: its last
    resort is an interval before publication (or an unknown day, when publication is unknown), marked by
    ``mention=None`` and a reason. Scores sum to one.
    """
    weights: Mapping[str, float] = _data()["weights"]
    groups: dict[tuple[object, ...], list[tuple[float, TimeMention, frozenset[str]]]] = {}
    for mention, found in candidates(mentions, scene, published):
        score = sum(weights.get(name, 0.0) for name in found)
        groups.setdefault(_key(mention.when), []).append((score, mention, found))
    scored = [(_log_sum(s for s, _, _ in group), group) for group in groups.values()]
    looks_back = bool(_data()["looks_back"].search(scene.text))
    none = sum(
        weights.get(name, 0.0)
        for name in none_features([m.when for _, g in scored for _, m, _ in g], looks_back)
    )
    total = _log_sum([none, *(score for score, _ in scored)])
    choices = []
    for score, group in scored:
        _, mention, found = max(group, key=lambda item: item[0])
        reasons = _reasons(found)
        if len(group) > 1:
            reasons += (f"the report names it {len(group)} times",)
        choices.append(DayChoice(mention.when, mention, math.exp(score - total), reasons))
    rest = math.exp(none - total)
    choices.append(_long_ago(rest) if looks_back else _fallback(published, rest, any_named=bool(choices)))
    return sorted(choices, key=lambda choice: -choice.score)


def none_features(whens: Sequence[When], looks_back: bool) -> frozenset[str]:
    """What speaks for "none of the days that are named"."""
    checks = {
        NONE_OF_THEM: True,
        "none_without_days": not any(when.granularity is Granularity.DAY for when in whens),
        "none_looking_back": looks_back,
    }
    return frozenset(name for name, holds in checks.items() if holds)


def candidates(
    mentions: Iterable[TimeMention], scene: Scene, published: Published
) -> list[tuple[TimeMention, frozenset[str]]]:
    """The mentions that can be the time of an incident, with the names of what holds of each."""
    trigger = scene.sentence_at(scene.trigger.start)
    looks_back = bool(_data()["looks_back"].search(scene.text))
    found: list[tuple[TimeMention, frozenset[str]]] = []
    for mention in mentions:
        when = mention.when
        if mention.kind not in ("date", "time") or (when.earliest is None and when.offset is None):
            continue
        if _lies_ahead(when, published):
            continue
        features = _features(mention, scene, trigger)
        if not found:
            features.add("first")
        age = _age(when, published)
        features |= age
        if looks_back:
            features |= {f"back_{name}" for name in age}
        found.append((mention, frozenset(features | _pairs(features))))
    return found


def _key(when: When) -> tuple[object, ...]:
    if when.earliest is not None:
        return when.earliest, when.latest
    return when.offset, when.weekday


def _lies_ahead(when: When, published: Published) -> bool:
    if when.offset is not None and published.day is None:
        return when.offset.low > 0
    latest = published.latest
    return when.earliest is not None and latest is not None and when.earliest > latest + timedelta(days=1)


def _features(mention: TimeMention, scene: Scene, trigger: int) -> set[str]:
    span, when = mention.span, mention.when
    at = scene.sentence_at(span.start)
    start, end = scene.sentences[at] if scene.sentences else (0, len(scene.text))
    gap = max(span.start - scene.trigger.end, scene.trigger.start - span.end, 0)
    held = {f"kind_{when.granularity.value}", f"event_{_nearest_kind(scene.text, span, (start, end))}"}
    checks = {
        "same_sentence": at == trigger,
        "same_clause": at == trigger and gap <= _NEAR,
        "next_sentence": abs(at - trigger) == 1,
        "before_trigger": at < trigger,
        "scope": at in scene.scope,
        "lead": at < _LEAD,
        "reporting": mention.is_reporting,
        "future": mention.tense == "future",
        "clock": ":" in when.time_of_day,
        "part": bool(when.time_of_day) and ":" not in when.time_of_day,
        "since": mention.preposition in ("since", "until", "till", "by", "before", "after"),
        "names_event": (named := _names_event(scene.text, span.end)),
        "names_trigger": named and 0 <= scene.trigger.start - span.end <= _NEAR // 2,
        "possessive": scene.text[span.end : span.end + 2] in ("'s", "’s"),
        "anchored": when.anchor.startswith("span:"),
        "absolute": when.anchor == "absolute",
        "dateline": span.start < 80 and bool(_data()["dateline"].match(scene.text[span.end : span.end + 3])),
        "tenseless": mention.tense == "",
    }
    return held | {name for name, holds in checks.items() if holds}


def _pairs(features: set[str]) -> set[str]:
    """Features that say more together ("at 9 p.m." beside "was shot" and beside "was charged")."""
    event = next((name for name in features if name.startswith("event_")), "")
    others = ("clock", "part", "lead", "reporting", "same_clause", "age_0", "since", "tenseless")
    found = {f"{event}+{name}" for name in others if name in features}
    if "age_0" in features and not features & {"clock", "part"}:
        found.add("age_0+bare")
    return found


def _names_event(text: str, end: int) -> bool:
    """ "the Monday night raid", "the June 29 gunfight", "Tuesday's deadly bombing"."""
    kinds: Mapping[str, str] = _data()["kinds"]
    following = _NOUN_PHRASE.match(text, end)
    return following is not None and any(
        kinds.get(w) == "violent" for w in _WORD.findall(following[0].lower())
    )


def _nearest_kind(text: str, span: Span, bounds: tuple[int, int]) -> str:
    """What the nearest telling word of the sentence is: violence, how it began, or what came later."""
    kinds: Mapping[str, str] = _data()["kinds"]
    left = _WORD.findall(text[max(bounds[0], span.start - 90) : span.start].lower())
    right = _WORD.findall(text[span.end : min(bounds[1], span.end + 60)].lower())
    best, distance = "none", 99.0
    for words, weight in ((reversed(left), 1.0), (right, 1.5)):
        for place, word in enumerate(words):
            if word in kinds:
                if place * weight + weight < distance:
                    best, distance = kinds[word], place * weight + weight
                break
    return best


def _age(when: When, published: Published) -> set[str]:
    """How long before publication, in classes."""
    if when.offset is not None:
        days = -when.offset.high
    elif when.latest is not None and published.latest is not None:
        days = (published.latest - when.latest).days
    else:
        return {"age_unknown"}
    for limit, name in ((0, "0"), (1, "1"), (3, "3"), (6, "6"), (14, "14"), (60, "60"), (366, "366")):
        if days <= limit:
            return {f"age_{name}"}
    return {"age_old"}


def _reasons(found: frozenset[str]) -> tuple[str, ...]:
    words: Mapping[str, str] = _data()["reasons"]
    names = found | {name.removeprefix("event_") for name in found}
    return tuple(words[name] for name in words if name in names)


def _log_sum(values: Iterable[float]) -> float:
    listed = list(values)
    top = max(listed)
    return top + math.log(sum(math.exp(value - top) for value in listed))


def _fallback(published: Published, score: float, any_named: bool) -> DayChoice:
    """The days before publication, when the report names no fitting day: inferred, and said to be."""
    span = int(_data()["fallback_days"])
    why = "no day that the report names fits" if any_named else "the report names no day"
    if published.earliest is None or published.latest is None:
        unknown = When(offset=DayOffset(-span, 0), reason=NO_DATE, granularity=Granularity.RANGE)
        return DayChoice(unknown, None, score, (why, f"news tells of the last {span} days"))
    return DayChoice(
        _before(published.earliest, published.latest, span),
        None,
        score,
        (why, f"news tells of the last {span} days"),
    )


def _long_ago(score: float) -> DayChoice:
    """A report of a trial or an anniversary that does not name the day."""
    why = "the report looks back (a court, an anniversary) and names no fitting day"
    return DayChoice(When.unknown(why), None, score, (why,))


def _before(earliest: date, latest: date, span: int) -> When:
    days = stretch.days(earliest - timedelta(days=span), latest, "")
    offset = DayOffset(-span, 0)
    reason = f"inferred: the report names no fitting day, and news tells of the last {span} days"
    return When(
        days.edtf,
        days.earliest,
        days.latest,
        Granularity.RANGE,
        anchor="publication",
        offset=offset,
        reason=reason,
    )


def settle(choices: Sequence[DayChoice], sure: float = 0.5, cover: float = 0.95) -> DayChoice:
    """One value out of a ranking: the best day when it is likelier than ``sure``, else the interval that
    holds the likeliest days up to a joint probability of ``cover``, with a reason that says so."""
    best = choices[0]
    if best.score >= sure or best.when.earliest is None or best.when.latest is None:
        return best
    held, total = [best], best.score
    for choice in choices[1:]:
        if total >= cover:
            break
        if choice.when.earliest is not None and choice.when.latest is not None and choice.score >= 0.03:
            held.append(choice)
        total += choice.score
    first = min(c.when.earliest for c in held if c.when.earliest)
    last = max(c.when.latest for c in held if c.when.latest)
    if (last - first).days > 31 or len(held) == 1:
        return best
    named = "; ".join(f"“{c.when.words}”" for c in held if c.when.words)
    days = stretch.days(first, last, "")
    reason = f"inferred: several days are named and none stands out ({named})" if named else best.when.reason
    when = replace(
        best.when, edtf=days.edtf, earliest=first, latest=last, granularity=days.granularity, reason=reason
    )
    return DayChoice(when, best.mention, total, (*best.reasons, "several days are named and none stands out"))
