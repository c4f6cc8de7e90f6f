"""The TempEval-3 measures, on a table and a document written for the purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.evaluate.timex import run, same_value

TABLE = (
    "2016-10-28\tDATE\t2016-10-28\nyesterday\tDATE\t2016-10-27\nlast month\tDATE\t2016-09\n"
    "several quarrels\tDATE\tPAST_REF\nthree days\tDURATION\tP4D\n"
)
TIMEML = (
    "<TimeML><DCT>"
    '<TIMEX3 tid="t0" type="DATE" value="2016-10-28" functionInDocument="CREATION_TIME">x</TIMEX3></DCT>'
    '<TEXT>It fell on <TIMEX3 tid="t1" type="DATE" value="2016-10-24">Monday</TIMEX3>'
    " and rose on Tuesday.</TEXT></TimeML>"
)


def test_measures(tmp_path: Path) -> None:
    folder = tmp_path / "timenorm_tsv" / "datasets" / "en"
    folder.mkdir(parents=True)
    (folder / "test.tsv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.tml").write_text(TIMEML, encoding="utf-8")
    outcome = run(tmp_path)
    # three of four spans found, none beside them; two values right
    assert outcome.figures["timenorm_en_test_strict"] == pytest.approx(6 / 7)
    assert outcome.figures["timenorm_en_test_value"] == pytest.approx(4 / 7)
    # running text: "Tuesday" is found beside the gold, and counts against precision
    assert outcome.figures["corpus_relaxed"] == pytest.approx(2 / 3)


def test_values_that_are_the_same() -> None:
    assert same_value("2016-10-28T03:30", "2016-10-28T03:30:00")
    assert not same_value("2016-10-28", "2016-10-27")


def test_public_part_stays_above_heideltime() -> None:
    data = Path(__file__).resolve().parents[2] / ".." / "shared" / "bench" / "timex"
    if not data.is_dir():
        pytest.skip("the public time expressions are not here (../shared/bench/timex)")
    assert run(data).figures["timenorm_en_test_value"] > 0.776
