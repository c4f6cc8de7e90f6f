"""From tagged words to incidents: which triggers speak of one, what belongs to it, what kind it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dateline.model import Effect, Span
from dateline.reader.contract import EFFECTS
from dateline.reader.model.cluster import cluster
from dateline.reader.model.decode import Floats, Tagged
from dateline.reader.model.kinds import combined
from dateline.reader.model.load import Weights
from dateline.reader.model.odds import shifted
from dateline.reader.model.parties import PARTS, Sides, Strangers, with_parties
from dateline.reader.model.session import Scored
from dateline.reader.model.spans import found
from dateline.reader.model.stances import stances
from dateline.reader.model.typed import features, together
from dateline.resolve.how_many import count_of

_MOST_TRIGGERS = 160  # a longer list is a chronicle; what comes after them is not grouped
_CHUNK = 400
_FIGURES = frozenset(label.value for label in EFFECTS)
_NEVER = 2.0  # no probability is that high
_UNLIKE, _AS_A_RULE = 0.01, 0.3  # how far two triggers' types agree at least, and commonly


@dataclass(frozen=True, slots=True)
class Known:
    """What else is known of a text: ``apart`` weighs the probabilities that triggers tell of one incident,
    ``strangers`` says which words cannot name one party."""

    apart: Callable[[Floats, Sequence[Tagged]], Floats]
    strangers: Strangers


@dataclass(frozen=True, slots=True)
class Belonging:
    """Tagged words of an incident: which, the label's name, the stance's name, how sure; ``party`` is one
    number for all words that name one party in one part (None for what is no party)."""

    words: Tagged
    label: str
    stance: str
    probability: float
    party: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One incident in pieces: its triggers, its other words, and the mean answers of its triggers."""

    triggers: tuple[Tagged, ...]
    words: tuple[Belonging, ...]
    type: str
    stage: str
    probability: float
    main: float


def find_incidents(scored: Scored, weights: Weights, known: Known | None = None) -> list[Found]:
    """The incidents of one text in the order in which it brings them up."""
    spans = found(scored, weights)
    ev = weights.tags.index("ev")
    triggers = [s for s in spans if s.label == ev][:_MOST_TRIGGERS]
    if not triggers:
        return []
    others = [s for s in spans if s.label != ev and weights.tags[s.label] != "src"]
    heads, count = weights.heads, len(triggers)
    vectors = heads.vectors(scored.hidden, [*triggers, *others])
    sides = heads.sides(vectors, _labels([*triggers, *others]))
    same = heads.alike(sides[:count], _distances(triggers, triggers))
    answers = {q: heads.answer(q, vectors[:count]) for q in ("type", "stage", "main")}
    answers["type"] = _types(scored, triggers, answers["type"], weights)
    same = alike(same, answers["type"], weights.fits.get("alike", 0.0))
    groups = cluster(same if known is None else known.apart(same, triggers), weights.fits["same_event"])
    told = stances(scored.text, others, heads.answer("stance", vectors[count:]), weights)
    shares = _shares(weights, list(zip(others, told, strict=True)), sides, triggers, groups)
    sides_of = Sides(dict(zip(others, sides[count:], strict=True)))
    shares = [_settled(scored.text, weights, share, sides_of, known) for share in shares]
    read = [
        _found([triggers[i] for i in group], group, answers, shares[n], heads.questions)
        for n, group in enumerate(groups)
    ]
    return _typed(scored.text, read, weights)


def alike(same: Floats, types: Floats, weight: float) -> Floats:
    """The probabilities that triggers tell of one incident, after a look at their types: an arrest is not
    the attack that it follows."""
    agree = np.clip(types @ types.T, _UNLIKE, 1.0)
    return shifted(same, weight * np.log(agree / _AS_A_RULE))


def _found(
    triggers: Sequence[Tagged],
    group: Sequence[int],
    answers: dict[str, Floats],
    words: Sequence[Belonging],
    questions: Mapping[str, Sequence[str]],
) -> tuple[Found, Floats]:
    """One incident whose type is still open, and the network's probabilities of it."""
    weight = np.array([t.probability for t in triggers])[:, None]
    mean = {q: (a[list(group)] * weight).sum(0) / weight.sum() for q, a in answers.items()}
    stage = questions["stage"][int(mean["stage"].argmax())]
    return Found(tuple(triggers), tuple(words), "", stage, 0.0, float(mean["main"][1])), mean["type"]


def _typed(text: str, read: Sequence[tuple[Found, Floats]], weights: Weights) -> list[Found]:
    """With the type by its triggers where they stand, and by all of its words together."""
    names, weight = weights.heads.questions["type"], weights.fits["typed"]
    told = []
    for one, _ in read:
        words = [("ev", text[t.start : t.end]) for t in one.triggers]
        words += [(w.label, text[w.words.start : w.words.end]) for w in one.words]
        told.append(features(words, weights.kinds))
    made = []
    for (one, network), typed in zip(read, weights.regressions["type"].shares(told), strict=True):
        kind, probability = _kind(together(network, typed, names, weight), names)
        made.append(replace(one, type=kind, probability=probability))
    return made


