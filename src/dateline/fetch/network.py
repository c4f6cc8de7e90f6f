"""Connections that go to vetted numbers only, and end in time.

The name is looked up here, once, and the number that was vetted is the one that is connected to: a name that
answers differently the next time gains nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import httpcore

from dateline.errors import FetchError
from dateline.fetch.guard import Guard


def backend(guard: Guard, deadline: float) -> httpcore.NetworkBackend:
    """What httpcore connects by, for one request that ends at ``deadline`` (monotonic seconds)."""
    return _Guarded(guard, deadline)


class _Guarded(httpcore.NetworkBackend):
    def __init__(self, guard: Guard, deadline: float) -> None:
        self._guard, self._deadline = guard, deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        last: Exception | None = None
        for number in self._guard.vetted(host, port):
            try:
                left = _left(self._deadline, timeout)
                return _Timed(self._plain.connect_tcp(number, port, left, local_address), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        assert last is not None
        raise last

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise FetchError(f"{path} is not fetched", "only http:// and https:// are")

    def sleep(self, seconds: float) -> None:
        self._plain.sleep(seconds)


class _Timed(httpcore.NetworkStream):
    """A stream that gives up at the deadline, also when each single read is quick enough."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole request is over")
    return left if timeout is None else min(left, timeout)
