"""One thread of linear algebra a process.

The libraries behind numpy start a thread for every core, however small the matrices are. With a process for
each core these threads wait for each other, spinning: two thirds of the processor time of a network's reader
went there. They look at the environment once, when numpy is first imported.
"""

from __future__ import annotations

import os

NAMES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def one_each() -> None:
    """Have processes that are started from now on (and this one, before numpy is imported) use one thread
    each for linear algebra, unless the environment asks for another number."""
    for name in NAMES:
        os.environ.setdefault(name, "1")
