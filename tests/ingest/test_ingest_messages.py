"""Files of messages that begin with their ids. All words are invented."""

from __future__ import annotations

import gzip
from pathlib import Path

from dateline.ingest import Failure, Limits, iter_pages, read
from dateline.model import Page

FILE = """
INV-MUC4-0001 (NOSC)

   LIMA, 2 MAR 89 (EFE) -- [TEXT] A BRIDGE FELL.

   NOBODY WAS HURT.


INV-MUC4-0002

   QUITO, 3 MAR 89 -- [TEXT] A BANK WAS ROBBED.
"""


def write(folder: Path, text: str, name: str = "inv-muc4-0001-0002") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def test_each_message_is_a_report_with_its_id(tmp_path: Path) -> None:
    path = write(tmp_path, FILE)
    pages = list(iter_pages([path]))
    assert all(isinstance(page, Page) for page in pages)
    reports = [read(page) for page in pages if isinstance(page, Page)]
    assert [r.id for r in reports] == ["INV-MUC4-0001", "INV-MUC4-0002"]
    assert reports[0].text == "LIMA, 2 MAR 89 (EFE) -- [TEXT] A BRIDGE FELL.\n\nNOBODY WAS HURT."
    assert [r.origin for r in reports] == [f"{path}:2", f"{path}:9"]


def test_with_any_ending_and_packed(tmp_path: Path) -> None:
    plain = write(tmp_path, FILE, "messages.txt")
    packed = tmp_path / "messages.txt.gz"
    packed.write_bytes(gzip.compress(FILE.replace("\n", "\r\n").encode()))
    for path in (plain, packed):
        assert [p.given["id"] for p in iter_pages([path]) if isinstance(p, Page)] == [
            "INV-MUC4-0001",
            "INV-MUC4-0002",
        ]


def test_a_broken_id_and_an_empty_message_fail_alone(tmp_path: Path) -> None:
    path = write(
        tmp_path, FILE + "INV-MUC4-00x3 (NOSC)\nLOST WORDS.\nINV-MUC4-0004 (U OF X)\n\nINV-MUC4-0005\nEND.\n"
    )
    items = list(iter_pages([path]))
    assert [p.given["id"] for p in items if isinstance(p, Page)] == [
        "INV-MUC4-0001",
        "INV-MUC4-0002",
        "INV-MUC4-0005",
    ]
    failures = [f for f in items if isinstance(f, Failure)]
    assert [f.origin for f in failures] == [f"{path}:12", f"{path}:14"]
    assert "is no id of a message" in failures[0].error.problem
    assert "INV-MUC4-0004 is empty" in failures[1].error.problem


def test_a_message_that_is_too_large_fails_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "INV-MUC4-0001\n" + "WORDS OF NO END.\n" * 100 + "INV-MUC4-0002\nA SHORT ONE.\n")
    items = list(iter_pages([path], Limits(page_bytes=1000)))
    assert isinstance(items[0], Failure) and "larger than" in items[0].error.problem
    assert isinstance(items[1], Page) and items[1].given["id"] == "INV-MUC4-0002"


def test_other_files_without_an_ending_are_not_read(tmp_path: Path) -> None:
    (item,) = iter_pages([write(tmp_path, "NO ID HERE.\n")])
    assert isinstance(item, Failure) and "of no type that is read" in item.error.problem
