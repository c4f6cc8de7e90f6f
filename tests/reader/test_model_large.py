"""The large reader: a package of its own, whole, small enough, and a reader like the one in the wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import UsageError
from dateline.reader.findings import find
from dateline.reader.model import ModelReader, folder_of, load
from dateline.resolve.who import Registry
from made_up import report_of

_FOLDER = Path(__file__).parents[2] / "models" / "large" / "dateline_reader_large" / "weights"
_MOST = 95_000_000  # bytes
_STORY = (
    "Gunmen ambushed an army patrol near Kohlu on Thursday, killing four soldiers, officials said.\n\n"
    "The Red Column said in a statement that its fighters had carried out the attack."
)


def test_it_is_no_larger_than_promised() -> None:
    assert sum(path.stat().st_size for path in _FOLDER.iterdir()) <= _MOST


def test_it_reads_a_plain_story() -> None:
    report = report_of(_STORY, "r")
    reading = ModelReader(load(_FOLDER)).read([(report, find(report, Registry.load()))])[0]
    main = next(i for i in reading.incidents if i.main)
    marks = {(m.label.value, report.quote(m.span)) for m in main.marks}
    assert main.type == "armed_attack"
    assert ("perpetrator", "Gunmen") in marks and ("killed", "four") in marks
    assert ("claims", "Red Column") in marks
    assert reading.by.startswith("reader-large@")


def test_without_the_package_there_is_a_way_out() -> None:
    with pytest.raises(UsageError, match="pip install"):
        folder_of("larger_still")
