"""What can be said of every time that a report names as the day of one incident: names of features.

The words that tell are data (``incident_day.yaml``); what a feature weighs is learned
(``dateline.train.when``) and kept in ``incident_day_weights.json``.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from dateline.model import DayOffset, Granularity, Published, Span, When
from dateline.resolve.when.mention import TimeMention
from dateline.text import sentence_at

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOUN_PHRASE = re.compile(r"(?:['’]s)?(?:[ ][a-z-]+){1,2}")
_NEAR, _LEAD = 45, 2
_IN_FULL = frozenset(["md", "mdy", "dmy", "the_nth_md", "iso"])
_FROM_EVENT, _EVENT_REACH = frozenset(["n_after", "n_before"]), 80
#: What else is weighed apart by the kind of the incident's own word, beside what the nearest word is.
_TELLING = frozenset(["same_sentence", "same_clause", "scope", "reporting", "lead"])
_WEEK = 7
_RECENT = 14  # days before publication whose order tells
_PLACES = (1, 2, 4, 8, 16)  # sentences from the top at which a time counts as further down


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
def lists() -> Mapping[str, Any]:
    """``incident_day.yaml``: kinds of words, and reasons in words."""
    path = files("dateline.resolve.when") / "incident_day.yaml"
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["kinds"] = {w: kind for kind in ("aftermath", "discovery", "violent") for w in data["words"][kind]}
    data["looks_back"] = re.compile(rf"(?i)\b(?:{'|'.join(data['words']['looks_back'])})\b")
    data["dateline"] = re.compile(data["words"]["dateline"])
    data["stamp"] = re.compile(data["words"]["stamp"])
    return data


@lru_cache(maxsize=64)
def looks_back(text: str) -> bool:
    """Whether a report is of a court or an anniversary, which may lie years behind its incident."""
    lowered = text.lower()
    if not any(word in lowered for word in lists()["words"]["looks_back"]):
        return False
    return bool(lists()["looks_back"].search(lowered))


def candidates(
    mentions: Iterable[TimeMention], scene: Scene, published: Published
) -> list[tuple[TimeMention, frozenset[str]]]:
    """The mentions that can be the time of an incident, with the names of what holds of each."""
    trigger = scene.sentence_at(scene.trigger.start)
    back = looks_back(scene.text)
    own = _own_kind(scene)
    found: list[tuple[TimeMention, frozenset[str]]] = []
    every_time = list(mentions)
    possible = [m for m in every_time if _can_be(m, published)]
    possible += [m for m in _counted_back(every_time, scene, published) if not _lies_ahead(m.when, published)]
    possible.sort(key=lambda m: m.span.start)
    told = frozenset(
        m.when.earliest
        for m in possible
        if m.rule in _IN_FULL and m.when.earliest is not None and m.when.earliest == m.when.latest
    )
    order = _order(possible, published)
    beside = Counter(scene.sentence_at(m.span.start) for m in possible)
    passed: Counter[int] = Counter()
    for mention in possible:
        features = _features(mention, scene, trigger)
        features |= order.get(mention.when.earliest, set())
        at = scene.sentence_at(mention.span.start)
        features.add(f"nth={min(passed[at], 2)}/{min(beside[at], 3)}")
        passed[at] += 1
        if not found:
            features.add("first")
        for one, more in ((mention, set[str]()), *_other_weeks(mention, published, told)):
            age = _age(one.when, published)
            every = features | more | age | {f"form={one.rule}"}
            if back:
                telling = {f for f in features if f.startswith("event_")} | {
                    f"form={one.rule}",
                    "clock" * ("clock" in features),
                }
                every |= {f"back_{name}" for name in (*age, *telling) if name}
            every |= {
                f"of_{own}_{name}" for name in features if name.startswith("event_") or name in _TELLING
            }
            found.append((one, frozenset(every | _pairs(every))))
    return found


def _counted_back(mentions: Sequence[TimeMention], scene: Scene, published: Published) -> list[TimeMention]:
    """ "gave himself up on Saturday, one day after his cousin was shot": Friday. "Two days after the raid the
    market was still closed": two days before publication. "On May 2, ten days before the attack": May 12. Of
    "were released, 11 days after they were seized" it is the seizing's day and not that of the release."""
    made: list[TimeMention] = []
    own = _own_kind(scene)
    for place, mention in enumerate(mentions):
        shift = mention.shift
        if mention.rule not in _FROM_EVENT or shift is None or shift.low != shift.high:
            continue
        at = scene.sentence_at(mention.span.start)
        if own != "violent" and scene.sentence_at(scene.trigger.start) == at:
            continue  # the day of what came before it
        end = scene.sentences[at][1] if scene.sentences else len(scene.text)
        after = scene.text[mention.span.end : min(end, mention.span.end + _EVENT_REACH)].lower()
        kind = _kind_of(after)
        base = _told_beside(mentions[:place], scene, at) or published.day
        if kind == "violent" and base is not None and published.day is not None:
            made.append(_moved(mention, base - timedelta(days=shift.low), published.day, _FROM_ITS_DAY))
    return made


