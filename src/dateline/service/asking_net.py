"""Asking many hosts at once, each of them politely: the service's side of the room that fetches."""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from dateline.errors import DatelineError
from dateline.fetch import Answer, Client, Guard, Hosts, Robots, Wanted
from dateline.fetch.polite import DELAY, backoff, retry_after
from dateline.ledger import Address
from dateline.model import Page
from dateline.service.crew import Crew
from dateline.service.metrics import METRICS

_MEDIA = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "application/pdf": "application/pdf",
}
_HELD = 64  # answers that wait to be read: whoever reads slower than the net holds it back


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """``pause`` seconds between rounds; ``delay`` seconds between requests to one host; ``hosts`` asked at
    once; ``page_bytes`` of the largest page; ``seconds`` for one request. ``guard``, ``clock`` and
    ``sleep`` are those of the world unless a test brings its own; ``crew`` reads in processes of their
    own."""

    pause: float = 60.0
    delay: float = DELAY
    hosts: int = 16
    page_bytes: int = 20_000_000
    seconds: float = 30.0
    guard: Guard = field(default_factory=Guard)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    crew: Crew | None = None


@dataclass(frozen=True, slots=True)
class Had:
    """How a request ended: a page, nothing new (no page, no problem), or a problem; ``wait`` is how long the
    host wants to be left alone, ``gone`` that there is no use in asking again."""

    url: str
    page: Page | None = None
    etag: str = ""
    modified: str = ""
    problem: str = ""
    wait: float = 0.0
    gone: bool = False


class Net:
    """The net, asked by the rules."""

    def __init__(self, options: WatchOptions) -> None:
        self._options = options
        self._client = Client(options.guard, options.seconds)
        self._hosts = Hosts(options.delay)
        self._robots = Robots(self._client, self._hosts)
        self.now, self.backoff, self.crew = options.clock, backoff, options.crew

    def ask(self, url: str, etag: str = "", modified: str = "") -> Had:
        """One address, when its host may be asked."""
        try:
            self._options.guard.check(url)
            if not self._robots.allow(url):
                METRICS.fetched.labels("robots").inc()
                return Had(url, problem=f"robots.txt does not let {url} be fetched", wait=3_600.0)
            self._hosts.wait(urlsplit(url).netloc)
            answer = self._client.get(Wanted(url, etag, modified, self._options.page_bytes))
        except DatelineError as error:
            METRICS.fetched.labels("failed").inc()
            return Had(url, problem=error.problem)
        return self._had(url, answer)

    def _had(self, url: str, answer: Answer) -> Had:
        METRICS.fetched.labels(str(answer.status)).inc()
        if answer.status == 304:
            return Had(answer.url, etag=answer.etag, modified=answer.modified)
        if answer.status != 200:
            wait = retry_after(answer.retry_after, self.now())
            gone = answer.status in (404, 410, 451)
            return Had(url, problem=f"{url} answers {answer.status}", wait=wait, gone=gone)
        media = _MEDIA.get(answer.media_type, answer.media_type or "text/html")
        given = {"charset": answer.charset} if answer.charset else {}
        page = Page(answer.content, media, answer.url, self.now(), given, url)
        return Had(answer.url, page, answer.etag, answer.modified)

    def ask_all(self, addresses: Sequence[Address]) -> Iterator[tuple[Address, Had]]:
        """All addresses, many hosts at once, each host by one request at a time; in the order of the
        answers."""
        by_host: dict[str, deque[Address]] = defaultdict(deque)
        for address in addresses:
            by_host[urlsplit(address.url).netloc].append(address)
        answers: queue.Queue[tuple[Address, Had]] = queue.Queue(_HELD)
        stop = threading.Event()
        with ThreadPoolExecutor(self._options.hosts, "dateline-fetch") as pool:
            for waiting in by_host.values():
                pool.submit(self._ask_host, waiting, answers, stop)
            try:
                for _ in addresses:
                    yield answers.get()
            finally:
                stop.set()
                while not answers.empty():
                    answers.get_nowait()

    def _ask_host(
        self, waiting: deque[Address], answers: queue.Queue[tuple[Address, Had]], stop: threading.Event
    ) -> None:
        while waiting and not stop.is_set():
            address = waiting.popleft()
            try:
                had = self.ask(address.url, address.etag, address.modified)
            except Exception as error:  # an address must get its answer, or the round would wait for ever
                had = Had(address.url, problem=f"asking stumbled ({type(error).__name__}: {error})"[:200])
            if had.page is not None and had.page.media_type not in _MEDIA.values():
                problem = f"{address.url} is {had.page.media_type[:60]}, which is not read"
                had = Had(had.url, problem=problem, gone=True)
            while not stop.is_set():
                try:
                    answers.put((address, had), timeout=0.5)
                    break
                except queue.Full:
                    continue
