"""Following feeds and sitemaps of a server of our own: found, read, looked at again, revised, copied,
gone."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest
from watched_world import World, faults, feed, plain_reader, site, story, world

from dateline import ingest, service
from dateline.errors import ConnectionLost, InputError, LedgerBusy, LedgerError
from dateline.service import rooms
from dateline.service.sources import Source, sources

__all__ = ["plain_reader", "site", "world"]  # fixtures


def test_what_a_feed_names_is_read_once(world: World, site: faults.Site) -> None:
    site.pages |= {"/a": story(1), "/b": story(2), "/feed.xml": feed(site, "/a", "/b?utm_source=x", "/b")}
    site.pages["/b?utm_source=x"] = story(2)
    first = world.round()
    assert (first.feeds, first.found, first.fetched, len(world.reports())) == (1, 2, 2, 2)
    second = world.round(1_000)
    assert (second.feeds, second.found, second.fetched) == (1, 0, 0)
    assert site.asked["/a"] == 1 and world.ledger.count()["incidents"] >= 1


def test_a_feed_that_has_not_changed_is_not_sent(world: World, site: faults.Site) -> None:
    site.pages |= {"/a": story(1), "/feed.xml": feed(site, "/a")}
    site.tags["/feed.xml"] = '"v1"'
    world.round()
    world.round(1_000)
    assert [h.get("if-none-match") for h in site.headers if "if-none-match" in h] == ['"v1"']
    assert world.round(10).feeds == 0, "it is not due"


def test_a_revision_is_a_version_and_says_what_changed(world: World, site: faults.Site) -> None:
    site.pages |= {"/a": story(1, dead=3), "/feed.xml": feed(site, "/a")}
    world.round()
    site.pages["/a"] = story(1, dead=5)
    assert world.round(3_700).revised == 1
    assert "killed 5" in world.reports()[0] and len(world.reports()) == 1
    (name,) = world.ledger.reports()
    one, two = service.versions(world.ledger, name)
    assert one.sha256 != two.sha256
    assert "killed 3" in " ".join(two.removed) and "killed 5" in " ".join(two.added)
    assert world.ledger.page(name).content == site.pages["/a"], "the snapshot is kept as evidence"


def test_only_the_story_makes_a_revision(world: World, site: faults.Site) -> None:
    site.pages |= {"/a": story(1), "/feed.xml": feed(site, "/a")}
    world.round()
    site.pages["/a"] = story(1).replace(b"<body>", b"<body >")
    made_up_text = world.reports()
    again = world.round(3_700)
    assert again.fetched == 1
    assert len(made_up_text) == len(world.reports()) == 1


def test_a_headline_that_changes_is_a_revision(
    world: World, site: faults.Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "read", ingest.read)
    words = "A bomb killed 3 people in Quetta on Monday, police of the town said to reporters."

    def titled(title: str, more: str = "") -> bytes:
        head = f"<head><title>{title}</title></head>"
        page = f"<html>{head}<body><article><h1>{title}</h1><p>{words}</p></article>{more}</body></html>"
        return page.encode()

    site.pages |= {"/a": titled("Three killed in Quetta bombing"), "/feed.xml": feed(site, "/a")}
    world.round()
    site.pages["/a"] = titled("Three killed in Quetta bombing", "<!-- drawn at noon -->")
    again = world.round(3_700)
    assert (again.fetched, again.revised) == (1, 0)
    site.pages["/a"] = titled("Five killed in Quetta bombing, police say")
    assert world.round(6 * 3_700).revised == 1
    (name,) = world.ledger.reports()
    one, two = service.versions(world.ledger, name)
    assert (two.removed, two.added) == ((one.title,), (two.title,)), "only the headline changed"
    assert (one.title, two.title) == (
        "Three killed in Quetta bombing",
        "Five killed in Quetta bombing, police say",
    )


def test_a_page_that_goes_back_to_what_it_said_is_believed(world: World, site: faults.Site) -> None:
    site.pages |= {"/a": story(1, dead=3), "/feed.xml": feed(site, "/a")}
    world.round()
    for dead, later in ((30, 3_700), (3, 6 * 3_700)):
        site.pages["/a"] = story(1, dead=dead)
        assert world.round(later).revised == 1
    (report,) = world.reports()
    assert "killed 3 in" in report, "the last state stands, though its bytes are those of the first"
    (name,) = world.ledger.reports()
    states = [v.sha256 for v in service.versions(world.ledger, name)]
    assert len(states) == 3 and states[0] == states[2] == world.ledger.page(name).sha256 != states[1]


def test_a_story_that_feed_and_sitemap_date_in_two_ways_is_not_asked_over_and_over(
    world: World, site: faults.Site
) -> None:
    dated = feed(site, "/a").replace(b"</link>", b"</link><pubDate>Fri, 28 Oct 2016 10:00:00 GMT</pubDate>")
    atom = f'''<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{site.url("/a")}"/>
    <updated>2016-10-28T10:00:00Z</updated></entry></feed>'''
    sitemap = f"<urlset><url><loc>{site.url('/a')}</loc><lastmod>2016-10-28</lastmod></url></urlset>"
    site.pages |= {"/a": story(1), "/feed.xml": dated, "/atom.xml": atom.encode(), "/s.xml": sitemap.encode()}
    world.watched += [Source(site.url(path)) for path in ("/atom.xml", "/s.xml")]
    world.round()
    world.round(1_000)
    before = site.asked["/a"]
    for _ in range(2):
        world.round(901)
    assert site.asked["/a"] == before
    site.pages["/s.xml"] = sitemap.replace("10-28", "10-29").encode()
    world.round(901)
    assert site.asked["/a"] == before + 1, "a later day is news"


def test_stories_that_a_query_names_are_stories(world: World, site: faults.Site) -> None:
    paths = ("/?4711", "/?4712", "/article?cid=1", "/article?cid=2")
    site.pages |= {path: story(n) for n, path in enumerate(paths)}
    site.pages["/feed.xml"] = feed(site, *paths)
    assert world.round().fetched == 4 and len(world.reports()) == 4


def test_the_same_words_at_a_second_address_are_a_copy(world: World, site: faults.Site) -> None:
    site.pages |= {"/a": story(1), "/print/a": story(1), "/feed.xml": feed(site, "/a", "/print/a")}
    done = world.round()
    assert (done.fetched, done.copies, len(world.reports())) == (2, 1, 1)
    other = Source(site.url("/other.xml", "localhost"), 900.0)
    site.pages["/other.xml"] = feed(site, "/a").replace(b"127.0.0.1", b"localhost")
    world.watched.append(other)
    world.round(10)
    assert len(world.reports()) == 2, "another outlet that carries the story is a report of its own"


def test_a_sitemap_and_its_index_are_followed(world: World, site: faults.Site) -> None:
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.pages["/index.xml"] = (
        f"<sitemapindex {ns}><sitemap><loc>{site.url('/s.xml')}</loc></sitemap></sitemapindex>".encode()
    )
    site.pages["/s.xml"] = f"<urlset {ns}><url><loc>{site.url('/a')}</loc></url></urlset>".encode()
    site.pages["/a"] = story(1)
    world.watched = [Source(site.url("/index.xml"))]
    world.round()
    world.round(10)
    assert len(world.reports()) == 1


def test_failures_are_tried_again_later_and_then_no_more(world: World, site: faults.Site) -> None:
    site.pages |= {"/a": faults.reset, "/b": faults.answering("404 Not Found"), "/c": story(3)}
    site.pages["/feed.xml"] = feed(site, "/a", "/b", "/c")
    done = world.round()
    assert (done.failed, len(world.reports())) == (2, 1), "the others are read"
    assert world.round(10).failed == 0, "not before its time"
    site.pages["/a"] = story(1)
    assert world.round(120).fetched == 1 and len(world.reports()) == 2
    assert site.asked["/b"] == 1, "what is gone is not asked again"
    problems = {f.origin: f.problem for f in world.ledger.failures()}
    assert "404" in problems[site.url("/b")]


def test_a_host_that_asks_for_time_gets_it(world: World, site: faults.Site) -> None:
    site.pages["/feed.xml"] = faults.answering("503 Busy", "Retry-After: 5000\r\n")
    assert world.round().feeds_failed == 1
    assert world.round(4_000).feeds == 0
    site.pages["/feed.xml"] = feed(site)
    assert world.round(2_000).feeds == 1


def test_a_host_that_has_too_much_to_do_is_asked_nothing_more(world: World, site: faults.Site) -> None:
    paths = [f"/{n}" for n in range(6)]
    site.pages |= {path: story(n) for n, path in enumerate(paths)}
    site.pages["/2"] = faults.answering("429 Too Many Requests", "Retry-After: 5000\r\n")
    site.pages["/other"] = story(9)
    site.pages["/feed.xml"] = feed(site, *paths)
    site.pages["/other.xml"] = feed(site, "/other").replace(b"127.0.0.1", b"localhost")
    world.watched.append(Source(site.url("/other.xml", "localhost")))
    rounds = service.watch(world.watched, world.ledger, world.options)
    done = next(rounds)
    assert (done.fetched, done.failed) == (3, 1), "/0, /1 and the other host's"
    world.now += timedelta(seconds=2_000)
    next(rounds)
    assert sum(site.asked[path] for path in paths) == 3, "neither its pages nor its feed"
    assert (site.asked["/feed.xml"], site.asked["/other.xml"]) == (1, 2)
    site.pages["/2"] = story(2)
    world.now += timedelta(seconds=3_100)
    assert next(rounds).fetched == 4 and len(world.reports()) == 7


def test_a_host_that_has_too_much_to_do_is_left_alone_by_the_next_run_too(
    world: World, site: faults.Site
) -> None:
    site.pages |= {"/1": faults.answering("429 Too Many Requests", "Retry-After: 5000\r\n"), "/2": story(2)}
    site.pages["/feed.xml"] = feed(site, "/1", "/2")
    next(service.watch(world.watched, world.ledger, world.options))
    assert site.asked["/2"] == 0
    world.now += timedelta(seconds=2_000)
    next(service.watch(world.watched, world.ledger, world.options))
    assert (site.asked["/1"], site.asked["/2"], site.asked["/feed.xml"]) == (1, 0, 1), "a run of its own"
    site.pages["/1"] = story(1)
    world.now += timedelta(seconds=3_100)
    assert next(service.watch(world.watched, world.ledger, world.options)).fetched == 2


@pytest.mark.parametrize(
    "broken", [b"", b"<html>no feed</html>", b"\x00\xff" * 99, b"<rss><channel><item>" * 9]
)
def test_a_broken_feed_stops_nothing(world: World, site: faults.Site, broken: bytes) -> None:
    site.pages |= {"/feed.xml": broken, "/good.xml": feed(site, "/a"), "/a": story(1)}
    world.watched.append(Source(site.url("/good.xml")))
    world.round()
    assert len(world.reports()) == 1


def test_a_feed_cannot_lead_to_where_nobody_may_go(world: World, site: faults.Site) -> None:
    bad = [f"<item><link>{url}</link></item>" for url in ("http://10.0.0.1/", "file:///etc/passwd")]
    site.pages["/feed.xml"] = feed(site).replace(b"</channel>", "".join(bad).encode() + b"</channel>")
    done = world.round()
    assert done.fetched == 0 and not world.reports()


def test_robots_are_obeyed(world: World, site: faults.Site) -> None:
    site.pages |= {"/robots.txt": b"User-agent: *\nDisallow: /a\n", "/a": story(1), "/b": story(2)}
    site.pages["/feed.xml"] = feed(site, "/a", "/b")
    world.round()
    assert site.asked["/a"] == 0 and len(world.reports()) == 1


@pytest.mark.parametrize("trouble", [ConnectionLost, LedgerBusy])
def test_a_lost_connection_ends_no_watch(
    trouble: type[LedgerError], world: World, site: faults.Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages |= {"/a": story(1), "/feed.xml": feed(site, "/a")}
    store, calls = world.ledger.store, []

    def cut(batch: object) -> object:
        calls.append(batch)
        if len(calls) == 1:
            raise trouble("the ledger cannot be reached", "wait")
        return store(batch)  # type: ignore[arg-type]  # a Batch

    monkeypatch.setattr(world.ledger, "store", cut)
    world.round()
    assert len(calls) == 2 and len(world.reports()) == 1


def test_rounds_go_on(world: World, site: faults.Site) -> None:
    site.pages["/feed.xml"] = feed(site)
    assert len(list(islice(service.watch(world.watched, world.ledger, world.options), 3))) == 3


def test_the_file_of_sources(tmp_path: Path) -> None:
    lines = tmp_path / "feeds.txt"
    lines.write_text("# outlets\nhttps://a.example/feed.xml\nhttps://b.example/s.xml every 6h  # slow\n\n")
    assert sources(lines) == [
        Source("https://a.example/feed.xml", 900),
        Source("https://b.example/s.xml", 21_600),
    ]
    table = tmp_path / "feeds.toml"
    table.write_text('[[source]]\nurl = "https://a.example/feed.xml"\nevery = "90s"\n')
    assert sources(table) == [Source("https://a.example/feed.xml", 90)]
    for text in ("", "ftp://a.example/", "https://a.example/ every", "https://a.example/ every never"):
        lines.write_text(text)
        with pytest.raises(InputError):
            sources(lines)
