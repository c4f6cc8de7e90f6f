"""robots.txt: what a host lets be fetched (RFC 9309), by a well-kept parser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from dateline.errors import FetchError
from dateline.fetch.client import Client, Wanted
from dateline.fetch.polite import Hosts

_KEPT = 86_400.0  # seconds that an answer holds
_FAILED = 600.0  # and that a failure does
_MOST_BYTES = 512_000  # RFC 9309 asks for no less
_NAME = "dateline"
Rules = Callable[[str], bool]


class Robots:
    """Whether addresses may be fetched. A host without the file allows everything; one that cannot be
    reached, or answers with an error of its own, allows nothing for now."""

    def __init__(self, client: Client, hosts: Hosts, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._hosts, self._clock = client, hosts, clock
        self._known: dict[str, tuple[float, Rules]] = {}
        self._lock = threading.Lock()

    def allow(self, url: str) -> bool:
        """Whether the address may be fetched."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            until, rules = self._known.get(site, (0.0, _nothing))
        if self._clock() >= until:
            until, rules = self._asked(site, parts.netloc)
            with self._lock:
                self._known[site] = (until, rules)
        return rules(url)

    def _asked(self, site: str, host: str) -> tuple[float, Rules]:
        self._hosts.wait(host)
        try:
            answer = self._client.get(Wanted(f"{site}/robots.txt", most_bytes=_MOST_BYTES))
        except FetchError:
            return self._clock() + _FAILED, _nothing
        if 400 <= answer.status < 500 and answer.status != 429:
            return self._clock() + _KEPT, _everything
        if answer.status != 200:
            return self._clock() + _FAILED, _nothing
        from protego import Protego

        try:
            parsed = Protego.parse(answer.content.decode("utf-8", "replace"))
        except Exception:  # a file that the parser stumbles over allows nothing
            return self._clock() + _FAILED, _nothing
        if delay := parsed.crawl_delay(_NAME):
            self._hosts.ask_for(host, float(delay))
        return self._clock() + _KEPT, lambda url: bool(parsed.can_fetch(url, _NAME))


def _everything(_url: str) -> bool:
    return True


def _nothing(_url: str) -> bool:
    return False
