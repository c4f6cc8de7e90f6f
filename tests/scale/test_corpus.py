"""Read in parts, linked in parts: the same reports, judgements and incidents as in one ledger."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="needs the extra: pip install 'dateline[archives]'")

from dateline import scale, service
from dateline.errors import InputError, ReaderError, UsageError
from dateline.ledger import open_ledger
from dateline.model import Incident
from dateline.model.codec import from_json
from dateline.scale import engines, tables, tasks
from dateline.scale.engines import Processes

TESTS = Path(__file__).resolve().parents[1]
EXAMPLES = TESTS.parent / "examples"
INPUTS = [str(EXAMPLES / name) for name in ("quetta-2016", "invented-kidnapping")]


class InThisProcess:
    """An engine for tests: no processes to start; each task is done twice, as after the loss of a worker."""

    def __init__(self, *_: object) -> None:
        self.done = 0

    def run(self, some: list[dict[str, Any]]) -> Any:
        for task in reversed(some):
            tasks.run_task(task)
            self.done += 1
            yield tasks.run_task(task)


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.scale.run.Processes", InThisProcess)


def archive(folder: Path) -> list[str]:
    """The examples in three archives, one report twice with another text: the later one stands."""
    pages = [p for path in INPUTS for p in sorted(Path(path).glob("*.html"))]
    records = [{"id": p.stem, "html": p.read_text("utf-8")} for p in pages]
    records.insert(
        2, {"id": records[5]["id"], "text": "Gunmen killed nine people in Lahore on Sunday, police said."}
    )
    files = []
    for number in range(3):
        file = folder / f"{number}.jsonl"
        size = len(records) // 3 + 1
        some = records[number * size : (number + 1) * size]
        file.write_text("".join(json.dumps(r) + "\n" for r in some))
        files.append(str(file))
    return files


@pytest.mark.parametrize("buckets", [1, 7])
def test_the_same_as_one_ledger(buckets: int, tmp_path: Path) -> None:
    files = archive(tmp_path)
    out = tmp_path / "out"
    counted = scale.corpus(files, out, scale.Corpus(buckets=buckets))
    with open_ledger(tmp_path / "l.db") as ledger:
        for file in files:
            service.ingest([file], ledger)
        service.rebuild(ledger)
        judged = {(j.left, j.right): j.verdict.value for j in ledger.judgements()}
        incidents = {i.id: i for i in ledger.incidents()}
    assert judged == {(r["left"], r["right"]): r["verdict"] for r in tables.read(out, "judgements")}
    found = {r["id"]: from_json(Incident, json.loads(r["data"])) for r in tables.read(out, "incidents")}
    assert sorted(i.accounts[0].id for i in found.values()) == sorted(
        i.accounts[0].id for i in incidents.values()
    )
    by_accounts = {tuple(a.id for a in i.accounts): i for i in incidents.values()}
    for incident in found.values():
        same = by_accounts[tuple(a.id for a in incident.accounts)]
        assert (incident.when, incident.where, incident.tolls, incident.claims) == (
            same.when, same.where, same.tolls, same.claims,
        )  # fmt: skip
    assert counted["losers"] == 1


def content(out: Path) -> dict[str, bytes]:
    kept = [
        p
        for kind in ("reports", "accounts", "judgements", "incidents")
        for p in (out / kind).rglob("*.parquet")
    ]
    return {str(p.relative_to(out)): p.read_bytes() for p in kept}


def test_a_run_goes_on_where_it_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = archive(tmp_path)
    scale.corpus(files, tmp_path / "whole", scale.Corpus(buckets=2))
    stop = tmp_path / "stopped"
    run_task = tasks.run_task
    calls = []

    def dies(task: dict[str, Any]) -> dict[str, Any]:
        calls.append(task)
        if len(calls) == 9:
            raise OSError("the machine is gone")
        return run_task(task)

    monkeypatch.setattr(tasks, "run_task", dies)
    with pytest.raises(OSError):
        scale.corpus(files, stop, scale.Corpus(buckets=2))
    scale.corpus(files, stop, scale.Corpus(buckets=2))
    assert content(stop) == content(tmp_path / "whole")


def test_other_options_do_not_mix(tmp_path: Path) -> None:
    files = archive(tmp_path)
    scale.corpus(files, tmp_path / "out", scale.Corpus(buckets=1))
    with pytest.raises(UsageError, match="other inputs"):
        scale.corpus(files, tmp_path / "out", scale.Corpus(buckets=2))
    with pytest.raises(UsageError, match="not empty"):
        scale.corpus(files, tmp_path, scale.Corpus())
    with pytest.raises(InputError, match="not there"):
        scale.corpus([str(tmp_path / "none")], tmp_path / "o", scale.Corpus())


def test_what_was_changed_between_two_runs_does_not_mix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = archive(tmp_path)
    out, options = tmp_path / "out", scale.Corpus(buckets=1)
    first = scale.corpus(files, out, options)
    made = content(out)
    assert scale.corpus(files, out, options) == first and content(out) == made, "done twice is done once"
    monkeypatch.setattr("dateline.service.bulk.reading_version", lambda: "dateline@9")
    with pytest.raises(UsageError, match="a run of another version"):
        scale.corpus(files, out, options)
    monkeypatch.undo()
    monkeypatch.setattr("dateline.scale.run.Processes", InThisProcess)
    with Path(files[1]).open("a") as more:
        more.write(json.dumps({"id": "late", "text": "A bomb killed 4 in Beni on 2016-10-24."}) + "\n")
    with pytest.raises(UsageError, match="inputs that were changed since"):
        scale.corpus(files, out, options)
    assert content(out) == made


def test_of_a_folder_the_same_files_are_read_as_by_ingest(tmp_path: Path) -> None:
    """Not its notes, nor what is hidden, nor what an earlier run left in it."""
    pages = tmp_path / "pages"
    (pages / ".hidden").mkdir(parents=True)
    for name in ("a.txt", "b.txt", ".c.txt", ".hidden/d.txt", "cluster.yaml", "README"):
        (pages / name).write_text(f"{name}: a bomb killed 3 in Quetta on 2016-10-24.")
    with open_ledger(tmp_path / "l.db") as ledger:
        summary = service.ingest([pages], ledger)
        assert (summary.new, summary.failed) == (2, 0)
    for _ in range(2):
        counted = scale.corpus([str(pages)], pages / "out", scale.Corpus(buckets=1))
        assert (counted["reports"], counted.get("failed", 0)) == (2, 0)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match="holds no page"):
        scale.corpus([str(empty)], tmp_path / "o", scale.Corpus())


def test_machines_of_other_versions_are_refused(tmp_path: Path) -> None:
    task = {
        "stage": "losers",
        "number": 0,
        "out": str(tmp_path),
        "buckets": 1,
        "linked_by": "dateline@0 link@1",
    }
    with pytest.raises(UsageError, match="install the same version"):
        tasks.run_task(task)


def naps(task: dict[str, Any]) -> dict[str, Any]:
    Path(task["folder"], f"begun-{task['number']}-{os.getpid()}").touch()
    time.sleep(task["seconds"])
    return task


def begun(folder: Path) -> list[Path]:
    return sorted(folder.glob("begun-*"))


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, OSError])
def test_an_interrupt_does_not_wait_for_all_other_tasks(
    trouble: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "run_task", naps)
    some = [{"number": n, "folder": str(tmp_path), "seconds": 0 if n == 0 else 60} for n in range(9)]
    running = Processes(1).run(some)
    assert next(running)["number"] == 0
    with pytest.raises(trouble):
        running.throw(trouble())  # type: ignore[attr-defined]  # it is a generator
    assert 1 <= len(begun(tmp_path)) <= 2


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]; import test_corpus; from dateline.scale import engines; "
        "engines.run_task = test_corpus.naps; "
        "list(engines.Processes(1).run([{'number': 0, 'folder': sys.argv[1], 'seconds': 600}]))"
    )
    paths = [str(Path(__file__).parent), str(TESTS)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*paths, *sys.path])}
    parent = subprocess.Popen([sys.executable, "-c", script, str(tmp_path), *paths], env=environment)
    assert waited(lambda: bool(begun(tmp_path)))
    child = Path("/proc", begun(tmp_path)[0].name.rpartition("-")[2])
    assert child.exists()
    parent.kill()
    parent.wait()
    assert waited(lambda: not child.exists() or " Z " in (child / "stat").read_text())


def waited(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_what_a_cluster_wraps_comes_out_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class RayError(Exception):
        pass

    class Wrapped(RayError):
        def __init__(self, cause: Exception) -> None:
            super().__init__("Traceback:\n  …\n" + repr(cause))
            self.cause = cause

    def refuse(**_: object) -> None:
        raise ConnectionError("nobody there\nmore")

    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(is_initialized=lambda: False, init=refuse))
    with pytest.raises(UsageError, match=r"no Ray cluster at 10\.0\.0\.1:1 \(nobody there\)"):
        engines.Ray("10.0.0.1:1")
    own = UsageError("this needs Parquet", "pip install it")
    assert engines._ours(Wrapped(own)) is own
    other = engines._ours(Wrapped(ValueError("no such column")))
    assert isinstance(other, ReaderError) and "no such column" in str(other) and "\n" not in str(other)


def abort(_task: object) -> None:
    os.abort()


CORPUS = "from dateline.cli import main; main()"


def test_a_page_that_kills_its_reader_is_quarantined(tmp_path: Path) -> None:
    """One in each of three archives: a process that is lost costs no more than the tasks at work."""
    files = []
    for number in range(3):
        texts = [f"Report {number}/{n}: a bomb killed {n} in Beni on 2016-10-{1 + n:02}." for n in range(9)]
        texts[number] = "POISON"
        files.append(tmp_path / f"{number}.jsonl")
        rows = [json.dumps({"id": f"r{number}-{n}", "text": text}) for n, text in enumerate(texts)]
        files[-1].write_text("\n".join([*rows, "{broken"]) + "\n")
    environment = {
        **os.environ, "PYTHONPATH": str(TESTS / "faults" / "site"), "DATELINE_DISTURBED": str(TESTS)
    }  # fmt: skip
    out = tmp_path / "out"
    command = [sys.executable, "-c", CORPUS, "corpus", *map(str, files), "--out", str(out), "--buckets", "2"]
    done = subprocess.run(
        [*command, "--workers", "2"], capture_output=True, text=True, env=environment, timeout=600
    )
    assert done.returncode == 1 and done.stdout.startswith("24 reports"), done.stderr
    assert done.stderr == f"dateline: 6 pages could not be read: see {out / 'failures'}\n"
    failures = sorted((r["origin"], r["problem"]) for r in tables.read(out, "failures"))
    killed = [problem for _, problem in failures if "quarantined" in problem]
    assert killed == ["quarantined: the process that read it was ended by SIGSEGV"] * 3
    assert len(failures) == 6, "and the broken lines, which no process minds"


def test_pages_that_take_too_long_end_their_process() -> None:
    script = """
