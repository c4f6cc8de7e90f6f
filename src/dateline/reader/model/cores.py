"""Small products of matrices on one core: threads that wait for each other cost ten times what they save."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_core() -> AbstractContextManager[object]:
    """While it lasts, numpy multiplies on one core."""
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limited


@cache
def _controller() -> ThreadpoolController:
    """Found once: looking for the libraries of a process takes longer than reading a report."""
    return ThreadpoolController()
