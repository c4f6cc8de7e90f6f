"""Whether confidences mean what they say."""

from __future__ import annotations

from datetime import date

import pytest
from accounts_by_hand import account

from dateline.evaluate.calibration import Observation, expected_error, figures
from dateline.evaluate.corpus import observations
from dateline.evaluate.marked import Mark, MarkedIncident, MarkedReport
from dateline.model import Actor, ActorRole, Claim, ClaimStance, Effect, Field, Stage, Stance, Toll


def observed(confidence: float, *right: bool, kind: str = "toll") -> list[Observation]:
    return [Observation(kind, confidence, one) for one in right]


def test_right_as_often_as_confident_is_no_error() -> None:
    assert expected_error(observed(0.75, True, True, True, False)) == 0.0
    assert expected_error([]) == 0.0
    assert expected_error(observed(1.0, True)) == 0.0


def test_errors_of_bins_do_not_cancel_out() -> None:
    told = observed(0.95, True, False) + observed(0.05, True, False)
    assert expected_error(told) == pytest.approx(0.45)


def test_figures_by_kind() -> None:
    told = figures(observed(0.9, True, False) + observed(0.5, True, kind="claim"))
    assert told["calibration_toll_error"] == pytest.approx(0.4)
    assert told["calibration_claim_statements"] == 1 and told["calibration_all_statements"] == 3
    assert told["calibration_all_error"] == pytest.approx((0.8 + 0.5) / 3)


def test_statements_are_held_against_the_marks() -> None:
    incident = MarkedIncident(
        "bombing", "", Stage.ACCOMPLISHED, True, None, (), (("perpetrator", "gunmen"),),
        (("killed", "unknown", 3, 3, 3),), (("claims", "Red Column"),),
    )  # fmt: skip
    marks = (Mark(0, 1, "ev", ("a",), Stance.ASSERTED),)
    gold = MarkedReport("r", "", "", date(2020, 1, 1), "x" * 40, marks, {"a": incident})
    told = account(
        "bombing",
        (Field.TYPE, "bombing"),
        (Field.ACTOR, Actor("the gunmen", ActorRole.PERPETRATOR)),
        (Field.ACTOR, Actor("the gunmen", ActorRole.VICTIM)),
        (Field.TOLL, Toll(Effect.KILLED, low=3, best=3, high=3)),
        (Field.TOLL, Toll(Effect.KILLED, low=4, best=4, high=4)),
        (Field.CLAIM, Claim("the Red Column", ClaimStance.CLAIMS)),
    )
    verdicts = [(o.kind, o.right) for o in observations(gold, [told])]
    assert verdicts == [
        ("type", True), ("actor", True), ("actor", False), ("toll", True), ("toll", False), ("claim", True),
    ]  # fmt: skip
    nowhere = MarkedReport("r", "", "", date(2020, 1, 1), "x" * 40, (), {})
    assert not any(o.right for o in observations(nowhere, [told])), "an incident that nobody marked is wrong"
