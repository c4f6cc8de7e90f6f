"""Running for long: ``/metrics`` and ``/healthz``, and configuration from one file."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import tomllib
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from dateline import __version__
from dateline.errors import DatelineError, UsageError
from dateline.ledger import Ledger
from dateline.service.logs import LOG
from dateline.service.metrics import CONTENT_TYPE, METRICS

#: What :func:`healthy` answers: whether all is well, and the facts.
Health = tuple[bool, dict[str, Any]]


def healthy(ledger: Ledger) -> Health:
    """Whether the ledger answers, and whether its incidents follow from what it holds. It takes as long for a
    large ledger as for a small one: whoever supervises waits for seconds only, and counting takes more."""
    try:
        stale = ledger.stale
    except DatelineError as error:
        return False, {"status": "failing", "version": __version__, "problem": error.problem}
    return True, {"status": "ok", "version": __version__, "stale": stale}


def answer(path: str, ledger: Ledger) -> tuple[int, str, bytes]:
    """Status, media type and body for ``/metrics`` and ``/healthz``; 404 for other paths."""
    path = path.partition("?")[0]
    if path == "/metrics":
        return 200, CONTENT_TYPE, METRICS.text()
    if path == "/healthz":
        well, facts = healthy(ledger)
        return (200 if well else 503), "application/json", json.dumps(facts).encode() + b"\n"
    return 404, "text/plain", b"there are /metrics and /healthz\n"


Message = MutableMapping[str, Any]


def asgi_app(ledger: Ledger) -> Callable[..., Awaitable[None]]:
    """An ASGI application with ``/metrics`` and ``/healthz``, to be mounted by the desk."""

    async def app(scope: Message, _receive: object, send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            return
        path = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        status, media, body = answer(path, ledger)
        headers = [(b"content-type", media.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


class _Handler(BaseHTTPRequestHandler):
    timeout = 30  # seconds: who says nothing is not listened to for ever
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        status, media, body = answer(self.path, self.server.ledger)
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: whoever scrapes knows."""


class _Server(ThreadingHTTPServer):
    def __init__(self, address: tuple[str, int], ledger: Ledger) -> None:
        self.ledger = ledger
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A line of the log like any other: the one who asked went away, most likely."""
        LOG.warning("asking for figures failed", extra={"problem": type(sys.exc_info()[1]).__name__})


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) <= 65_535):
        raise UsageError(f"{address!r} is no address", "write 127.0.0.1:9464")
    return host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port)


@contextmanager
def serving(address: str, ledger: Ledger) -> Iterator[int]:
    """Answer ``/metrics`` and ``/healthz`` at an address like ``127.0.0.1:9464`` for as long as the block
    runs; its port. Nothing when the address is "". Raises UsageError."""
    if not address:
        yield 0
        return
    try:
        server = _Server(_host_and_port(address), ledger)
    except OSError as error:
        way_out = "choose another port"
        raise UsageError(f"{address} cannot be listened on ({error.strerror})", way_out) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def configuration(path: str = "") -> dict[str, Any]:
    """The options of one TOML file: at its top those of all commands, in a table those of the command of that
    name. ``path``, else $DATELINE_CONFIG, else ``dateline.toml`` in the current folder where there is one.
    Raises UsageError."""
    named = path or os.environ.get("DATELINE_CONFIG", "")
    file = Path(named or "dateline.toml")
    if not named and not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read ({(error.strerror or '').lower()})", "check $DATELINE_CONFIG"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{file} is no TOML ({error})", "mend it: see docs/operations.md") from error


def spread(options: dict[str, Any], commands: dict[str, set[str]], file: str) -> dict[str, dict[str, Any]]:
    """The options of a configuration by command, as the command line takes them. ``commands`` says which
    options each has. Raises UsageError for what none has."""
    common = {k: v for k, v in options.items() if not isinstance(v, dict)}
    for name in common:
        if not any(_dashless(name) in known for known in commands.values()):
            raise UsageError(f"{file}: no command has an option {name!r}", "see: dateline --help")
    found: dict[str, dict[str, Any]] = {
        command: {_dashless(k): v for k, v in common.items() if _dashless(k) in known}
        for command, known in commands.items()
    }
    for command, table in _tables(options, commands):
        if command not in commands:
            raise UsageError(f"{file}: no command is called {command!r}", "see: dateline --help")
        for name, value in table.items():
            if _dashless(name) not in commands[command] or isinstance(value, dict):
                raise UsageError(
                    f"{file}: {command} has no option {name!r}", f"see: dateline {command} --help"
                )
            found[command][_dashless(name)] = value
    return found


def _tables(options: dict[str, Any], commands: dict[str, set[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables of a configuration by command; [user.add] is that of "user add"."""
    for name, table in options.items():
        if not isinstance(table, dict):
            continue
        if not any(command.startswith(f"{name} ") for command in commands):
            yield name, table
            continue
        for inner, more in table.items():
            yield f"{name} {inner}", more if isinstance(more, dict) else {}


def _dashless(name: str) -> str:
    return name.replace("-", "_")