def _own_kind(scene: Scene) -> str:
    """What kind of word tells of the incident: the day of an arrest is told as that of an aftermath is."""
    return _kind_of(scene.text[scene.trigger.start : scene.trigger.end].lower()) or "none"


def _kind_of(words: str) -> str:
    """The kind of the first word that has one ("shot": violent; "released": later); "" where none has."""
    return next((k for w in _WORD.findall(words) if (k := lists()["kinds"].get(w))), "")


def _told_beside(before: Sequence[TimeMention], scene: Scene, sentence: int) -> date | None:
    """The last day that is named before in the same sentence."""
    for mention in reversed(before):
        if scene.sentence_at(mention.span.start) != sentence:
            return None
        if mention.when.earliest is not None and mention.when.earliest == mention.when.latest:
            return mention.when.earliest
    return None


def _can_be(mention: TimeMention, published: Published) -> bool:
    when = mention.when
    if mention.kind not in ("date", "time") or (when.earliest is None and when.offset is None):
        return False
    return not _lies_ahead(when, published)


def _order(possible: Sequence[TimeMention], published: Published) -> dict[date | None, set[str]]:
    """ "shot on Wednesday … died on Thursday … was charged on Friday": of the days shortly before publication
    the first is the one on which it began."""
    named = {m.when.earliest for m in possible if m.when.earliest == m.when.latest}
    last = published.latest
    days = sorted(d for d in named if d is not None and last is not None and 0 <= (last - d).days <= _RECENT)
    places: dict[date | None, set[str]] = {day: {"order=mid"} for day in days}
    if days:
        places[days[-1]] = {"order=last"}
        places[days[0]] = {"order=first" if len(days) > 1 else "order=only"}
    return places


def _other_weeks(
    mention: TimeMention, published: Published, told: frozenset[date]
) -> list[tuple[TimeMention, set[str]]]:
    """The same weekday of another week, where the words leave it open.

    "was shot at 1:30 a.m. Monday" in a report dated Sunday: the page was dated before it was finished,
    and the Monday of six days ago is less likely than the one to come. "slain last Tuesday night" in a
    report dated Thursday: of last week (in one dated Monday, no other Tuesday is of last week). "three
    were injured early Saturday … on the morning of March 2": the page was brought up to date later, and
    the Saturday is the one that the report names in full."""
    when, day = mention.when, published.day
    if day is None or when.earliest is None or when.earliest != when.latest or mention.tense == "future":
        return []
    age = (day - when.earliest).days
    if mention.rule == "dir_weekday" and 0 < age < day.isoweekday():
        earlier = _moved(mention, when.earliest - timedelta(days=7), day, _WEEK_BEFORE)
        return [(earlier, {"week_before", "week_before+same_week"})]
    if mention.rule != "weekday":
        return []
    same = [
        d for d in told if d < when.earliest and (when.earliest - d).days % 7 == 0 and (day - d).days < 120
    ]
    made = [(_moved(mention, d, day, _TOLD_IN_FULL), {"told_in_full"}) for d in sorted(same)[-1:]]
    if age == 6:
        made.append((_moved(mention, when.earliest + timedelta(days=7), day, _NEXT_DAY), {"next_day"}))
    return made


