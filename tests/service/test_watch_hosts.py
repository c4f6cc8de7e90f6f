"""Following many hosts: where addresses lead, whom robots.txt keeps out, and that no host keeps others
waiting."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from watched_world import World, faults, feed, plain_reader, site, story, world

from dateline.ledger import Address, Feed, open_ledger
from dateline.service.metrics import METRICS
from dateline.service.sources import Source

__all__ = ["plain_reader", "site", "world"]  # fixtures
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def page(n: int, own: str = "", more: str = "") -> bytes:
    link = f'<link rel="canonical" href="{own}">' if own else ""
    words = f"A bomb killed {n} people in Quetta on 2016-10-24, as police of the town said to reporters."
    story = f"<p>{words}</p><p>It was number {n}. {more}</p>"
    return f"<html><head>{link}</head><body>{story}</body></html>".encode()


def test_a_redirect_does_not_lead_past_robots(world: World, site: faults.Site) -> None:
    site.pages |= {"/robots.txt": b"User-agent: *\nDisallow: /private\n", "/private/a": story(1)}
    site.pages |= {"/a": faults.redirect("/private/a"), "/feed.xml": feed(site, "/a")}
    assert world.round().failed == 1
    assert site.asked["/private/a"] == 0 and not world.reports()
    (failure,) = world.ledger.failures()
    assert failure.problem == f"robots.txt does not let {site.url('/private/a')} be fetched"


def test_links_that_lead_to_one_address_are_one_report(world: World, site: faults.Site) -> None:
    """As those of a feed that counts its readers, beside the sitemap of the outlet itself."""
    counting = site.url("/r?go=1", "localhost")
    site.pages |= {"/r?go=1": faults.redirect(site.url("/a")), "/a": story(1)}
    site.pages["/feed.xml"] = feed(site, "/a").replace(site.url("/a").encode(), counting.encode())
    world.round()
    (name,) = world.ledger.reports()
    assert world.ledger.page(name).url == site.url("/a"), (
        "the outlet is that of the page, not of the one who counts"
    )
    site.pages["/other.xml"] = feed(site, "/a")
    world.watched.append(Source(site.url("/other.xml")))
    done = world.round(10)
    assert (done.found, done.copies, len(world.reports())) == (1, 1, 1)


def test_pages_that_call_themselves_the_same_are_one_report(world: World, site: faults.Site) -> None:
    own = site.url("/story")
    site.pages |= {"/story": page(1, own), "/phone/story": page(1, own, "Read on in our app, please.")}
    site.pages["/feed.xml"] = feed(site, "/story", "/phone/story")
    done = world.round()
    assert (done.fetched, done.copies, len(world.reports())) == (2, 1, 1)


@pytest.mark.parametrize("own", ["/", "/news", "http://other.example/story"])
def test_stories_that_call_themselves_the_same_by_mistake_are_two(
    own: str, world: World, site: faults.Site
) -> None:
    own = own if own.startswith("http") else site.url(own)
    other = (
        page(2, own)
        .replace(b"A bomb killed", b"Gunmen shot dead")
        .replace(b"police of the town", b"officials")
    )
    site.pages |= {"/one": page(1, own), "/two": other, "/feed.xml": feed(site, "/one", "/two")}
    assert world.round().copies == 0 and len(world.reports()) == 2


def test_no_host_crowds_out_the_others(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.db") as ledger:
        long = [Address(f"https://archive.example/{n}", due="2026-01-01T00:00:00") for n in range(300)]
        late = Address("https://small.example/new", due="2026-01-01T00:00:09")
        ledger.write_feed(Feed("https://archive.example/s.xml"), [*long, late])
        due = ledger.addresses_due("2026-01-02T00:00:00")
        assert len(due) == 101 and due[-1] == late and ledger.count_due("2026-01-02T00:00:00") == 301
        assert ledger.addresses_due("2026-01-01T00:00:05", most=3) == sorted(long, key=lambda a: a.url)[:3]


def test_a_round_ends_in_time_and_goes_on_in_the_next(world: World, site: faults.Site) -> None:
    def slow(*given: object) -> None:
        time.sleep(0.3)
        faults.send(given[1], story(7))  # type: ignore[arg-type]  # the socket

    paths = [f"/slow{n}" for n in range(6)]
    site.pages |= dict.fromkeys(paths, slow) | {"/a": story(1), "/feed.xml": feed(site, *paths)}
    site.pages["/other.xml"] = feed(site, "/a").replace(b"127.0.0.1", b"localhost")
    world.watched.append(Source(site.url("/other.xml", "localhost")))
    world.change(round_seconds=0.8)
    first = world.round()
    assert 0 < first.fetched < 7 and "number 1" in " ".join(world.reports()), "who has little comes first"
    fetched = first.fetched
    for _ in range(20):
        fetched += world.round(1).fetched
    assert fetched == 7, "each once"


def test_slow_feeds_do_not_wait_for_each_other(world: World, site: faults.Site) -> None:
    together = threading.Barrier(3, timeout=120)

    def slow(*given: object) -> None:
        together.wait()  # each answers when three are asked at one time; one after the other none would
        faults.send(given[1], feed(site))  # type: ignore[arg-type]  # the socket

    site.pages["/slow.xml"] = slow
    world.watched = [Source(site.url("/slow.xml", f"127.0.0.{n}")) for n in range(1, 25)]
    world.change(seconds=60.0)
    done = world.round()
    assert (done.feeds, done.feeds_failed) == (24, 0)


SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def index(site: faults.Site, *names: str) -> bytes:
    parts = "".join(f"<sitemap><loc>{site.url(name)}</loc></sitemap>" for name in names)
    return f"<sitemapindex {SPACE}>{parts}</sitemapindex>".encode()


def test_an_index_of_ten_years_of_sitemaps_is_followed_whole(world: World, site: faults.Site) -> None:
    names = [f"/{year}-{month:02}.xml" for year in range(2016, 2026) for month in range(1, 13)]
    site.pages["/index.xml"] = index(site, *names)
    world.watched = [Source(site.url("/index.xml"))]
    world.round()
    assert set(world.ledger.feeds()) == {site.url(name) for name in ("/index.xml", *names)}


def test_a_sitemap_of_an_index_that_has_nothing_new_is_asked_more_seldom(
    world: World, site: faults.Site
) -> None:
    site.pages |= {"/index.xml": index(site, "/s.xml"), "/a": story(1)}
    site.pages["/s.xml"] = f"<urlset {SPACE}><url><loc>{site.url('/a')}</loc></url></urlset>".encode()
    site.tags["/s.xml"] = '"v1"'
    world.watched = [Source(site.url("/index.xml"), 900.0)]
    world.round()
    world.round(10)
    assert len(world.reports()) == 1
    spans = []
    for _ in range(9):
        known = world.ledger.feeds()[site.url("/s.xml")]
        spans.append(known.every)
        world.now = datetime.fromisoformat(known.due) + timedelta(seconds=1)
        world.round()
    assert spans == [900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 86_400]
    assert world.ledger.feeds()[site.url("/index.xml")].every == 900


def test_figures_of_what_was_watched(world: World, site: faults.Site) -> None:
    def figure(name: str, **labels: str) -> float:
        return METRICS.registry.get_sample_value(name, labels) or 0.0

    site.pages |= {"/feed.xml": feed(site, "/a", "/b"), "/a": story(1), "/bad.xml": b"no feed"}
    world.watched.append(Source(site.url("/bad.xml")))
    before = {name: figure("dateline_pages_total", fate=name) for name in ("new", "failed")}
    seconds = figure("dateline_stage_seconds_total", stage="extract")
    world.round()
    assert figure("dateline_pages_total", fate="new") == before["new"] + 1
    assert figure("dateline_pages_total", fate="failed") == before["failed"] + 1, "/b is not there"
    assert figure("dateline_stage_seconds_total", stage="extract") > seconds
    assert (figure("dateline_feeds"), figure("dateline_feeds_failing")) == (2, 1)
    assert world.round(1).feeds == 0
    assert figure("dateline_feeds_failing") == 1, "it was not asked again, and fails still"


def test_an_outage_of_a_night_loses_no_story(world: World, site: faults.Site) -> None:
    site.pages |= {"/feed.xml": feed(site, "/a"), "/a": faults.answering("503 Busy")}
    world.round()
    for _ in range(6):
        world.round(7_200)
    assert not world.reports() and site.asked["/a"] > 5
    site.pages["/a"] = story(1)
    for _ in range(5):
        world.round(14_400)
    assert len(world.reports()) == 1
