"""CEAF-REE and CEAF-RME: cases worked out by hand, brute force, and bounds."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.codebook.muc4.templates import TemplateError
from dateline.evaluate.muc4.ceaf import ALL, Counts, aligned, plain, ree, rme, types
from dateline.evaluate.muc4.gtt import ROLES, Entity, RoleTemplate, all_to_roles, read_gtt, to_roles
from muc4_made_up import by_message, made

unhurried = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _of(kind: str, **roles: list[Entity]) -> RoleTemplate:
    return RoleTemplate(kind, {role: tuple(entities) for role, entities in roles.items()})


def test_strings_are_compared_without_articles_punctuation_and_case() -> None:
    assert plain('The "Old" Mill\'s dam, an ELM') == "old mills dam elm"


def test_each_entity_is_found_once() -> None:
    wanted: list[Entity] = [("men", "riders"), ("women",)]
    assert aligned([("the men",), ("riders",)], wanted) == 1
    assert aligned([("riders",), ("women",)], wanted) == 2
    assert aligned([("men", "women")], wanted) == 0  # names two things
    assert aligned([("men", "riders")], wanted) == 1


def test_an_alignment_gives_up_a_fit_for_two_others() -> None:
    assert aligned([("a x",), ("b",)], [("x", "b"), ("x",)]) == 2


def test_entities_of_a_message_and_of_its_templates() -> None:
    key = {
        "M-1": [
            _of("attack", PerpInd=[("men", "riders")], Victim=[("ana",)]),
            _of("bombing", PerpInd=[("men", "riders")], Target=[("mill",), ("weir",)]),
        ],
        "M-2": [],
    }
    said = {
        "M-1": [_of("bombing", PerpInd=[("riders",)], Target=[("mill",)], Victim=[("ana",)])],
        "M-2": [_of("arson", Weapon=[("torch",)])],
    }
    over = ree(said, key)
    assert over["PerpInd"] == Counts(1, 1, 1)  # named alike twice, counted once
    assert over["Victim"] == Counts(1, 1, 1) and over["Weapon"] == Counts(0, 1, 0)
    assert over[ALL] == Counts(3, 4, 4)
    within = rme(said, key)
    assert within["PerpInd"] == Counts(1, 1, 2)
    assert within["Victim"] == Counts(0, 1, 1)  # stands in the other template
    assert within[ALL] == Counts(2, 4, 5)
    assert within[ALL].f1 == pytest.approx(2 * 2 / 9)
    assert types(said, key) == Counts(1, 2, 2)


def test_between_templates_of_different_types_nothing_is_right() -> None:
    key = {"M": [_of("attack", Victim=[("ana",)])]}
    said = {"M": [_of("bombing", Victim=[("ana",)])]}
    assert rme(said, key)[ALL].right == 0 and ree(said, key)[ALL].right == 1


def test_templates_are_aligned_so_that_most_is_right() -> None:
    key = {"M": [_of("attack", Victim=[("a",), ("b",)]), _of("attack", Victim=[("a",)])]}
    said = {"M": [_of("attack", Victim=[("a",)]), _of("attack", Victim=[("a",), ("b",)])]}
    assert rme(said, key)[ALL] == Counts(3, 3, 3)


def test_nothing_said_and_nothing_wanted_is_zero() -> None:
    assert ree({}, {})[ALL].f1 == 0.0 and rme({}, {})[ALL].precision == 0.0 and types({}, {}).recall == 0.0


KEY = by_message(
    made(
        "M-1",
        "1 (OPTIONAL)",
        inc_type="ATTACK / BOMBING",
        inc_instr_id='? "TORCH"',
        perp_ind_id='"RIDERS" / "HOODED MEN"',
        phys_tgt_id='"WEIR" | "OLD MILL" / "MILL"',
        hum_tgt_name='"ANA X"',
        hum_tgt_desc='"CLERK": "ANA X" | "SHEPHERDS"',
    ),
    made("M-2", "*"),
)


def test_official_templates_become_roles_and_types() -> None:
    template = to_roles(KEY["M-1"][0])
    assert template.type == "attack"
    assert template.entities("PerpInd") == (("riders", "hooded men"),)
    assert template.entities("PerpOrg") == ()
    assert template.entities("Victim") == (("ana x",),)  # descriptions are left out
    assert template.entities("Weapon") == (("torch",),)  # what may be left out is not


def test_with_the_text_only_what_stands_there_is_kept_in_its_order() -> None:
    text = "hooded men  came to the old\nmill and the weir; ana x saw the riders."
    template = to_roles(KEY["M-1"][0], text)
    assert template.entities("PerpInd") == (("hooded men", "riders"),)
    assert template.entities("Target") == (("old\nmill", "mill"), ("weir",))
    assert template.entities("Weapon") == ()


def test_a_file_of_gtt_is_read_and_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gtt.jsonl"
    roles = {role: [[["ana x", 3], ["ana", 3]]] if role == "Victim" else [] for role in ROLES}
    document = {"docid": "M-1", "doctext": "…", "templates": [{"incident_type": "attack", **roles}]}
    path.write_text(json.dumps(document) + "\n")
    assert read_gtt(path)["M-1"][0].entities("Victim") == (("ana x", "ana"),)
    path.write_text(json.dumps(document) + '\n{"docid": "M-2"}\n')
    with pytest.raises(TemplateError, match=r"gtt\.jsonl:2: no document of GTT"):
        read_gtt(path)
    with pytest.raises(TemplateError, match="pass a JSON Lines file"):
        read_gtt(tmp_path / "none")


mentions = st.lists(st.sampled_from("bcdef"), min_size=1, max_size=3, unique=True).map(tuple)
entities = st.lists(mentions, max_size=3)
single = st.lists(st.sampled_from("bcdef").map(lambda letter: (letter,)), max_size=3)


def documents(of: st.SearchStrategy[list[Entity]]) -> st.SearchStrategy[dict[str, list[RoleTemplate]]]:
    roles = st.fixed_dictionaries(dict.fromkeys(ROLES, of))
    template = st.builds(
        lambda kind, found: RoleTemplate(kind, {r: tuple(e) for r, e in found.items()}),
        st.sampled_from(["attack", "bombing"]),
        roles,
    )
    return st.dictionaries(st.sampled_from(["M-1", "M-2"]), st.lists(template, max_size=2))


@unhurried
@given(entities, entities)
def test_an_alignment_is_the_best_of_all(said: list[Entity], wanted: list[Entity]) -> None:
    few, many = sorted((said, wanted), key=len)
    turned = few is not said

    def fits(one: Entity, other: Entity) -> bool:
        return set(other) <= set(one) if turned else set(one) <= set(other)

    best = max(sum(map(fits, few, order)) for order in permutations(many, len(few)))
    assert aligned(said, wanted) == best


@unhurried
@given(documents(entities), documents(entities))
def test_scores_stay_in_bounds(
    said: dict[str, list[RoleTemplate]], key: dict[str, list[RoleTemplate]]
) -> None:
    for scores in (ree(said, key), rme(said, key)):
        for counts in scores.values():
            assert 0 <= counts.right <= min(counts.predicted, counts.wanted)
            assert 0 <= counts.f1 <= 1
        assert scores[ALL] == sum((scores[role] for role in ROLES), Counts())
    assert rme(said, key)[ALL].predicted >= ree(said, key)[ALL].predicted


@unhurried
@given(documents(entities))
def test_a_key_against_itself_finds_everything(key: dict[str, list[RoleTemplate]]) -> None:
    for counts in (ree(key, key)[ALL], rme(key, key)[ALL], types(key, key)):
        assert counts.right == counts.predicted == counts.wanted


@unhurried
@given(documents(single), documents(single))
def test_changing_sides_changes_precision_and_recall(
    said: dict[str, list[RoleTemplate]], key: dict[str, list[RoleTemplate]]
) -> None:
    for measure in (ree, rme):
        there, back = measure(said, key)[ALL], measure(key, said)[ALL]
        assert (there.right, there.predicted, there.wanted) == (back.right, back.wanted, back.predicted)


def test_all_templates_are_turned() -> None:
    assert {m: len(found) for m, found in all_to_roles(KEY, {"M-1": "ana x"}).items()} == {"M-1": 1, "M-2": 0}
