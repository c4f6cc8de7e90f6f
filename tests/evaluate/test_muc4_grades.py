"""What a value earns against a filler: a case made up for each rule of the scoring guidelines."""

from __future__ import annotations

import pytest

from dateline.codebook.muc4.slots import BY_NAME
from dateline.evaluate.muc4.grades import (
    Grade,
    date_grade,
    location_grade,
    number_grade,
    set_grade,
    string_grade,
)
from dateline.evaluate.muc4.history import History, Judgement, form
from dateline.evaluate.muc4.judges import Guidelines, Judge, Recorded, Strict
from muc4_made_up import made

WRONG, PARTIAL, RIGHT = Grade


@pytest.mark.parametrize(
    ("slot", "said", "wanted", "grade"),
    [
        ("phys-tgt-id", "THE TWO GRAIN MILLS", "GRAIN MILLS", RIGHT),  # unessential words
        ("phys-tgt-id", "MILL [ OLD ] OF THE BISHOP ' S", "MILL [OLD] OF THE BISHOP'S", RIGHT),  # spacing
        ("perp-ind-id", "HOODED HORSEMEN", "HORSEMEN", RIGHT),  # modifiers before it
        ("hum-tgt-desc", "SHEPHERDS WHO SAW IT ALL", "SHEPHERDS", RIGHT),  # a clause behind it
        ("phys-tgt-id", "WEIRS IN THE NORTHERN VALLEY", "WEIRS", RIGHT),  # a phrase behind it
        ("phys-tgt-id", "WEIRS CAUSED HAVOC", "WEIRS", PARTIAL),  # words behind it that do not belong
        ("phys-tgt-id", "WEIRS IN", "WEIRS", PARTIAL),
        ("hum-tgt-name", "ARAYA", "ROSA ELENA ARAYA", PARTIAL),  # part of a name
        ("phys-tgt-id", "LIBRARY", "OLD TOWN LIBRARY", PARTIAL),  # less complete, with its head
        ("phys-tgt-id", "LIBRARY OF QUILLOTA", "MUNICIPAL LIBRARY OF QUILLOTA", PARTIAL),
        ("phys-tgt-id", "QUILLOTA", "MUNICIPAL LIBRARY OF QUILLOTA", WRONG),  # not its head
        ("perp-ind-id", "HORSEMAN", "HORSEMEN", WRONG),
        ("perp-ind-id", "A RAIDER", "RAIDERS", PARTIAL),  # one of several
        ("perp-ind-id", "RAIDERS", "SHEPHERDS", WRONG),
    ],
)
def test_strings(slot: str, said: str, wanted: str, grade: Grade) -> None:
    assert string_grade(BY_NAME[slot], said, wanted) is grade


@pytest.mark.parametrize(
    ("said", "wanted", "grade"),
    [
        ("3 MAR 88", "03 MAR 88", RIGHT),
        ("03 MARCH 1988", "03 MAR 88", RIGHT),
        ("- 03 MAR 1988", "- 03 MAR 88", RIGHT),
        ("04 MAR 88", "03 MAR 88", WRONG),
        ("02 MAR 88", "01 MAR 88 - 03 MAR 88", PARTIAL),  # lies in the range
        ("02 MAR 88 - 03 MAR 88", "01 MAR 88 - 03 MAR 88", PARTIAL),
        ("04 MAR 88", "01 MAR 88 - 03 MAR 88", WRONG),
        ("03 MAR 88", "- 03 MAR 88", PARTIAL),  # the day of a default
        ("28 FEB 88", "- 03 MAR 88", PARTIAL),  # the week before it
        ("03 JAN 88", "- 03 MAR 88", WRONG),
        ("- 03 MAR 88", "03 MAR 88", PARTIAL),  # a default that ends where the key does
        ("- 03 MAR 88", "01 MAR 88 - 03 MAR 88", PARTIAL),
        ("- 04 MAR 88", "03 MAR 88", WRONG),
        ("30 FEB 88", "28 FEB 88", WRONG),  # no day
        ("MARCH", "03 MAR 88", WRONG),
        ("03 MAR 88 -", "03 MAR 88", WRONG),
    ],
)
def test_dates(said: str, wanted: str, grade: Grade) -> None:
    assert date_grade(said, wanted) is grade


