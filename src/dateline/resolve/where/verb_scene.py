"""What can be said of the places of one sentence as that of the event that a verb tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.model import Span
from dateline.resolve.where.bearing import LOCATIVE, bearing_of
from dateline.resolve.where.mention import PlaceMention
from dateline.resolve.where.scene import Stage, cues_of, features_of, words_of
from dateline.resolve.where.verb_words import verb_words, words_of_place, words_of_verb

_BE = frozenset(("was", "were", "been", "be", "being", "is", "are"))
_STEPS = (1, 3, 6, 10, 20)


@dataclass(frozen=True, slots=True)
class _Clause:
    """The sentence of a verb as the choice sees it: the verb with its neighbours and form ("passive", "ing",
    "active"), how every place bears on what happened, and which places a locative leads to."""

    text: str
    bounds: tuple[int, int]
    verb: Span
    stem: str
    form: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    bearings: tuple[str, ...]
    places: tuple[Span, ...]

    @property
    def locative(self) -> list[bool]:
        """Whether each place follows a word that says where."""
        return [kind in LOCATIVE for kind in self.bearings]

    def side(self, span: Span) -> str:
        """ "behind" or "ahead" of the verb."""
        return "behind" if span.start >= self.verb.end else "ahead"

    def gap(self, span: Span) -> str:
        """The words between the verb and a place."""
        low, high = (
            (self.verb.end, span.start) if self.side(span) == "behind" else (span.end, self.verb.start)
        )
        return self.text[low:high] if low < high else ""


def _clause(here: Sequence[PlaceMention], stage: Stage, verb: Span) -> _Clause:
    text = stage.report.text
    start, end = stage.sentences[stage.sentence_at(verb.start)]
    word = text[verb.start : verb.end].lower()
    before = words_of(text[max(start, verb.start - 60) : verb.start])[-3:]
    form = "passive" if _BE.intersection(before) else "ing" if word.endswith("ing") else "active"
    return _Clause(
        text, (start, end), verb, word[:6], form, tuple(before),
        tuple(words_of(text[verb.end : min(end, verb.end + 40)])[:2]),
        tuple(bearing_of(text, m, start) or "none" for m in here), tuple(m.span for m in here),
    )  # fmt: skip


def verb_features(here: Sequence[PlaceMention], stage: Stage) -> list[set[str]]:
    """Features of the places of one sentence as that of its verb: those of :func:`features_of`, the verb
    with its neighbours, how each place bears on it, what stands between, and the words beside both."""
    groups = [[m] for m in here]
    found = [features_of(g, groups, stage) for g in groups]
    if stage.trigger is None or not here:
        return found
    clause = _clause(here, stage, stage.trigger)
    around = verb_words(clause.text, clause.verb, clause.bounds)
    of_verb = {side: frozenset(words_of_verb(around, side)) for side in ("ahead", "behind")}
    ahead = [m.span.start for m in here if m.span.end <= clause.verb.start]
    behind = [m.span.start for m in here if m.span.start >= clause.verb.end]
    for i, (mention, features) in enumerate(zip(here, found, strict=True)):
        last = (words_of(clause.text[max(0, mention.span.start - 30) : mention.span.start])[-1:] or ["^"])[0]
        features.update(_between(clause.text, mention.span, clause.verb, last))
        nearest = mention.span.start in (max(ahead, default=-1), min(behind, default=-1))
        order = f"{clause.side(mention.span)}-{'nearest' if nearest else 'farther'}"
        features |= {order, f"{order}|{last}", f"{order}|{len(ahead) > 0}|{len(behind) > 0}"}
        features |= {f"places={min(len(here), 4)}", f"score{min(4, int(mention.score * 5))}"}
        features.update(_of_verb(clause, mention.span, last))
        features.update(_of_bearing(clause, i, mention))
        features.update(_of_rivals(clause, i))
        features.update(_of_chain(clause, i))
        side = clause.side(mention.span)
        features.update(of_verb[side], words_of_place(around, mention.span, (clause.bearings[i], side)))
    return found


def _of_verb(clause: _Clause, span: Span, last: str) -> Iterator[str]:
    """ "captured the town of", "was captured by … in", "killing six in": the verb and the words beside it."""
    side, stem, form = clause.side(span), clause.stem, clause.form
    before, after = (clause.before[-1:] or ("^",))[0], (clause.after[:1] or ("$",))[0]
    yield from (f"verb={stem}", f"verb={stem}|{side}", f"verb={stem}|{last}")
    yield from (f"verb-behind={before}", f"verb-behind={before}|{side}", f"verb-before={after}|{side}")
    yield from (f"form={form}|{side}", f"form={form}|{stem}", f"two={'_'.join(clause.after)}|{side}")


def _of_bearing(clause: _Clause, i: int, mention: PlaceMention) -> Iterator[str]:
    """ "in the town of X" says where, "told AFP in X" does not; with the side, the distance and the verb."""
    kind, span = clause.bearings[i], mention.span
    side, gap = clause.side(span), clause.gap(span)
    words = words_of(gap)
    distance = next((n for n in _STEPS if len(words) <= n), 99)
    yield from (f"b={kind}", f"b={kind}|{side}", f"b={kind}|{side}-{distance}")
    yield from (f"b={kind}|verb={clause.stem}", f"b={kind}|{clause.form}|{side}")
    yield from (
        f"vb={(clause.before[-1:] or ('^',))[0]}|{kind}",
        f"class={mention.where.place_class}|b={kind}",
    )
    yield from (f"{side}-has={word}" for word in set(words[:12]))
    if len(words) <= 2:
        yield f"{side}-is={' '.join(words)}"
    verbs = sum(
        1 for w in words if (w.endswith("ed") and len(w) > 4) or w in _BE or w in ("had", "has", "said")
    )
    yield from (f"{side}-verbs{min(verbs, 3)}", f"{side}-verbs{min(verbs, 3)}|b={kind}")
    if span.start - clause.bounds[0] < 20:  # "In Dura, south of Baghdad, gunmen killed …"
        yield from (f"front|{kind}", f"front|{side}")
    yield f"next={clause.text[span.end : span.end + 1]}|{side}|{kind}"


# "in an office of Barat municipality in Chitan district", "Madhu, 130 miles north of Colombo"
_CHAIN = re.compile(r"(?:[ ][a-z]+){0,3}(?:,| in| of| near|, in|, near)(?:[ ]the)?(?:[ ][a-z]+){0,3}[ ]?\Z")
_FAR = re.compile(r"\b(?:kilomet|km|miles?|north|south|east|west)\w*\b")


def _of_chain(clause: _Clause, i: int) -> Iterator[str]:
    """Whether the place is the finer or the larger one of two that stand together."""
    places = clause.places
    for one, two, name in ((i, i + 1, "finer"), (i - 1, i, "larger")):
        if one < 0 or two >= len(places) or places[one].end > places[two].start:
            continue
        gap = clause.text[places[one].end : places[two].start]
        if len(gap) < 45 and _CHAIN.fullmatch(gap):
            yield from (
                f"chain-{name}",
                f"chain-{name}|{clause.side(places[i])}",
                f"chain-{name}|{clause.bearings[i]}",
            )
        elif len(gap) < 80 and _FAR.search(gap):
            yield f"far-{name}"


def _of_rivals(clause: _Clause, i: int) -> Iterator[str]:
    """How the place stands among the others that a locative leads to."""
    locative, span = clause.locative, clause.places[i]
    side = clause.side(span)
    rivals = min(sum(locative) - locative[i], 2)
    yield from (f"loc{locative[i]}|rivals{rivals}", f"loc{locative[i]}|rivals{rivals}|{side}")
    own = abs(span.start - clause.verb.start)
    closer = sum(
        1
        for k, other in enumerate(clause.places)
        if k != i and locative[k] and abs(other.start - clause.verb.start) < own
    )
    yield from (f"closer{min(closer, 2)}|loc{locative[i]}", f"closer{min(closer, 2)}|{side}")
    first = next((k for k, s in enumerate(clause.places) if locative[k] and clause.side(s) == "behind"), None)
    if first == i:
        yield from ("first-loc-behind", f"first-loc-behind|commas{min(clause.gap(span).count(','), 2)}")


def _between(text: str, span: Span, trigger: Span, last: str) -> Iterator[str]:
    """What stands between a place and the trigger in the same sentence."""
    behind = span.start >= trigger.end
    low, high = (trigger.end, span.start) if behind else (span.end, trigger.start)
    gap = text[low:high] if low < high else ""
    words = len(gap.split())
    side = "behind" if behind else "ahead"
    distance = next((n for n in (1, 3, 6, 10, 20) if words <= n), 1000)
    yield f"{side}-{distance}"
    yield f"{side}-{distance}|{last}"
    yield f"{side}|{last}"
    yield f"{side}-commas{min(gap.count(','), 3)}"
    for kind in cues_of(text).within(low, high) if low < high else ():
        yield f"{side}-over-{kind}"
    for word in (
        " and ",
        " who ",
        " that ",
        " which ",
        ";",
        " after ",
        " before ",
        " when ",
        " while ",
        " but ",
        '"',
        "“",
    ):
        if word in gap:
            yield f"{side}-over{word}"
    if re.search(r"\b(?:in|at|near|outside)\s+(?:the\s+)?[A-Z]", gap):
        yield f"{side}-another-place"
