"""A ledger that follows feeds of a server of our own, by a clock that is set by hand; for the tests of
watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("feedparser", reason="needs the extra: pip install 'dateline[watch]'")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fetch"))

import faulty_server as faults

import made_up
from dateline import service
from dateline.ledger import Ledger
from dateline.service.sources import Source

STORY = "<html><body><p>A bomb killed {dead} in Quetta on 2016-10-24. It was number {n}.</p></body></html>"


@pytest.fixture(autouse=True)
def plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.use(monkeypatch)


@pytest.fixture
def site() -> Iterator[faults.Site]:
    with faults.running() as running:
        yield running


class World:
    """A ledger, a clock that is set by hand, and rounds."""

    def __init__(self, ledger: Ledger, site: faults.Site) -> None:
        self.ledger, self.site = ledger, site
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.watched = [Source(site.url("/feed.xml"), 900.0)]
        options = service.WatchOptions(
            pause=0.0,
            delay=0.0,
            seconds=5.0,
            guard=service.Guard(loopback=True),
            clock=lambda: self.now,
            sleep=lambda seconds: None,
        )
        self.options = options

    def round(self, later: float = 0.0) -> service.Round:
        self.now += timedelta(seconds=later)
        return next(iter(service.watch(self.watched, self.ledger, self.options)))

    def change(self, **options: Any) -> None:
        self.options = replace(self.options, **options)

    def reports(self) -> list[str]:
        return sorted(r.text for r in self.ledger.reports().values())


@pytest.fixture
def world(anew: Callable[[], Ledger], site: faults.Site) -> World:
    site.types["/feed.xml"] = "application/rss+xml"
    return World(anew(), site)


def feed(site: faults.Site, *paths: str) -> bytes:
    items = "".join(f"<item><title>t</title><link>{site.url(path)}</link></item>" for path in paths)
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>n</title>{items}</channel></rss>'.encode()
    )


def story(n: int, dead: int = 3) -> bytes:
    return STORY.format(n=n, dead=dead).encode()
