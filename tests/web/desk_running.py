"""A desk that runs for a test: the examples' ledger, a real server, a real browser."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dateline.service import Ledger

ROOT = Path(__file__).resolve().parents[2]
CLUSTERS = ("quetta-2016", "invented-airstrike", "invented-kidnapping")
#: What Chromium needs to run as root in a container, to draw a map without a graphics card, and to stay off
#: the network by itself.
FLAGS = [
    "--no-sandbox", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


def read_once(shared: Path) -> Path:
    """The ledger of the examples, read by whichever worker comes first; the others wait for it."""
    from dateline import service

    done, path = shared / "examples.db", shared / "examples-growing.db"
    try:
        os.close(os.open(shared / "examples.lock", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        for _ in range(1200):
            if done.exists():
                return done
            time.sleep(0.1)
        raise TimeoutError("the other worker did not read the examples") from None
    with service.open_ledger(path) as ledger:
        service.ingest([ROOT / "examples" / name for name in CLUSTERS], ledger)
        service.prepare(ledger)
    path.rename(done)  # closed, so that nothing of it stands in a log beside it
    return done


def own_copy(source: Path, folder: Path) -> Ledger:
    """A copy of a ledger, open."""
    from dateline import service

    shutil.copy(source, folder / "desk.db")
    return service.open_ledger(folder / "desk.db")


def leave_pairs_open(ledger: Ledger, number: int) -> list[tuple[str, str]]:
    """Let the machine be unsure of accounts that stand alone, and of no others, so that as many pairs wait
    for a person whatever its thresholds are; gives the pairs."""
    from dateline.model import Judgement, Verdict

    alone = sorted(i.accounts[0].id for i in ledger.incidents() if len(i.accounts) == 1)
    pairs = list(pairwise(alone))[:number]
    unsure = [Judgement(*pair, Verdict.UNSURE, 0.5, ("near each other",), "test@1") for pair in pairs]
    with ledger.linking() as room:
        room.change_pairs(unsure, {(j.left, j.right) for j in ledger.unsure()} - set(pairs))
    return pairs


def make_desk(ledger: Ledger, **more: Any) -> Any:
    """The state of a desk on a ledger; local and without users unless told otherwise."""
    from dateline import service
    from dateline.web.desk import Desk

    return Desk(ledger, service.load_codebook("dateline"), **{"who": "Ana", **more})


@contextmanager
def served(desk: Any) -> Iterator[str]:
    """The desk on a port of its own; gives its address."""
    import uvicorn

    from dateline.web.app import create_app

    config = uvicorn.Config(create_app(desk), host="127.0.0.1", port=0, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{desk.prefix}"
    finally:
        server.should_exit = True
        thread.join(10)


def browser_or_skip() -> Any:
    """Playwright and Debian's Chromium, or the reason why there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install -e '.[dev]'")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    return sync_api, path


class Watch:
    """Listens to a page: requests that leave the host, errors of scripts, refusals by the policy."""

    def __init__(self, context: Any, base: str) -> None:
        self.base = "/".join(base.split("/")[:3])
        self.left: list[str] = []
        self.errors: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "blob:" + self.base)):
            self.left.append(request.url)

    def _console(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def check(self) -> None:
        """Nothing left the host, nothing went wrong."""
        assert not self.left, f"requests that leave the host: {self.left}"
        assert not self.errors, self.errors
