"""choose_incident_place: where it happened, among all places that a report names.

Not where it was said ("told AFP in Islamabad"), planned or mourned, nor where the victim is from
("Johnson, 29, of Dayton"), was taken ("flown to a hospital in Indianapolis") or the suspect was arrested.
Every place collects features from what stands around its mentions and between them and the word that tells of
the incident; a conditional logit with a "none of them" weighs them. Weights are data, trained by
``dateline.train.where_incident`` on half of the public gun-violence reports (whole reports) and of the
event-location sentences (single sentences).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from dateline.model import OffsetMap, PlaceClass, Report, Span, Where
from dateline.resolve.where.find import find_places
from dateline.resolve.where.gazetteer import Gazetteer, default_gazetteer
from dateline.resolve.where.key import name_key
from dateline.resolve.where.linear import softmax
from dateline.resolve.where.mention import FAR_END, PlaceMention
from dateline.resolve.where.scene import Stage, lay_out, scene_features
from dateline.resolve.where.verb_scene import verb_features

LEAST, MOST = -1.5, 2.0
#: What a reader's mark adds, in log odds: between what is best for the Gun Violence Archive (0; one incident
#: a report) and for the corpus (4; several).
MARKED = 2.0
NONE = "none of the places named"


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One reading of where it happened. ``mention`` is None for what is only inferred (the outlet's home
    town, a place in the title) and for "none of them" (then ``where.lat`` is None). Scores sum to one."""

    where: Where
    mention: PlaceMention | None
    score: float
    reasons: tuple[str, ...]


def choose_incident_place(
    report: Report,
    places: Sequence[PlaceMention],
    trigger_span: Span | None,
    scope: Sequence[Span] = (),
    gazetteer: Gazetteer | None = None,
    marked: Sequence[Span] = (),
) -> list[PlaceChoice]:
    """Ranks the places of a report as the one where an incident happened, best first.

    ``places`` as :func:`find_places` gave them; ``trigger_span`` the word that tells of the incident (None:
    unknown); ``scope`` further spans that speak of it; ``marked`` what a reader says is where it was. The
    list holds one entry a place, one for "none of them", and the outlet's home where that is known and the
    report names nothing better.
    """
    gaz = gazetteer or default_gazetteer()
    stage = lay_out(report, trigger_span, scope, gaz)
    groups = [*by_place(places), *title_groups(report, places, gaz)]
    table = _weights()["report"]
    found = scene_features(groups, stage)
    own = [c + m for c, m in zip(clause_scores(groups, stage), marked_scores(groups, marked), strict=True)]
    scores = [_weighed(fs, table) + extra for fs, extra in zip(found, own, strict=True)]
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
    named = {name_key(m.where.name) for m in places}
    found = _in_title(report.id, report.title, report.url, report.outlet, gaz)
    return [[m] for m in found if name_key(m.where.name) not in named]


@lru_cache(maxsize=64)
def _in_title(
    report_id: str, title: str, url: str | None, outlet: str | None, gaz: Gazetteer
) -> tuple[PlaceMention, ...]:
    """The places of a title, remembered: every incident of a report asks for them."""
    offsets = OffsetMap.identity(len(title))
    found = find_places(Report(report_id, title, offsets, "", url=url, outlet=outlet), gaz)
    kept = [m for m in found if m.where.lat is not None and m.where.place_class in _TITLE_CLASSES]
    return tuple(replace(m, role="title") for m in kept)


_TITLE_CLASSES = (
    PlaceClass.POPULATED_PLACE,
    PlaceClass.DISTRICT,
    PlaceClass.PROVINCE,
    PlaceClass.VAGUE_REGION,
)


def place_of_verb(report: Report, places: Sequence[PlaceMention], verb: Span) -> PlaceMention | None:
    """The place of the event that one verb tells of, within its sentence; None when none is said."""
    scored = _of_clause(places, lay_out(report, verb, (), None))
    odds, best = max(scored, key=lambda item: item[0], default=(0.0, None))
    return best if odds > 0 else None


