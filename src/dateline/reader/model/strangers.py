"""Words that cannot name one party, whatever the network says: two groups or persons with names, or troops
and rebels.

The network sees that "the attackers" and "the Frontier Corps" act in one fight; that an army is not the band
that it fights the registry knows. It takes victims who are told of alike for one; names tell them apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.model import ActorKind
from dateline.reader.model.decode import Tagged
from dateline.resolve.who import ActorMention

_STATE = frozenset((ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.GOVERNMENT, ActorKind.EXTERNAL))
_AGAINST = frozenset((ActorKind.REBELS, ActorKind.CRIMINAL, ActorKind.UNIDENTIFIED))
#: A name in full: "Marvin Keyes", "Rolando Díaz-Ortiz", "Jomo K. Wekesa".
_NAME = re.compile(r"[^\W\d_a-z][\w'’-]*[a-z][\w'’-]*(?: [A-Z]\.)?(?: [^\W\d_a-z][\w'’-]*[a-z][\w'’-]*){1,3}")
_LONG = 200  # no mention of an actor is longer


def strangers(text: str, words: Sequence[Tagged], actors: Sequence[ActorMention]) -> NDArray[np.bool_]:
    """(words, words): whether two cannot name one party; ``actors`` are all mentions of ``text``."""
    ordered = sorted(actors, key=lambda a: a.span.pair())
    starts = [a.span.start for a in ordered]
    named = [_of(word, ordered, starts) for word in words]
    called = [_name(text[word.start : word.end]) for word in words]
    apart = np.zeros((len(words), len(words)), bool)
    for i, one in enumerate(named):
        for j in range(i):
            other = named[j]
            unlike = bool(called[i]) and bool(called[j]) and not called[i] & called[j]
            if unlike or (one is not None and other is not None and _apart(one, other)):
                apart[i, j] = apart[j, i] = True
    return apart


def _name(words: str) -> frozenset[str]:
    """The words of the full name that stands in some words; empty where none does, or several."""
    found = _NAME.findall(words)
    return frozenset(found[0].casefold().split()) if len(found) == 1 else frozenset()


def _of(word: Tagged, ordered: Sequence[ActorMention], starts: Sequence[int]) -> ActorMention | None:
    """The actor that a stretch of words names: the first with a name ("troops of the Frontier Corps"), else
    the first ("gunmen in army uniforms")."""
    found: list[ActorMention] = []
    for mention in reversed(ordered[: bisect_right(starts, word.end - 1)]):
        if mention.span.end > word.start:
            found.append(mention)
        if mention.span.start < word.start - _LONG:
            break
    found.reverse()
    return next((m for m in found if m.actor_id), found[0] if found else None)


def _apart(one: ActorMention, other: ActorMention) -> bool:
    """Groups of the registry are one only where one is a faction of the other."""
    if one.actor_id and other.actor_id and one.actor_id != other.actor_id:
        return one.faction_of != other.actor_id and other.faction_of != one.actor_id
    kinds = {one.kind, other.kind}
    return bool(kinds & _STATE) and bool(kinds & _AGAINST)
