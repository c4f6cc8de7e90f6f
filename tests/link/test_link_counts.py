"""The total of one account: a figure of a part is none, whoever else is told of."""

from __future__ import annotations

from datetime import date

import pytest
from link_builder import Maker, make_report

from dateline.link.counts import total, total_figure
from dateline.model import Account, Effect, Field, Group, Toll

TEXT = "Five teens were shot. Her nephew was shot. Two children were hurt."
FIVE = (Toll(Effect.INJURED, Group.CIVILIANS, 5, 5, 5), "Five teens")
AT_LEAST_TWO = (Toll(Effect.INJURED, Group.CIVILIANS, 2, 2, None), "Two children")
NEPHEW = (Toll(Effect.INJURED, Group.UNKNOWN, 1, 1, None), "Her nephew")
ATTACKER = (Toll(Effect.INJURED, Group.ATTACKERS, 1, 1, 1), "Her nephew")
FIVE_ATTACKERS = (Toll(Effect.INJURED, Group.ATTACKERS, 5, 5, 5), "Five teens")


def _account(*told: tuple[Toll, str]) -> Account:
    maker = Maker(make_report("r", TEXT, date(2016, 10, 24)), "ra")
    for toll, words in told:
        maker.say(Field.TOLL, toll, words)
    return maker.done()


@pytest.mark.parametrize(
    ("told", "figure", "parts"),
    [
        ((FIVE, NEPHEW), 5, False),  # he may be one of them, and is not all
        ((NEPHEW, FIVE), 5, False),
        ((NEPHEW, AT_LEAST_TWO), 1, False),  # children told of one by one may be the same child
        ((NEPHEW,), 1, False),
        ((NEPHEW, ATTACKER), 1, False),
        ((NEPHEW, FIVE_ATTACKERS), 1, False),  # they are counted apart
        ((FIVE, ATTACKER), 5, True),
    ],
)
def test_a_part_is_no_total(told: tuple[tuple[Toll, str], ...], figure: int, parts: bool) -> None:
    found = total(_account(*told), Effect.INJURED)
    assert found is not None
    assert (total_figure(found), found.parts) == (figure, parts)
