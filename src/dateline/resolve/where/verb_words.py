"""What the words around a verb and around a place say of the place as that of the verb's event.

"can patrol in Moscow" tells of no patrol there; "armed men attacked a vehicle in Sur, and five people were
killed": the place belongs to the verb before it, and the killing to the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.model import Span
from dateline.resolve.where.scene import cues_of, words_of

_MODAL = frozenset("can could will would may might must should shall to not never if".split())
_VERB = re.compile(r"(?:ed|ing)\Z")
_IRREGULAR = frozenset(
    "was were is are be been being had has have said says say told took take taken came went held hit shot "
    "fell left began broke blew fought set made gave got sent died fled found killed wounded attacked".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+|[,;:()\"“”—.]")
_STEM = 6  # letters that stand for a verb: "patrol", "captur"


@dataclass(frozen=True, slots=True)
class VerbWords:
    """A verb in its sentence: its stem, its ending, the word before it that makes it a wish or a plan, its
    kind of cue, and its neighbours."""

    text: str
    verb: Span
    start: int
    end: int
    stem: str
    ending: str
    modal: str
    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def verb_words(text: str, verb: Span, bounds: tuple[int, int]) -> VerbWords:
    """The words around ``verb`` in the sentence ``bounds``."""
    start, end = bounds
    word = text[verb.start : verb.end].lower()
    before = tuple(words_of(text[max(start, verb.start - 80) : verb.start])[-4:])
    return VerbWords(
        text, verb, start, end, word[:_STEM],
        next((e for e in ("ing", "ed", "s") if word.endswith(e)), "base"),
        next((w for w in reversed(before) if w in _MODAL), ""),
        cues_of(text).first(verb.start, verb.end) or "none",
        before, tuple(words_of(text[verb.end : min(end, verb.end + 60)])[:4]),
    )  # fmt: skip


def words_of_verb(around: VerbWords, side: str) -> Iterator[str]:
    """How the verb is said: "will patrol", "to protest against", "was captured by"; one pass a side."""
    before, after = (around.before[-1:] or ("^",))[0], (around.after[:1] or ("$",))[0]
    modal = around.modal
    yield from (f"modal={modal}", f"modal={modal}|{side}", f"modal={modal}|{around.stem}")
    yield from (f"ending={around.ending}|{side}", f"ending={around.ending}|{before}")
    yield f"cue={around.kind}|{around.ending}|{side}"
    two_before, two_after = "_".join(around.before[-2:]), "_".join(around.after[:2])
    yield from (f"verb-behind-two={two_before}", f"verb-before-two={two_after}")
    yield from (f"verb-before={after}|{around.stem}", f"verb-behind={before}|{around.stem}")
    yield from (f"verb-after={word}|{side}" for word in around.before)
    yield from (f"verb-ahead={word}|{side}" for word in around.after)


def words_of_place(around: VerbWords, place: Span, bearing: tuple[str, str]) -> Iterator[str]:
    """The verb that governs the place (the last before it) and the words beside the place; ``bearing`` is
    the kind of its locative and its side of the verb."""
    kind, side = bearing
    yield from _governor(around, place, bearing)
    before = words_of(around.text[max(around.start, place.start - 50) : place.start])
    after = words_of(around.text[place.end : min(around.end, place.end + 40)])[:2]
    last, following = (before[-1:] or ("^",))[0], (after[:1] or ("$",))[0]
    yield from (f"place-behind-three={'_'.join(before[-3:])}", f"place-before-two={'_'.join(after)}")
    yield from (f"place-before={following}|{side}|{kind}", f"place-behind={last}|{around.stem}|{side}")
    yield from (f"place-after={word}|{side}" for word in before[-5:])


def _governor(around: VerbWords, place: Span, bearing: tuple[str, str]) -> Iterator[str]:
    kind, side = bearing
    found = list(_WORD.finditer(around.text, around.start, place.start))
    for distance, match in enumerate(reversed(found)):
        word = match.group()
        lower = word.lower()
        if lower not in _IRREGULAR and not (len(word) > 4 and word == lower and _VERB.search(lower)):
            continue
        own = around.verb.start <= match.start() < around.verb.end
        yield from (f"governed={own}|{side}", f"governed={own}|{kind}|{side}")
        if own:
            yield f"governed-at={min(distance, 8)}|{kind}"
        else:
            yield from (f"governor={lower[:_STEM]}|{side}", f"governors={around.stem}|{lower[:_STEM]}")
        return
    yield from (f"governed=none|{side}", f"governed=none|{kind}|{side}", f"governors={around.stem}|^")
