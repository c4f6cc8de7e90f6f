"""Other versions of an example: other names, another case, cut short, with furniture around it.

The network is to learn contexts instead of names: a town, a group or a person of the corpus appears under
other names in every epoch.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.train.reader.example import Example, Labelled

_NAME = re.compile(r"(?:[A-Z][\w'’-]+)(?:[ -](?:(?:of|the|al|de|del|la|and|for)[ -])*[A-Z][\w'’-]+)*")
_PLACES, _GROUPS = frozenset(("where",)), frozenset(("claims", "denies", "blamed", "perpetrator", "target"))
_FURNITURE = (
    "Share this article", "Advertisement", "Read more: Weather for the weekend", "Sign up for our newsletter",
    "Related stories", "Copyright. All rights reserved.", "Photo: file picture", "Click here to comment",
    "Most read today", "Follow us for updates", "Story continues below", "Home | News | Sport | Contact",
)  # fmt: skip
_TITLES = frozenset(
    "general colonel captain president minister mr mrs dr police army the a an in on at".split()
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names to swap in: towns and armed groups, as they are written."""

    places: Sequence[str]
    groups: Sequence[str]


def varied(example: Example, names: Names, rng: random.Random) -> Example:
    """One random version of an example; its labels stay with their words."""
    if rng.random() < 0.7:
        example = renamed(example, names, rng)
    if rng.random() < 0.15:
        example = cut_short(example, rng)
    if rng.random() < 0.2:
        example = furnished(example, rng)
    if rng.random() < 0.08:
        example = replace(example, text=_upper(example.text))
    return example


def _upper(text: str) -> str:
    """Capitals, but where a letter would become two."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def renamed(example: Example, names: Names, rng: random.Random) -> Example:
    """Towns in the marked places and groups in the marked parties under other names, throughout."""
    swaps: dict[str, str] = {}
    for span in example.spans:
        stock = names.places if span.label in _PLACES else names.groups if span.label in _GROUPS else ()
        for match in _NAME.finditer(example.text, span.start, span.end) if stock else ():
            name = match.group()
            one_word = " " not in name and "-" not in name
            # one capitalised word at the start of a sentence may be any word
            opens = match.start() == 0 or example.text[match.start() - 2 : match.start()] in ("\n\n", ". ")
            if name.lower() in _TITLES or (one_word and (opens or span.label in _GROUPS)) or len(name) < 4:
                continue
            if rng.random() < 0.8:
                swaps.setdefault(name, rng.choice(stock))
    return replaced(example, swaps) if swaps else example


def replaced(example: Example, swaps: Mapping[str, str]) -> Example:
    """The example with every whole-word occurrence of the keys replaced; spans move along."""
    pattern = "|".join(re.escape(name) for name in sorted(swaps, key=len, reverse=True))
    pieces, moves, at, shift = [], [], 0, 0
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", example.text):
        new = swaps[match.group()]
        pieces += [example.text[at : match.start()], new]
        moves.append((match.start(), match.end(), shift, len(new)))
        shift += len(new) - (match.end() - match.start())
        at = match.end()
    text = "".join([*pieces, example.text[at:]])
    spans = tuple(
        replace(
            s,
            start=_moved(s.start, moves, shift, opening=True),
            end=_moved(s.end, moves, shift, opening=False),
        )
        for s in example.spans
    )
    return replace(example, text=text, spans=tuple(s for s in spans if s.end > s.start))


def _moved(offset: int, moves: Iterable[tuple[int, int, int, int]], shift: int, *, opening: bool) -> int:
    """Where an offset went; inside of replaced words it goes to their border."""
    for start, end, before, length in moves:
        if offset <= start:
            return offset + before
        if offset < end:
            return start + before + (0 if opening else length)
        if offset == end and not opening:
            return start + before + length
    return offset + shift


def cut_short(example: Example, rng: random.Random) -> Example:
    """The first paragraphs only."""
    breaks = [m.start() for m in re.finditer(r"\n\s*\n", example.text)]
    if len(breaks) < 3:
        return example
    end = breaks[rng.randrange(1, len(breaks))]
    return replace(example, text=example.text[:end], spans=tuple(s for s in example.spans if s.end <= end))


def furnished(example: Example, rng: random.Random) -> Example:
    """With lines of furniture before and behind, as scraped pages have them."""
    before = "".join(f"{line}\n\n" for line in rng.sample(_FURNITURE, rng.randrange(0, 3)))
    behind = "".join(f"\n\n{line}" for line in rng.sample(_FURNITURE, rng.randrange(1, 4)))
    shift = len(before)
    spans = tuple(_shifted(s, shift) for s in example.spans)
    return replace(example, text=before + example.text + behind, spans=spans)


def _shifted(span: Labelled, shift: int) -> Labelled:
    return replace(span, start=span.start + shift, end=span.end + shift)
