"""``evaluate``: run a benchmark of :mod:`dateline.evaluate` by its name."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from dateline.errors import InputError, UsageError
from dateline.evaluate.progress import Listener, listening
from dateline.evaluate.result import Evaluation


def benchmarks() -> list[str]:
    """The names that :func:`evaluate` takes: the modules with a ``run``, dashes for underscores."""
    from dateline import evaluate as room

    names = [m.name for m in pkgutil.iter_modules(room.__path__) if not m.name.startswith("_")]
    return sorted(name.replace("_", "-") for name in names if hasattr(_module(name), "run"))


def evaluate(name: str, data: Path, progress: Listener = lambda done, total: None) -> Evaluation:
    """Run the benchmark ``name`` over the folder or file ``data``; ``progress`` hears how many of its things
    are done, and of how many. Raises UsageError, InputError."""
    if name not in benchmarks():
        raise UsageError(f"no benchmark is called {name!r}", "choose one of " + ", ".join(benchmarks()))
    if not data.exists():
        raise InputError(f"{data} is not there", "name the folder of the benchmark with --data")
    with listening(progress):
        outcome = _module(name.replace("-", "_")).run(data)
    assert isinstance(outcome, Evaluation)
    return outcome


def _module(name: str):  # type: ignore[no-untyped-def]  # a module with a `run`, found by name
    return importlib.import_module(f"dateline.evaluate.{name}")
