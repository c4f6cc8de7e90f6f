"""One thread of linear algebra where matrices are small.

The libraries behind numpy start a thread for every core, however small the matrices are. On a busy machine,
or with a process for each core, these threads wait for each other, spinning: most of the processor time of
what follows a network went there. Processes that Dateline starts are told by their environment, which the
libraries look at once, when numpy is first imported; one that somebody else started is told on the spot.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController

NAMES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def one_each() -> None:
    """Have processes that are started from now on (and this one, before numpy is imported) use one thread
    each for linear algebra, unless the environment asks for another number."""
    for name in NAMES:
        os.environ.setdefault(name, "1")


def one_core() -> AbstractContextManager[object]:
    """While it lasts, numpy multiplies on one core in this process."""
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limited


@cache
def _controller() -> ThreadpoolController:
    """Found once: looking for the libraries of a process takes longer than reading a report."""
    return ThreadpoolController()
