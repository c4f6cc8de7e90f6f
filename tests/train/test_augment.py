"""Other versions of an example: the labels stay with their words."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from dateline.train.reader.augment import Names, cut_short, furnished, renamed, replaced, varied
from dateline.train.reader.example import Example, Labelled

TEXT = (
    "Fighters of the Red Column Front attacked a post near Kohlu on Monday.\n\nThree men died.\n\n"
    "The Red Column Front said in Quetta that it was not there.\n\nIt rained."
)
NAMES = Names(["Port Sudan", "Ax"], ["Army of the Pass", "Sons of Dawn Movement"])


def _span(words: str, label: str) -> Labelled:
    start = TEXT.index(words)
    return Labelled(start, start + len(words), label, (0,))


SPANS = (
    _span("Fighters of the Red Column Front", "perpetrator"),
    _span("attacked", "ev"),
    _span("Kohlu", "where"),
    _span("Three", "killed"),
    _span("died", "ev"),
)
EXAMPLE = Example("x", "corpus", TEXT, SPANS, frozenset(("ev", "where", "killed", "perpetrator")))


def _words(example: Example) -> list[tuple[str, str]]:
    return [(s.label, example.text[s.start : s.end]) for s in example.spans]


def test_names_change_throughout_and_spans_move_along() -> None:
    found = replaced(EXAMPLE, {"Red Column Front": "Army of the Pass", "Kohlu": "Ax"})
    assert _words(found) == [
        ("perpetrator", "Fighters of the Army of the Pass"), ("ev", "attacked"), ("where", "Ax"),
        ("killed", "Three"), ("ev", "died"),
    ]  # fmt: skip
    assert "Red Column" not in found.text and found.text.count("Army of the Pass") == 2


@given(st.integers(0, 10_000))
def test_what_is_not_a_name_keeps_its_words(seed: int) -> None:
    found = varied(EXAMPLE, NAMES, random.Random(seed))
    told = {label: words.lower() for label, words in _words(found)}
    assert told.get("killed", "three") == "three"
    assert told.get("ev") in ("attacked", "died")
    assert told.get("where", "kohlu") in ("kohlu", "port sudan", "ax")


def test_a_town_gets_another_name() -> None:
    texts = {renamed(EXAMPLE, NAMES, random.Random(n)).text for n in range(20)}
    assert any("Port Sudan" in text for text in texts)


def test_cut_short_leaves_no_span_behind_the_end() -> None:
    for seed in range(10):
        found = cut_short(EXAMPLE, random.Random(seed))
        assert all(s.end <= len(found.text) for s in found.spans) and TEXT.startswith(found.text)


def test_furniture_stands_around_and_the_words_stay() -> None:
    found = furnished(EXAMPLE, random.Random(4))
    assert _words(found) == _words(EXAMPLE) and len(found.text) > len(TEXT)
