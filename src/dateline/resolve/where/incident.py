"""choose_incident_place: where it happened, among all places that a report names.

Not where it was said ("told AFP in Islamabad"), planned or mourned, nor where the victim is from
("Johnson, 29, of Dayton"), was taken ("flown to a hospital in Indianapolis") or the suspect was arrested. Every
place collects features from what stands around its mentions and between them and the word that tells of
the incident; a conditional logit with a "none of them" weighs them. Weights are data, trained by
``dateline.train.where_incident`` on half of the public gun-violence reports (whole reports) and of the
event-location sentences (single sentences).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from dateline.model import OffsetMap, PlaceClass, Report, Span, Where
from dateline.resolve.where.find import find_places
from dateline.resolve.where.gazetteer import Gazetteer, contains, default_gazetteer, distance_km
from dateline.resolve.where.hints import home_of
from dateline.resolve.where.key import name_key
from dateline.resolve.where.linear import softmax
from dateline.resolve.where.mention import PlaceMention
from dateline.text import sentences

NONE = "none of the places named"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[,;:()—]")


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One reading of where it happened. ``mention`` is None for what is only inferred (the outlet's home
    town, a place in the title) and for "none of them" (then ``where.lat`` is None). Scores sum to one."""

    where: Where
    mention: PlaceMention | None
    score: float
    reasons: tuple[str, ...]


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
        return max(0, bisect_right(self.sentences, (offset, 1 << 60)) - 1)


def choose_incident_place(
    report: Report,
    places: Sequence[PlaceMention],
    trigger_span: Span | None,
    scope: Sequence[Span] = (),
    gazetteer: Gazetteer | None = None,
) -> list[PlaceChoice]:
    """Ranks the places of a report as the one where an incident happened, best first.

    ``places`` as :func:`find_places` gave them; ``trigger_span`` the word that tells of the incident (None:
    unknown); ``scope`` further spans that speak of it. The list holds one entry a place, one for "none of
    them", and the outlet's home where that is known and the report names nothing better.
    """
    gaz = gazetteer or default_gazetteer()
    stage = lay_out(report, trigger_span, scope, gaz)
    groups = [*by_place(places), *title_groups(report, places, gaz)]
    table = _weights()["report"]
    found = [features_of(group, groups, stage) for group in groups]
    scores = [sum(table.get(f, 0.0) for f in fs) for fs in found]
    shares = softmax([*scores, table.get("none", 0.0)])
    choices = [_choice(g, fs, share, stage) for g, fs, share in zip(groups, found, shares, strict=False)]
    choices += _without_a_name(stage, shares[-1], groups)
    return sorted(choices, key=lambda c: -c.score)


def _choice(group: list[PlaceMention], features: set[str], share: float, stage: Stage) -> PlaceChoice:
    reasons = reasons_of(features, _weights()["report"])
    if group[0].role == "title":
        return PlaceChoice(group[0].where, None, share, ("named in the title only", *reasons))
    best = _finest(group, stage)
    return PlaceChoice(best.where, best, share, reasons)


def title_groups(report: Report, places: Sequence[PlaceMention], gaz: Gazetteer) -> list[list[PlaceMention]]:
    """Places that only the title names ("Frankfort teen accidentally shot"); their role is "title", and
    their spans count in the title, so they prove nothing by themselves."""
    if not report.title.strip():
        return []
    title = Report(report.id, report.title, OffsetMap.identity(len(report.title)), "", url=report.url, outlet=report.outlet)
    named = {name_key(m.where.name) for m in places}
    found = [m for m in find_places(title, gaz) if m.where.lat is not None and name_key(m.where.name) not in named]
    return [[replace(m, role="title")] for m in found if m.where.place_class in _TITLE_CLASSES]


_TITLE_CLASSES = (PlaceClass.POPULATED_PLACE, PlaceClass.DISTRICT, PlaceClass.PROVINCE, PlaceClass.VAGUE_REGION)


def place_of_verb(report: Report, places: Sequence[PlaceMention], verb: Span) -> PlaceMention | None:
    """The place of the event that one verb tells of, within its sentence; None when none is said."""
    stage = lay_out(report, verb, (), None)
    at = stage.sentence_at(verb.start)
    here = [m for m in places if stage.sentence_at(m.span.start) == at]
    table = _weights()["sentence"]
    scores = [sum(table.get(f, 0.0) for f in fs) for fs in verb_features(here, stage)]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    return here[best] if best is not None and scores[best] > table.get("none", 0.0) else None


