"""How often a host is asked: never twice within its delay, never while it wants to be left alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

DELAY = 2.0  # seconds between two requests to one host
_MOST_DELAY = 60.0
_FIRST_BACKOFF, _MOST_BACKOFF = 60.0, 86_400.0


class Hosts:
    """When each host may be asked next. ``clock`` and ``sleep`` are the monotonic ones unless given."""

    def __init__(
        self,
        delay: float = DELAY,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._delay, self._clock, self._sleep = delay, clock, sleep
        self._next: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._lock = threading.Lock()

    def ask_for(self, host: str, delay: float) -> None:
        """Let this much time pass between requests (``Crawl-delay``), up to a minute."""
        self._delays[host] = min(max(delay, self._delay), _MOST_DELAY)

    def wait(self, host: str) -> None:
        """Return when the host may be asked; it is then somebody else's turn only after the delay."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self._delays.get(host, self._delay)
        if turn > now:
            self._sleep(turn - now)


def backoff(tries: int) -> float:
    """Seconds to wait after so many failures in a row: a minute, doubled each time, a day at most."""
    return float(min(_FIRST_BACKOFF * 2 ** max(tries - 1, 0), _MOST_BACKOFF))


def retry_after(said: str, now: datetime) -> float:
    """Seconds that a server asks to be left alone (``Retry-After``), a day at most; 0 when it says
    nothing."""
    if said.isascii() and said.isdigit():
        return float(min(int(said[:9]), _MOST_BACKOFF))
    try:
        until = parsedate_to_datetime(said)
        return min(max((until - now).total_seconds(), 0.0), _MOST_BACKOFF)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