_FROM_ITS_DAY = "counted from the day beside it, or from publication"
_NEXT_DAY = "the day after the page's date: it was dated before it was finished"
_WEEK_BEFORE = "of the week before publication"
_TOLD_IN_FULL = "the report names this day in full"


def _moved(mention: TimeMention, to: date, published: date, reason: str) -> TimeMention:
    away = (to - published).days
    when = replace(
        mention.when, edtf=to.isoformat(), earliest=to, latest=to, granularity=Granularity.DAY,
        offset=DayOffset(away, away), reason=reason,
    )  # fmt: skip
    return replace(mention, when=when)


def _lies_ahead(when: When, published: Published) -> bool:
    if when.offset is not None and published.day is None:
        return when.offset.low > 0
    latest = published.latest
    return when.earliest is not None and latest is not None and (when.earliest - latest).days > 1


def _features(mention: TimeMention, scene: Scene, trigger: int) -> set[str]:
    span, when = mention.span, mention.when
    if lists()["stamp"].search(scene.text[max(0, span.start - 40) : span.start]):
        return {"stamp"}  # of the page, whatever stands around it
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
        f"at={bisect(_PLACES, at)}": True,
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
        "dateline": span.start < 80 and bool(lists()["dateline"].match(scene.text[span.end : span.end + 3])),
        "tenseless": mention.tense == "",
    }
    return (
        held
        | {name for name, holds in checks.items() if holds}
        | _words_around(scene.text, span, (start, end))
    )


def _words_around(text: str, span: Span, bounds: tuple[int, int]) -> set[str]:
    """The plain words beside a time: "was shot", "was charged", "is due in court". Names are left out: a
    feature speaks of the language, not of the people of one report."""
    before, after = (
        text[max(bounds[0], span.start - 60) : span.start],
        text[span.end : min(bounds[1], span.end + 40)],
    )
    if before.isupper() or (not before.strip() and after.isupper()):  # a dispatch in capitals throughout
        before, after = before.lower(), after.lower()
    left, right = _WORD.findall(before)[-4:], _WORD.findall(after)[:3]
    found = {f"l={w}" for w in left if w.islower()} | {f"r={w}" for w in right if w.islower()}
    verb = next((w for w in reversed(left) if w in lists()["kinds"]), "")
    return found | ({f"v={verb}"} if verb else set())


def _pairs(features: set[str]) -> set[str]:
    """Features that say more together ("at 9 p.m." beside "was shot" and beside "was charged")."""
    event = next((name for name in features if name.startswith("event_")), "")
    others = ("clock", "part", "lead", "reporting", "same_clause", "age_0", "since", "tenseless")
    found = {f"{event}+{name}" for name in others if name in features}
    found |= {f"{event}+{name}" for name in features if name.startswith("form=")}
    if "age_0" in features and not features & {"clock", "part"}:
        found.add("age_0+bare")
    return found


def _names_event(text: str, end: int) -> bool:
    """ "the Monday night raid", "the June 29 gunfight", "Tuesday's deadly bombing"."""
    kinds: Mapping[str, str] = lists()["kinds"]
    following = _NOUN_PHRASE.match(text, end)
    return following is not None and any(
        kinds.get(w) == "violent" for w in _WORD.findall(following[0].lower())
    )


def _nearest_kind(text: str, span: Span, bounds: tuple[int, int]) -> str:
    """What the nearest telling word of the sentence is: violence, how it began, or what came later."""
    kinds: Mapping[str, str] = lists()["kinds"]
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
    """How long before publication, in classes, and in days for the last week."""
    if when.offset is not None:
        days = -when.offset.high
    elif when.latest is not None and published.latest is not None:
        days = (published.latest - when.latest).days
    else:
        return {"age_unknown"}
    exact = {f"days={days}"} if 0 <= days <= _WEEK else set[str]()
    for limit, name in ((0, "0"), (1, "1"), (3, "3"), (6, "6"), (14, "14"), (60, "60"), (366, "366")):
        if days <= limit:
            return {f"age_{name}", *exact}
    return {"age_old"}