def verb_features(here: Sequence[PlaceMention], stage: Stage) -> list[set[str]]:
    """Features of the places of one sentence as that of its verb: those of :func:`features_of`, the verb
    with its neighbours, and which place stands nearest."""
    groups = [[m] for m in here]
    found = [features_of(g, groups, stage) for g in groups]
    if stage.trigger is None:
        return found
    text, verb = stage.report.text, stage.trigger
    stem = text[verb.start : verb.end].lower()[:6]
    before = _WORD.findall(text[max(0, verb.start - 40) : verb.start].lower())[-1:] or ["^"]
    after = _WORD.findall(text[verb.end : verb.end + 40].lower())[:1] or ["$"]
    ahead = [m.span.start for m in here if m.span.end <= verb.start]
    behind = [m.span.start for m in here if m.span.start >= verb.end]
    for mention, features in zip(here, found, strict=True):
        side = "behind" if mention.span.start >= verb.end else "ahead"
        last = (_WORD.findall(text[max(0, mention.span.start - 30) : mention.span.start].lower())[-1:] or ["^"])[0]
        nearest = mention.span.start in (max(ahead, default=-1), min(behind, default=-1))
        order = f"{side}-{'nearest' if nearest else 'farther'}"
        features |= {f"verb={stem}", f"verb={stem}|{side}", f"verb={stem}|{last}", order, f"{order}|{last}"}
        features |= {f"verb-behind={before[0]}", f"verb-behind={before[0]}|{side}", f"verb-before={after[0]}|{side}"}
        features |= {f"places={min(len(here), 4)}", f"{order}|{len(ahead) > 0}|{len(behind) > 0}"}
        features.add(f"score{min(4, int(mention.score * 5))}")
    return found


def lay_out(report: Report, trigger: Span | None, scope: Sequence[Span], gaz: Gazetteer | None) -> Stage:
    """The stage of a report; without a gazetteer the outlet's home stays unknown."""
    bounds = tuple(sentences(report.text)) or ((0, len(report.text)),)
    home = tuple(gaz.where(p) for p in home_of(report, gaz)[:1]) if gaz is not None else ()
    stage = Stage(report, bounds, trigger, frozenset(), home)
    return Stage(report, bounds, trigger, frozenset(stage.sentence_at(s.start) for s in scope), home)


def by_place(places: Sequence[PlaceMention]) -> list[list[PlaceMention]]:
    """Mentions of the same place together; sites and streets go with their town."""
    groups: dict[object, list[PlaceMention]] = {}
    for mention in places:
        where = mention.where
        key: object = where.geonames_id or (name_key(where.name), where.lat, where.lon)
        groups.setdefault(key, []).append(mention)
    return list(groups.values())


def _finest(group: list[PlaceMention], stage: Stage) -> PlaceMention:
    """The mention that says most exactly where: an address or site in the trigger's sentence, then the
    nearest mention."""
    trigger = stage.trigger.start if stage.trigger is not None else 0
    at = stage.sentence_at(trigger)

    def rank(m: PlaceMention) -> tuple[int, int, int]:
        far = abs(stage.sentence_at(m.span.start) - at)
        fine = {PlaceClass.ADDRESS: 0, PlaceClass.SITE: 1}.get(m.where.place_class, 2)
        return (0 if far == 0 else 1 if far <= 2 and fine < 2 else 2, fine, abs(m.span.start - trigger))

    return min(group, key=rank)


def _without_a_name(stage: Stage, share: float, groups: list[list[PlaceMention]]) -> list[PlaceChoice]:
    named = {m.where.geonames_id for g in groups for m in g}
    for home in stage.home:
        if home.geonames_id not in named:
            reason = ("the report names no place of the incident; its outlet is at home here",)
            return [PlaceChoice(home, None, share, reason)]
    return [PlaceChoice(Where(NONE, reason="the report names no place of the incident"), None, share, (NONE,))]


# --- features ------------------------------------------------------------------------------------------------


@cache
def _cues() -> tuple[dict[str, str], re.Pattern[str]]:
    """{word: kind of cue}, and one pattern that finds them all."""
    raw = json.loads((files("dateline.resolve.where") / "data" / "incident_cues.json").read_text("utf-8"))
    kinds = {word: kind for kind, words in raw.items() for word in words}
    return kinds, re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, kinds), key=len, reverse=True)) + r")\b", re.I)


@cache
def _weights() -> dict[str, dict[str, float]]:
    loaded: dict[str, dict[str, float]] = json.loads(
        (files("dateline.resolve.where") / "data" / "incident_weights.json").read_text("utf-8")
    )
    return loaded


def features_of(group: Sequence[PlaceMention], groups: Sequence[Sequence[PlaceMention]], stage: Stage) -> set[str]:
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
    if where.lat is not None and where.geonames_id is not None:
        inside = sum(1 for g in groups if g is not group and _lies_in(g[0].where, where))
        found.add(f"holds-{min(inside, 2)}")
        for other in groups:
            if other is not group and other[0].where.geonames_id is not None and _lies_in(where, other[0].where):
                found.add(f"lies-in-{other[0].where.place_class}")
    for home in stage.home:
        apart = distance_km(where, home)
        if apart is not None:
            found.add("home" if apart < 3 else "home-30" if apart < 30 else "home-120" if apart < 120 else "home-far")
    if where.lat is None:
        found.add("no-point")
    return found


