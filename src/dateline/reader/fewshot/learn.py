"""Learns new types from a handful of sentences, and how sure it may be of them.

A trigger is compared with the examples of the new type and with those of all others (means of examples
stand for types, Snell et al., 2017), by its vector, its words, its sentence and what the network answers for
it. What such a likeness is worth was learned on types that the network knows, each treated as if it were
new, with one, few and more examples (:mod:`dateline.reader.fewshot.scorer`): so a probability is one for
types that nobody has seen yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.codebook import Codebook
from dateline.errors import CodebookError
from dateline.reader.fewshot.embed import Seen, examples, types_of
from dateline.reader.fewshot.features import Centre, Doubles, features
from dateline.reader.fewshot.scorer import Scorer, load
from dateline.reader.model.load import Weights

#: Fewer examples are too few to be told from other types by more than chance words.
LEAST = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """A new type and the sentences that it is learned from: its definition, then its examples."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: the examples by new type, those of the other types, and how both are compared."""

    kinds: Mapping[str, Sequence[Seen]]
    others: Mapping[str, Sequence[Seen]]
    centre: Centre
    known: Sequence[int]
    scorer: Scorer

    def rows(self, name: str, candidates: Sequence[Seen]) -> Doubles:
        """The features of candidates for one new type."""
        told = (*self.others.items(), *self.kinds.items())
        return features(
            candidates, self.kinds[name], [e for n, e in told if n != name], self.centre, self.known
        )

    def probabilities(self, seen: Seen) -> dict[str, float]:
        """How probable each new type is for a trigger."""
        return {name: float(self.scorer(self.rows(name, [seen]))[0]) for name in self.kinds}

    def best(self, seen: Seen) -> tuple[str, float]:
        """The most probable new type; ``("", 0.0)`` where there is none."""
        return max(self.probabilities(seen).items(), key=lambda p: p[1], default=("", 0.0))


def kinds_of(book: Codebook, known: Sequence[str]) -> list[Kind]:
    """The types of a codebook that a network with the types ``known`` was not taught. Raises CodebookError
    for one with too few examples."""
    taught = {name.partition("/")[0] for name in known}
    found = []
    for entry in book.types:
        if entry.type in taught:
            continue
        told = [entry.example, *entry.examples]
        told += [text for s in entry.subtypes for text in (s.example, *s.examples)]
        if len(told) < LEAST:
            raise CodebookError(
                f"type {entry.type} has {len(told)} example, and the reader was not taught it",
                f"give it `examples:`, at least {LEAST} with `example`, better five, triggers in [brackets]",
            )
        found.append(Kind(entry.type, tuple(told)))
    return found


def contrasts(book: Codebook, without: Sequence[str] = ()) -> dict[str, list[str]]:
    """Example sentences of other types, by type: what the new ones must be told from."""
    found: dict[str, list[str]] = {}
    for entry in book.types:
        if entry.type not in without:
            told = [entry.example, *entry.examples]
            found[entry.type] = told + [text for s in entry.subtypes for text in (s.example, *s.examples)]
    return found


def learn(
    kinds: Sequence[Kind],
    others: Mapping[str, Sequence[str]],
    weights: Weights,
    without: Sequence[str] = (),
    scorer: Scorer | None = None,
) -> Learned:
    """Learn ``kinds``, told from ``others`` (and from each other). ``without`` names types that the network
    is not to know, for measuring. Deterministic."""
    told = {kind.name: examples(kind.sentences, weights) for kind in kinds}
    contrast = {name: examples(list(texts), weights) for name, texts in others.items()}
    everything = [one for some in (*told.values(), *contrast.values()) for one in some]
    known = [n for n, name in enumerate(types_of(weights)) if name not in without and name not in told]
    return Learned(
        {name: some for name, some in told.items() if some},
        {name: some for name, some in contrast.items() if some},
        Centre.of(everything),
        known,
        scorer or load(),
    )
