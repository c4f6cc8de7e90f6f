"""Claims of responsibility, denials and blame."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from dateline.model import ActorKind, ClaimStance, Span
from dateline.reader.claims import ClaimMention, find_claims

CLAIMS, DENIES, BLAMED = ClaimStance.CLAIMS, ClaimStance.DENIES, ClaimStance.BLAMED

_GROUPS = {
    "Northern Brigade": "nb",
    "Lake Front": "lf",
    "Sons of the Delta": "sd",
    "the army": None,
    "The army": None,
    "The government": None,
    "Amaq": None,
}


@dataclass(frozen=True)
class Named:
    """An actor as another room finds it."""

    span: Span
    name: str
    actor_id: str | None
    kind: ActorKind = ActorKind.REBELS
    named: bool = True
    faction_of: str | None = None


_KINDS = {
    "the army": ActorKind.STATE_FORCES,
    "The army": ActorKind.STATE_FORCES,
    "The government": ActorKind.GOVERNMENT,
    "Amaq": ActorKind.OTHER,
}


def read(text: str) -> list[ClaimMention]:
    actors = [
        Named(Span("r", m.start(), m.end()), name, actor_id, _KINDS.get(name, ActorKind.REBELS))
        for name, actor_id in _GROUPS.items()
        for m in re.finditer(rf"\b{name}\b", text)
    ]
    return find_claims(text, "r", sorted(actors, key=lambda a: a.span.start))


@pytest.mark.parametrize(
    ("text", "claimant", "stance", "by", "channel"),
    [
        ("The Lake Front claimed responsibility for the blast.", "Lake Front", CLAIMS, "Lake Front", ""),
        ("The Lake Front said it was behind the raid.", "Lake Front", CLAIMS, "Lake Front", ""),
        ("The Lake Front later claimed the raid in a video.", "Lake Front", CLAIMS, "Lake Front", "video"),
        (
            "The Lake Front, through its Amaq outlet, claimed responsibility.",
            "Lake Front",
            CLAIMS,
            "Lake Front",
            "news agency",
        ),
        (
            "In a statement e-mailed to reporters, the Lake Front said its fighters carried out the raid.",
            "Lake Front",
            CLAIMS,
            "Lake Front",
            "e-mail",
        ),
        ("The bombing was claimed by the Lake Front.", "Lake Front", CLAIMS, "Lake Front", ""),
        ("The Lake Front denied involvement in the attack.", "Lake Front", DENIES, "Lake Front", ""),
        ("Authorities blamed the Lake Front for the raid.", "Lake Front", BLAMED, "Authorities", ""),
        ("The army accused the Lake Front of firing rockets.", "Lake Front", BLAMED, "The army", ""),
        ("The Lake Front is believed to be behind the raid.", "Lake Front", BLAMED, "", ""),
    ],
)
def test_claims(text: str, claimant: str, stance: ClaimStance, by: str, channel: str) -> None:
    (found,) = read(text)
    assert (found.claimant, found.stance, found.by, found.channel) == (claimant, stance, by, channel)
    assert found.actor_id == "lf"
    assert found.claimant_span is not None
    assert text[found.claimant_span.start : found.claimant_span.end] == "Lake Front"
    assert found.span.covers(found.claimant_span)


@pytest.mark.parametrize(
    "text",
    [
        "No group has claimed responsibility.",
        "There was no immediate claim of responsibility.",
        "No group claimed the blast, but the Lake Front has bombed the road before.",
        "The Lake Front has not claimed the raid.",
        "The Lake Front raided a village.",
    ],
)
def test_nobody_claims(text: str) -> None:
    assert read(text) == []


def test_photographs_belong_to_the_claim() -> None:
    text = "The Lake Front had previously also claimed the raid and released photos of the fighters."
    (found,) = read(text)
    assert found.channel == "other"
    assert text[found.span.start : found.span.end].endswith("photos")


def test_both_groups_claim_and_dispute() -> None:
    text = "The Lake Front fought the Northern Brigade for the port. Both groups claimed the attack."
    found = read(text)
    assert [(c.claimant, c.disputed) for c in found] == [("Lake Front", True), ("Northern Brigade", True)]


def test_a_claim_that_cannot_be_verified_is_disputed() -> None:
    (found,) = read("The Lake Front claimed responsibility, which could not be independently verified.")
    assert found.disputed


def test_a_group_without_a_name_in_the_registry() -> None:
    (found,) = read("A group calling itself Guard of the Coast said it had bombed the station.")
    assert found.claimant == "Guard of the Coast"
    assert found.actor_id is None
