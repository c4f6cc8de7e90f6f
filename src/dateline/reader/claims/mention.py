"""What the claims room takes in and hands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dateline.model import ActorKind, ClaimStance, Span


class NamedActor(Protocol):
    """What :func:`find_claims` needs to know of an actor found in the text."""

    @property
    def span(self) -> Span: ...
    @property
    def name(self) -> str: ...
    @property
    def actor_id(self) -> str | None: ...
    @property
    def kind(self) -> ActorKind: ...
    @property
    def named(self) -> bool: ...
    @property
    def faction_of(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """One claim as the words make it.

    ``claimant`` is the actor whose responsibility is spoken of, ``claimant_span`` its words; ``by`` who says
    so. ``disputed``: another one claims the same, or the text doubts it. ``channel`` and ``jointly_with``
    may come from another sentence of the same report on the same claim. ``confidence`` is that of the
    patterns, or of the reader that marked it. ``also`` are further words of the same party that say the
    same.
    """

    span: Span
    claimant: str
    claimant_span: Span | None
    stance: ClaimStance
    by: str = ""
    actor_id: str | None = None
    channel: str = ""
    jointly_with: str = ""
    disputed: bool = False
    confidence: float = 0.75
    also: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A group, force or person that a phrase stands for. ``span``: the words here, "it" included.

    ``armed``: may be expected to speak of violence of its own (a group, a militia, or of unknown kind);
    ``proper``: has a name, and is not only "a faction of" something that has one; that one is a ``part``.
    """

    name: str
    span: Span
    actor_id: str | None = None
    armed: bool = True
    proper: bool = True
    part: bool = False
    force: bool = False
