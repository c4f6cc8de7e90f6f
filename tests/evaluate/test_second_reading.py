"""The second marks are whole, of the very texts that were marked first, and agree with those in part."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dateline.errors import InputError
from dateline.evaluate.corpus import tally_of
from dateline.evaluate.marked import main, part, read
from dateline.evaluate.perfect_marks import PerfectReader
from dateline.evaluate.second_reading import AGAIN, run

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"


def test_the_second_marks_are_without_faults_and_of_the_same_texts() -> None:
    assert main([str(CORPUS.parent / AGAIN)]) == 0
    first = {one.id: one for one in read(CORPUS)}
    for one in read(CORPUS.parent / AGAIN):
        assert one.text == first[one.id].text
        assert (one.title, one.published) == (first[one.id].title, first[one.id].published)
        assert part(one.id) == "train"  # the test third is looked at by nobody


def test_two_who_mark_agree_on_types_and_less_on_who_is_blamed() -> None:
    again = list(read(CORPUS.parent / AGAIN))[::6]
    first = {one.id: one for one in read(CORPUS)}
    told = tally_of([first[one.id] for one in again], PerfectReader(again))
    types, claims = (told.scores(measure)[2] for measure in ("types", "claims"))
    assert 0.85 < types < 1.0
    assert 0.5 < claims < 1.0


def test_the_readers_stand_beside_the_second_marks(tmp_path: Path) -> None:
    for folder in ("corpus", AGAIN):
        (tmp_path / folder).mkdir()
        for name in ("as-014", "as-017"):
            shutil.copy(CORPUS.parent / folder / f"{name}.txt", tmp_path / folder)
    found = run(tmp_path / "corpus")
    assert found.columns[:6] == (
        "what", "second: precision %", "recall %", "F1 %", "first marks themselves", "rules"
    )  # fmt: skip
    assert all(len(row) == len(found.columns) for row in found.rows)
    assert found.figures["first_types_f1"] == 1.0
    assert {"second_sides_f1", "rules_sides_f1", "base_sides_f1"} <= set(found.figures)


def test_without_second_marks_it_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    with pytest.raises(InputError, match=AGAIN):
        run(folder)
