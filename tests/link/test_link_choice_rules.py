"""Counts by rules that are named, updates told from disputes, claims graded, and who had it from whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from link_builder import QUETTA, Maker, Speaker, by_id, make_report

from dateline.errors import UsageError
from dateline.link import Options, chains, incidents, origins
from dateline.model import Chosen, Claim, ClaimStance, Decision, DecisionVerb, Effect, Toll

DAY = date(2016, 10, 24)
#: day of publication after the attack, count, who says it
TOLD = [
    (1, 59, Speaker("officials", "official")),
    (1, 59, Speaker("", "")),
    (2, 61, Speaker("a list at the morgue", "")),
    (3, 65, Speaker("a local paper", "")),
    (3, 60, Speaker("police", "police")),
]
WORDS = "north gate hospital morning witness bridge market school harbour river".split()


def _killed(rule: str) -> Chosen:
    accounts, reports, merges = [], [], []
    for number, (after, dead, speaker) in enumerate(TOLD):
        text = f"{dead} people died in Quetta. " + " ".join(f"{w}{number} {w}{number + 9}" for w in WORDS)
        report = make_report(f"r{number}", text, DAY + timedelta(days=after), outlet=f"Paper {number}")
        maker = Maker(report, f"r{number}a").on(DAY, "in").at(QUETTA, "Quetta")
        accounts.append(maker.toll(Effect.KILLED, dead, f"{dead} people", said_by=speaker).done())
        reports.append(report)
        at = datetime(2024, 1, 1, number)
        merges.append(Decision(f"d{number}", DecisionVerb.MERGE, ("r0a", f"r{number}a"), "ann", at))
    (found,) = incidents(accounts, by_id(reports), [], merges[1:], options=Options(tolls=rule))
    return found.tolls[0]


@pytest.mark.parametrize(
    ("rule", "best"),
    [("ucdp-low-best-high", 59), ("acled-conservative", 59), ("gtd-cascade", 60), ("latest-official", 60)],
)
def test_each_rule_chooses_its_count(rule: str, best: int) -> None:
    chosen = _killed(rule)
    assert isinstance(chosen.value, Toll)
    assert (chosen.rule, chosen.value.best) == (rule, best)
    assert (chosen.value.low, chosen.value.high) == (59, 65)


def test_updates_are_told_from_disputes() -> None:
    assert _killed("latest-official").reason.endswith("earlier counts: 59, 61; in dispute with 65")


def test_an_unknown_rule_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="average"):
        _killed("average")


def _graded(*claims: Claim) -> list[str]:
    report = make_report("c1", "The attack in Quetta was claimed by several groups.", DAY)
    maker = Maker(report, "c1a").at(QUETTA, "Quetta")
    for claim in claims:
        maker.claim(claim, "claimed")
    (found,) = incidents([maker.done()], by_id([report]), [], [])
    return [c.reason.split("support ")[1].split(";")[0] for c in found.claims]


def test_claims_are_graded() -> None:
    claim = Claim("Northern Front", ClaimStance.CLAIMS, "Northern Front")
    assert _graded(claim) == ["weak"]
    assert _graded(Claim("Northern Front", ClaimStance.CLAIMS, channel="video")) == ["fair"]
    rival = Claim("Southern Front", ClaimStance.CLAIMS, "Southern Front")
    assert _graded(claim, rival) == ["contested", "contested"]


def test_the_chain_of_a_wire_story_is_kept() -> None:
    story = (
        "Rebels attacked a convoy on the northern road on Sunday and killed nine drivers, the governor said. "
        "The trucks carried flour to a camp for the displaced. Two of them burned, and the road was closed."
    )
    first = make_report("w1", story, date(2020, 1, 5), agency="MPA", outlet="One")
    copy = make_report("w2", story, date(2020, 1, 6), outlet="Two")
    other = make_report("w3", "Nine drivers died on the road.", date(2020, 1, 6), outlet="Three")
    reports = by_id([first, copy, other])
    assert chains(reports, origins(reports)) == {"w1": "One from MPA", "w2": "Two from MPA", "w3": ""}
