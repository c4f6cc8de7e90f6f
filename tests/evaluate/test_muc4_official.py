"""The official scorer on templates made up by hand, and a key scored against itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.codebook.muc4.slots import BY_NAME, SLOTS, Slot
from dateline.codebook.muc4.templates import Filler, Template, Templates, Value
from dateline.errors import UsageError
from dateline.evaluate.muc4.grades import Grade
from dateline.evaluate.muc4.history import Form, filler_form
from dateline.evaluate.muc4.judges import Guidelines, Judge, Strict
from dateline.evaluate.muc4.mapping import map_templates
from dateline.evaluate.muc4.official import score_official
from dateline.evaluate.muc4.report import format_report, official_f
from dateline.evaluate.muc4.tally import Tally, f_measure, missing_slot, score_slot, spurious_slot
from muc4_made_up import answer, by_message, made

unhurried = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

RULES = Guidelines()


def _slot(key: str, said: str, name: str = "perp-ind-id") -> Tally:
    slot = name.replace("-", "_")
    return score_slot(RULES, made("M", "1", **{slot: key}), made("M", "1", **{slot: said}), BY_NAME[name])


@pytest.mark.parametrize(
    ("key", "said", "counts"),
    [
        ('"MEN"', '"MEN"', Tally(correct=1)),
        ('"MEN" | "BOYS"', '"BOYS" | "MEN"', Tally(correct=2)),
        ('"RIDERS" | "MEN"', '"A RIDER" | "RIDERS"', Tally(correct=1, incorrect=1)),  # each filler once
        ('"MEN"', '"DOGS"', Tally(incorrect=1)),
        ('"MEN"', '"DOGS" | "MEN"', Tally(correct=1, spurious=1)),
        ('"MEN" | "BOYS"', '"MEN"', Tally(correct=1, missing=1)),
        ('"MEN" | ? "BOYS"', '"MEN"', Tally(correct=1)),  # may be left out
        ('"MEN" | ? "BOYS"', '"MEN" | "BOYS"', Tally(correct=2)),
        ('"MEN" | ? "BOYS"', '"MEN" | "DOGS"', Tally(correct=1, incorrect=1)),
        ('? "BOYS" | "MEN"', '"DOGS"', Tally(incorrect=1)),  # taken for the one that must be there
        ("-", '"DOGS"', Tally(spurious=1)),
        ('"MEN"', "-", Tally(missing=1)),
        ("-", "-", Tally(noncommittal=1)),
        ("*", "*", Tally(noncommittal=1)),
        ('? "BOYS"', "-", Tally(noncommittal=1)),
    ],
)
def test_fillers_are_paired_once_each(key: str, said: str, counts: Tally) -> None:
    assert _slot(key, said) == counts


def test_what_is_right_is_paired_before_what_is_half_right() -> None:
    assert _slot("MINE | BOMB", "BOMB", "inc-instr-type").correct == 1


def test_credit_for_several_fillers_counts_each() -> None:
    class Spreading(Guidelines):
        def spread(self, key: Template, slot: Slot, value: Value) -> tuple[Grade, tuple[Form, ...]] | None:
            both = tuple(filler_form(filler) for filler in key.fillers(slot.number))
            return (Grade.PARTIAL, both) if value.text == "TREES" else None

    key = made("M", "1", phys_tgt_id='"OAK" | "ELM" | "WEIR"')
    said = made("M", "1", phys_tgt_id='"TREES" | "WEIR"')
    counts = score_slot(Spreading(), key, said, BY_NAME["phys-tgt-id"])
    assert counts == Tally(correct=1, partial=2, asked_partial=2)


def test_templates_that_stand_alone() -> None:
    template = made("M", "1", perp_ind_id='"MEN" | ? "BOYS"', hum_tgt_type='CIVILIAN / DIPLOMAT: "ANA"')
    assert spurious_slot(template, BY_NAME["perp-ind-id"]) == Tally(spurious=2)
    assert missing_slot(template, BY_NAME["perp-ind-id"]) == Tally(missing=1)
    assert missing_slot(template, BY_NAME["inc-date"]) == Tally(noncommittal=1)
    assert spurious_slot(template, BY_NAME["hum-tgt-type"]).fallout == 1 / 10
    assert missing_slot(template, BY_NAME["hum-tgt-type"]).chances == 8


def test_shares_and_f() -> None:
    row = Tally(correct=5, partial=2, incorrect=1, spurious=4, missing=2)
    assert (row.possible, row.actual, row.recall, row.precision) == (10, 12, 0.6, 0.5)
    assert row.overgeneration == 1 / 3
    assert f_measure(0.5, 0.6) == pytest.approx(2 * 0.3 / 1.1)
    assert f_measure(0.5, 0.6, 2.0) == pytest.approx(5 * 0.3 / (4 * 0.5 + 0.6))
    assert f_measure(None, 0.5) is None and f_measure(0.0, 0.5) is None
    assert Tally().recall is None and Tally().precision is None and Tally().fallout is None
    assert official_f(row) == 54.55  # of 60 and 50 in whole percent


def _mapped(
    keys: list[Template], responses: list[Template], judge: Judge = RULES
) -> list[tuple[object, object]]:
    return [(m.key.number, m.response.number) for m in map_templates(judge, keys, responses)]


def test_the_type_and_a_target_or_perpetrator_must_match_in_part() -> None:
    key = made(
        "M", "1", inc_type="BOMBING", inc_date="01 MAY 88", phys_tgt_id='"OLD MILL"', perp_ind_id='"MEN"'
    )
    same = made("M", "1", inc_type="BOMBING", phys_tgt_id='"OLD MILL"')
    attack = made("M", "2", inc_type="ATTACK", perp_ind_id='"MEN"')
    arson = made("M", "3", inc_type="ARSON", phys_tgt_id='"OLD MILL"')
    day_only = made("M", "4", inc_type="BOMBING", inc_date="01 MAY 88", inc_stage="ACCOMPLISHED")
    word = made("M", "5", inc_type="BOMBING", phys_tgt_id='"SAW MILL"')
    assert _mapped([key], [same]) == [(1, 1)]
    assert _mapped([key], [attack]) == [(1, 2)]
    assert _mapped([key], [arson]) == []
    assert _mapped([key], [day_only]) == []
    assert _mapped([key], [word], Strict()) == [(1, 5)]  # a word in common: a person might have agreed


def test_a_type_of_target_alone_maps_no_optional_template() -> None:
    said = made("M", "1", inc_type="ATTACK", hum_tgt_desc='"DOGS"', hum_tgt_type='CIVILIAN: "DOGS"')
    for number, mapped in (("1", [(1, 1)]), ("1 (OPTIONAL)", [])):
        key = made("M", number, inc_type="ATTACK", hum_tgt_desc='"MEN"', hum_tgt_type='CIVILIAN: "MEN"')
        assert _mapped([key], [said], Strict()) == mapped


def test_the_pair_with_the_highest_recall_is_mapped_first() -> None:
    long = made("M", "1", inc_type="ATTACK", perp_ind_id='"MEN"', inc_stage="ATTEMPTED", hum_tgt_name='"ANA"')
    short = made("M", "2", inc_type="ATTACK", perp_ind_id='"MEN"')
    response = made("M", "1", inc_type="ATTACK", perp_ind_id='"MEN"')
    assert _mapped([long, short], [response]) == [(2, 1)]
    assert _mapped([short, short], [response, response]) == [(2, 1), (2, 1)]  # one to one


def test_every_row_counts_the_templates_it_names() -> None:
    told = {"inc_type": "ATTACK", "inc_stage": "ACCOMPLISHED"}
    key = by_message(
        made("M-1", "1", perp_ind_id='"MEN"', **told),
        made("M-1", "2", perp_ind_id='"WOMEN"', **told),
        made("M-2", "1 (OPTIONAL)", perp_ind_id='"BOYS"', **told),
        made("M-3", "*"),
        made("M-4", "*"),
    )
    response = by_message(
        made("M-1", "1", perp_ind_id='"MEN"', inc_type="ATTACK", inc_stage="THREATENED"),
        made("M-3", "1", perp_ind_id='"DOGS"', **told),
    )
    outcome = score_official(key, response, RULES)
    assert [(p.message, p.status) for p in outcome.pairs] == [
        ("M-1", "matched"),
        ("M-1", "missing"),
        ("M-2", "optional"),
        ("M-3", "spurious"),
    ]
    matched = outcome.row("MATCHED ONLY")
    assert (matched.correct, matched.incorrect, matched.missing, matched.spurious) == (2, 1, 0, 0)
    assert outcome.row("MATCHED/MISSING").missing == 3 and outcome.row("MATCHED/MISSING").spurious == 0
    assert outcome.row("MATCHED/SPURIOUS").spurious == 3 and outcome.row("MATCHED/SPURIOUS").missing == 0
    every = outcome.row("ALL TEMPLATES")
    assert (every.possible, every.actual, every.recall, every.precision) == (6, 6, 1 / 3, 1 / 3)
    assert outcome.f == pytest.approx(1 / 3)
    assert outcome.slot("inc-stage").incorrect == 1
    assert outcome.row("SET FILLS ONLY").possible == 4 and outcome.row("STRING FILLS ONLY").possible == 2
    assert outcome.row("perp-total").correct == 1
    assert outcome.templates == Tally(correct=1, missing=1, spurious=1, noncommittal=2)
    assert outcome.filtering == Tally(correct=1, spurious=1, noncommittal=2, chances=3)
    lines = format_report(outcome).splitlines()
    assert any(row.startswith("ALL TEMPLATES           6   6|  2   0   1|  0   0|  3   3") for row in lines)
    assert any(row.startswith("TEXT FILTERING          1   2|  1 ") for row in lines)
    assert lines[-1].split() == ["F-MEASURES", "33", "33", "33"]


def test_a_response_to_another_message_is_refused() -> None:
    key = by_message(made("M-1", "*"))
    with pytest.raises(UsageError, match="M-2 is not in the key"):
        score_official(key, by_message(made("M-2", "*")), RULES)


names = st.sampled_from(["MEN", "RIDERS", "OLD MILL", "MILL", "WEIR", "ANA X"])
strings = st.lists(names, min_size=1, max_size=2)
sets = {
    "inc-type": ["ATTACK", "BOMBING", "ARSON"],
    "inc-stage": ["ACCOMPLISHED", "ATTEMPTED"],
    "inc-instr-type": ["BOMB", "MINE", "GUN"],
    "hum-tgt-type": ["CIVILIAN", "POLITICAL FIGURE"],
    "phys-tgt-effect": ["DESTROYED", "SOME DAMAGE"],
}
others = {
    "date": ["- 03 MAR 88", "03 MAR 88"],
    "location": ["PERU", "PERU: PUNO (CITY)"],
    "number": ["1", "2-"],
}


@st.composite
def keys(draw: st.DrawFn) -> Templates:
    found = []
    for number in range(1, draw(st.integers(1, 2)) + 1):
        slots: dict[int, tuple[Filler, ...]] = {}
        free = [slot for slot in SLOTS if slot.kind != "set" or slot.name in sets]
        chosen = draw(st.lists(st.sampled_from(free), max_size=4, unique_by=lambda s: s.number))
        for slot in dict.fromkeys([BY_NAME["inc-type"], BY_NAME["perp-ind-id"], *chosen]):
            fillers = []
            for _ in range(1 if slot.number < 6 else draw(st.integers(1, 2))):
                refs = tuple(draw(strings)) if slot.refs and draw(st.booleans()) else ()
                texts = draw(strings) if slot.kind == "string" else [draw(st.sampled_from(_choices(slot)))]
                values = tuple(Value(text, slot.kind == "string", refs) for text in texts)
                fillers.append(Filler(values, slot.number > 5 and draw(st.booleans())))
            slots[slot.number] = tuple(fillers)
        found.append(Template("M-1", number, slots, draw(st.booleans())))
    return {"M-1": tuple(found), "M-2": ()}


def _choices(slot: Slot) -> list[str]:
    return sets[slot.name] if slot.kind == "set" else others[slot.kind]


@unhurried
@given(keys(), st.sampled_from([Guidelines(), Strict()]))
def test_a_key_scored_against_itself_is_a_hundred(key: Templates, judge: Judge) -> None:
    outcome = score_official(key, answer(key), judge)
    assert {pair.status for pair in outcome.pairs} == {"matched"}
    row = outcome.row("ALL TEMPLATES")
    assert outcome.f == 1.0 and row.correct == row.possible == row.actual
    assert outcome.filtering == Tally(correct=1, noncommittal=1, chances=1)


@unhurried
@given(keys(), keys(), st.sampled_from([Guidelines(), Strict()]))
def test_nothing_is_lost_and_shares_stay_in_bounds(key: Templates, other: Templates, judge: Judge) -> None:
    response = answer(other)
    row = score_official(key, response, judge).row("ALL TEMPLATES")
    assert row.actual == sum(len(f) for t in response["M-1"] for f in t.slots.values())
    wanted = sum(not f.optional for t in key["M-1"] if not t.optional for fs in t.slots.values() for f in fs)
    assert row.possible >= wanted
    shares = (row.recall, row.precision, row.overgeneration)
    assert all(0 <= share <= 1 for share in shares if share is not None)
