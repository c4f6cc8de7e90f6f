"""Every parser of what comes from outside, as a function of bytes, with inputs to begin from."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ingest"))

import archive_builder as build

from dateline.errors import DatelineError
from dateline.ingest import Limits, decode, iter_pages, read
from dateline.ingest.addresses import canonical
from dateline.ingest.feeds import read_listing
from dateline.model import Page

CORPUS = Path(__file__).with_name("corpus")
_LIMITS = Limits(page_bytes=200_000, unpacked_bytes=1_000_000)
_STORY = build.STORIES[0]


def _as_file(suffix: str) -> Callable[[bytes], None]:
    """Read the bytes as a file of this kind: pages, and the report of each, whose words must lead back."""

    def parse(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"input{suffix}"
            path.write_bytes(data)
            for item in iter_pages([path], _LIMITS):
                if isinstance(item, Page):
                    _check(item)
                else:
                    assert item.error.way_out and "\n" not in str(item.error)

    return parse


def _check(page: Page) -> None:
    try:
        report = read(page, _LIMITS)
    except DatelineError:
        return
    text = decode(page)
    for start, at, length in report.offsets.segments:
        assert report.text[start : start + length] == text[at : at + length]


def _listing(data: bytes) -> None:
    try:
        for story in read_listing(data, "https://news.example/feed.xml").stories:
            assert story.url.startswith(("http://", "https://"))
    except DatelineError:
        return


def _canonical(data: bytes) -> None:
    assert isinstance(canonical("https://news.example/" + data.decode("latin-1")), str)


def _robots(data: bytes) -> None:
    from protego import Protego

    try:
        Protego.parse(data.decode("utf-8", "replace")).can_fetch("https://news.example/a", "dateline")
    except Exception:  # dateline.fetch.robots takes a file that fails for one that allows nothing
        return


def _sources(data: bytes) -> None:
    from dateline.service.sources import sources

    for suffix in (".txt", ".toml"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"feeds{suffix}"
            path.write_bytes(data)
            try:
                sources(path)
            except DatelineError:
                continue


def _configuration(data: bytes) -> None:
    from dateline.service.operations import configuration, spread

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dateline.toml"
        path.write_bytes(data)
        try:
            spread(configuration(str(path)), {"ingest": {"workers", "ledger"}}, str(path))
        except DatelineError:
            return


def _parquet() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.table({"id": ["a", "b"], "text": [_STORY, None]}), out)
    return out.getvalue()


_FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>A &amp; B</title><link>https://news.example/a'
    b"</link><pubDate>Fri, 28 Oct 2016 10:00:00 GMT</pubDate></item></channel></rss>"
)
_ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/a"/>'
    b"<updated>2016-10-28T10:00:00Z</updated></entry></feed>"
)
_SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://news.example/a</loc>'
    b"<lastmod>2016-10-28</lastmod></url></urlset>"
)
_MBOX = (
    b"From a@b Fri Oct 28 18:00:00 2016\n"
    + build.message(_STORY)
    + b"\nFrom c@d Fri Oct 28 19:00:00 2016\nX: y\n\nz"
)

#: Name: the parser, and what to begin from.
PARSERS: dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "html": (_as_file(".html"), (build.html(_STORY), b"<p>" * 50 + _STORY.encode())),
    "text": (_as_file(".txt"), (_STORY.encode() * 3, "Żołnierze są na miejscu.".encode("iso-8859-2"))),
    "jsonl": (
        _as_file(".jsonl"),
        (json.dumps({"text": _STORY, "published": "2016-10-28"}).encode() + b"\n{",),
    ),
    "gzip": (_as_file(".jsonl.gz"), (gzip.compress(json.dumps({"text": _STORY}).encode()),)),
    "warc": (_as_file(".warc"), (build.record(1, build.html(_STORY)) + build.record(2, b"x", "conversion"),)),
    "warc-gz": (_as_file(".warc.gz"), (gzip.compress(build.record(1, build.html(_STORY))),)),
    "parquet": (_as_file(".parquet"), (_parquet(),)),
    "mbox": (_as_file(".mbox"), (_MBOX,)),
    "eml": (_as_file(".eml"), (build.message(_STORY),)),
    "pdf": (_as_file(".pdf"), (build.pdf(["Gunmen killed four people.", "Police said so."]),)),
    "messages": (_as_file(""), (b"DEV-MUC3-0001 (NOSC)\n\n   " + _STORY.encode(),)),
    "feed": (_listing, (_FEED, _ATOM, _SITEMAP, gzip.compress(_SITEMAP))),
    "address": (_canonical, (b"a?utm_source=x#y", b"%zz/../[::1]:99999")),
    "robots": (_robots, (b"User-agent: *\nDisallow: /a\nCrawl-delay: 5\n",)),
    "sources": (_sources, (b"https://a.example/ every 5m\n", b'[[source]]\nurl = "https://a.example/"\n')),
    "configuration": (_configuration, (b'ledger = "x.db"\n[ingest]\nworkers = 2\n',)),
}


def seeds(name: str) -> Iterator[bytes]:
    """What to begin from: the built-in inputs, and the corpus that was kept."""
    yield from PARSERS[name][1]
    folder = CORPUS / name
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        yield file.read_bytes()
