"""A place as a report mentions it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.model import PlaceClass, Span, Where

#: Role of the place at which a line ends: the line itself is the mention before it.
FAR_END = "far end"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A span that names a place, what it most likely stands for, and why.

    ``score`` is the chance (0..1) that the span names a place and this one. ``candidates`` are the best
    readings as the gazetteer has them (with the middle of areas), that of ``where`` first. ``role`` is
    "" or how the place is spoken of: "dateline" (at the head of the story), "organisation" (inside a
    name: "the Springfield Police Department"), "residence" ("of Dayton"), "qualifier" (", Ill."),
    "region of", "far end" (the second town of "between Quetta and Sibi") …
    ``within`` is the index of the mention that encloses it (the town of an address), or
    None.
    """

    span: Span
    where: Where
    score: float
    reasons: tuple[str, ...] = ()
    candidates: tuple[Where, ...] = ()
    role: str = ""
    within: int | None = None


def unlisted_in(host: Where, place_class: PlaceClass, words: str, how: str = "in") -> Where:
    """A site, street or village that no gazetteer holds, at the middle of the place that it is taken to be
    ``how`` ("in", "near the last town named,")."""
    reason = f"not in the gazetteer; taken to be {how} {host.name}"
    return replace(host, place_class=place_class, detail=words, centroid=True, reason=reason)
