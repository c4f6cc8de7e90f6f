"""``corpus``: the stages one after the other, each when all of the one before is done."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import InputError, UsageError
from dateline.scale import tables
from dateline.scale.engines import Processes, Ray
from dateline.service import bulk
from dateline.service.logs import LOG

#: Told of the stage, of how many of its tasks are done, and of how many there are.
Progress = Callable[[str, int, int], None]
_ONE_PAGE = frozenset({".html", ".htm", ".xhtml", ".txt", ".pdf", ".eml"})
_PAGES = 500  # small files that make one task


@dataclass(frozen=True, slots=True)
class Corpus:
    """How an archive is read: by which ``reader``, whether pages that do not matter are passed over
    (``sift``), in how many ``buckets`` it is shuffled, by which Ray cluster ("" for this machine's
    processes, ``workers``)."""

    reader: str = "rules"
    sift: bool = False
    buckets: int = 16
    ray: str = ""
    workers: int = 0


def corpus(
    inputs: Sequence[str], out: Path, options: Corpus, progress: Progress = lambda stage, done, total: None
) -> dict[str, int]:
    """Read an archive into ``out``: Parquet of reports, accounts, failures, judgements and incidents, the
    same whatever runs it; what was counted. Raises InputError, UsageError.

    ``out`` must be a folder that all machines reach, and so must the inputs. What an earlier run left in it,
    of the same inputs and options by the same version, is not done again.
    """
    tables.check()
    bulk.choose_reader(options.reader, 1)
    splits = _splits(inputs, out)
    _begin(out, splits, options)
    engine = Ray(options.ray) if options.ray else Processes(options.workers)
    common: dict[str, Any] = {
        "out": str(out.absolute()), "buckets": options.buckets, "linked_by": bulk.linking_version(),
    }  # fmt: skip
    reading = {"reader": options.reader, "sift": options.sift, "read_by": bulk.reading_version()}
    counted: Counter[str] = Counter()
    stages: tuple[tuple[str, list[dict[str, Any]]], ...] = (
        ("read", [{**reading, "files": files} for files in splits]),
        ("losers", [{}] * options.buckets),
        ("meetings", [{}] * options.buckets),
        ("judge", [{}] * options.buckets),
        ("incidents", [{}] * options.buckets),
    )
    for stage, some in stages:
        if stage == "incidents":
            _hang_together(out)
        tasks = [{"stage": stage, "number": n, **common, **task} for n, task in enumerate(some)]
        LOG.info("stage begun", extra={"stage": stage, "tasks": len(tasks)})
        counted += Counter(_run_stage(engine, tasks, out, progress))
    LOG.info("corpus done", extra={"out": str(out), **counted})
    return dict(counted)


def _run_stage(
    engine: Processes | Ray, tasks: Sequence[dict[str, Any]], out: Path, progress: Progress
) -> dict[str, int]:
    """Run the tasks of a stage that are not done yet; each leaves a note when it is."""
    notes = out / "work" / "done"
    notes.mkdir(parents=True, exist_ok=True)
    counted: Counter[str] = Counter()
    left = []
    for task in tasks:
        note = notes / f"{task['stage']}-{task['number']}.json"
        if note.exists():
            counted += Counter(json.loads(note.read_text("utf-8")))
        else:
            left.append(task)
    done = len(tasks) - len(left)
    for outcome in engine.run(left):
        name = f"{outcome.pop('stage')}-{outcome.pop('number')}.json"
        half = notes / f".{name}"
        half.write_text(json.dumps(outcome), "utf-8")
        half.replace(notes / name)
        counted += Counter(outcome)
        done += 1
        progress(tasks[0]["stage"], done, len(tasks))
    return dict(counted)


def _begin(out: Path, splits: Sequence[Sequence[str]], options: Corpus) -> None:
    """Make the folder; refuse one of another run, whose parts would not fit to those of this one."""
    told = {
        "other inputs or options": [splits, options.reader, options.sift, options.buckets],
        "inputs that were changed since": bulk.states_of(file for split in splits for file in split),
        "another version of Dateline": [bulk.reading_version(), bulk.linking_version()],
    }
    note = out / "work" / "run.json"
    if note.exists():
        before = json.loads(note.read_text("utf-8"))
        for what, label in told.items():
            if before.get(what) != label:
                raise UsageError(f"{out} holds a run of {what}", "name another folder with --out")
    elif out.exists() and any(out.iterdir()):
        raise UsageError(f"{out} is not empty", "name another folder with --out")
    note.parent.mkdir(parents=True, exist_ok=True)
    half = note.with_name(".run.json")
    half.write_text(json.dumps(told), "utf-8")
    half.replace(note)


def _splits(inputs: Iterable[str], out: Path) -> list[list[str]]:
    """The files, in order: an archive is a task, small files make one together. What an earlier run left in
    ``out`` is none of them, though it lie in a folder that is read."""
    splits: list[list[str]] = []
    small: list[str] = []
    for path in inputs:
        if not Path(path).exists():
            raise InputError(f"{path} is not there", "check the path")
        files = bulk.files_of(path)
        if Path(path).absolute() in out.absolute().parents:
            files = [file for file in files if out.absolute() not in Path(file).parents]
        if not files:
            raise InputError(f"{path} holds no page", "name files or folders that dateline ingest reads")
        for file in files:
            if Path(file.removesuffix(".gz")).suffix.lower() in _ONE_PAGE:
                small.append(file)
                if len(small) >= _PAGES:
                    splits.append(small)
                    small = []
            else:
                splits.append([file])
    return [*splits, small] if small else splits


def _hang_together(out: Path) -> None:
    """Which accounts are one part: those judged the same, and those of one undated report. Only the edges are
    held, not what they are about."""
    pairs = [(r["left"], r["right"]) for r in tables.read(out, "judgements") if r["verdict"] == "same"]
    lost = {row["order"] for row in tables.read(out, "work/losers")}
    first: dict[str, str] = {}
    for row in tables.read(out, "accounts", columns=["id", "report", "undated", "order"]):
        if row["undated"] and row["order"] not in lost:
            pairs.append((first.setdefault(row["report"], row["id"]), row["id"]))
    target = out / "work" / "homes.json"
    half = target.with_name(".homes.json")
    half.write_text(json.dumps(bulk.groups_of(pairs)), "utf-8")
    half.replace(target)


def clear_work(out: Path) -> None:
    """Take away what only the run itself needed."""
    shutil.rmtree(out / "work", ignore_errors=True)
