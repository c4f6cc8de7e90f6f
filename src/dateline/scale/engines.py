"""What runs tasks: processes of this machine, or a Ray cluster by Ray Data."""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from dateline.errors import DatelineError, ReaderError, UsageError
from dateline.scale.tasks import Task, run_task
from dateline.threads import NAMES

_TRIES = 4
#: For all processes that read: the same input must give the same bytes on every machine, and a sum over a set
#: of floats follows the order of the set. A process a core needs no threads within it.
_SEED = {"PYTHONHASHSEED": "0", **dict.fromkeys(NAMES, "1")}


class Processes:
    """As many processes as there are cores. When one dies, what it left undone is done again."""

    def __init__(self, size: int = 0) -> None:
        self._size = size or os.cpu_count() or 1

    def run(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """The outcomes of all tasks, as they come. Raises ReaderError when processes end again and again and
        no task comes to its end."""
        os.environ.update(_SEED)  # children take it over
        left = {task["number"]: task for task in tasks}
        barren = 0
        while left:
            before = len(left)
            try:
                for outcome in self._run(list(left.values())):
                    del left[outcome["number"]]
                    yield outcome
            except BrokenProcessPool as error:
                barren = barren + 1 if len(left) == before else 0
                if barren >= _TRIES:
                    way_out = "look whether the machine has memory left, then run the same command again"
                    raise ReaderError("the processes that read end again and again", way_out) from error

    def _run(self, tasks: Sequence[Task]) -> Iterator[Task]:
        others = set(mp.active_children())
        with ProcessPoolExecutor(self._size, mp.get_context("spawn"), _begin_child) as pool:
            try:
                for future in as_completed([pool.submit(run_task, task) for task in tasks]):
                    yield future.result()
            except BrokenProcessPool:
                raise
            except BaseException:  # an interrupt, or a task that failed: the pool would do all others first
                pool.shutdown(wait=False, cancel_futures=True)
                for child in set(mp.active_children()) - others:
                    child.kill()
                raise


def _begin_child() -> None:
    """A child leaves it to its parent what an interrupt means, and ends when that is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = mp.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


class Ray:
    """A Ray cluster, by its address; ``local`` starts one on this machine. Ray Data spreads the tasks, and
    does those of a lost worker again."""

    def __init__(self, address: str) -> None:
        try:
            import ray
        except ImportError as error:
            raise UsageError("--ray needs Ray", "pip install 'dateline[scale]'") from error
        self._ray: Any = ray
        if not ray.is_initialized():
            environment = {"env_vars": _SEED}
            where = None if address == "local" else address
            try:
                ray.init(address=where, log_to_driver=False, runtime_env=environment)
            except (OSError, ValueError, RuntimeError) as error:
                why = (str(error).splitlines() or ["no reason given"])[0][:200]
                way_out = "start it with: ray start --head, or write --ray local"
                raise UsageError(f"there is no Ray cluster at {address} ({why})", way_out) from error

    def run(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """The outcomes of all tasks."""
        from ray import data

        if not tasks:
            return
        rows = [{"task": task} for task in tasks]
        spread = data.from_items(rows, override_num_blocks=len(rows))
        done = spread.map(lambda row: {"done": run_task(row["task"])})
        try:
            for row in done.iter_rows():
                yield row["done"]
        except self._ray.exceptions.RayError as error:
            raise _ours(error) from error


def _ours(error: BaseException) -> DatelineError:
    """What a task complained of, out of what the cluster wrapped it in."""
    wrapped: list[BaseException] = [error]
    while (inner := getattr(wrapped[-1], "cause", None) or wrapped[-1].__cause__) is not None:
        wrapped.append(inner)
    for one in reversed(wrapped):  # those around it may pretend to be of its kind
        if isinstance(one, DatelineError):
            return one
    why = ([line for line in str(error).splitlines() if line.strip()] or ["no reason given"])[-1][:200]
    way_out = "see its logs, then run the same command again"
    return ReaderError(f"the cluster could not do a task ({why})", way_out)
