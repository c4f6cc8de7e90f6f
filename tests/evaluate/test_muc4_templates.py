"""The official template layout of MUC-4, read and written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.codebook.muc4.slots import SLOTS
from dateline.codebook.muc4.templates import (
    Filler,
    Template,
    TemplateError,
    Value,
    format_template,
    parse,
    read,
    write,
)
from muc4_made_up import by_message, made

unhurried = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

KEY = """\
;;; made up for the tests
0.  MESSAGE: ID                     MADE-UP-0001 (TEST)
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  (- 12 MAY 88) / (11 MAY 88 - 12 MAY 88)
3.  INCIDENT: LOCATION              PERU: PUNO (CITY / DEPARTMENT)
4.  INCIDENT: TYPE                  BOMBING / ATTACK
6.  INCIDENT: INSTRUMENT ID         "CHARGE CALLED \\"THE BEE\\"" / "CHARGE"
                                    ? "FUSE"
7.  INCIDENT: INSTRUMENT TYPE       DYNAMITE / BOMB: "CHARGE CALLED \\"THE BEE\\"" / "CHARGE"
                                    ? EXPLOSIVE: "-"
12. PHYS TGT: ID                    *
18. HUM TGT: NAME                   -
19. HUM TGT: DESCRIPTION            ("CLERK": "ANA X") / ("DRIVER")
24. HUM TGT: TOTAL NUMBER           ~7 / 7 -

0.  MESSAGE: ID                     MADE-UP-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


def test_a_key_is_read_with_alternatives_references_and_what_is_optional() -> None:
    first, second = parse(KEY)
    assert (first.message, first.number, first.optional, first.type) == ("MADE-UP-0001", 1, True, "BOMBING")
    assert [v.text for v in first.fillers(2)[0].values] == ["- 12 MAY 88", "11 MAY 88 - 12 MAY 88"]
    assert [v.text for v in first.fillers(3)[0].values] == ["PERU: PUNO (CITY)", "PERU: PUNO (DEPARTMENT)"]
    charge, fuse = first.fillers(6)
    assert charge.values[0] == Value('CHARGE CALLED "THE BEE"', quoted=True)
    assert (charge.optional, fuse) == (False, Filler((Value("FUSE", quoted=True),), optional=True))
    named, unnamed = first.fillers(7)
    assert named.values == tuple(
        Value(kind, refs=('CHARGE CALLED "THE BEE"', "CHARGE")) for kind in ("DYNAMITE", "BOMB")
    )
    assert unnamed == Filler((Value("EXPLOSIVE", refs=("-",)),), optional=True)
    assert first.fillers(19)[0].values == (Value("CLERK", True, ("ANA X",)), Value("DRIVER", True))
    assert [v.text for v in first.fillers(24)[0].values] == ["~7", "7 -"]
    assert first.inapplicable == {12} and first.fillers(18) == ()
    assert second.number is None and second.slots == {}


