"""Regressions by words, and what is made of them: labels, stances, types, figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Effect, Group, Span, Stance, Toll
from dateline.reader.contract import Label, Mark
from dateline.reader.model import folder_of, load
from dateline.reader.model.around import Around, around, stem
from dateline.reader.model.decode import decode
from dateline.reader.model.figures import settled
from dateline.reader.model.regression import Regression, read_regressions, stored
from dateline.reader.model.stances import features as stance_features
from dateline.reader.model.typed import features, together, types_of
from dateline.resolve.how_many import CountMention, find_counts

WEIGHTS = load(folder_of("base"))


def _regression_of() -> Regression:
    weights = np.array([[2.0, -1.0], [-1.0, 2.0]], np.float32)
    return Regression(["claimed", "died"], np.array([1.5, 1.0], np.float32), weights, np.zeros(2, np.float32))


def test_a_regression_weighs_what_it_knows_and_nothing_else() -> None:
    regression = _regression_of()
    claimed, died, unknown, nothing = regression.shares(
        [["claimed", "unheard of"], ["died"], ["unheard of"], []]
    )
    assert claimed[0] > 0.9 and died[1] > 0.9
    assert unknown == pytest.approx([0.5, 0.5]) and nothing == pytest.approx([0.5, 0.5])


def test_the_rarer_of_two_features_weighs_more() -> None:
    assert _regression_of().shares([["claimed", "died"]])[0, 0] > 0.5


def test_what_comes_twice_counts_more_and_less_than_twice() -> None:
    (odds,) = _regression_of().odds([["claimed", "died", "died"]])
    claimed, died = 1.5, 1 + np.log(2)
    length = np.hypot(claimed, died)
    assert odds == pytest.approx([(2 * claimed - died) / length, (2 * died - claimed) / length], abs=1e-6)


@given(st.lists(st.lists(st.sampled_from(("claimed", "died", "unheard of")), max_size=6), max_size=6))
def test_a_case_has_the_same_odds_whatever_is_asked_beside_it(cases: list[list[str]]) -> None:
    regression = _regression_of()
    together = regression.odds(cases)
    assert together.shape == (len(cases), 2)
    for case, odds in zip(cases, together, strict=True):
        assert odds == pytest.approx(regression.odds([case])[0], abs=1e-6)


def test_a_regression_comes_back_from_its_file() -> None:
    weights = np.array([[0.5, -2.0, 0.0], [1.0, 0.25, 3.0]], np.float32)
    arrays = stored("x", ["a b", "ü"], np.array([1.0, 2.0], np.float32), weights, np.ones(3, np.float32))
    again = read_regressions({name: np.asarray(array) for name, array in arrays.items()})["x"]
    first = Regression(["a b", "ü"], np.array([1.0, 2.0], np.float32), weights, np.ones(3, np.float32))
    assert again.odds([["ü", "a b"]]) == pytest.approx(first.odds([["ü", "a b"]]), abs=0.03)


def test_words_around_are_those_of_the_sentence_by_side_and_place() -> None:
    text = "Nobody was hurt. The Red Column denied that it had shot the mayor."
    start = text.index("Red Column")
    found = Around(text).words(start, start + len("Red Column"))
    assert {"l0:the", "r0:deni", "r1:that", "s:mayor", "w:red", "w:column", "capital", "part:0"} <= set(found)
    assert not any(f.endswith("hurt") for f in found)
    assert "p:hurt" in stance_features(Around(text), start, start + 10, "perpetrator")


_TOLD = st.lists(
    st.sampled_from(("The", "guards", "denied", "it", "Two", "died", "died.\n\n", "died.")), max_size=30
)


@given(_TOLD, st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), max_size=4))
def test_numbers_of_features_say_what_the_features_say(told: list[str], asked: list[tuple[int, int]]) -> None:
    text = " ".join(told)
    places = [(at, at + length) for at, length in asked if at + length <= len(text)]
    stances = WEIGHTS.regressions["stance"]
    numbered = around(text).numbered(stances)
    rows = [[*stance_features(numbered, *at, "killed"), *numbered.named("unheard of")] for at in places]
    names = [[*stance_features(around(text), *at, "killed"), "unheard of"] for at in places]
    assert numbered.odds(rows) == pytest.approx(stances.odds(names), abs=1e-5)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 20))
def test_words_around_of_any_text(text: str, start: int, length: int) -> None:
    start = min(start, max(len(text) - 1, 0))
    assert Around(text).words(start, min(start + length, len(text)))[-1].startswith("part:")


@given(st.text(max_size=30))
def test_a_stem_begins_its_word(word: str) -> None:
    assert word.lower().startswith(stem(word))


def test_all_words_of_an_incident_speak_for_its_type() -> None:
    names = WEIGHTS.heads.questions["type"]
    kinds = types_of(names)
    mortar = [("ev", "hit"), ("ev", "killed"), ("weapon", "mortar rounds"), ("victim", "villagers")]
    marchers = [("ev", "fired"), ("ev", "killed"), ("perpetrator", "police"), ("victim", "demonstrators")]
    said = WEIGHTS.regressions["type"].shares([features(told, WEIGHTS.kinds) for told in (mortar, marchers)])
    assert kinds[int(said[0].argmax())] == "shelling"
    assert said[1][kinds.index("repression")] > said[0][kinds.index("repression")]


@given(st.lists(st.floats(0.01, 1.0), min_size=5, max_size=5), st.floats(0, 1))
def test_types_together_are_probabilities(told: list[float], weight: float) -> None:
    names = ("a", "a/x", "a/y", "b", "b/z")
    network = np.array(told, np.float32) / sum(told)
    joint = together(network, np.array([0.9, 0.1], np.float32), names, weight)
    assert joint.sum() == pytest.approx(1.0, abs=1e-4)
    # what a subtype has of its type is the network's
    assert joint[1] / joint[0] == pytest.approx(network[1] / network[0], rel=1e-3)


def test_without_weight_the_network_decides() -> None:
    network = np.array([0.1, 0.2, 0.3, 0.3, 0.1], np.float32)
    told = together(network, np.array([0.99, 0.01], np.float32), ("a", "a/x", "a/y", "b", "b/z"), 0.0)
    assert told == pytest.approx(network, abs=1e-3)


def _mark(text: str, words: str, label: Label) -> Mark:
    start = text.index(words)
    return Mark(Span("r", start, start + len(words)), label)


@pytest.mark.parametrize(
    ("text", "label", "becomes"),
    [
        ("Seven men who were wounded at a house are expected to survive.", Label.KILLED, Label.INJURED),
        ("Seven men were killed at a house.", Label.INJURED, Label.KILLED),
        ("Seven men were killed at a house.", Label.KILLED, Label.KILLED),
        ("Seven of them came from the village.", Label.KILLED, Label.KILLED),  # the grammar says nothing
        ("Seven men were killed at a house.", Label.ARRESTED, Label.ARRESTED),
    ],
)
def test_the_grammar_says_what_a_figure_counts(text: str, label: Label, becomes: Label) -> None:
    counts = find_counts(text, "r")
    (mark,) = settled([_mark(text, "Seven", label)], counts)
    assert mark.label is becomes


def test_where_the_grammar_counts_both_ways_the_reader_decides() -> None:
    span = Span("r", 0, 5)
    counts = [
        CountMention(span, Toll(effect, Group.UNKNOWN, 5, 5, 5), span)
        for effect in (Effect.KILLED, Effect.INJURED)
    ]
    mark = Mark(span, Label.KILLED, Stance.DOUBTED)
    assert settled([mark], counts) == (mark,)


def test_the_ends_of_a_run_go_where_they_are_much_less_probable() -> None:
    text = "the armed young men"
    pieces = [(0, 3), (4, 9), (10, 15), (16, 19)]
    rows = np.array([[0.1, 0.0], [0.3, 0.0], [0.6, 0.0], [0.9, 0.0]], np.float32)
    borders, limits = np.arange(4), np.array([0.05], np.float32)
    (wide,) = decode(text, rows, pieces, borders, limits)
    (narrow,) = decode(text, rows, pieces, borders, limits, 0.5)
    assert (wide.start, narrow.start, narrow.end) == (0, 10, 19)
    assert narrow.probability == pytest.approx(0.75)
