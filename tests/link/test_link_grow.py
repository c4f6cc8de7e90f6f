"""An account that joins later changes exactly what judging all anew would change."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_builder import LAHORE, QUETTA, Maker, by_id, make_report

import dateline.link.block
from dateline.link import incidents, judge
from dateline.link.grow import Memory
from dateline.link.packed import pack, unpack
from dateline.link.profile import profiles
from dateline.model import Account, Effect, Report

NAMES = ["Abdullah Afridi", "Karim Bakhtiari", "Sariab Road", "Nasir Khan Durrani", "Gul Zaman"]


def _world(rng: random.Random, count: int) -> tuple[list[Account], dict[str, Report]]:
    told, reports = [], []
    for number in range(count):
        day = date(2016, 10, 20) + timedelta(days=rng.randrange(5))
        dead = rng.choice([1, 1, 2, 7, 61])
        names = " and ".join(rng.sample(NAMES, 2))
        text = f"Gunmen shot {dead} people dead near the bazaar, {names} said. Story {number} of it."
        published = None if rng.random() < 0.15 else day + timedelta(days=rng.randrange(3))
        report = make_report(f"r{number:03}", text, published, outlet=f"Paper {number}")
        maker = Maker(report, f"r{number:03}a", subtype="shooting").toll(Effect.KILLED, dead, str(dead))
        if rng.random() < 0.9:
            maker.on(day, "near the bazaar").at(rng.choice([QUETTA, QUETTA, LAHORE]), "bazaar")
        told.append(maker.done())
        reports.append(report)
    return told, by_id(reports)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 30), st.integers(1, 4))
def test_growing_in_any_order_gives_what_judging_all_gives(
    rng: random.Random, count: int, pivots: int
) -> None:
    told, reports = _world(rng, count)
    with pytest.MonkeyPatch.context() as patch:
        # few pivots, so that a handful of accounts makes a crowd
        patch.setattr(dateline.link.block, "PIVOTS", pivots)
        patch.setattr(dateline.link.block, "WORD_PIVOTS", pivots)
        expected = judge(told, reports)
        for _ in range(2):
            known = profiles(told, reports)
            rng.shuffle(known)
            index = Memory()
            for profile in known:
                index.add(profile)
            grown = sorted(index.standing.values(), key=lambda j: (j.left, j.right))
            assert grown == expected
    assert incidents(told, reports, grown, []) == incidents(told, reports, expected, [])


def test_profiles_survive_packing() -> None:
    told, reports = _world(random.Random(4), 12)
    for profile in profiles(told, reports):
        again = unpack(pack(profile))
        assert pack(again) == pack(profile)
        assert (again.words, again.names, again.where) == (profile.words, profile.names, profile.where)
