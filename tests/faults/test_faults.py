"""Nothing lost: the short run of tests/faults/injecting.py (the long one is `make faults`), in both
stores."""

from __future__ import annotations

import random
from pathlib import Path

import injecting

from postgres_server import Server


def test_a_disturbed_ledger_is_that_of_an_undisturbed_run(tmp_path: Path) -> None:
    pages = injecting.make_pages(tmp_path / "pages", 300, random.Random(1), poison=False)
    faults = injecting.inject(pages, lambda number: str(tmp_path / f"{number}.db"), 6, 8)
    assert faults.total() >= 6


def test_so_is_one_whose_connections_are_cut(tmp_path: Path, postgres: Server) -> None:
    pages = injecting.make_pages(tmp_path / "pages", 260, random.Random(2), poison=False)
    faults = injecting.inject(
        pages, lambda number: postgres.fresh(f"faults{number}"), 4, 5, lambda: injecting.cut_all(postgres)
    )
    assert faults["connection cut"] >= 2, faults
