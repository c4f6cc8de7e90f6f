"""The history of an interactive scoring run."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.codebook.muc4.slots import BY_NAME
from dateline.codebook.muc4.templates import TemplateError, Value
from dateline.evaluate.muc4.grades import Grade
from dateline.evaluate.muc4.history import read_history

HISTORY = r"""(("M-1"
  ("2"
   (inc-date ((range nil "03 MAR 88") partial "03 MAR 88") ("03 MAR" fail))
   (inc-loc ((location "CHILE" (qualified "QUILLOTA" "CITY")) partial "CHILE")
            ((location "CHILE" (between (qualified "A" "CITY") (qualified "B" "CITY"))) fail))
   (phys-tgt-num ((xref "2" "\"PONDS\"") match (optional (xref (or "2" "2 -") (or "\"MILLS\"" "\"WEIR\"")))))
   (phys-tgt-id ("\"PONDS\"" partial (all-of "\"MILLS\"" (or "\"WEIR\"" "\"DAM\"")))))))
"""


def test_each_kind_of_entry_is_found_by_its_response(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_text(HISTORY)
    history = read_history(path)

    def grades(slot: str, value: Value) -> list[tuple[Grade, int]]:
        return [(j.grade, len(j.fillers)) for j in history.exact("M-1", 2, BY_NAME[slot], value)]

    assert grades("inc-date", Value("- 03 MAR 88")) == [(Grade.PARTIAL, 1)]
    assert grades("inc-date", Value("03 MAR")) == [(Grade.WRONG, 0)]
    assert grades("inc-loc", Value("CHILE: QUILLOTA (CITY)")) == [(Grade.PARTIAL, 1)]
    assert grades("inc-loc", Value("CHILE: A (CITY) - B (CITY)")) == [(Grade.WRONG, 0)]
    assert grades("phys-tgt-num", Value("2", refs=("PONDS",))) == [(Grade.RIGHT, 1)]
    assert grades("phys-tgt-id", Value("PONDS", True)) == [(Grade.PARTIAL, 2)]
    (number,) = history.exact("M-1", 2, BY_NAME["phys-tgt-num"], Value("2", refs=("PONDS",)))
    assert number.fillers == ((frozenset({"2", "2 -"}), frozenset({"MILLS", "WEIR"})),)
    assert history.exact("M-1", 1, BY_NAME["phys-tgt-id"], Value("PONDS", True)) == ()


def test_responses_that_differ_in_what_is_unessential_are_alike(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_text(HISTORY)
    history = read_history(path)
    assert history.exact("M-1", 2, BY_NAME["phys-tgt-id"], Value("THE PONDS", True)) == ()
    assert len(history.alike("M-1", 2, BY_NAME["phys-tgt-id"], Value("THE 12 PONDS", True))) == 1
    assert len(history.alike("M-1", 2, BY_NAME["inc-date"], Value("- 04 MAR 88"))) == 1
    assert history.alike("M-1", 2, BY_NAME["inc-date"], Value("04 MAR 88")) == ()


@pytest.mark.parametrize("text", ["(", "())", '(("M-1" "1"))', "", '(("M-1" ("1" (x ("y" perhaps)))))'])
def test_another_file_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "history"
    path.write_text(text)
    with pytest.raises(TemplateError, match="pass one complete expression"):
        read_history(path)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="pass the history"):
        read_history(tmp_path / "none")
