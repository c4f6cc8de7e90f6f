"""Fixtures for the desk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra web: pip install -e '.[web]'")

from desk_running import FLAGS, Watch, browser_or_skip, make_desk, own_copy, read_once, served


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the examples, shared by all workers; copy it before writing."""
    base = tmp_path_factory.getbasetemp()
    return read_once(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture
def ledger(examples: Path, tmp_path: Path) -> Iterator[Any]:
    """A ledger of one's own, with the examples in it."""
    with own_copy(examples, tmp_path) as found:
        yield found


@pytest.fixture
def desk(ledger: Any) -> Any:
    """A local desk without users."""
    return make_desk(ledger)


@pytest.fixture
def base(desk: Any) -> Iterator[str]:
    """The address of a running desk."""
    with served(desk) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser for all tests of a worker."""
    sync_api, path = browser_or_skip()
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, base: str) -> Iterator[Any]:
    """A page in a context of its own; what leaves the host or goes wrong in it fails the test."""
    context = chromium.new_context(base_url=base + "/", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    watch = Watch(context, base)
    found = context.new_page()
    yield found
    context.close()
    watch.check()
