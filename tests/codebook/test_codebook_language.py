"""The language of codebooks: what it takes, and what it refuses with the line that is wrong."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import builtin, examine, load
from dateline.codebook.expressions import ExpressionError, compile_expression, environment
from dateline.codebook.names import FUNCTIONS, NAMES
from dateline.errors import CodebookError
from dateline.export.coded.functions import functions

HEAD = """\
name: mine
version: 1
title: A team's own
extends: dateline
unit: {same: [type, day, place], days: 0}
"""
COLUMNS = """\
export:
  columns:
  - {name: id, value: id}
  - {name: killed, value: tolls.killed.best, kind: integer}
"""


def problems(text: str) -> list[tuple[int, str]]:
    return [(p.line, p.message) for p in examine(text, "mine.yaml")[1]]


def test_a_small_codebook_extends_the_native_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + COLUMNS)
    book = load(path)
    assert book.has("bombing", "car_bombing") and book.export is not None
    assert book.default_toll_rule == "ucdp-low-best-high"


def test_own_types_replace_those_of_the_same_name() -> None:
    text = HEAD + (
        "types:\n- {type: siege, family: violence, violent: true, definition: Cut., example: Cut off.}\n"
        "- {type: protest, family: development, violent: false, definition: Ours., example: A march.}\n"
        + COLUMNS
    )
    book, found = examine(text, "mine.yaml")
    assert not found and book is not None
    assert book.get("siege") and book.get("protest").definition == "Ours." and book.get("bombing")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("let:\n  a: b\n  b: c\n  c: a\n", 7, "circle: a → b → c → a"),
        ("let:\n  a: a\n", 7, "circle"),
        ("let:\n  a:\n  - {when: violent, value: '1'}\n", 7, "no base case"),
        ("let:\n  a:\n  - {else: '1'}\n  - {when: violent, value: '2'}\n", 7, "never reached"),
        ("let:\n  a: when.yaer\n", 7, "'year' was meant"),
        ("let:\n  a: wen.year\n", 7, "no name 'wen'"),
        ("let:\n  a: first(actors.name)\n", 7, "first(actors)"),
        ("let:\n  a: system('ls')\n", 7, "no function 'system'"),
        ("let:\n  a: lookup('no_such', 1)\n", 7, "no table 'no_such'"),
        ("let:\n  a: first()\n", 7, "takes 1 to 2 values"),
        ("let:\n  a: 2 ** 99\n", 7, "pow is not allowed"),
        ("let:\n  a: id.__class__\n", 7, "has no parts"),
        ("let:\n  a: '(('\n", 7, "cannot be read"),
        ("let:\n  when: '1'\n", 7, "a name of the language"),
        ("include:\n- {rule: x, when: nothing_known, why: so}\n", 7, "no name 'nothing_known'"),
        ("precision:\n  p:\n  - {when: when.days < 2, value: '1'}\n", 7, "no base case"),
        ("colour: red\n", 6, "no such entry"),
        ("default_toll_rule: mean\n", 1, "'mean'"),
        ("options:\n  o: {values: [a, b], default: c}\n", 7, "not among the values"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, words: str) -> None:
    found = problems(HEAD + text + COLUMNS)
    assert found and found[0][0] == line and words in found[0][1], found


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("export:\n  columns: []\n", 7, "at least 1"),
        ("export:\n  columns:\n  - {name: a, value: id}\n  - {name: a, value: id}\n", 6, "twice"),
        ("export:\n  columns:\n  - {name: a}\n", 8, "needs a `value`"),
        ("export:\n  columns:\n  - {name: a, value: no_field}\n", 8, "no name 'no_field'"),
        ("export:\n  columns:\n  - {name: a, value: id, kind: colour}\n", 8, "Input should be"),
    ],
)
def test_columns_are_checked(text: str, line: int, words: str) -> None:
    found = problems(HEAD + text)
    assert found and found[0][0] == line and words in found[0][1], found


def test_every_problem_is_told_not_only_the_first() -> None:
    assert len(problems(HEAD + "let:\n  a: no_a\n  b: no_b\n" + COLUMNS)) == 2


def test_codebooks_that_extend_each_other_in_a_circle(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.yaml").write_text(
            HEAD.replace("extends: dateline", f"extends: {other}.yaml") + COLUMNS
        )
    with pytest.raises(CodebookError, match="in a circle"):
        load(tmp_path / "a.yaml")


def test_a_codebook_that_extends_nothing_that_is_there() -> None:
    with pytest.raises(CodebookError, match="extends 'datelin'"):
        examine(HEAD.replace("extends: dateline", "extends: datelin"), "mine.yaml")


def test_aliases_that_unfold_without_end_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(CodebookError, match="unfold without end"):
        examine("\n".join(lines), "bomb.yaml")


def test_a_chain_of_thousands_of_names_is_checked_without_falling_over() -> None:
    chain = "let:\n" + "".join(f"  n{i}: n{i + 1}\n" for i in range(3000)) + "  n3000: n0\n"
    assert any("circle" in words or "too many" in words for _, words in problems(HEAD + chain + COLUMNS))


@pytest.mark.parametrize("name", builtin())
def test_built_in_codebooks_are_in_order(name: str) -> None:
    book = load(name)
    assert book.name == name
    for rule in (*book.let.values(), *book.precision.values()):
        assert rule.choose[-1].otherwise is not None
    assert all(condition.why and condition.example for condition in book.include)


def test_every_name_and_function_is_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "codebooks.md").read_text("utf-8")
    for name, parts in NAMES.items():
        told = [name] if isinstance(parts, str) else [f"{name}.{part}" for part in parts]
        assert all(f"`{t}`" in text for t in told if name != "tolls"), told
    assert all(f"`{name}()`" in text for name in FUNCTIONS)


def test_every_function_of_the_language_is_there() -> None:
    assert set(functions(load("acled"))) == set(FUNCTIONS)


@given(st.text(max_size=60))
def test_no_text_makes_the_compiler_fall_over(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        compile_expression(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 if when.year == 2016 else 0", 1),
        ("either(where.admin2, where.admin1)", "Balochistan"),
        ("first(actors).name", "gunmen"),
        ("first(actors, 7).name", None),
        ("join(['a;b', 'c'])", "a,b; c"),
        ("join(['a', none, 'c'], '-')", "a-c"),
        ("count(only(actors, 'kind', 'police'))", 0),
        ("least(3, none, 1)", 1),
        ("part('a/b', '/', 1)", "b"),
        ("part(none, '/', 1)", None),
        ("priogrid(-90, -180)", 1),
        ("point(67.0, 30.18)", "POINT (67.000000 30.180000)"),
        ("lookup('count_words', 'dozens')", 12),
        ("bits(violent)", 1),
        ("rounded(1.234, 1)", 1.2),
    ],
)
def test_expressions_give(text: str, value: object) -> None:
    book = load("acled")
    run = compile_expression(text, (), book.tables, environment(functions(book)))
    values = dict.fromkeys(NAMES) | {
        "when": {"year": 2016},
        "where": {"admin1": "Balochistan", "admin2": None},
        "actors": [{"name": "gunmen", "kind": "unidentified_gunmen"}],
        "violent": True,
    }
    assert run(values) == value


@pytest.mark.parametrize(
    ("columns", "line", "words"),
    [
        ("- name: a\n    value:\n    - {when: violent, value: '1'}\n", "no base case", "columns.0.value"),
        ("- {name: a, valu: id}\n", "no such entry", "columns.0.valu"),
    ],
)
def test_a_wrong_only_column_is_one_problem_and_not_also_too_few(columns: str, line: str, words: str) -> None:
    start = "name: mine\nversion: 1\ntitle: Mine\nextends: dateline\n"
    _, found = examine(f"{start}export:\n  licence: mine\n  columns:\n  {columns}", "mine.yaml")
    assert [line in one.message and words in one.where for one in found] == [True]
    _, none = examine(f"{start}export: {{licence: mine, columns: []}}\n", "mine.yaml")
    assert [one.message for one in none] == ["needs at least 1 in its list"]
