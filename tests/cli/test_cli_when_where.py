"""`dateline when` and `dateline where`: what is found, why, and what is printed where nothing is."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from dateline.cli.small import app

RUN = CliRunner(env={"COLUMNS": "220"})


def run(*arguments: str) -> str:
    result = RUN.invoke(app, list(arguments))
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def test_a_time_has_its_words_its_edtf_its_timex3_and_its_anchor() -> None:
    text = "He was shot late on Thursday."
    (one,) = json.loads(run("when", text, "--published", "2016-10-28", "--json"))
    assert (one["words"], one["edtf"], one["timex"]) == ("late on Thursday", "2016-10-27", "2016-10-27")
    assert one["anchor"] == "publication" and "counted from publication" in one["why"]
    table = run("when", "The village was burnt last month.", "--published", "2016-10-28")
    assert "TIMEX3" in table and "2016-09" in table


def test_both_sides_of_a_contradiction_are_quoted() -> None:
    said = run("when", "He was shot on Monday, Oct. 25, 2016.", "--published", "2016-10-28", "--json")
    (one,) = json.loads(said)
    assert "names Monday, but 2016-10-25 was a Tuesday" in one["why"]


def test_impossible_days_are_unknown_with_their_reason() -> None:
    (one,) = json.loads(run("when", "The rally was on 31 April.", "--published", "2016-10-28", "--json"))
    assert one["edtf"] is None and "there is no day 31 in month 4" in one["why"]


def test_where_nothing_is_named_a_line_says_so() -> None:
    assert run("when", "Nothing here.").strip() == "no time is named"
    assert run("where", "Nothing at all.").strip() == "no place is named"
    assert json.loads(run("where", "Nothing at all.", "--json")) == []


def test_who_disputes_a_place_is_said_once() -> None:
    assert run("where", "Shells fell in Sevastopol.").count("disputed:") == 1


def test_a_distance_and_a_direction_move_the_point() -> None:
    (one,) = json.loads(run("where", "A blast hit a bus 20 km east of Quetta.", "--json"))
    assert one["words"] == "Quetta" and one["lon"] > 67.15 and one["radius_m"] > 10_000
