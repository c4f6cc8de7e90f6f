"""What `import dateline` offers."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import dateline
import made_up
from dateline.errors import InputError

NAMES = ["Account", "Incident", "Ledger", "Page", "Report", "extract", "open", "read"]


def test_the_public_names_are_these_and_documented() -> None:
    assert sorted(dateline.__all__) == NAMES and len(NAMES) <= 8
    for name in NAMES:
        assert inspect.getdoc(getattr(dateline, name)), name
        assert name in dir(dateline)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dateline.nothing  # type: ignore[attr-defined]


def test_read_takes_a_page_a_path_bytes_and_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.use(monkeypatch)
    text = "A bomb killed 61 people in Quetta on 2016-10-24."
    file = tmp_path / "page.txt"
    file.write_text(text)
    pages = [dateline.Page(text.encode(), "text/plain"), file, str(file), text.encode(), text]
    assert {dateline.read(page).text for page in pages} == {text}
    (account,) = dateline.extract(dateline.read(text))
    assert account.where is not None and account.where.name == "Quetta"


def test_a_file_of_many_pages_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    with pytest.raises(InputError, match="holds 2 pages"):
        dateline.read(tmp_path / "many.jsonl")
    with pytest.raises(InputError, match="not there"):
        dateline.read(tmp_path / "none.txt")


def test_open_makes_a_ledger(tmp_path: Path) -> None:
    with dateline.open(tmp_path / "l.db") as ledger:
        assert isinstance(ledger, dateline.Ledger) and ledger.incidents() == []
