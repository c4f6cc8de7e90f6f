"""The same report is read alike in every process, whatever order its sets have there."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import dateline
from dateline.model import Page
text = (
    "QUETTA, Oct 25 - Gunmen stormed a police academy near Quetta late on Monday and killed at least 59 "
    "people, officials said on Tuesday. In August a bombing at a hospital in the city killed 70. A raid in "
    "Kalat on Sunday left four militants dead, the army said."
)
report = dateline.read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2016-10-25"}))
print([(s.id, s.value, s.confidence) for a in dateline.extract(report) for s in a.statements])
"""


def told(seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_order_of_sets_changes_nothing() -> None:
    first = told(1)
    assert "killed" in first
    assert all(told(seed) == first for seed in (2, 3))
