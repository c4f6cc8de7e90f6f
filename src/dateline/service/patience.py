"""A server that restarts ends no long run: what is one transaction is tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from dateline.errors import ConnectionLost
from dateline.service.operations import LOG

T = TypeVar("T")
_WAITS = (0.2, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)


def patiently(work: Callable[[], T], sleep: Callable[[float], None] = time.sleep) -> T:
    """Do ``work``, which may be done twice without harm, and again when the connection to the ledger is lost;
    for a minute or so. Raises ConnectionLost when it stays lost."""
    for wait in _WAITS:
        try:
            return work()
        except ConnectionLost as error:
            LOG.warning("ledger out of reach", extra={"problem": error.problem, "again_in": wait})
            sleep(wait)
    return work()
