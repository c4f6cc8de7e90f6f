"""A server that restarts, or another process that links for minutes, ends no long run: what is one
transaction is tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from dateline.errors import ConnectionLost, LedgerBusy
from dateline.service.logs import LOG

T = TypeVar("T")
_WAITS = (0.2, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
#: Tries on a ledger that others hold; each of them waits by itself (engine.PATIENCE), so that this is ten
#: minutes: linking a hundred thousand accounts anew takes three.
_TRIES = 30


def patiently(work: Callable[[], T], sleep: Callable[[float], None] = time.sleep) -> T:
    """Do ``work``, which may be done twice without harm, and again when the connection to the ledger is lost
    (for a minute or so) or others hold it (for ten). Raises ConnectionLost, LedgerBusy when it stays so."""
    waits, tries = iter(_WAITS), 1
    while True:
        try:
            return work()
        except LedgerBusy as error:
            tries += 1
            if tries > _TRIES:
                raise
            LOG.warning("ledger in use", extra={"problem": error.problem})
        except ConnectionLost as error:
            wait = next(waits, None)
            if wait is None:
                raise
            LOG.warning("ledger out of reach", extra={"problem": error.problem, "again_in": wait})
            sleep(wait)
