"""What runs tasks: processes of this machine, or a Ray cluster by Ray Data."""

from __future__ import annotations

import multiprocessing as mp
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from dateline.errors import ReaderError, UsageError
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
                with ProcessPoolExecutor(self._size, mp.get_context("spawn")) as pool:
                    for future in as_completed([pool.submit(run_task, task) for task in left.values()]):
                        outcome = future.result()
                        del left[outcome["number"]]
                        yield outcome
            except BrokenProcessPool as error:
                barren = barren + 1 if len(left) == before else 0
                if barren >= _TRIES:
                    way_out = "look whether the machine has memory left, then run the same command again"
                    raise ReaderError("the processes that read end again and again", way_out) from error


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
            ray.init(address=where, log_to_driver=False, runtime_env=environment)

    def run(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """The outcomes of all tasks."""
        from ray import data

        if not tasks:
            return
        rows = [{"task": task} for task in tasks]
        spread = data.from_items(rows, override_num_blocks=len(rows))
        done = spread.map(lambda row: {"done": run_task(row["task"])})
        for row in done.iter_rows():
            yield row["done"]
