"""Incidents that are told by those who died in them: "three farmers died in a raid"."""

from __future__ import annotations

import pytest

from dateline.assemble import extract
from dateline.ingest import read
from dateline.model import Effect, Page


def told(text: str) -> list[tuple[str, int | None]]:
    """Type and best count of the killed of each account."""
    report = read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2020-05-20"}, origin="t"))
    return [
        (a.type, next((t.best for t, _ in a.tolls if t.effect is Effect.KILLED), None))
        for a in extract(report)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three farmers died in a raid by bandits on Monday.", [("armed_attack", 3)]),
        ("Two men died in the clash on Monday.", [("battle", 2)]),
        ("Nine people died in a blast in Quetta.", [("bombing", 9)]),
        ("Ten villagers died in an attack on Monday.", [("armed_attack", 10)]),
        ("Ten villagers died at the hands of gunmen on Monday.", [("armed_attack", 10)]),
        ("Two climbers died in an avalanche on Monday.", []),
        ("He died in battle, the family says of the grandfather.", []),
    ],
)
def test_those_who_died_are_the_incident_s(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert told(text) == expected


def test_a_sentence_that_counts_the_dead_names_nobody() -> None:
    text = (
        "Suicide attackers assaulted the college on Monday. Two of them detonated their vests and the third "
        "was shot by soldiers of the Frontier Corps."
    )
    report = read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2020-05-20"}, origin="t"))
    (account,) = extract(report)
    assert {len(a.name.split()) <= 3 for a, _ in account.actors} == {True}
    assert next(t.best for t, _ in account.tolls if t.effect is Effect.KILLED) == 3
