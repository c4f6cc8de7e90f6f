"""What a model says counts only as far as it points at words of the report."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load
from dateline.errors import NoAnswer
from dateline.model import OffsetMap, Report
from dateline.reader.findings import Findings
from dateline.reader.llm import LanguageReader
from dateline.reader.llm.ground import Nonsense, incidents_of
from dateline.reader.llm.prompt import LONGEST, prompt_for
from dateline.text import sentences

TEXT = (
    "Gunmen killed three farmers near Beni on Monday. “It was dark,” said  a police official. "
    "Nobody claimed the attack."
)
BOOK = load("dateline")


def report(text: str = TEXT, title: str = "Three killed") -> Report:
    return Report("r1", text, OffsetMap.identity(len(text)), "0" * 64, title, language="en")


def entry(**more: object) -> dict[str, object]:
    marks = [
        {"label": "perpetrator", "quote": "Gunmen", "stance": "asserted"},
        {"label": "killed", "quote": "three farmers", "stance": "asserted"},
        {"label": "where", "quote": "Beni", "stance": "asserted"},
    ]
    return {
        "type": "armed_attack",
        "subtype": "shooting",
        "stage": "accomplished",
        "main": True,
        "trigger": "killed",
        "marks": marks,
    } | more


def answer(*incidents: object) -> str:
    return json.dumps({"incidents": list(incidents)})


def read(text: str):
    return incidents_of(text, report(), TEXT, BOOK, tuple(sentences(TEXT)))


def test_quotes_are_spans() -> None:
    (one,), dropped = read(answer(entry()))
    assert [TEXT[m.span.start : m.span.end] for m in one.marks] == ["Gunmen", "three farmers", "Beni"]
    assert TEXT[one.occurrences[0].span.start : one.occurrences[0].span.end] == "killed"
    assert (dropped.quotes, dropped.entries) == (0, 0) and one.main


def test_a_quote_that_stands_nowhere_is_dropped_and_counted() -> None:
    marks = [{"label": "perpetrator", "quote": "the army", "stance": "asserted"}]
    (one,), dropped = read(answer(entry(marks=marks)))
    assert not one.marks and dropped.quotes == 1


def test_an_incident_whose_trigger_stands_nowhere_is_dropped() -> None:
    assert read(answer(entry(trigger="bombed")))[0] == []


def test_quotation_marks_and_spaces_may_differ() -> None:
    marks = [{"label": "other", "quote": '"It was dark," said a police', "stance": "asserted"}]
    (one,), _ = read(answer(entry(marks=marks)))
    assert TEXT[one.marks[0].span.start : one.marks[0].span.end] == "“It was dark,” said  a police"


def test_words_are_whole() -> None:
    marks = [
        {"label": "where", "quote": "on", "stance": "asserted"},
        {"label": "where", "quote": "Ben", "stance": "asserted"},
    ]
    (one,), dropped = read(answer(entry(marks=marks)))
    assert (
        len(one.marks) == 1
        and TEXT[one.marks[0].span.start :].startswith("on Monday")
        and dropped.quotes == 1
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "party"},
        {"type": None},
        {"trigger": 5},
        {"trigger": ""},
        {"marks": "none"},
        {"marks": [5, None, {}]},
        {"marks": [{"label": "culprit", "quote": "Gunmen"}]},
        {"stage": "finished"},
        {"main": "yes"},
        {"subtype": 7},
    ],
)
def test_entries_of_another_form_do_no_harm(wrong: dict[str, object]) -> None:
    found, _ = read(answer(entry(**wrong), 17, None, "x"))
    assert all(i.type == "armed_attack" for i in found)


@pytest.mark.parametrize(
    "text", ["", "sorry, I cannot", "[1]", "{}", '{"incidents": 5}', '{"incidents": [{"type"', "[" * 9999]
)
def test_nonsense_is_nonsense(text: str) -> None:
    with pytest.raises(Nonsense):
        read(text)


def test_a_fenced_answer_is_an_answer() -> None:
    assert len(read("```json\n" + answer(entry()) + "\n```")[0]) == 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda c: (
            st.lists(c, max_size=4)
            | st.dictionaries(
                st.sampled_from(["incidents", "type", "trigger", "marks", "label", "quote", "stance", "x"]),
                c,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_no_answer_makes_a_reading_that_points_outside(data: object) -> None:
    try:
        found, _ = read(json.dumps({"incidents": data}))
    except Nonsense:
        return
    for one in found:
        for span in (one.occurrences[0].span, *(m.span for m in one.marks)):
            assert 0 <= span.start < span.end <= len(TEXT)


def test_two_incidents_of_the_same_words_are_one() -> None:
    assert len(read(answer(entry(), entry(type="bombing", subtype="")))[0]) == 1


def findings() -> Findings:
    return Findings((), (), (), (), (), ())


def test_nonsense_is_asked_for_again_and_then_given_up() -> None:
    said = iter(["nonsense", answer(entry())])
    reader = LanguageReader("m", lambda prompt: next(said), BOOK)
    assert len(reader.read([(report(), findings())])[0].incidents) == 1
    assert reader.tally.again == 1
    stubborn = LanguageReader("m", lambda prompt: '{"incidents": [{', BOOK)
    with pytest.raises(NoAnswer, match=r"half an answer.*--max-tokens"):
        stubborn.read([(report(), findings())])


def test_kept_answers_are_not_asked_for_again() -> None:
    kept: dict[str, str] = {}
    asked = []

    def ask(prompt: object) -> str:
        asked.append(prompt)
        return answer(entry())

    for _ in range(2):
        LanguageReader("m", ask, BOOK, kept).read([(report(), findings())])
    assert len(asked) == 1 and len(kept) == 1
    LanguageReader("other", ask, BOOK, kept).read([(report(), findings())])
    assert len(asked) == 2


def test_a_kept_answer_that_is_nonsense_is_asked_for_anew() -> None:
    prompt = prompt_for(report(), BOOK)
    kept = {prompt.key("m"): "nonsense"}
    reader = LanguageReader("m", lambda p: answer(entry()), BOOK, kept)
    assert reader.read([(report(), findings())])[0].incidents


def test_prompts_come_from_the_codebook_and_long_reports_are_cut() -> None:
    prompt = prompt_for(report("word " * 9000), BOOK)
    assert prompt.cut and len(prompt.text) == LONGEST
    assert "- kidnapping:" in prompt.system and "hostage_taking" in prompt.system
    assert prompt.schema["properties"]["incidents"]["items"]["properties"]["type"]["enum"] == [
        t.type for t in BOOK.types
    ]
