"""A server that speaks as much of OpenAI's protocol as a reader needs, and fails in every way that one
can."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: From the body of a question to (status, headers, body). A body of None: hang up without a word.
Script = Callable[[dict[str, Any]], tuple[int, dict[str, str], bytes | None]]


def saying(content: str, tokens: tuple[int, int] = (100, 20)) -> tuple[int, dict[str, str], bytes]:
    """An answer with this content."""
    message = {"role": "assistant", "content": content}
    body = {
        "id": "c", "object": "chat.completion", "created": 0, "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)},
    }  # fmt: skip
    return 200, {"content-type": "application/json"}, json.dumps(body).encode()


def refusing(status: int, why: str = "scripted", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """An error of the server."""
    body = json.dumps({"error": {"message": f"{why} {status}", "type": "error"}}).encode()
    return status, {"content-type": "application/json", **headers}, body


@contextmanager
def serving(script: Script, slow: float = 0.0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a server that follows the script, and the list of what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append(body)
            time.sleep(slow)
            status, headers, content = script(body)
            if content is None:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