def _of_clause(places: Sequence[PlaceMention], stage: Stage) -> list[tuple[float, PlaceMention]]:
    """The places of the trigger's sentence, each with its log odds against "none of them"."""
    if stage.trigger is None:
        return []
    at = stage.sentence_at(stage.trigger.start)
    here = [m for m in places if m.role != "title" and stage.sentence_at(m.span.start) == at]
    table = _weights()["sentence"]
    none = table.get("none", 0.0)
    found = verb_features(here, stage)
    return [(_weighed(fs, table) - none, m) for m, fs in zip(here, found, strict=True)]


def _weighed(found: set[str], table: dict[str, float]) -> float:
    """What features weigh together; the sum is exact, in whatever order a set holds them."""
    return math.fsum([table[f] for f in found if f in table])


def clause_scores(groups: Sequence[Sequence[PlaceMention]], stage: Stage) -> list[float]:
    """What the clause of the trigger adds to each place of the report, kept within bounds: the first word
    of shooting is not always the word that tells where."""
    scored = _of_clause([m for g in groups for m in g], stage)
    best = {id(m): max(LEAST, min(MOST, odds)) for odds, m in scored}
    return [max((best[id(m)] for m in g if id(m) in best), default=0.0) for g in groups]


def marked_scores(groups: Sequence[Sequence[PlaceMention]], marked: Sequence[Span]) -> list[float]:
    """What it adds to each place of the report that the reader marked it as where the incident was. A site
    that no gazetteer knows says nothing of where that is."""
    return [
        MARKED if any(m.where.lat is not None and _is_marked(m, marked) for m in g) else 0.0 for g in groups
    ]


def _is_marked(mention: PlaceMention, marked: Sequence[Span]) -> bool:
    return mention.role != "title" and any(mention.span.overlaps(span) for span in marked)


@cache
def _weights() -> dict[str, dict[str, float]]:
    loaded: dict[str, dict[str, float]] = json.loads(
        (files("dateline.resolve.where") / "data" / "incident_weights.json").read_text("utf-8")
    )
    return loaded


def by_place(places: Sequence[PlaceMention]) -> list[list[PlaceMention]]:
    """Mentions of the same place together; sites and streets go with their town. What happened between two
    towns happened at neither."""
    groups: dict[object, list[PlaceMention]] = {}
    for mention in places:
        if mention.role == FAR_END:
            continue
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
    return [
        PlaceChoice(Where(NONE, reason="the report names no place of the incident"), None, share, (NONE,))
    ]


def reasons_of(found: set[str], table: dict[str, float]) -> tuple[str, ...]:
    """The three features that weigh most, in words."""
    told = [f for f in found if abs(table.get(f, 0.0)) > 0.1]
    strongest = sorted(told, key=lambda f: (-abs(table[f]), f))[:3]
    return tuple(f"{'for' if table[f] > 0 else 'against'}: {_in_words(f)}" for f in strongest)


_FIXED = {
    "s0": "in the sentence that tells of it",
    "in-title": "named in the title",
    "home": "the outlet's home town",
    "first-place": "the first place named",
    "only-as-residence": "only named as where somebody is from",
    "only-in-organisations": "only named inside an organisation",
    "no-point": "not in the gazetteer",
    "home-30": "close to the outlet's home",
    "home-120": "in the outlet's region",
    "home-far": "far from the outlet's home",
}
#: What a feature says, by what stands before its "="; the rest of it goes into the gap.
_WITH = {
    "p": 'behind "{}"',
    "pp": 'behind "{}"',
    "n": 'in front of "{}"',
    "class": "a {}",
    "mentions": "named {} times",
    "role": "named as {}",
    "cue-before": "after words of {}",
    "cue-after": "before words of {}",
}


def _in_words(feature: str) -> str:
    if feature in _FIXED:
        return _FIXED[feature]
    head, _, rest = feature.partition("=")
    if head in _WITH:
        return _WITH[head].format(rest.replace("|", " before "))
    return feature.replace("-", " ").replace("|", " ")