@pytest.mark.parametrize(
    ("said", "wanted", "grade"),
    [
        ("CHILE: QUILLOTA (CITY)", "CHILE:  QUILLOTA (CITY)", RIGHT),
        ("CHILE", "CHILE: QUILLOTA (CITY)", PARTIAL),
        ("CHILE: LIMACHE (CITY)", "CHILE: QUILLOTA (CITY)", PARTIAL),
        ("CHILE: QUILLOTA (CITY)", "CHILE", PARTIAL),
        ("CHILE: QUILLOTA (CITY)", "CHILE: QUILLOTA (CITY) - LIMACHE (CITY)", PARTIAL),
        ("PERU: QUILLOTA (CITY)", "CHILE: QUILLOTA (CITY)", PARTIAL),  # all but the country
        ("PERU", "CHILE", WRONG),
        ("PERU: PUNO (CITY)", "CHILE: QUILLOTA (CITY)", WRONG),
    ],
)
def test_places(said: str, wanted: str, grade: Grade) -> None:
    assert location_grade(said, wanted) is grade


@pytest.mark.parametrize(
    ("said", "wanted", "grade"),
    [
        ("7-", "7 -", RIGHT),
        ("PLURAL", "PLURAL", RIGHT),
        ("5", "5 - 7", PARTIAL),
        ("7", "5-7", PARTIAL),
        ("7", "~7", PARTIAL),
        ("7", "7-", PARTIAL),
        ("6", "5-7", WRONG),
        ("~7", "7", WRONG),
        ("PLURAL", "7", WRONG),
    ],
)
def test_numbers(said: str, wanted: str, grade: Grade) -> None:
    assert number_grade(said, wanted) is grade


@pytest.mark.parametrize(
    ("slot", "said", "wanted", "grade"),
    [
        ("inc-type", "ATTACK", "ARSON", PARTIAL),
        ("inc-type", "ARSON", "ATTACK", WRONG),
        ("inc-stage", "ATTEMPTED", "THREATENED", WRONG),
        ("inc-instr-type", "EXPLOSIVE", "MINE", PARTIAL),
        ("inc-instr-type", "BOMB", "MINE", PARTIAL),
        ("inc-instr-type", "MINE", "BOMB", WRONG),
        ("inc-instr-type", "GUN", "MORTAR", PARTIAL),
        ("perp-inc-cat", "TERRORIST ACT", "STATE-SPONSORED VIOLENCE", WRONG),
        ("perp-org-conf", "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES", PARTIAL),
        ("perp-org-conf", "SUSPECTED OR ACCUSED BY AUTHORITIES", "SUSPECTED OR ACCUSED", WRONG),
        ("phys-tgt-type", "POLITICAL FIGURE OFFICE OR RESIDENCE", "GOVERNMENT OFFICE OR RESIDENCE", PARTIAL),
        ("phys-tgt-nation", "PERU", "CHILE", WRONG),
        ("phys-tgt-effect", "DESTROYED", "SOME DAMAGE", PARTIAL),
        ("phys-tgt-effect", "SOME DAMAGE", "DESTROYED", WRONG),
        ("hum-tgt-type", "GOVERNMENT OFFICIAL", "FORMER GOVERNMENT OFFICIAL", PARTIAL),
        ("hum-tgt-type", "ACTIVE MILITARY", "FORMER ACTIVE MILITARY", PARTIAL),
        ("hum-tgt-type", "POLITICAL FIGURE", "GOVERNMENT OFFICIAL", PARTIAL),
        ("hum-tgt-nation", "CHILE", "CHILE", RIGHT),
        ("hum-tgt-effect", "NO DEATH", "NO INJURY OR DEATH", PARTIAL),
        ("hum-tgt-effect", "INJURY", "DEATH", WRONG),
        ("hum-tgt-effect", "DEATH", "DEATH / INJURY", RIGHT),  # one of the alternatives
    ],
)
def test_set_fills(slot: str, said: str, wanted: str, grade: Grade) -> None:
    (filler,) = made("M", "1", **{slot.replace("-", "_"): wanted}).fillers(BY_NAME[slot].number)
    assert set_grade(BY_NAME[slot], said, filler) is grade


KEY = made(
    "M",
    "1",
    inc_date="03 MAR 88",
    phys_tgt_id='"GRAIN MILLS" / "MILLS" | "WEIR"',
    phys_tgt_type='COMMERCIAL: "GRAIN MILLS" / "MILLS" | OTHER: "WEIR"',
    phys_tgt_num='2: "GRAIN MILLS" / "MILLS" | 1: "WEIR"',
    hum_tgt_name='"ROSA ARAYA"',
    hum_tgt_desc='"CLERK": "ROSA ARAYA" | "SHEPHERDS"',
)


