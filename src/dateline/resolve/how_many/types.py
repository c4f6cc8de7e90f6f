"""What the room returns: counts with their words."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Span, Toll


@dataclass(frozen=True, slots=True)
class Individual:
    """Somebody told of alone: "15-year-old Kevin Barbee", "a 24-year-old man".

    ``referent`` numbers the people of a report: two mentions with the same number are the same person.
    """

    span: Span
    referent: int
    name: str = ""
    age: int | None = None
    gender: str = ""  # "m", "f" or "" (the words do not say)
    description: str = ""


@dataclass(frozen=True, slots=True)
class CountMention:
    """A toll as the words say it.

    ``span`` holds qualifier, number and noun ("at least 20 cadets"); ``effect_span`` the word that gives the
    effect. ``role_hint``: "victim", "attacker" or "". ``inclusive``: the count may hold dead and hurt
    alike ("four people were shot"). ``definite``: the words speak of people told of before ("the two men").
    ``additional``: they add to others ("two more"). ``part_of`` is the span of the total that they are a
    part of. ``weak``: harm only inferred from care ("taken to hospital").
    """

    span: Span
    toll: Toll
    effect_span: Span
    noun: str = ""
    individuals: tuple[Individual, ...] = ()
    role_hint: str = ""
    negated: bool = False
    cumulative: bool = False
    tentative: bool = False
    inclusive: bool = False
    additional: bool = False
    definite: bool = False
    partitive: bool = False
    weak: bool = False
    part_of: Span | None = None
    sentence: int = 0
    effect_form: str = ""  # of the word that gives the effect: past, present, gerund, state, noun