def _fineness(place_class: PlaceClass) -> int:
    order = (PlaceClass.UNKNOWN, PlaceClass.WATER, PlaceClass.COUNTRY, PlaceClass.VAGUE_REGION, PlaceClass.PROVINCE,
             PlaceClass.DISTRICT, PlaceClass.POPULATED_PLACE, PlaceClass.SITE, PlaceClass.ADDRESS)  # fmt: skip
    return order.index(place_class)


def _lies_in(inner: Where, outer: Where) -> bool:
    if outer.place_class not in (PlaceClass.COUNTRY, PlaceClass.PROVINCE, PlaceClass.DISTRICT):
        return False
    return inner.geonames_id != outer.geonames_id and contains(inner, outer)


def _of_mention(mention: PlaceMention, stage: Stage) -> Iterator[str]:
    text, span = stage.report.text, mention.span
    own = stage.sentence_at(span.start)
    start, end = stage.sentences[own]
    before = _WORD.findall(text[max(start, span.start - 80) : span.start].lower())
    after = _WORD.findall(text[span.end : min(end, span.end + 60)].lower())
    last = before[-1] if before else "^"
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
    yield f"p={last}"
    yield f"p={last}|{near}"
    if len(before) > 1:
        yield f"pp={before[-2]} {last}"
    if after:
        yield f"n={after[0]}"
    kinds, pattern = _cues()
    cue = next((kinds[w] for w in reversed([m.group().lower() for m in pattern.finditer(text, start, span.start)])), "")
    if cue:
        yield f"cue-before={cue}"
        yield f"cue-before={cue}|{last}"
        yield f"cue-before={cue}|{place}"
    follow = pattern.search(text, span.end, end)
    if follow is not None:
        yield f"cue-after={kinds[follow.group().lower()]}"
    if stage.trigger is not None and place == "s0":
        yield from _between(text, span, stage.trigger, last, (kinds, pattern))


def _between(
    text: str, span: Span, trigger: Span, last: str, cues: tuple[dict[str, str], re.Pattern[str]]
) -> Iterator[str]:
    """What stands between a place and the trigger in the same sentence."""
    kinds, pattern = cues
    behind = span.start >= trigger.end
    low, high = (trigger.end, span.start) if behind else (span.end, trigger.start)
    gap = text[low:high] if low < high else ""
    words = len(gap.split())
    side = "behind" if behind else "ahead"
    distance = next(n for n in (1, 3, 6, 10, 20, 1000) if words <= n)
    yield f"{side}-{distance}"
    yield f"{side}-{distance}|{last}"
    yield f"{side}|{last}"
    yield f"{side}-commas{min(gap.count(','), 3)}"
    for found in pattern.finditer(gap):
        yield f"{side}-over-{kinds[found.group().lower()]}"
    for word in (" and ", " who ", " that ", " which ", ";", " after ", " before ", " when ", " while ", " but ", '"', "“"):
        if word in gap:
            yield f"{side}-over{word}"
    if re.search(r"\b(?:in|at|near|outside)\s+(?:the\s+)?[A-Z]", gap):
        yield f"{side}-another-place"


def reasons_of(found: set[str], table: dict[str, float]) -> tuple[str, ...]:
    """The three features that weigh most, in words."""
    strongest = sorted(found, key=lambda f: -abs(table.get(f, 0.0)))[:3]
    return tuple(
        f"{'for' if table.get(f, 0.0) > 0 else 'against'}: {_in_words(f)}" for f in strongest if abs(table.get(f, 0.0)) > 0.1
    )


def _in_words(feature: str) -> str:
    fixed = {
        "s0": "in the sentence that tells of it", "in-title": "named in the title", "home": "the outlet's home town",
        "first-place": "the first place named", "only-as-residence": "only named as where somebody is from",
        "only-in-organisations": "only named inside an organisation", "no-point": "not in the gazetteer",
        "home-30": "close to the outlet's home", "home-120": "in the outlet's region", "home-far": "far from the outlet's home",
    }  # fmt: skip
    if feature in fixed:
        return fixed[feature]
    head, _, rest = feature.partition("=")
    rest = rest.replace("|", " before ")
    shown = {
        "p": f'behind "{rest}"', "pp": f'behind "{rest}"', "n": f'in front of "{rest}"', "class": f"a {rest}",
        "mentions": f"named {rest} times", "role": f"named as {rest}", "cue-before": f"after words of {rest}",
        "cue-after": f"before words of {rest}",
    }  # fmt: skip
    return shown.get(head, feature.replace("-", " ").replace("|", " "))