def _grades(judge: Judge, **said: str) -> list[Grade]:
    """The grades of the values of one slot, each against the filler of the key at its place."""
    ((name, text),) = said.items()
    slot = BY_NAME[name.replace("_", "-")]
    values = [f.values[0] for f in made("M", "1", **{name: text}).fillers(slot.number)]
    return [
        judge.grade(KEY, slot, v, f).grade for v, f in zip(values, KEY.fillers(slot.number), strict=False)
    ]


@pytest.mark.parametrize(
    ("said", "rule", "strict"),
    [
        ({"phys_tgt_type": 'COMMERCIAL: "MILLS"'}, RIGHT, RIGHT),
        ({"phys_tgt_type": 'COMMERCIAL: "THE MILLS"'}, RIGHT, RIGHT),
        ({"phys_tgt_type": 'COMMERCIAL: "SOMETHING ELSE"'}, PARTIAL, WRONG),
        ({"phys_tgt_type": "COMMERCIAL"}, PARTIAL, PARTIAL),
        ({"phys_tgt_type": 'COMMERCIAL: "WEIR"'}, WRONG, WRONG),  # names another thing of the key
        ({"phys_tgt_type": 'ENERGY: "MILLS"'}, WRONG, WRONG),
        ({"phys_tgt_num": '2: "MILLS"'}, RIGHT, RIGHT),
        ({"phys_tgt_num": '2: "SOMETHING ELSE"'}, PARTIAL, WRONG),
        ({"phys_tgt_num": '3: "MILLS"'}, WRONG, WRONG),
        ({"hum_tgt_desc": '"CLERK": "ROSA ARAYA"'}, RIGHT, RIGHT),
        ({"hum_tgt_desc": '"CLERK": "SOMEONE"'}, PARTIAL, WRONG),
        ({"hum_tgt_desc": '"CLERK"'}, PARTIAL, WRONG),
        ({"hum_tgt_desc": '"CLERKS": "ROSA ARAYA"'}, PARTIAL, WRONG),
        ({"hum_tgt_desc": '"DRIVER": "ROSA ARAYA"'}, WRONG, WRONG),
        ({"inc_date": "3 MARCH 1988"}, RIGHT, RIGHT),
        ({"inc_date": "04 MAR 88"}, WRONG, WRONG),
        ({"inc_date": "- 03 MAR 88"}, PARTIAL, WRONG),
    ],
)
def test_references_and_who_judges(said: dict[str, str], rule: Grade, strict: Grade) -> None:
    assert _grades(Guidelines(), **said) == [rule]
    assert _grades(Strict(), **said) == [strict]


def test_a_recorded_judgement_counts_where_the_program_would_have_asked() -> None:
    mills, weir = KEY.fillers(12)
    grinders = made("M", "1", phys_tgt_id='"GRINDERS"').fillers(12)[0].values
    ponds = made("M", "1", phys_tgt_id='"PONDS"').fillers(12)[0].values
    history = History(
        {
            ("M", 1, "phys-tgt-id"): {
                form(grinders): (Judgement(PARTIAL, (form(mills.values),)),),
                form(ponds): (Judgement(PARTIAL, (form(mills.values), form(weir.values))),),
            }
        }
    )
    judge = Recorded(history)
    assert _grades(judge, phys_tgt_id='"GRINDERS"') == [PARTIAL]
    assert _grades(judge, phys_tgt_id='"THE GRINDERS" | "GRINDERS"') == [PARTIAL, WRONG]
    assert _grades(judge, phys_tgt_id='"GRIND"') == [WRONG]
    assert _grades(judge, phys_tgt_type='COMMERCIAL: "GRINDERS"') == [PARTIAL]
    assert judge.spread(KEY, BY_NAME["phys-tgt-id"], ponds[0]) == (
        PARTIAL,
        (form(mills.values), form(weir.values)),
    )


def test_the_program_of_1992_took_days_for_numbers_that_do_not_matter() -> None:
    assert _grades(Recorded(), inc_date="04 MAR 88") == [RIGHT]
    assert _grades(Recorded(), inc_date="04 MAY 88") == [WRONG]
