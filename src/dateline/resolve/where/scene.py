"""What can be said of every place of a report as the scene of one incident: features for the choice."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from dateline.model import PlaceClass, Report, Span, Where
from dateline.model.geo import distance_km
from dateline.resolve.where.bearing import LOCATIVE, bearing_of, bureau_of
from dateline.resolve.where.cues import cues
from dateline.resolve.where.gazetteer import Gazetteer, contains
from dateline.resolve.where.hints import home_of
from dateline.resolve.where.key import name_key
from dateline.resolve.where.mention import PlaceMention
from dateline.resolve.where.tokens import bounds_of
from dateline.text import sentence_at

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[,;:()—]")


NAME = "*"  # in place of a name: features speak of the language, not of the people and places of one text


def words_of(text: str) -> list[str]:
    """Words and marks in lower case; a capitalised word that is no ordinary one is only "a name"."""
    ordinary = _ordinary()
    words = _WORD.findall(text)
    return [low if (low := w.lower()) == w or low in ordinary else NAME for w in words]


@cache
def _ordinary() -> frozenset[str]:
    """The words that are no name though they may be capitalised, in lower case."""
    known = cues()
    return frozenset(known.common) | known.never | known.prepositions | known.titles | known.calendar


@dataclass(frozen=True, slots=True)
class Stage:
    """A report laid out for the choice: sentences, where the trigger is, the outlet's home, the title."""

    report: Report
    sentences: tuple[tuple[int, int], ...]
    trigger: Span | None
    scope: frozenset[int]
    home: tuple[Where, ...]

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence in which ``offset`` stands, or of the one before."""
        return sentence_at(self.sentences, offset)


def lay_out(report: Report, trigger: Span | None, scope: Sequence[Span], gaz: Gazetteer | None) -> Stage:
    """The stage of a report; without a gazetteer the outlet's home stays unknown."""
    bounds = bounds_of(report.text)
    home = tuple(gaz.where(p) for p in home_of(report, gaz)[:1]) if gaz is not None else ()
    stage = Stage(report, bounds, trigger, frozenset(), home)
    return Stage(report, bounds, trigger, frozenset(stage.sentence_at(s.start) for s in scope), home)


@cache
def incident_cues() -> dict[str, str]:
    """{word or phrase in lower case: kind of cue}."""
    raw = json.loads((files("dateline.resolve.where") / "data" / "incident_cues.json").read_text("utf-8"))
    return {word: kind for kind, words in raw.items() for word in words}


@dataclass(frozen=True, slots=True)
class CuesOf:
    """The cues of a text in reading order: starts, ends and kinds. Found once, asked for every place."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: tuple[str, ...]

    def last(self, low: int, high: int) -> str:
        """The kind of the last cue within ``low..high``, or ""."""
        k = bisect_right(self.ends, high) - 1
        return self.kinds[k] if k >= 0 and self.starts[k] >= low else ""

    def first(self, low: int, high: int) -> str:
        """The kind of the first cue within ``low..high``, or ""."""
        k = bisect_left(self.starts, low)
        return self.kinds[k] if k < len(self.ends) and self.ends[k] <= high else ""

    def within(self, low: int, high: int) -> tuple[str, ...]:
        """The kinds of all cues within ``low..high``."""
        return self.kinds[bisect_left(self.starts, low) : max(0, bisect_right(self.ends, high))]


_LETTERS = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)")


@lru_cache(maxsize=64)
def cues_of(text: str) -> CuesOf:
    """The cues of a text; of two that start together the longer."""
    kinds, longer = incident_cues(), _longer()
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text
    pieces = _LETTERS.split(lowered)  # what stands between, a word, what stands between, a word …
    ends = list(accumulate(map(len, pieces)))
    found: list[tuple[int, int, str]] = []
    end = 0
    # few words begin a cue: the others are passed over in one go
    for i in [i for i in range(1, len(pieces), 2) if pieces[i] in kinds or pieces[i] in longer]:
        word, start = pieces[i], ends[i - 1]
        if start < end:
            continue
        phrase = next((p for p in longer.get(word, ()) if lowered.startswith(p, start)), None) or word
        kind = kinds.get(phrase)
        if kind is not None:
            end = start + len(phrase)
            found.append((start, end, kind))
    return CuesOf(tuple(f[0] for f in found), tuple(f[1] for f in found), tuple(f[2] for f in found))


@cache
def _longer() -> dict[str, tuple[str, ...]]:
    """The phrases by their first word, the longest first."""
    by_word: dict[str, list[str]] = {}
    for phrase in incident_cues():
        if " " in phrase:
            by_word.setdefault(phrase.split()[0], []).append(phrase)
    return {word: tuple(sorted(phrases, key=len, reverse=True)) for word, phrases in by_word.items()}


def scene_features(groups: Sequence[Sequence[PlaceMention]], stage: Stage) -> list[set[str]]:
    """Features of every place of a report: its own, and how it stands beside the others.

    "TRINIDAD, Bolivia, June 4 - Gunmen abducted three engineers on a road west of San Borja": a bureau at the
    head says little where a place stands in the clause itself, and much where none does.
    """
    found = [features_of(g, groups, stage) for g in groups]
    bearings = [[_bearing(m, stage) for m in g if m.role != "title"] for g in groups]
    in_clause = [any(b in LOCATIVE and near for b, near in one) for one in bearings]
    at_head = [any(b == "dateline" for b, _ in one) for one in bearings]
    style = bureau_of(stage.report.text, stage.report.agency) if any(at_head) else "no"
    for i, (features, one) in enumerate(zip(found, bearings, strict=True)):
        for kind, near in one:
            features |= {f"b={kind}", f"b={kind}|clause" if near else f"b={kind}|elsewhere"}
        kinds = {kind for kind, _ in one}
        if len(kinds) == 1:
            features.add(f"only-b={kinds.pop()}")
        rivals = sum(in_clause) - in_clause[i]
        if at_head[i]:
            rival = "rival" if rivals else "no-rival"
            own = "said-again" if in_clause[i] else "head-only" if len(one) == 1 else "elsewhere"
            features |= {f"bureau-{style}", f"bureau|{rival}", f"bureau|{own}", f"bureau|{own}|{rival}"}
            features |= {f"bureau-{style}|{rival}", f"bureau-{style}|{own}|{rival}"}
        elif in_clause[i]:
            features |= {
                "in-clause",
                f"in-clause|{'rival' if rivals else 'no-rival'}",
                f"in-clause|head-{style}",
            }
            if "no-point" in features:
                features.add("no-point|in-clause")
    return found


def _bearing(mention: PlaceMention, stage: Stage) -> tuple[str, bool]:
    """How the words before a mention bear on it, and whether it stands in the trigger's sentence."""
    own = stage.sentence_at(mention.span.start)
    near = stage.trigger is not None and own == stage.sentence_at(stage.trigger.start)
    return bearing_of(stage.report.text, mention, stage.sentences[own][0]), near