from dateline.service import bulk
bulk.PAGE_SECONDS = 0.2
with bulk._limited(3):
    pass
with bulk._limited(3):
    print("begun", flush=True)
    while True:
        pass
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (-signal.SIGPROF, "begun\n")


def test_processes_that_always_end_are_no_endless_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "run_task", abort)
    with pytest.raises(ReaderError, match="again and again"):
        list(Processes(1).run([{"number": 0}]))


def kill_one_worker(killed: list[str], stop: threading.Event) -> None:
    """Kill the first process that is seen at work on a task of Ray Data."""
    while not stop.wait(0.02):
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes().strip(b"\x00").decode("utf-8", "replace")
                if line.startswith("ray::") and "Map" in line and "IDLE" not in line:
                    os.kill(int(process.name), signal.SIGKILL)
                    killed.append(line)
                    return
            except OSError:
                continue


@pytest.mark.long
def test_on_a_ray_cluster_of_two_nodes_with_a_worker_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes as on one machine, though a worker dies while it reads (`make test-ray`)."""
    ray = pytest.importorskip("ray", reason="needs the extra: pip install 'dateline[scale]'")
    from ray.cluster_utils import Cluster

    files = archive(tmp_path)
    monkeypatch.setattr("dateline.scale.run.Processes", Processes)
    scale.corpus(files, tmp_path / "one", scale.Corpus(buckets=3, workers=2))
    os.environ.setdefault("RAY_raylet_start_wait_time_s", "300")  # a busy machine takes its time
    node = {"num_cpus": 1, "object_store_memory": 100_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    cluster.add_node(num_cpus=1, object_store_memory=100_000_000)
    ray.init(address=cluster.address, log_to_driver=False, runtime_env={"env_vars": {"PYTHONHASHSEED": "0"}})
    killed: list[str] = []
    stop = threading.Event()
    hunter = threading.Thread(target=kill_one_worker, args=(killed, stop), daemon=True)
    try:
        assert len(ray.nodes()) == 2
        hunter.start()
        scale.corpus(files, tmp_path / "many", scale.Corpus(buckets=3, ray=cluster.address))
    finally:
        stop.set()
        ray.shutdown()
        cluster.shutdown()
    print(f"killed at work: {killed}")
    assert len(killed) == 1
    assert content(tmp_path / "many") == content(tmp_path / "one")
