"""What police did, from accounts made by hand."""

from __future__ import annotations

import pytest
from accounts_by_hand import account

from dateline.evaluate import india_police
from dateline.evaluate.scoring import Counts
from dateline.model import Account, Actor, ActorKind, ActorRole, Effect, Field, Stage, Stance, Toll, Weapon

POLICE = Actor("police", ActorRole.PERPETRATOR, kind=ActorKind.POLICE)
CONSTABLES = Actor("two constables", ActorRole.PERPETRATOR)
MOB = Actor("a mob", ActorRole.PERPETRATOR, kind=ActorKind.COMMUNAL)
AT_HAND = Actor("police", ActorRole.RESPONDER, kind=ActorKind.POLICE)
HURT = Actor("policemen", ActorRole.VICTIM, kind=ActorKind.POLICE)
THREE_DEAD = (Field.TOLL, Toll(Effect.KILLED, low=3, best=3, high=3))
NOBODY_DEAD = (Field.TOLL, Toll(Effect.KILLED, low=0, best=0, high=0))
NINE_HELD = (Field.TOLL, Toll(Effect.ARRESTED, low=9, best=9, high=9))
TEARGAS = (Field.WEAPON, Weapon("teargas", "chemical"))


def by(actor: Actor, stance: Stance = Stance.ASSERTED) -> tuple[Field, Actor, Stance]:
    return (Field.ACTOR, actor, stance)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (account("repression/excessive_force", by(POLICE), THREE_DEAD), {"KILL", "FORCE", "ANY_ACTION"}),
        (account("repression/excessive_force", by(CONSTABLES), NOBODY_DEAD), {"FORCE", "ANY_ACTION"}),
        (account("repression", by(POLICE, Stance.DENIED), THREE_DEAD), set()),
        (account("repression", by(POLICE), THREE_DEAD, stage=Stage.PREVENTED), set()),
        (account("mob_violence/riot", by(MOB), THREE_DEAD), set()),
        (account("mob_violence/riot", by(MOB), by(AT_HAND), THREE_DEAD), {"ANY_ACTION"}),
        (account("mob_violence/riot", by(MOB), by(HURT), THREE_DEAD), set()),
        (account("arrest"), {"ARREST", "ANY_ACTION"}),
        (account("mob_violence/riot", by(MOB), NINE_HELD), {"ARREST", "ANY_ACTION"}),
        (account("arrest", by(MOB)), set()),
        (account("protest/with_intervention", by(AT_HAND), TEARGAS), {"FORCE", "ANY_ACTION"}),
        (account("protest/peaceful", by(AT_HAND)), {"ANY_ACTION"}),
        (account("security_operation/sweep", by(POLICE)), {"ANY_ACTION"}),
        (account("repression/crackdown"), {"ANY_ACTION"}),
        (account("troop_movement", by(MOB)), set()),
        (account("battle"), set()),
        (account("security_operation/raid", by(POLICE), THREE_DEAD), {"KILL", "FORCE", "ANY_ACTION"}),
        (account("accident", by(POLICE), THREE_DEAD), {"ANY_ACTION"}),
        (account("arson", by(MOB), (Field.NOTE, "policemen looked on")), {"FAIL"}),
        (account("arson", by(MOB), (Field.NOTE, "the worst fire in ten years")), set()),
    ],
)
def test_labels_follow_from_accounts(told: Account, wanted: set[str]) -> None:
    assert india_police.labels([told]) == wanted


def test_no_account_no_label() -> None:
    assert not india_police.labels([])


def test_documents_are_counted_by_label() -> None:
    counts = Counts()
    india_police.compare(frozenset({"KILL", "FORCE"}), frozenset({"KILL", "ARREST"}), counts)
    india_police.compare(frozenset({"KILL"}), frozenset(), counts)
    found = india_police.evaluation(counts, 2)
    assert found.figures["kill_p"] == 1.0 and found.figures["kill_r"] == 0.5
    assert found.figures["arrest_p"] == 0.0 and found.figures["force_r"] == 0.0
    assert found.figures["macro_f1"] == pytest.approx((2 / 3) / 5)
    assert all(len(row) == len(found.columns) for row in found.rows)
