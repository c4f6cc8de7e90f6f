"""What is refused, whatever name or redirect leads there; and servers that misbehave."""

from __future__ import annotations

import gzip
import itertools
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import faulty_server as faults
import pytest

pytest.importorskip("httpcore", reason="needs the extra: pip install 'dateline[watch]'")

from dateline import __version__
from dateline.errors import FetchError, LeftAlone
from dateline.fetch import Client, Guard, Hosts, Robots, Wanted
from dateline.fetch.polite import backoff, retry_after

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::", "2001:0:a00:1::80ff:fffe", "not a number",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]


@pytest.fixture
def site() -> Iterator[faults.Site]:
    with faults.running() as running:
        yield running


def client(seconds: float = 5.0) -> Client:
    return Client(Guard(loopback=True), seconds)


@pytest.mark.parametrize("number", PRIVATE)
def test_a_name_that_leads_to_a_private_number_is_refused(number: str) -> None:
    guard = Guard(resolve=lambda host, port: [number])
    with pytest.raises(FetchError, match="not public"):
        guard.vetted("news.example", 80)


@pytest.mark.parametrize("number", PUBLIC)
def test_public_numbers_pass(number: str) -> None:
    assert Guard(resolve=lambda host, port: [number]).vetted("news.example", 80) == [number]


def test_a_name_that_leads_both_ways_is_refused() -> None:
    guard = Guard(resolve=lambda host, port: [PUBLIC[0], "10.0.0.1"])
    with pytest.raises(FetchError, match="not public"):
        guard.vetted("news.example", 80)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://news.example/", "gopher://news.example/", "javascript:alert(1)",
        "data:,x", "http://", "//news.example/", "http://user:word@news.example/", "http://news.example:22/",
        "http://[::1", "http://news.example:99999/", "HTTP://127.1/", "http://2130706433/", "http://0x7f.1/",
        "http://localhost/", "http://[::ffff:7f00:1]/", "http://127.0.0.1/",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        Client(seconds=2.0).get(Wanted(url))
    assert "\n" not in str(caught.value) and caught.value.way_out


def test_the_number_that_was_vetted_is_the_one_that_is_asked(site: faults.Site) -> None:
    """A name that answers differently the second time gains nothing: it is looked up once a request."""
    site.pages["/"] = b"hello"
    answers = itertools.chain([["127.0.0.1"]], itertools.repeat(["10.0.0.1"]))
    looked_up = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return next(answers)

    found = Client(Guard(True, resolve), 5.0).get(Wanted(site.url("/", "changing.example")))
    assert found.content == b"hello" and looked_up == ["changing.example"]
    with pytest.raises(FetchError, match="not public"):
        Client(Guard(True, resolve), 5.0).get(Wanted(site.url("/", "changing.example")))


@pytest.mark.parametrize(
    "to", ["http://10.0.0.1/", "http://[fd00::1]/", "file:///etc/passwd", "http://169.254.169.254/"]
)
def test_a_redirect_to_where_nobody_may_go_is_refused(site: faults.Site, to: str) -> None:
    site.pages["/"] = faults.redirect(to)
    with pytest.raises(FetchError):
        client().get(Wanted(site.url("/")))


def test_redirects_are_followed_and_loops_are_not(site: faults.Site) -> None:
    site.pages |= {"/a": faults.redirect("/b", "301 Moved"), "/b": b"here", "/x": faults.redirect("/y")}
    site.pages["/y"] = faults.redirect("/x")
    for number in range(9):
        site.pages[f"/n{number}"] = faults.redirect(f"/n{number + 1}")
    turns: list[str] = []
    found = client().get(Wanted(site.url("/a")), turns.append)
    assert (found.content, found.url) == (b"here", site.url("/b"))
    assert turns == [site.url("/a"), site.url("/b")], "each address on the way waits for its turn"
    for path in ("/x", "/n0"):
        with pytest.raises(FetchError, match="circles"):
            client().get(Wanted(site.url(path)))


def test_waiting_for_one_s_turn_is_not_the_server_s_slowness(site: faults.Site) -> None:
    site.pages |= {"/a": faults.redirect("/b"), "/b": b"here"}
    found = client(1.0).get(Wanted(site.url("/a")), lambda url: time.sleep(0.7))
    assert found.content == b"here"


def test_a_turn_that_is_refused_ends_the_request(site: faults.Site) -> None:
    site.pages |= {"/a": faults.redirect("/private/b"), "/private/b": b"here"}
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private\n"
    robots = Robots(client(), Hosts(0.0))
    with pytest.raises(LeftAlone, match=r"does not let .*/private/b be fetched"):
        client().get(Wanted(site.url("/a")), robots.check)
    assert site.asked["/a"] == 1 and site.asked["/private/b"] == 0


def test_hosts_are_told_whom_to_write_to(site: faults.Site) -> None:
    site.pages["/"] = b"hello"
    Client(Guard(loopback=True), contact="desk@news.example").get(Wanted(site.url("/")))
    assert site.headers[-1]["user-agent"] == f"dateline/{__version__} (desk@news.example)"


