"""A server on loopback that misbehaves on demand: the address says how."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_BOMB = gzip.compress(b"\x00" * 5_000_000)
Handler = Callable[["Site", socket.socket, str, dict[str, str]], None]


@dataclass
class Site:
    """Pages by path: a body, or a function that writes what it likes to the socket. ``asked`` counts."""

    port: int = 0
    pages: dict[str, bytes | Handler] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head:
                chunk = connection.recv(4096)
                if not chunk:
                    return
                head += chunk
            first, *lines = head.decode("latin-1").split("\r\n")
            path = first.split(" ")[1]
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
            self.asked[path] += 1
            self.headers.append(headers)
            page = self.pages.get(path)
            if callable(page):
                page(self, connection, path, headers)
            elif page is None:
                send(connection, b"none", "404 Not Found")
            elif path in self.tags and headers.get("if-none-match") == self.tags[path]:
                send(connection, b"", "304 Not Modified")
            else:
                more = f"ETag: {self.tags[path]}\r\n" if path in self.tags else ""
                send(connection, page, media=self.types.get(path, "text/html"), more=more)


def send(
    connection: socket.socket, body: bytes, status: str = "200 OK", media: str = "text/html", more: str = ""
) -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    connection.sendall(head.encode() + body)


def redirect(to: str, status: str = "302 Found") -> Handler:
    return lambda site, connection, path, headers: send(connection, b"", status, more=f"Location: {to}\r\n")


def raw(data: bytes) -> Handler:
    return lambda site, connection, path, headers: connection.sendall(data)


def answering(status: str, more: str = "") -> Handler:
    return lambda site, connection, path, headers: send(connection, b"x", status, more=more)


def reset(site: Site, connection: socket.socket, path: str, headers: dict[str, str]) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    connection.close()


def trickle(site: Site, connection: socket.socket, path: str, headers: dict[str, str]) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(400):
        connection.sendall(b"x")
        time.sleep(0.02)


def trickled_head(site: Site, connection: socket.socket, path: str, headers: dict[str, str]) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(400):
        connection.sendall(b"X-%d: y\r\n" % number)
        time.sleep(0.02)


def bomb(site: Site, connection: socket.socket, path: str, headers: dict[str, str]) -> None:
    send(connection, _BOMB, more="Content-Encoding: gzip\r\n")


def endless(site: Site, connection: socket.socket, path: str, headers: dict[str, str]) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x" * 100_000)


def endless_behind(site: Site, connection: socket.socket, path: str, headers: dict[str, str]) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello"))
    for _ in range(100):
        connection.sendall(b"x" * 100_000)


@contextlib.contextmanager
def running() -> Iterator[Site]:
    """A site at a port of its own, until the block ends."""
    site = Site()
    with socket.create_server(("", 0)) as server:
        site.port = server.getsockname()[1]
        server.settimeout(0.1)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    connection, _ = server.accept()
                    threading.Thread(target=site.serve, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            stop.set()
            thread.join()
