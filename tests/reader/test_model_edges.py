"""Marks that break off or begin anew are made whole, or lose the words that are left over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reader.model.decode import Tagged
from dateline.reader.model.edges import mended

PARTY, TRIGGER = 0, 1


def _marks(text: str, *words: str, label: int = PARTY) -> list[Tagged]:
    return [Tagged(0, 0, text.index(w), text.index(w) + len(w), label, 0.9) for w in words]


def _read(text: str, *words: str) -> list[str]:
    return [text[s.start : s.end] for s in mended(text, _marks(text, *words), {PARTY})]


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("The Support Group for the Faithful took the blame.", "Support Group for the",
         "Support Group for the Faithful"),
        ("A fax of the Army of the Caliphate in Kazakhstan came.", "Army of the Caliphate in",
         "Army of the Caliphate in Kazakhstan"),
        ("Fourteen women and children were hurt in the market.", "women and", "women"),
        ("A shell tore off the roof of the school on Sunday.", "roof of the", "roof"),
        ("Ahmad Rashidi, a refugee from Herat, was stabbed.", "Ahmad Rashidi, a", "Ahmad Rashidi"),
        ("Residents of the camp fled on foot to the river.", "Residents of the", "Residents"),
        ("The Sons of Pattani denied it in a letter.", "Sons of Pattani", "Sons of Pattani"),
    ],
)  # fmt: skip
def test_a_name_goes_on_and_other_words_are_left(text: str, marked: str, whole: str) -> None:
    assert _read(text, marked) == [whole]


def test_what_is_marked_apart_of_a_name_is_taken_in() -> None:
    text = "The Soviet of Deputies accuses Tbilisi of the raid."
    assert _read(text, "Soviet of", "Deputies", "Tbilisi") == ["Soviet of Deputies", "Tbilisi"]


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        (
            "It came when suicide attackers assaulted a college.",
            ("suicide", "attackers"),
            ["suicide attackers"],
        ),
        ("They shot Judge Ana Ruiz on her doorstep.", ("Judge", "Ana Ruiz"), ["Judge Ana Ruiz"]),
        ("TNLA fighters took the post.", ("TNLA", "fighters"), ["TNLA fighters"]),
        ("A very old woman was hit.", ("very", "old", "woman"), ["very old woman"]),
        # a name behind a trade is another word for the same person, and what lies apart is apart
        ("They shot the driver Omar Bal at the gate.", ("driver", "Omar Bal"), ["driver", "Omar Bal"]),
        ("They shot a nurse, a driver and two guards.", ("nurse", "driver"), ["nurse", "driver"]),
    ],
)
def test_what_somebody_is_goes_with_who_that_is(text: str, marked: tuple[str, ...], whole: list[str]) -> None:
    assert _read(text, *marked) == whole


def test_marks_of_two_labels_are_not_joined() -> None:
    text = "The suicide attackers fled."
    marks = [*_marks(text, "suicide", label=TRIGGER), *_marks(text, "attackers")]
    assert mended(text, marks, {PARTY}) == marks


def test_a_trigger_may_end_in_any_word() -> None:
    text = "They were shot at in the dark."
    assert mended(text, _marks(text, "shot at", label=TRIGGER), {PARTY}) == _marks(
        text, "shot at", label=TRIGGER
    )


@given(st.text("Aa of the,in\n", max_size=40), st.integers(0, 39), st.integers(1, 12))
def test_a_mark_keeps_its_beginning_and_never_becomes_empty(text: str, start: int, length: int) -> None:
    if start + length > len(text):
        return
    [mark] = mended(text, [Tagged(0, 0, start, start + length, PARTY, 0.5)], {PARTY})
    assert mark.start == start < mark.end <= len(text)