def _types(scored: Scored, triggers: Sequence[Tagged], network: Floats, weights: Weights) -> Floats:
    """The types of the triggers, by the network and the words of the codebook together."""
    kinds, weight = weights.kinds, weights.fits["words"]
    rows = [
        combined(row, kinds.of(scored.text[t.start : t.end]), weight)
        for t, row in zip(triggers, network, strict=True)
    ]
    return np.stack(rows)


def _kind(probabilities: Floats, names: Sequence[str]) -> tuple[str, float]:
    """The likeliest type over all its subtypes, then the likeliest of these."""
    told = probabilities.tolist()
    own = _own_of(tuple(names))
    sums = {kind: sum([told[n] for n in numbers]) for kind, numbers in own.items()}
    kind = max(sums, key=sums.__getitem__)
    return max((told[n], names[n]) for n in own[kind])[1], sums[kind]


@lru_cache(maxsize=4)
def _own_of(names: tuple[str, ...]) -> dict[str, list[int]]:
    """The numbers of the subtypes of each type."""
    own: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        own.setdefault(name.partition("/")[0], []).append(number)
    return own


def _shares(
    weights: Weights,
    others: Sequence[tuple[Tagged, str]],
    sides: Floats,
    triggers: Sequence[Tagged],
    groups: Sequence[Sequence[int]],
) -> list[list[Belonging]]:
    """Each other span, told with its stance, with the incident that it most probably belongs to, and with
    further ones where it is sure of them, too ("the two attacks"). A figure counts in one alone.
    ``sides`` has those of the triggers, then those of the others."""
    shares: list[list[Belonging]] = [[] for _ in groups]
    count = len(triggers)
    for begin in range(0, len(others), _CHUNK):
        part = others[begin : begin + _CHUNK]
        own = sides[count + begin : count + begin + len(part)]
        same = weights.heads.same(own, sides[:count], _distances([span for span, _ in part], triggers))
        best = np.stack([_nearest_mean(same[:, list(g)]) for g in groups], 1)
        for (span, stance), row in zip(part, best.tolist(), strict=True):
            chosen, label = row.index(max(row)), weights.tags[span.label]
            further = _NEVER if label in _FIGURES else weights.fits["also"]
            for number, probability in enumerate(row):
                if probability >= (weights.fits["belongs"] if number == chosen else further):
                    sure_of = probability * span.probability
                    shares[number].append(Belonging(span, label, stance, sure_of))
    return shares


def _settled(
    text: str, weights: Weights, share: Sequence[Belonging], sides: Sides, known: Known | None
) -> list[Belonging]:
    """One part for the same words, one effect for the same figure, and who is who."""
    settled = _one_effect_each(text, _one_role_each(share))
    if "party" not in weights.fits:
        return settled
    return with_parties(settled, sides, weights, None if known is None else known.strangers)


def _one_role_each(share: Sequence[Belonging]) -> list[Belonging]:
    """The same words play one part in one incident: the surest."""
    best: dict[tuple[int, int], float] = {}
    for one in share:
        if one.label in PARTS:
            pair = (one.words.start, one.words.end)
            best[pair] = max(best.get(pair, 0.0), one.probability)
    return [
        one
        for one in share
        if one.label not in PARTS or one.probability >= best[(one.words.start, one.words.end)]
    ]


def _one_effect_each(text: str, share: Sequence[Belonging]) -> list[Belonging]:
    """A figure counts people by one effect: "five teens were shot" are not five killed and five injured. That
    nobody was hurt says so of both."""
    told = sorted((one for one in share if one.label in _FIGURES), key=lambda one: -one.probability)
    kept: list[Belonging] = []
    for one in told:
        same = [k for k in kept if k.words.start < one.words.end and one.words.start < k.words.end]
        if all(k.label == one.label for k in same) or _nought(text, one):
            kept.append(one)
    return [one for one in share if one.label not in _FIGURES or one in kept]


def _nought(text: str, one: Belonging) -> bool:
    count = count_of(text, Span("", one.words.start, one.words.end), Effect(one.label), 0)
    return count is not None and count.toll.best == 0


def _nearest_mean(same: Floats) -> Floats:
    """The mean of the two best links to a group: one trigger alone may mislead, far ones say little."""
    top = np.sort(same, axis=1)[:, -2:]
    return np.asarray(top.mean(1))


def _labels(spans: Sequence[Tagged]) -> NDArray[np.int64]:
    return np.array([s.label for s in spans], np.int64)


def _distances(left: Sequence[Tagged], right: Sequence[Tagged]) -> NDArray[np.int64]:
    return np.subtract.outer(
        np.array([s.first for s in left], np.int64), np.array([s.first for s in right], np.int64)
    ).astype(np.int64)
