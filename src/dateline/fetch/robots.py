"""robots.txt: what a host lets be fetched (RFC 9309), by a well-kept parser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from dateline.errors import FetchError, LeftAlone
from dateline.fetch.client import NAME, Client, Wanted
from dateline.fetch.polite import Hosts

_KEPT = 86_400.0  # seconds that an answer holds
_FAILED = 600.0  # and that a failure does
_MOST_BYTES = 512_000  # RFC 9309 asks for no less
Rules = Callable[[str], bool]


class Robots:
    """Whether addresses may be fetched. A host without the file allows everything; one that cannot be
    reached, or answers with an error of its own, allows nothing for now."""

    def __init__(self, client: Client, hosts: Hosts, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._hosts, self._clock = client, hosts, clock
        self._known: dict[str, tuple[float, Rules | str]] = {}  # or why they cannot be had
        self._lock = threading.Lock()

    def check(self, url: str) -> None:
        """Raises LeftAlone when the address may not be fetched, FetchError when nobody can tell."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            until, rules = self._known.get(site, (0.0, ""))
        if self._clock() >= until:
            until, rules = self._asked(site, parts.netloc)
            with self._lock:
                self._known[site] = (until, rules)
        if isinstance(rules, str):
            raise FetchError(f"{site}/robots.txt cannot be had ({rules})", "it is tried again later")
        if not rules(url):
            raise LeftAlone(f"robots.txt does not let {url} be fetched", "take it out of the feeds")

    def _asked(self, site: str, host: str) -> tuple[float, Rules | str]:
        self._hosts.wait(host)
        try:
            answer = self._client.get(Wanted(f"{site}/robots.txt", most_bytes=_MOST_BYTES))
        except FetchError as error:
            return self._clock() + _FAILED, error.problem
        if 400 <= answer.status < 500 and answer.status != 429:
            return self._clock() + _KEPT, _everything
        if answer.status != 200:
            return self._clock() + _FAILED, f"the host answers {answer.status}"
        from protego import Protego

        try:
            parsed = Protego.parse(answer.content.decode("utf-8", "replace"))
        except Exception:  # a file that the parser stumbles over allows nothing
            return self._clock() + _FAILED, "it cannot be understood"
        if delay := parsed.crawl_delay(NAME):
            self._hosts.ask_for(host, float(delay))
        return self._clock() + _KEPT, lambda url: bool(parsed.can_fetch(url, NAME))


def _everything(_url: str) -> bool:
    return True
