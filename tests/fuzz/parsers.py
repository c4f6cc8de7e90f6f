"""Every parser of what comes from outside, as a function of bytes, with inputs to begin from."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from importlib.resources import files
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


def _codebook(data: bytes) -> None:
    from dateline.codebook.load import parse

    try:
        parse(data.decode("utf-8", "replace"), "own.yaml")
    except DatelineError as error:
        assert "\n" not in str(error)


def _table(data: bytes) -> None:
    from dateline.service.table_files import TableFile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data)
        try:
            for line, row in TableFile(path):
                assert line > 0 and row is not None
        except DatelineError:
            return


def _overlay(suffix: str) -> Callable[[bytes], None]:
    """Places of the user's own: the file is taken whole, or refused whole."""

    def parse(data: bytes) -> None:
        from dateline.resolve.where import default_gazetteer
        from dateline.resolve.where.index import Index
        from dateline.resolve.where.overlay import add_overlay, overlays

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"places{suffix}"
            path.write_bytes(data)
            try:
                made = add_overlay(path, default_gazetteer(), Path(folder))
            except DatelineError as error:
                assert "\n" not in str(error)
                assert not overlays(Path(folder))
                return
            added = Index(Path(folder) / "gazetteer" / "overlays" / f"{made.name}.idx")
            assert len(added) == made.places
            for row in range(len(added)):
                assert added.name(row) and -90 <= added.lat[row] <= 90
                assert added.row_of(added.gid[row]) is not None

    return parse


def _answer(data: bytes) -> None:
    """What a language model answers: every quote that counts stands in the report."""
    from dateline.codebook import load
    from dateline.reader.llm.ground import Nonsense, incidents_of
    from dateline.text import sentences

    report = read(Page(_STORY.encode(), "text/plain", given={"id": "r"}))
    bounds = sentences(report.text)
    try:
        found, _ = incidents_of(
            data.decode("utf-8", "replace"), report, report.text, load("dateline"), bounds
        )
    except Nonsense:
        return
    for incident in found:
        for span in (*(o.span for o in incident.occurrences), *(m.span for m in incident.marks)):
            assert 0 <= span.start < span.end <= len(report.text)


def _packed(data: bytes) -> None:
    """A body as a server packed it: the first byte says how."""
    from dateline.ingest.transfer import unpacked_body

    codings = ("", "gzip", "deflate", "br", "zstd", "gzip, gzip", "x-gzip, br")
    first = data[0] if data else 0
    head = {"content-encoding": codings[first % len(codings)]}
    if first & 64:
        head["transfer-encoding"] = "chunked"
    try:
        assert len(unpacked_body(data[1:], head, 10_000)) <= 10_001
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

_BUILTIN = files("dateline.codebook") / "builtin"
_OWN_BOOK = (
    b"name: own\nextends: dateline\n"
    b"types:\n  - {type: attack, stage: done, words: [raid], definition: a raid}\n"
    b"columns:\n  - {name: day, from: when.edtf}\n"
)
_ACLED = (
    b"event_id_cnty,event_date,time_precision,disorder_type,event_type,sub_event_type,actor1,actor2,country,"
    b"iso,admin1,location,latitude,longitude,geo_precision,fatalities,notes,interaction\n"
    b"PAK1,28 October 2016,1,Political violence,Battles,Armed clash,Police,Gunmen,Pakistan,586,Balochistan,"
    b"Quetta,30.2,67.0,1,3,Words of somebody,13\n"
)
_ANSWER = json.dumps(
    {
        "incidents": [
            {
                "type": "armed_attack",
                "trigger": "killed",
                "stage": "accomplished",
                "main": True,
                "marks": [{"label": "victim", "quote": "people", "stance": "asserted"}],
            }
        ]
    }
).encode()
_PROPERTIES = {"name": "Chak Nine", "names": ["Chak 9"], "population": 812, "pcode": "X1", "geonameid": 5}
_OUTLINE = {"type": "Polygon", "coordinates": [[[67.0, 30.0], [67.1, 30.1], [67.2, 30.0]]]}
_FEATURE = {"type": "Feature", "properties": _PROPERTIES, "geometry": _OUTLINE}
_GEOJSON = json.dumps({"type": "FeatureCollection", "features": [_FEATURE]}).encode()
_GEONAMES = b"\t".join(
    b"999999901,Chak Nine,Chak Nine,C9,30.1,67.0,P,PPL,PK,,02,,,,812,,1500,Asia/Karachi,2016-10-28".split(
        b","
    )
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
    "codebook": (_codebook, (_BUILTIN.joinpath("dateline.yaml").read_bytes()[:3000], _OWN_BOOK)),
    "table": (_table, (_ACLED, _ACLED.replace(b",", b";").replace(b"3", b"x"))),
    "geojson": (_overlay(".geojson"), (_GEOJSON,)),
    "geonames": (_overlay(".txt"), (_GEONAMES,)),
    "answer": (_answer, (_ANSWER, b"```json\n" + _ANSWER + b"\n```")),
    "packed": (
        _packed,
        (
            b"A5\r\nhello\r\n0\r\n\r\n",
            b"\x01" + gzip.compress(_STORY.encode()),
            b"\x02" + zlib.compress(b"x" * 99),
        ),
    ),
    "configuration": (_configuration, (b'ledger = "x.db"\n[ingest]\nworkers = 2\n',)),
}


def seeds(name: str) -> Iterator[bytes]:
    """What to begin from: the built-in inputs, and the corpus that was kept."""
    yield from PARSERS[name][1]
    folder = CORPUS / name
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        yield file.read_bytes()
