"""From incidents in words to the slots of templates. All sentences are invented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from dateline.assemble.muc4.make import templates_of
from dateline.assemble.muc4.numbers import is_plural, number_of
from dateline.assemble.muc4.reading import extract_templates
from dateline.codebook.muc4.templates import Template, parse, write
from dateline.model import OffsetMap, Report
from dateline.reader.model.muc4 import Filler, MucIncident

DAMAGED = {"m.phys_type": "diplomat office or residence", "m.phys_effect": "some damage"}
HEAD = "LIMA, 20 MAR 89 (EFE) -- [TEXT] "


def report(text: str) -> Report:
    return Report("INVENTED-MUC4-0001", text, OffsetMap.identity(len(text)), "")


Told = tuple[str, str] | tuple[str, str, Mapping[str, str]]


def filler(text: str, words: str, label: str, answers: Mapping[str, str] | None = None) -> Filler:
    """All places where ``words`` stand, as one filler; the first is its wording."""
    spans = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    assert spans, words
    return Filler(*spans[0], label, 0.9, answers or {}, spans[1:])


def incident(text: str, kind: str, *told: Told) -> MucIncident:
    fillers = tuple(filler(text, *one) for one in told)
    return MucIncident(kind, "accomplished", "terrorist act", fillers, 0.9)


def one(text: str, kind: str, *told: Told) -> Template:
    (template,) = templates_of(report(text), [incident(text, kind, *told)])
    return template


def texts(template: Template, slot: int) -> list[str]:
    return [v.text for f in template.fillers(slot) for v in f.values]


def refs(template: Template, slot: int) -> list[tuple[str, str]]:
    return [(v.text, *v.refs) for f in template.fillers(slot) for v in f.values]  # type: ignore[misc]


KIDNAPPED = HEAD + (
    "THE COMMAND SAID THAT ABOUT 40 FARMERS WERE KIDNAPPED BY TERRORISTS OF THE RED DAWN FRONT [RDF] "
    "YESTERDAY IN AYACUCHO."
)


def test_a_kidnapping_from_head_to_last_slot() -> None:
    template = one(
        KIDNAPPED,
        "kidnapping",
        ("FARMERS", "m.desc", {"m.hum_type": "civilian", "m.hum_effect": "none"}),
        ("TERRORISTS", "m.ind"),
        ("RED DAWN FRONT", "m.org", {"m.confidence": "reported as fact"}),
        ("RDF", "m.org", {"m.confidence": "reported as fact"}),
    )
    assert texts(template, 2) == ["19 MAR 89"]
    assert texts(template, 3)[0].startswith("PERU")
    assert texts(template, 4) == ["KIDNAPPING"]
    assert texts(template, 5) == ["ACCOMPLISHED"]
    assert texts(template, 8) == ["TERRORIST ACT"]
    assert texts(template, 9) == ["TERRORISTS"]
    assert texts(template, 10) == ["RED DAWN FRONT"], "one wording of one organisation, the longest"
    assert refs(template, 11) == [("REPORTED AS FACT", "RED DAWN FRONT")]
    assert refs(template, 20) == [("CIVILIAN", "FARMERS")]
    assert refs(template, 21) == [("~40", "FARMERS")]
    assert template.inapplicable == {6, 7, 12, 13, 14, 15, 16, 17}
    (again,) = parse(write({template.message: (template,)}))
    assert again.slots == template.slots


def test_what_is_written_is_the_same_in_lower_case() -> None:
    told = (("FARMERS", "m.desc", {"m.hum_type": "civilian"}), ("TERRORISTS", "m.ind"))
    upper = one(KIDNAPPED, "kidnapping", *told)
    text = KIDNAPPED.lower()
    lower = one(text, "kidnapping", *((w.lower(), *rest) for w, *rest in told))
    assert lower == upper


def test_name_and_description_of_one_person() -> None:
    text = HEAD + "THE MAYOR OF TARATA, JUAN QUISPE, AND TWO U.S. NUNS WERE SHOT TODAY. SOLDIERS LEFT."
    template = one(
        text,
        "attack",
        ("JUAN QUISPE", "m.name", {"m.hum_type": "civilian", "m.hum_effect": "death"}),
        ("MAYOR OF TARATA", "m.desc", {"m.hum_type": "government official", "m.hum_effect": "death"}),
        ("NUNS", "m.desc", {"m.hum_type": "civilian", "m.hum_effect": "injury"}),
    )
    assert texts(template, 18) == ["JUAN QUISPE"]
    assert refs(template, 19) == [("MAYOR OF TARATA", "JUAN QUISPE"), ("NUNS",)]
    assert refs(template, 20) == [("GOVERNMENT OFFICIAL", "JUAN QUISPE"), ("CIVILIAN", "NUNS")]
    assert refs(template, 21) == [("1", "JUAN QUISPE"), ("2", "NUNS")]
    assert refs(template, 22) == [("UNITED STATES", "NUNS")]
    assert refs(template, 23) == [("DEATH", "JUAN QUISPE"), ("INJURY", "NUNS")]
    assert refs(template, 7) == [("GUN", "-")]


def test_a_description_of_several_goes_with_each_of_them() -> None:
    text = HEAD + "ENGINEERS PEDRO RUIZ, LUIS SOTO AND JUAN PAZ WERE KIDNAPPED TODAY."
    names = [(n, "m.name", {"m.hum_type": "civilian"}) for n in ("PEDRO RUIZ", "LUIS SOTO", "JUAN PAZ")]
    template = one(text, "kidnapping", *names, ("ENGINEERS", "m.desc"))
    assert refs(template, 19) == [("ENGINEERS", name) for name, *_ in names]


def test_a_relative_is_another_person() -> None:
    text = HEAD + "PEDRO RUIZ AND HIS WIFE WERE KILLED TODAY."
    template = one(text, "attack", ("PEDRO RUIZ", "m.name"), ("HIS WIFE", "m.desc"))
    assert refs(template, 19) == [("HIS WIFE",)]
    assert texts(template, 24) == []


def test_a_total_that_the_text_says() -> None:
    text = HEAD + "THE TWO JUDGES, PEDRO RUIZ AND LUIS SOTO, WERE KIDNAPPED TODAY."
    names = [(n, "m.name", {"m.hum_type": "legal or judicial"}) for n in ("PEDRO RUIZ", "LUIS SOTO")]
    template = one(text, "kidnapping", *names, ("JUDGES", "m.desc"))
    assert texts(template, 24) == ["2"]
    assert refs(template, 19) == [("JUDGES", "PEDRO RUIZ"), ("JUDGES", "LUIS SOTO")]


def test_things_with_number_nation_and_effect() -> None:
    text = HEAD + "THREE BOMBS DESTROYED FOUR TOWERS AND DAMAGED THE SOVIET EMBASSY IN LIMA TODAY."
    template = one(
        text,
        "bombing",
        ("BOMBS", "m.weapon"),
        ("TOWERS", "m.phys", {"m.phys_type": "energy", "m.phys_effect": "destroyed"}),
        ("SOVIET EMBASSY", "m.phys", DAMAGED),
    )
    assert refs(template, 7) == [("BOMB", "BOMBS")]
    assert refs(template, 13) == [("ENERGY", "TOWERS"), ("DIPLOMAT OFFICE OR RESIDENCE", "SOVIET EMBASSY")]
    assert refs(template, 14) == [("4", "TOWERS"), ("1", "SOVIET EMBASSY")]
    assert refs(template, 15) == [("USSR", "SOVIET EMBASSY")]
    assert refs(template, 16) == [("DESTROYED", "TOWERS"), ("SOME DAMAGE", "SOVIET EMBASSY")]


def test_without_a_day_in_the_text_on_or_before_that_of_the_head() -> None:
    text = HEAD + "A STORE WAS BURNED IN LIMA."
    assert texts(one(text, "arson", ("STORE", "m.phys")), 2) == ["- 20 MAR 89"]


def test_without_any_day_the_slot_is_null() -> None:
    text = "A STORE WAS BURNED IN LIMA."
    assert texts(one(text, "arson", ("STORE", "m.phys")), 2) == []


def test_an_effect_that_the_type_cannot_have_is_left_out() -> None:
    text = HEAD + "A STORE WAS BURNED IN LIMA."
    taken = {"m.phys_type": "commercial", "m.phys_effect": "property taken from target"}
    assert texts(one(text, "arson", ("STORE", "m.phys", taken)), 16) == []
    assert texts(one(text, "robbery", ("STORE", "m.phys", taken)), 16) == ["PROPERTY TAKEN FROM TARGET"]


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("THE THREE VEHICLES BURNED", "VEHICLES", "3"),
        ("AT LEAST SIX YOUNG PEASANTS", "PEASANTS", "6-"),
        ("ABOUT 50 PEASANTS", "PEASANTS", "~50"),
        ("BETWEEN 6 AND 8 TOWERS", "TOWERS", "6-8"),
        ("TWO OF THE PRIESTS", "PRIESTS", "2"),
        ("SIX JESUIT PRIESTS", "SIX JESUIT PRIESTS", "6"),
        ("SEVERAL STORES", "STORES", "PLURAL"),
        ("ON 5 MARCH PEASANTS WERE TAKEN", "PEASANTS", "PLURAL"),
        ("A JUDGE", "JUDGE", "1"),
        ("THE 8TH FRONT", "8TH FRONT", "1"),
        ("FOUR MEN AND A WOMAN", "WOMAN", "1"),
        ("1,200 HOUSES", "HOUSES", "1200"),
    ],
)
def test_numbers(text: str, words: str, number: str) -> None:
    start = text.index(words)
    assert number_of(text, [(start, start + len(words))]) == number


@pytest.mark.parametrize(
    ("words", "plural"),
    [("POLICEMEN", True), ("BUS", False), ("PEOPLE", True), ("CHIEF OF GUARDS", False), ("HOUSES IN X", True),
     ("VEHICLES PARKED IN THE AREA", True), ("COMMANDER AND MINISTER", False), ("", False)],
)  # fmt: skip
def test_plurals(words: str, plural: bool) -> None:
    assert is_plural(words) is plural


def test_what_the_task_leaves_out() -> None:
    text = HEAD + "GUERRILLAS ATTACKED A PATROL TODAY AND KILLED SOLDIERS."
    soldiers = incident(text, "attack", ("SOLDIERS", "m.desc", {"m.hum_type": "active military"}))
    assert templates_of(report(text), [soldiers]) == (), "a clash of armed forces"
    state = replace(soldiers, category="state-sponsored violence")
    assert len(templates_of(report(text), [state])) == 1
    text = HEAD + "A PRIEST WAS KILLED IN LIMA ON 5 MAY 1980."
    priest = incident(text, "attack", ("PRIEST", "m.desc", {"m.hum_type": "civilian"}))
    assert templates_of(report(text), [priest]) == (), "long before the report"
    assert len(templates_of(report(text), [replace(priest, probability=0.99)])) == 1
    text = HEAD + "THERE WERE ATTACKS TODAY."
    assert templates_of(report(text), [incident(text, "attack")]) == (), "told in general only"


def test_templates_are_numbered_and_others_not_relevant() -> None:
    text = HEAD + "A STORE WAS BURNED AND A BANK WAS ROBBED IN LIMA."
    found = [
        incident(text, "arson", ("STORE", "m.phys")),
        incident(text, "no such type", ("STORE", "m.phys")),
        incident(text, "robbery", ("BANK", "m.phys")),
    ]
    quiet = replace(report("NOTHING HAPPENED."), id="INVENTED-MUC4-0002")
    told = extract_templates([report(text), quiet], lambda texts: [found, []])
    assert [t.number for t in told["INVENTED-MUC4-0001"]] == [1, 2]
    assert told["INVENTED-MUC4-0002"] == ()
    blocks = list(parse(write(told)))
    assert [(b.message, b.number) for b in blocks][-1] == ("INVENTED-MUC4-0002", None)


@pytest.mark.parametrize("text", ["", " ", "[TEXT]", "LIMA, 2 MAR 89 -- [TEXT]", "ß ŉ ﬁ \U0001f4a3 KILLED"])
def test_texts_that_say_nothing(text: str) -> None:
    bare = MucIncident("attack", "accomplished", "none", (), 0.5)
    assert templates_of(report(text), [bare]) == ()