def features_of(
    group: Sequence[PlaceMention], groups: Sequence[Sequence[PlaceMention]], stage: Stage
) -> set[str]:
    """What speaks for or against one place: the union over its mentions, and what holds of it as a whole."""
    found: set[str] = set()
    for mention in group:
        found.update(_of_mention(mention, stage) if mention.role != "title" else ("title-only",))
    first = group[0]
    where = first.where
    found.add(f"class={max((m.where.place_class for m in group), key=_fineness)}")
    found.add(f"mentions={min(len(group), 5)}")
    if all(m.role == "organisation" for m in group):
        found.add("only-in-organisations")
    if all(m.role == "residence" for m in group):
        found.add("only-as-residence")
    if first is min((g[0] for g in groups), key=lambda m: m.span.start):
        found.add("first-place")
    title = name_key(stage.report.title)
    if title and f" {name_key(where.name)} " in f" {title} ":
        found.add("in-title")
    if where.lat is not None and (where.geonames_id is not None or where.line):
        inside = sum(1 for g in groups if g is not group and _lies_in(g[0].where, where))
        found.add(f"holds-{min(inside, 2)}")
        for other in groups:
            if (
                other is not group
                and other[0].where.geonames_id is not None
                and _lies_in(where, other[0].where)
            ):
                found.add(f"lies-in-{other[0].where.place_class}")
    for home in stage.home:
        apart = distance_km(where, home)
        if apart is not None:
            found.add(
                "home"
                if apart < 3
                else "home-30"
                if apart < 30
                else "home-120"
                if apart < 120
                else "home-far"
            )
    if where.lat is None and where.place_class is not PlaceClass.VAGUE_REGION:
        found.add("no-point")
    return found


_FINENESS = (
    PlaceClass.UNKNOWN,
    PlaceClass.WATER,
    PlaceClass.COUNTRY,
    PlaceClass.VAGUE_REGION,
    PlaceClass.PROVINCE,
    PlaceClass.DISTRICT,
    PlaceClass.POPULATED_PLACE,
    PlaceClass.SITE,
    PlaceClass.ADDRESS,
)


def _fineness(place_class: PlaceClass) -> int:
    return _FINENESS.index(place_class)


def _lies_in(inner: Where, outer: Where) -> bool:
    if outer.place_class not in (PlaceClass.COUNTRY, PlaceClass.PROVINCE, PlaceClass.DISTRICT):
        return False
    return inner.geonames_id != outer.geonames_id and contains(inner, outer)


class _Beside(NamedTuple):
    """What stands beside a place in its sentence: the word before it ("^" where it begins the sentence), the
    cue before it or "", and what both sides say as features."""

    last: str
    cue: str
    features: tuple[str, ...]


@lru_cache(maxsize=256)
def _beside(text: str, place: tuple[int, int], bounds: tuple[int, int]) -> _Beside:
    """Remembered, for it is the same whichever incident of a report is asked about."""
    (begin, stop), (start, end) = place, bounds
    before = words_of(text[max(start, begin - 40) : begin])
    after = words_of(text[stop : min(end, stop + 30)])
    last = before[-1] if before else "^"
    found = [f"p={last}"]
    if len(before) > 1:
        found.append(f"pp={before[-2]} {last}")
    if after:
        found.append(f"n={after[0]}")
    cues_here = cues_of(text)
    cue = cues_here.last(start, begin)
    if cue:
        found += (f"cue-before={cue}", f"cue-before={cue}|{last}")
    if follow := cues_here.first(stop, end):
        found.append(f"cue-after={follow}")
    return _Beside(last, cue, tuple(found))


def _of_mention(mention: PlaceMention, stage: Stage) -> Iterator[str]:
    span = mention.span
    own = stage.sentence_at(span.start)
    beside = _beside(stage.report.text, span.pair(), stage.sentences[own])
    yield from beside.features
    place = "s0"
    if stage.trigger is not None:
        apart = own - stage.sentence_at(stage.trigger.start)
        place = f"s{apart}" if -2 <= apart <= 2 else "s-" if apart < 0 else "s+"
        yield place
        if own in stage.scope:
            yield "in-scope"
    if own <= 3:
        yield f"sentence-{own}"
    if mention.role:
        yield f"role={mention.role}"
        yield f"role={mention.role}|{place}"
    near = "near" if place in ("s0", "s1", "s-1") else "far"
    yield f"p={beside.last}|{near}"
    if beside.cue:
        yield f"cue-before={beside.cue}|{place}"