def test_messages_that_are_not_relevant_have_no_templates(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(KEY)
    assert {message: len(found) for message, found in read([path]).items()} == {
        "MADE-UP-0001": 1,
        "MADE-UP-0002": 0,
    }


def test_a_quote_that_stands_alone_is_dropped_and_one_that_was_forgotten_is_seen() -> None:
    template = made(
        "M", "1", perp_ind_id='REBELS"', hum_tgt_desc='"16 OTHERS / "OTHERS"', phys_tgt_id='""X" INN"'
    )
    assert template.fillers(9)[0].values == (Value("REBELS", True),)
    assert [v.text for v in template.fillers(19)[0].values] == ["16 OTHERS", "OTHERS"]
    assert template.fillers(12)[0].values[0].text == '"X" INN'


def test_fillers_that_are_not_indented_are_passed_over_as_in_1992() -> None:
    text = '0.  MESSAGE: ID    M-1\n1.  MESSAGE: TEMPLATE    1\n9.  PERP: INDIVIDUAL ID    "MEN"\n"WOMEN"\n'
    (template,) = parse(text)
    assert [f.values[0].text for f in template.fillers(9)] == ["MEN"]


@pytest.mark.parametrize(
    ("text", "line", "way_out"),
    [
        ('    "MEN"\n', 1, "begin each template"),
        ("0.  MESSAGE: ID\n1.  MESSAGE: TEMPLATE   1\n", 1, "begin each template"),
        ("0.  MESSAGE: ID   M-1\n1.  MESSAGE: TEMPLATE   ONE\n", 2, "write a number"),
        ("0.  MESSAGE: ID   M-1\n2.  INCIDENT: DATE   -\n", 1, "add a line"),
        ("0.  MESSAGE: ID   M-1\n1.  MESSAGE: TEMPLATE   1\n4. INCIDENT: KIND   X\n", 3, "two blanks"),
        ("0.  MESSAGE: ID   M-1\n1.  MESSAGE: TEMPLATE   1\n24. HUM TGT: TOTAL NUMBER 3\n", 3, "two blanks"),
        (
            '0.  MESSAGE: ID   M-1\n1.  MESSAGE: TEMPLATE   1\n9.  PERP: INDIVIDUAL ID   "MEN\n',
            3,
            "close every",
        ),
        ("0.  MESSAGE: ID   M-1\n1.  MESSAGE: TEMPLATE   1\n9.  PERP: INDIVIDUAL ID   ?\n", 3, "write -"),
    ],
)
def test_a_broken_line_is_named_in_one_line_with_the_way_out(text: str, line: int, way_out: str) -> None:
    with pytest.raises(TemplateError, match=way_out) as caught:
        list(parse(text, "keys.txt"))
    assert str(caught.value).startswith(f"keys.txt:{line}: ") and "\n" not in str(caught.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="pass a file of MUC-4 templates"):
        read([tmp_path / "none"])


def test_a_response_is_written_as_the_systems_of_1992_wrote_theirs() -> None:
    told = made(
        "M-1", "1", inc_type="ATTACK", perp_ind_id='"MEN" | "A \\"BOSS\\""', hum_tgt_type='CIVILIAN: "ANA X"'
    )
    lines = format_template(told).splitlines()
    assert len(lines) == 26 and all(line[35] == " " for line in lines)
    assert lines[0] == "0.  MESSAGE: ID                     M-1"
    assert lines[4] == "4.  INCIDENT: TYPE                  ATTACK"
    assert lines[9:11] == [
        '9.  PERP: INDIVIDUAL ID             "MEN"',
        '                                    "A \\"BOSS\\""',
    ]
    assert '20. HUM TGT: TYPE                   CIVILIAN: "ANA X"' in lines
    nothing = write({"M-2": ()}).splitlines()
    assert len(nothing) == 25 and all(line.endswith(" *") for line in nothing[1:])


words = st.text("ABC'\"[]().,-/: ", min_size=1, max_size=12).map(lambda text: " ".join(f"X {text} X".split()))
strings = st.builds(Value, words, st.just(True))
refs = st.one_of(st.just(()), st.lists(words, min_size=1, max_size=2).map(tuple))
dates = st.sampled_from(["- 12 MAY 88", "12 MAY 88", "11 MAY 88 - 12 MAY 88"])
marks = {
    "string": st.builds(Value, words, st.just(True), refs),
    "set": st.builds(Value, st.sampled_from(["BOMB", "SOME DAMAGE"]), st.just(False), refs),
    "number": st.builds(Value, st.sampled_from(["7", "~7", "5-7", "PLURAL"]), st.just(False), refs),
    "date": st.builds(Value, dates),
    "location": st.builds(Value, st.sampled_from(["PERU", "PERU: PUNO (CITY): ACORA (TOWN)"])),
}


@st.composite
def templates(draw: st.DrawFn) -> Template:
    slots = {}
    for slot in draw(st.lists(st.sampled_from(SLOTS), max_size=6, unique_by=lambda s: s.number)):
        values = st.lists(marks[slot.kind], min_size=1, max_size=3, unique_by=lambda v: v.text).map(
            lambda found: tuple(Value(v.text, v.quoted, found[0].refs) for v in found)
        )
        slots[slot.number] = tuple(
            draw(st.lists(st.builds(Filler, values, st.booleans()), min_size=1, max_size=2))
        )
    return Template("M-1", draw(st.integers(1, 99)), slots, draw(st.booleans()))


@unhurried
@given(templates())
def test_what_is_written_reads_as_it_was(template: Template) -> None:
    assert list(parse(format_template(template))) == [template]


@unhurried
@given(st.lists(templates(), max_size=3))
def test_a_whole_file_reads_as_it_was(found: list[Template]) -> None:
    told = by_message(*found) or {"M-1": ()}
    assert by_message(*parse(write(told))) == told
