"""find_places: from a report's words to places, each with its score and the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model import Report, Where
from dateline.resolve.where.detect import Toponym, find_toponyms, given_toponym, mark_features, qualify
from dateline.resolve.where.gazetteer import Gazetteer, Place, default_gazetteer
from dateline.resolve.where.hints import home_of
from dateline.resolve.where.linear import probability, weights
from dateline.resolve.where.mention import PlaceMention
from dateline.resolve.where.rank import Group, group, resolve
from dateline.resolve.where.tokens import Tokens, tokenize

#: Below this chance a name is taken for something else than a place.
THRESHOLD = 0.5


@dataclass(slots=True)
class Reading:
    """What was found on the way: all spans that could be names, and the groups that were resolved."""

    tokens: Tokens
    toponyms: list[Toponym]
    groups: list[Group]


def read_places(text: str, home: tuple[Place, ...], gazetteer: Gazetteer) -> Reading:
    """Detect and resolve the names of a text; the step before values are made of them."""
    tokens = tokenize(text)
    toponyms = find_toponyms(tokens, gazetteer)
    mark_features(toponyms, tokens)
    table = weights().mention_upper if tokens.upper else weights().mention
    for toponym in toponyms:
        toponym.probability = probability(toponym.features, table)
    likely = [t for t in toponyms if t.probability >= THRESHOLD and not t.demonym]
    groups = group(likely)
    resolve(groups, [t for t in toponyms if t.demonym], home)
    return Reading(tokens, toponyms, groups)


def find_places(report: Report, gazetteer: Gazetteer | None = None) -> list[PlaceMention]:
    """The places that a report names, in reading order. Linear in the length of the text."""
    gaz = gazetteer or default_gazetteer()
    reading = read_places(report.text, home_of(report, gaz), gaz)
    found = [
        _mention(report, toponym, one, gaz) for one in reading.groups for toponym in one.members
    ]
    return sorted(found, key=lambda m: m.span)


def _mention(report: Report, toponym: Toponym, one: Group, gaz: Gazetteer) -> PlaceMention:
    order = sorted(range(len(one.shares)), key=lambda k: -one.shares[k])[:5]
    candidates: tuple[Where, ...] = tuple(gaz.where(one.candidates[k].place, toponym.name) for k in order)
    return PlaceMention(
        span=report.span(toponym.start, toponym.end),
        where=candidates[0],
        score=round(toponym.probability * one.shares[order[0]], 4),
        reasons=tuple(one.reasons),
        candidates=candidates,
    )


def resolve_spans(
    report: Report, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer
) -> list[Place | None]:
    """The places that given spans mean, all resolved together; None where the gazetteer knows no such name.

    For measuring, and for names that another reader found. Unlike :func:`find_places` it also resolves
    demonyms, to their country.
    """
    tokens = tokenize(report.text)
    given = [t for t in (given_toponym(tokens, span, gazetteer) for span in sorted(set(spans))) if t is not None]
    covered = {k for t in given for k in range(t.first, t.last)}
    others = [t for t in find_toponyms(tokens, gazetteer) if not covered.intersection(range(t.first, t.last))]
    everything = sorted([*given, *others], key=lambda t: t.start)
    qualify(everything, tokens)
    for toponym in given:
        toponym.probability = 1.0
    groups = group(given)
    resolve(groups, [t for t in others if t.demonym], home_of(report, gazetteer))
    chosen = {(m.start, m.end): one.candidates[one.best].place for one in groups for m in one.members}
    return [chosen.get(span) for span in spans]
