"""The native codebook, codebooks of one's own, and the lexicon that belongs to the native one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.codebook import Codebook, lexicon, load
from dateline.codebook.lexicon.forms import alternatives, expand, load_forms
from dateline.errors import CodebookError

NATIVE = load("dateline")
LEXICON = lexicon.load()


def test_native_types() -> None:
    assert isinstance(NATIVE, Codebook)
    assert NATIVE.has("armed_attack", "raid") and NATIVE.has("security_operation", "raid")
    assert NATIVE.has("inquiry") and not NATIVE.has("inquiry", "raid") and not NATIVE.has("meteor")
    bombing = NATIVE.get("bombing")
    assert bombing is not None and bombing.violent and bombing.family == "violence"
    assert NATIVE.mapping("bombing", "grenade").acled == ("Explosions/Remote violence/Grenade",)
    assert NATIVE.mapping("protest", "strike").muc4 == ("FORCED WORK STOPPAGE",)
    assert NATIVE.mapping("meteor").gtd == ()
    assert NATIVE.default_toll_rule == "ucdp-low-best-high"


@pytest.mark.parametrize("name", ["nothing", "builtin/nothing.yaml"])
def test_missing(name: str) -> None:
    with pytest.raises(CodebookError, match="nothing"):
        load(name)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("family: violence", "family: violins", r"own\.yaml, line \d+: types\.0\.family"),
        ("- type: bombing", "- type: battle", r"own\.yaml, line 1: codebook: type 'battle' is there twice"),
        ("  firearm:", "  Fire arm:", r"weapon_kinds"),
        ("default_toll_rule: ucdp-low-best-high", "default_toll_rule: mean", "default_toll_rule 'mean'"),
        ("title:", "title: [", r"own\.yaml, line \d+: not YAML"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    source = (
        Path(__file__).resolve().parents[2] / "src" / "dateline" / "codebook" / "builtin" / "dateline.yaml"
    )
    path = tmp_path / "own.yaml"
    path.write_text(source.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CodebookError, match=problem):
        load(path)


def test_the_line_is_that_of_the_entry(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("name: own\nversion: 0\ntitle: x\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"own\.yaml, line 2: version"):
        load(str(path))


def test_lexicon_speaks_of_the_types_and_kinds_of_the_codebook() -> None:
    assert {(t.type, t.subtype) for t in LEXICON.triggers if not NATIVE.has(t.type, t.subtype)} == set()
    assert {t.type for t in LEXICON.triggers} == {t.type for t in NATIVE.types}
    assert {w.kind for w in LEXICON.weapons} <= set(NATIVE.weapon_kinds)
    assert {w.kind for w in LEXICON.targets} <= set(NATIVE.target_kinds)
    assert {s.stage for s in LEXICON.stages} == {"attempted", "prevented", "threatened"}
    assert {s.side for s in LEXICON.stages} == {"before", "after", "any"}
    assert {n.scope for n in LEXICON.not_incident} == {"mask", "sentence"}


def test_lexicon_is_large_and_in_small_letters() -> None:
    assert len({(t.lemma, t.type, t.subtype) for t in LEXICON.triggers}) >= 500
    for trigger in LEXICON.triggers:
        assert trigger.words and all(
            word == word.lower() and word.isalnum() for word in (*trigger.words, *trigger.then)
        )
        assert not trigger.pattern.startswith("…")


@pytest.mark.parametrize(
    ("words", "then", "type_", "subtype", "strength"),
    [
        (("opened", "fire"), (), "armed_attack", "shooting", "strong"),
        (("blew", "himself", "up"), (), "bombing", "suicide_bombing", "strong"),
        (("exchange", "of", "gunfire"), (), "battle", "armed_clash", "strong"),
        (("took",), ("hostage",), "kidnapping", "hostage_taking", "strong"),
        (("set", "fire", "to"), (), "arson", "", "strong"),
        (("formed", "a", "joint", "investigation", "team"), (), "inquiry", "", "strong"),
        (("killed",), (), "armed_attack", "", "weak"),
        (("was", "found", "shot"), (), "armed_attack", "shooting", "strong"),
        (("called", "off", "the", "ceasefire"), (), "ceasefire", "", "strong"),
        (("airstrikes",), (), "air_strike", "air_strike", "strong"),
    ],
)
def test_triggers(
    words: tuple[str, ...], then: tuple[str, ...], type_: str, subtype: str, strength: str
) -> None:
    found = [t for t in LEXICON.triggers if t.words == words and t.then == then]
    assert (type_, subtype, strength) in {(t.type, t.subtype, t.strength) for t in found}


def test_the_default_reading_comes_before_that_of_an_agent() -> None:
    raids = [t for t in LEXICON.triggers if t.words == ("raided",) and not t.then]
    assert list(dict.fromkeys((t.type, t.agent) for t in raids)) == [
        ("armed_attack", ""),
        ("security_operation", "security_forces"),
    ]


@pytest.mark.parametrize(
    ("entry", "readings"),
    [
        ("a (b|c) d", ["a b d", "a c d"]),
        ("shot (dead |)by", ["shot dead by", "shot by"]),
        ("19(80|90)s", ["1980s", "1990s"]),
        ("plain", ["plain"]),
    ],
)
def test_alternatives(entry: str, readings: list[str]) -> None:
    assert alternatives(entry) == readings


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("stab", ("stab", "stabs", "stabbed", "stabbing")),
        ("storm", ("storm", "storms", "stormed", "storming")),
        ("bury", ("bury", "buries", "buried", "burying")),
        ("raze", ("raze", "razes", "razed", "razing")),
        ("free", ("free", "frees", "freed", "freeing")),
        ("shoot", ("shoot", "shoots", "shot", "shooting")),
        ("machine-gun", ("machine-gun", "machine-guns", "machine-gunned", "machine-gunning")),
    ],
)
def test_verbs(verb: str, forms: tuple[str, ...]) -> None:
    assert load_forms().verb(verb) == forms


def test_expand_inflects_where_it_is_told_to() -> None:
    forms = load_forms()
    assert (("bursts", "of", "fire"), ()) in expand("+burst of fire", "phrase", forms)
    assert (("took",), ("hostage",)) in expand("~take ... hostage", "phrase", forms)
    assert expand("car bomb", "noun", forms) == [(("car", "bomb"), ()), (("car", "bombs"), ())]


def test_no_bracket_is_an_error() -> None:
    with pytest.raises(ValueError, match="no closing bracket"):
        alternatives("a (b|c")
