"""A sentence that stands in two stories was written once: it counts once for what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from link_builder import QUETTA, Maker, by_id, make_report

from dateline.link import Options, incidents, origins
from dateline.model import Decision, DecisionVerb, Effect, Incident, Report, Toll

DAY = date(2016, 10, 24)
AGENCY = "At least {} people were killed when gunmen stormed a police college in Quetta late on Monday night."
WORDS = "north gate hospital morning witness bridge market school harbour river station tower".split()


def _story(number: int, after: int, sentence: str, before: str = "") -> Report:
    """A story of an outlet's own around one sentence."""
    own = " ".join(f"{w}{number} {w}{number + 19}" for w in WORDS)
    text = f"{before or f'Our correspondent {number} walked to the {own}.'} {sentence} The {own} again."
    return make_report(f"r{number}", text, DAY + timedelta(days=after), outlet=f"Paper {number}")


def _told(told: Sequence[tuple[Report, int]], rule: str = "") -> Incident:
    accounts, merges = [], []
    for report, dead in told:
        maker = Maker(report, f"{report.id}a").on(DAY, "Monday").at(QUETTA, "Quetta")
        accounts.append(maker.toll(Effect.KILLED, dead, f"{dead} people").done())
        at = datetime(2024, 1, 1, len(merges))
        pair = (accounts[0].id, accounts[-1].id)
        merges.append(Decision(f"d{len(merges)}", DecisionVerb.MERGE, pair, "ann", at))
    reports = by_id([report for report, _ in told])
    assert len(set(origins(reports).values())) == len(told), "no report is a copy of another as a whole"
    (found,) = incidents(accounts, reports, [], merges[1:], options=Options(tolls=rule))
    return found


def test_an_agencys_paragraph_in_two_stories_is_one_origin_of_what_it_says() -> None:
    found = _told([(_story(n, n, AGENCY.format(59)), 59) for n in range(3)])
    assert found.origins == 3
    said = "rests on one origin, whose sentence 2 more print word for word"
    assert found.tolls[0].reason == f"59 {said}"
    assert found.when.reason == f"{DAY.isoformat()} {said}"
    assert said in found.where.reason
    assert len(found.tolls[0].support) == 3, "who prints it is told all the same"


def test_what_is_said_in_words_of_ones_own_is_another_origin() -> None:
    own = "Doctors at the main hospital of Quetta counted 59 people among the dead since Monday evening."
    found = _told([(_story(0, 0, AGENCY.format(59)), 59), (_story(1, 1, own), 59)])
    assert found.tolls[0].reason == "59 rests on 2 independent origins"


@pytest.mark.parametrize(
    "sentence", ["59 people died in Quetta on Monday.", "Monday in Quetta: 59 people dead."]
)
def test_two_may_write_a_short_sentence_by_chance(sentence: str) -> None:
    found = _told([(_story(n, n, sentence), 59) for n in range(2)])
    assert found.tolls[0].reason == "59 rests on 2 independent origins"


def test_only_case_and_punctuation_may_differ() -> None:
    loud = AGENCY.format(59).replace("gunmen", "Gunmen").replace("Quetta late", "Quetta, late")
    same = _told([(_story(0, 0, AGENCY.format(59)), 59), (_story(1, 1, loud), 59)])
    assert same.tolls[0].reason.startswith("59 rests on one origin")
    other = _told([(_story(0, 0, AGENCY.format(59)), 59), (_story(1, 1, AGENCY.format(61)), 61)])
    assert "word for word" not in other.tolls[0].reason


def test_a_figure_that_is_printed_again_is_no_newer_than_when_it_was_written() -> None:
    """Two papers count 61 the day after; a third prints the first night's sentence on the third day."""
    own = [
        "Hospitals in Quetta put the number at 61 people since the attack of Monday on the police college.",
        "Funerals were held for 61 people, all of whom were killed on Monday in Quetta, their families said.",
    ]
    told = [(_story(0, 0, AGENCY.format(59)), 59), (_story(1, 1, own[0]), 61), (_story(2, 1, own[1]), 61)]
    again = (_story(3, 2, AGENCY.format(59)), 59)
    for rule in ("ucdp-low-best-high", "gtd-cascade"):
        toll = _told([*told, again], rule).tolls[0].value
        assert isinstance(toll, Toll)
        assert toll.best == 61


def test_the_order_of_arrival_changes_nothing() -> None:
    told = [(_story(n, n % 2, AGENCY.format(59)), 59) for n in range(4)]
    merged = _told(told)
    assert _told([told[0], *reversed(told[1:])]).tolls == merged.tolls
