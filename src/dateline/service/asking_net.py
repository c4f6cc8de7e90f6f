"""Asking many hosts at once, each of them politely: the service's side of the room that fetches."""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from dateline.errors import DatelineError, FetchError, LeftAlone
from dateline.fetch import Answer, Client, Guard, Hosts, Robots, Wanted
from dateline.fetch.polite import DELAY, backoff, retry_after
from dateline.ledger import Address, Feed
from dateline.masking import masked
from dateline.model import Page
from dateline.service.crew import Crew
from dateline.service.metrics import METRICS

Asked = TypeVar("Asked", Address, Feed)
Silence = tuple[datetime, datetime]  # from when, until when a host is left alone
_MEDIA = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "application/pdf": "application/pdf",
}
_TOO_MANY, _BUSY = 429, 503
_PAUSE = 60.0  # seconds for a host that finds us too many and does not say for how long
_HELD = 64  # answers that wait to be read: whoever reads slower than the net holds it back


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """``pause`` seconds between rounds; ``delay`` seconds between requests to one host; ``hosts`` asked at
    once; ``page_bytes`` of the largest page; ``seconds`` for one request. ``guard``, ``clock`` and
    ``sleep`` are those of the world unless a test brings its own; ``crew`` reads in processes of their
    own; ``contact`` tells hosts whom to write to. After ``round_seconds`` a round asks for nothing more."""

    pause: float = 60.0
    delay: float = DELAY
    hosts: int = 16
    page_bytes: int = 20_000_000
    seconds: float = 30.0
    guard: Guard = field(default_factory=Guard)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    crew: Crew | None = None
    contact: str = ""
    round_seconds: float = 120.0


def readable(media_type: str) -> bool:
    """Whether pages of this type are read."""
    return media_type in _MEDIA.values()


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
        self._client = Client(options.guard, options.seconds, options.contact)
        self._hosts = Hosts(options.delay)
        self._robots = Robots(self._client, self._hosts)
        self.now, self.backoff, self.crew = options.clock, backoff, options.crew
        self.within = options.round_seconds
        self._quiet: dict[str, Silence] = {}
        self._noted: dict[str, Silence] = {}  # what of it the ledger knows

    def recall(self, noted: Mapping[str, tuple[str, str]]) -> None:
        """Leave alone what asked another process, or the one before this, for it; of two silences of a host
        the later holds, and one that is over is forgotten."""
        self._noted = {
            host: (datetime.fromisoformat(since), datetime.fromisoformat(until))
            for host, (since, until) in noted.items()
        }
        both = sorted([*self._noted.items(), *self._quiet.items()], key=lambda one: one[1])
        self._quiet = {host: silence for host, silence in both if self._holds(silence)}

    def news(self) -> dict[str, tuple[str, str]]:
        """The hosts that asked to be left alone since they were recalled."""
        fresh = {host: silence for host, silence in self._quiet.items() if self._noted.get(host) != silence}
        return {host: (since.isoformat(), until.isoformat()) for host, (since, until) in fresh.items()}

    def ask(self, url: str, etag: str = "", modified: str = "") -> Had:
        """One address, when its host may be asked."""
        try:
            answer = self._client.get(Wanted(url, etag, modified, self._options.page_bytes), self._turn)
        except LeftAlone as error:
            METRICS.fetched.labels("robots").inc()
            return Had(url, problem=error.problem, wait=3_600.0)
        except DatelineError as error:
            METRICS.fetched.labels("failed").inc()
            return Had(url, problem=error.problem)
        return self._had(url, answer)

    def _turn(self, url: str) -> None:
        """Wait until an address may be asked; where a redirect leads obeys the same rules."""
        host = urlsplit(url).netloc
        if self._is_quiet(host):
            raise FetchError(f"{host} wants to be left alone", "it is tried again later")
        self._robots.check(url)
        self._hosts.wait(host)

    def _is_quiet(self, host: str) -> bool:
        """Whether a host asked to be left alone, and still is."""
        return host in self._quiet and self._holds(self._quiet[host])

    def _holds(self, silence: Silence) -> bool:
        """Whether it is not over; a clock that was set back ends it, too."""
        since, until = silence
        return since <= self.now() < until

    def _had(self, url: str, answer: Answer) -> Had:
        METRICS.fetched.labels(str(answer.status)).inc()
        if answer.status == 304:
            return Had(answer.url, etag=answer.etag, modified=answer.modified)
        if answer.status != 200:
            wait = retry_after(answer.retry_after, self.now())
            self._leave_alone(urlsplit(answer.url).netloc, answer.status, wait)
            gone = answer.status in (404, 410, 451)
            return Had(url, problem=f"{masked(url)} answers {answer.status}", wait=wait, gone=gone)
        media = _MEDIA.get(answer.media_type, answer.media_type or "text/html")
        given = {"charset": answer.charset} if answer.charset else {}
        page = Page(answer.content, media, answer.url, self.now(), given, url)
        return Had(answer.url, page, answer.etag, answer.modified)

    def _leave_alone(self, host: str, status: int, wait: float) -> None:
        """Ask a host nothing more that says it has too much to do: the other addresses stay due."""
        if status == _TOO_MANY or (status == _BUSY and wait):
            since = self.now()
            self._quiet[host] = (since, since + timedelta(seconds=wait or _PAUSE))

    def ask_all(self, wanted: Sequence[Asked], within: float) -> Iterator[tuple[Asked, Had]]:
        """Many hosts at once, each host by one request at a time; in the order of the answers. Whoever has
        little to be asked for comes first, and after ``within`` seconds nothing more is begun: what a large
        host has left must not keep all others waiting. What is not asked has no answer."""
        by_host: dict[str, deque[Asked]] = defaultdict(deque)
        for one in wanted:
            by_host[urlsplit(one.url).netloc].append(one)
        answers: queue.Queue[tuple[Asked, Had] | None] = queue.Queue(_HELD)  # None: a host is done
        stop, end = threading.Event(), time.monotonic() + within
        with ThreadPoolExecutor(self._options.hosts, "dateline-fetch") as pool:
            for waiting in sorted(by_host.values(), key=len):
                pool.submit(self._ask_host, waiting, answers, stop, end)
            try:
                for _ in by_host:
                    while (answer := answers.get()) is not None:
                        yield answer
            finally:
                stop.set()
                while not answers.empty():
                    answers.get_nowait()

    def _ask_host(
        self, waiting: deque[Asked], answers: queue.Queue[Any], stop: threading.Event, end: float
    ) -> None:
        while waiting and not stop.is_set() and time.monotonic() < end:
            if self._is_quiet(urlsplit(waiting[0].url).netloc):
                break
            one = waiting.popleft()
            try:
                had = self.ask(one.url, one.etag, one.modified)
            except Exception as error:  # it must get its answer, or the round would wait for ever
                had = Had(one.url, problem=masked(f"asking stumbled ({type(error).__name__}: {error})")[:200])
            _put(answers, (one, had), stop)
        _put(answers, None, stop)


def _put(answers: queue.Queue[Any], answer: object, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            answers.put(answer, timeout=0.5)
            return
        except queue.Full:
            continue