FAULTS = {
    "reset": (faults.reset, "broke off"),
    "half a body": (faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), "broke off"),
    "a length that is none": (faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhalf"), "broke off"),
    "two lengths": (
        faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 2\r\n\r\nhalf"), "broke off"),
    "half a chunk": (
        faults.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf"), "broke off"),
    "no HTTP": (faults.raw(b"SSH-2.0-OpenSSH\r\n\r\n"), "broke off"),
    "nothing": (faults.raw(b""), "broke off"),
    "a head without end": (faults.raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000), "broke off"),
    "trickled body": (faults.trickle, "too slow"),
    "trickled head": (faults.trickled_head, "too slow"),
    "bomb": (faults.bomb, "larger than"),
    "endless": (faults.endless, "larger than"),
    "endless behind what was packed": (faults.endless_behind, "larger than"),
    "packed unasked": (
        faults.raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nnope"), "unasked"),
    "damaged gzip": (
        faults.raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"), "damaged"),
    "half a gzip": (
        faults.raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n"
                   + gzip.compress(b"x" * 99, mtime=0)[:12]), "breaks off"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_server_that_misbehaves_costs_one_request_of_bounded_time(site: faults.Site, name: str) -> None:
    site.pages["/"], words = FAULTS[name]
    begun = time.monotonic()
    with pytest.raises(FetchError, match=words):
        client(1.0).get(Wanted(site.url("/"), most_bytes=1_000_000))
    assert time.monotonic() - begun < 30, "far from for ever"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"hello ", mtime=0) + gzip.compress(b"world", mtime=0)),
        ("gzip", gzip.compress(b"hello world", mtime=0) + b"\x00 and what nobody asked for"),
        ("deflate", zlib.compress(b"hello world")),
        ("identity", b"hello world"),
    ],
)
def test_a_body_is_unpacked(site: faults.Site, coding: str, body: bytes) -> None:
    site.pages["/"] = lambda site, connection, path, headers: faults.send(
        connection, body, more=f"Content-Encoding: {coding}\r\n"
    )
    assert client().get(Wanted(site.url("/"))).content == b"hello world"


def test_addresses_in_other_scripts_are_asked_in_escapes(site: faults.Site) -> None:
    """In a file of feeds, and in a Location that a server sends as UTF-8."""
    escaped = "/%D0%B2%D0%B7%D1%80%D1%8B%D0%B2%20a"
    site.pages |= {
        escaped: faults.redirect("/новый?q=é"),
        "/%D0%BD%D0%BE%D0%B2%D1%8B%D0%B9?q=%C3%A9": b"here",
    }
    names: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        names.append(host)
        return ["127.0.0.1"]

    found = Client(Guard(True, resolve), 5.0).get(Wanted(site.url("/взрыв a", "новости.example")))
    assert found.content == b"here" and set(names) == {"xn--b1amnebsh.example"}


def test_what_is_known_is_not_sent_again(site: faults.Site) -> None:
    site.pages["/"], site.tags["/"] = b"hello", '"v1"'
    first = client().get(Wanted(site.url("/")))
    again = client().get(Wanted(site.url("/"), first.etag))
    assert (first.status, again.status, again.content) == (200, 304, b"")


def test_robots_are_asked_once_and_obeyed(site: faults.Site) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"
    slept: list[float] = []
    hosts = Hosts(0.0, clock=lambda: 0.0, sleep=slept.append)
    robots = Robots(client(), hosts)
    robots.check(site.url("/news"))
    with pytest.raises(LeftAlone, match="does not let"):
        robots.check(site.url("/private/x"))
    assert site.asked["/robots.txt"] == 1
    hosts.wait(f"127.0.0.1:{site.port}")
    hosts.wait(f"127.0.0.1:{site.port}")
    assert slept[-1] == 7.0


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (faults.answering("503 Busy"), "answers 503"),
        (faults.reset, "broke off"),
        (faults.trickle, "too slow"),
    ],
)
def test_no_robots_file_allows_all_and_a_failing_one_nothing(
    site: faults.Site, page: faults.Handler, why: str
) -> None:
    Robots(client(1.0), Hosts(0.0)).check(site.url("/news"))
    site.pages["/robots.txt"] = page
    with pytest.raises(FetchError, match=rf"robots.txt cannot be had .*{why}"):
        Robots(client(1.0), Hosts(0.0)).check(site.url("/news"))


def test_a_host_is_asked_no_faster_than_its_delay() -> None:
    now, slept = [0.0], list[float]()
    hosts = Hosts(2.0, clock=lambda: now[0], sleep=slept.append)
    for _ in range(3):
        hosts.wait("a.example")
    hosts.wait("b.example")
    assert slept == [2.0, 4.0]


def test_backoff_doubles_and_a_host_may_ask_for_time() -> None:
    assert [backoff(n) for n in (1, 2, 3, 99)] == [60, 120, 240, 86_400]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert retry_after("120", now) == 120 and retry_after("Thu, 01 Jan 2026 00:01:00 GMT", now) == 60
    assert retry_after("soon", now) == retry_after("", now) == 0
    assert retry_after("9" * 50, now) == 86_400
