"""The index is built once: killed, twice at a time, or where nothing can be written."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from dateline.resolve.where import build as builder
from dateline.resolve.where.gazetteer import Gazetteer
from dateline.resolve.where.index import Index, IndexWriter, write_index
from dateline.resolve.where.key import name_hash
from dateline.resolve.where.kinds import Kind

_META = {
    "version": "test",
    "abbreviations": {},
    "outlets": {},
    "neighbours": {},
    "countries": [""],
    "notes": {},
}
_SLOW_WRITER = """
import sys, time
from pathlib import Path
from dateline.resolve.where import index

made = index.os.fsync
def slow(number):
    print("writing", flush=True)
    time.sleep(30)
    made(number)
index.os.fsync = slow
index.write_index(Path(sys.argv[1]), {"version": "killed"}, {"keys": b"x" * 4096})
"""


def _small(path: Path, version: str = "test") -> None:
    """An index of one town, written as the real one is."""
    writer = IndexWriter()
    row = writer.add(
        "Invented", lat=1.0, lon=2.0, country="XX", gid=7, kind=Kind.TOWN, population=10, radius_km=1
    )
    writer.call(row, name_hash("Invented"), 1)
    writer.write(path, {**_META, "version": version})


def test_killed_build_leaves_nothing_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer" / "places.idx"
    run = subprocess.Popen([sys.executable, "-c", _SLOW_WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None and run.stdout.readline() == "writing\n"
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert not path.exists()
    _small(path)  # the next run builds, and takes away what the killed one left
    assert len(Index(path)) == 1 and list(path.parent.iterdir()) == [path]


def test_killed_build_keeps_the_old_index(tmp_path: Path) -> None:
    path = tmp_path / "places.idx"
    _small(path, "old")
    run = subprocess.Popen([sys.executable, "-c", _SLOW_WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None and run.stdout.readline() == "writing\n"
    run.kill()
    run.wait()
    run.stdout.close()
    assert Index(path).meta["version"] == "old"


def test_two_builds_at_once_both_end_well(tmp_path: Path) -> None:
    path = tmp_path / "places.idx"
    code = (
        "import sys, numpy as np\nfrom pathlib import Path\n"
        "from dateline.resolve.where.index import write_index\n"
        "for n in range(30): write_index(Path(sys.argv[1]), {'version': sys.argv[2]}, "
        "{'keys': np.arange(5000, dtype=np.uint64)})"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("a", "b")]
    assert [run.wait(timeout=30) for run in runs] == [0, 0]
    assert path.stat().st_size > 40_000
    assert list(tmp_path.iterdir()) == [path]  # no temporary file is left


def test_folder_that_cannot_be_written_falls_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder can be made in here")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(builder, "build", lambda path, progress=None: _small(path))
    said: list[str] = []
    opened = Gazetteer.open(blocked, warn=said.append)
    assert [p.gid for p in opened.lookup("Invented")] == [7]
    assert len(said) == 1 and "DATELINE_CACHE" in said[0] and str(tmp_path / "tmp") in said[0]
    made = list((tmp_path / "tmp").rglob("places-*.idx"))
    assert len(made) == 1
    begin = time.time()
    Gazetteer.open(blocked, warn=said.append)  # the second time it is found there
    assert time.time() - begin < 1 and made[0].stat().st_size


def test_failed_write_removes_its_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_index(tmp_path / "places.idx", _META, {"keys": np.arange(9, dtype=np.uint64)})
    assert list(tmp_path.iterdir()) == []
