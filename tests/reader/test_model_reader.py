"""The reader with its shipped weights: what holds for any text, and files that are not whole."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.assemble import extract, extract_all, reader_called
from dateline.errors import ReaderError, UsageError
from dateline.ingest import read as read_page
from dateline.model import Page, Report
from dateline.reader.contract import EFFECTS
from dateline.reader.findings import find
from dateline.reader.model import folder_of, load
from dateline.reader.model.incidents import find_incidents
from dateline.resolve.who import Registry
from made_up import report_of

BASE = reader_called("base")
STORY = (
    "KOHLU, March 5 — Gunmen ambushed an army patrol near Kohlu on Thursday, killing four soldiers, "
    "officials said on Friday.\n\nNobody has claimed responsibility for the attack. Two militants were "
    "killed in a gunfight that followed, a police officer said."
)


def _report(text: str, name: str = "r") -> Report:
    return read_page(Page(text.encode(), "text/plain", given={"id": name, "published": "2021-03-05"}))


def _read(report: Report):
    return BASE.read([(report, find(report, Registry.load()))])[0]


def test_reads_a_plain_story() -> None:
    report = _report(STORY)
    reading = _read(report)
    main = next(i for i in reading.incidents if i.main)
    words = {report.quote(o.span) for o in main.occurrences}
    assert "ambushed" in words
    marks = {(m.label.value, report.quote(m.span)) for m in main.marks}
    assert ("perpetrator", "Gunmen") in marks
    assert any(label == "victim" and "soldiers" in quote for label, quote in marks)
    assert reading.by.startswith("reader-base@")


def test_spans_begin_and_end_with_words() -> None:
    report = _report(STORY)
    for incident in _read(report).incidents:
        for span in (*(o.span for o in incident.occurrences), *(m.span for m in incident.marks)):
            quote = report.quote(span)
            assert quote == quote.strip() and quote
            around = report.text[max(span.start - 1, 0) : span.start + 1]
            assert not (len(around) == 2 and around.isalnum()), quote


def test_what_is_read_beside_a_report_does_not_change_it() -> None:
    reports = [_report(STORY, "a"), _report("Rain is expected.\n\n" + STORY, "b"), _report(STORY * 9, "c")]
    together = extract_all(reports, BASE)
    assert together == [extract(one, BASE) for one in reports]


@pytest.mark.parametrize(
    "text",
    ["word " * 20_000, "😀💥" * 60_000, "في مدينة قتل مسلحون أربعة جنود" * 200, ".\n" * 5_000, "a"],
    ids=["one endless sentence", "emoji", "right to left", "full stops", "one letter"],
)
def test_odd_text_is_read_without_fuss(text: str) -> None:
    report = report_of(text, "r")
    for incident in _read(report).incidents:
        assert all(m.span.end <= len(report.text) for m in incident.marks)


def test_a_language_that_it_was_not_trained_on_is_left_alone() -> None:
    text = (
        "Hombres armados atacaron el jueves un puesto de la policía en la ciudad de Cúcuta y mataron a "
        "cuatro agentes, informaron las autoridades. El ataque ocurrió cerca de la frontera con Venezuela."
    )
    reading = _read(_report(text))
    assert reading.incidents == () and "language" in reading.reason


def test_a_language_that_nobody_could_tell_is_read() -> None:
    dispatch = replace(report_of(STORY.upper(), "r"), language=None)
    assert _read(dispatch).incidents


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400))
def test_never_raises_and_stays_inside_the_text(text: str) -> None:
    report = report_of(text, "r")
    for incident in _read(report).incidents:
        assert incident.occurrences
        for mark in incident.marks:
            assert 0 <= mark.span.start < mark.span.end <= len(text)
            assert 0.0 <= mark.confidence <= 1.0


def test_a_figure_counts_in_one_incident_whoever_else_shares_its_words() -> None:
    """Read so that triggers stand alone, and people, places and days are given to every one that is near."""
    weights = load(folder_of("base"))
    generous = replace(weights, fits={**weights.fits, "same_event": 0.9, "also": 0.05})
    text = (
        "QUETTA, Oct 28 — Security forces raided a compound on Thursday and killed four militants.\n\n"
        "It came three days after gunmen attacked a police academy in the city, killing 61 cadets. In March "
        "a bomb in Lahore had killed 75 people and wounded 340."
    )
    told = find_incidents(weights.session.score([text])[0], generous)
    figures = {label.value for label in EFFECTS}
    shared = Counter((w.words.start, w.label) for one in told for w in one.words)
    assert len(told) > 1 and any(count > 1 for count in shared.values())
    assert {label for (_, label), count in shared.items() if count > 1}.isdisjoint(figures)
    assert {label for _, label in shared} & figures


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder_of("base"), tmp_path / "weights"))


@pytest.mark.parametrize("name", ["network.onnx", "heads.npz", "tokenizer.json", "regressions.npz"])
def test_a_damaged_file_is_named_with_the_way_out(files: Path, name: str) -> None:
    with (files / name).open("r+b") as file:
        file.seek(100)
        file.write(b"\0damage\0")
    with pytest.raises(ReaderError, match=rf"{name} is damaged.*install dateline again"):
        load(files)


@pytest.mark.parametrize("name", ["network.onnx", "model.json"])
def test_a_missing_file_is_one_line_with_the_way_out(files: Path, name: str) -> None:
    (files / name).unlink()
    with pytest.raises(ReaderError, match=r"not whole.*install dateline again") as caught:
        load(files)
    assert "\n" not in str(caught.value)


def test_a_reader_that_is_not_installed() -> None:
    with pytest.raises(UsageError, match=r"huge.*pip install dateline-reader-huge"):
        folder_of("huge")
