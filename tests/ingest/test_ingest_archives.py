"""WARC, WET, Parquet, mail and PDF: what comes out, where reading goes on, and what damage costs."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import archive_builder as build
import pytest

from dateline.ingest import Failure, Limits, decode, iter_pages, iter_placed, read
from dateline.model import Page

pytest.importorskip("fastwarc", reason="needs the extra: pip install 'dateline[archives]'")
KINDS: list[tuple[str, Callable[[Path], Path]]] = [
    ("a.warc.gz", build.warc),
    ("a.warc", build.warc),
    ("a.wet.gz", build.wet),
    ("a.jsonl", build.jsonl),
    ("a.jsonl.gz", build.jsonl),
    ("a.parquet", build.parquet),
    ("a.mbox", build.mbox),
]


def pages_of(path: Path, limits: Limits | None = None) -> list[Page]:
    found = list(iter_pages([path], limits))
    assert not [item for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Page)]


@pytest.mark.parametrize(("name", "make"), KINDS, ids=[name for name, _ in KINDS])
def test_every_kind_gives_the_same_stories(name: str, make: Callable[[Path], Path], tmp_path: Path) -> None:
    texts = [read(page).text for page in pages_of(make(tmp_path / name))]
    assert len(texts) == len(build.STORIES)
    for text, story in zip(texts, build.STORIES, strict=True):
        assert story in text


@pytest.mark.parametrize(("name", "make"), KINDS, ids=[name for name, _ in KINDS])
def test_reading_goes_on_behind_every_mark(name: str, make: Callable[[Path], Path], tmp_path: Path) -> None:
    path = make(tmp_path / name)
    whole = list(iter_placed([path]))
    origins = [p.item.origin for p in whole]
    assert len(set(origins)) == len(origins) == 7
    for done, placed in enumerate(whole, 1):
        assert placed.source and placed.mark
        rest = [p.item.origin for p in iter_placed([path], marks={placed.source: placed.mark})]
        assert rest in (origins[done:], origins[done - 1 :]), (
            "nothing is passed over, at most one comes again"
        )


def test_a_changed_archive_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = build.jsonl(tmp_path / "a.jsonl")
    last = list(iter_placed([path]))[-1]
    build.jsonl(path, ["A new first story from Beni.", *build.STORIES])
    assert len(list(iter_placed([path], marks={last.source: last.mark}))) == 8


def test_a_record_says_where_and_when(tmp_path: Path) -> None:
    page = pages_of(build.warc(tmp_path / "a.warc.gz"))[0]
    assert page.url == "https://news.example/0" and page.media_type == "text/html"
    assert page.retrieved == datetime(2016, 10, 28, 10, tzinfo=UTC)
    assert page.origin.startswith(f"{tmp_path}/a.warc.gz:0 ")


def test_encoded_bodies_and_the_charset_of_the_head(tmp_path: Path) -> None:
    story = (
        "Sześć osób zginęło w zamachu na targu, podała policja w piątek wieczorem. Żołnierze są na miejscu."
    )
    latin = b"<html><body><p>" + story.encode("iso-8859-2") + b"</p></body></html>"
    packed = gzip.compress(build.html(build.STORIES[0]))
    one = build.record(1, packed, extra=b"Content-Encoding: gzip\r\n")
    two = build.record(2, latin).replace(b"text/html\r\n", b"text/html; charset=iso-8859-2\r\n")
    two = two.replace(b"Content-Length: %d" % (len(latin) + 65), b"Content-Length: %d" % (len(latin) + 85))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(one) + gzip.compress(two))
    first, second = pages_of(path)
    assert first.content == build.html(build.STORIES[0])
    assert "Sześć osób zginęło" in decode(second)


def chunked(body: bytes, size: int = 100) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(body) + deflate.flush()


BODY = build.html(build.STORIES[0])
SENT = {
    "in chunks": (b"Transfer-Encoding: chunked\r\n", chunked(BODY)),
    "in chunks and packed": (
        b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gzip.compress(BODY))),
    "in two members": (
        b"Content-Encoding: gzip\r\n", gzip.compress(BODY[:99]) + gzip.compress(BODY[99:])),
    "deflated": (b"Content-Encoding: deflate\r\n", zlib.compress(BODY)),
    "deflated without a head": (b"content-encoding: Deflate\r\n", raw_deflate(BODY)),
    "packed twice": (b"Content-Encoding: gzip, gzip\r\n", gzip.compress(gzip.compress(BODY))),
    "unpacked by the crawler, gzip": (b"Content-Encoding: gzip\r\n", BODY),
    "unpacked by the crawler, brotli": (b"Content-Encoding: br\r\n", BODY),
    "unpacked by the crawler, deflate": (b"Content-Encoding: deflate\r\n", BODY),
    "joined by the crawler": (b"Transfer-Encoding: chunked\r\n", BODY),
    "joined by the crawler, packed": (
        b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", gzip.compress(BODY)),
}  # fmt: skip


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
@pytest.mark.parametrize("sent", SENT)
def test_however_a_body_was_sent_it_and_what_follows_is_read(name: str, sent: str, tmp_path: Path) -> None:
    extra, body = SENT[sent]
    records = [build.record(1, body, extra=extra), *(build.record(n, BODY) for n in (2, 3))]
    pack = gzip.compress if name.endswith(".gz") else bytes
    path = tmp_path / name
    path.write_bytes(b"".join(pack(record) for record in records))
    found = pages_of(path)
    assert [page.url for page in found] == [f"https://news.example/{n}" for n in (1, 2, 3)]
    assert all(page.content == BODY for page in found)


def test_a_body_that_is_damaged_inside_costs_itself_alone(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(BODY))
    packed[60:70] = b"\xff" * 10
    one = build.record(1, bytes(packed), extra=b"Content-Encoding: gzip\r\n")
    two = build.record(
        2, chunked(BODY).replace(b"\r\n64\r\n", b"\r\n!!\r\n"), extra=b"Transfer-Encoding: chunked\r\n"
    )
    bomb = build.record(3, gzip.compress(b"x" * 90_000), extra=b"Content-Encoding: gzip\r\n")
    (tmp_path / "a.warc").write_bytes(one + two + bomb + build.record(4, BODY))
    items = list(iter_pages([tmp_path / "a.warc"], Limits(page_bytes=50_000)))
    problems = [item.error.problem for item in items if isinstance(item, Failure)]
    assert "packed and is damaged" in problems[0] and "do not fit together" in problems[1]
    assert "larger than 50 kB" in problems[2] and len(items) == 4
    assert isinstance(items[3], Page) and items[3].url == "https://news.example/4"


def test_a_body_cut_by_the_crawler_gives_what_there_is(tmp_path: Path) -> None:
    cut = chunked(BODY)[:-60]
    path = tmp_path / "a.warc"
    path.write_bytes(build.record(1, cut, extra=b"Transfer-Encoding: chunked\r\n") + build.record(2, BODY))
    one, two = pages_of(path)
    assert BODY.startswith(one.content) and build.STORIES[0] in read(one).text and two.content == BODY


def test_the_type_of_a_body_is_told_however_it_is_written(tmp_path: Path) -> None:
    typed = build.record(1, BODY).replace(b"Content-Type: text/html\r\n", b"content-type: Text/HTML ;x\r\n")
    typed = typed.replace(b"Content-Length: %d" % (len(BODY) + 65), b"Content-Length: %d" % (len(BODY) + 68))
    none = build.record(2, BODY).replace(b"Content-Type: text/html\r\n", b"X-Powered-By-A: nobody_\r\n")
    image = build.record(3, b"\x89PNG").replace(
        b"Content-Type: text/html\r\n", b"X-Powered-By-A: nobody_\r\n"
    )
    path = tmp_path / "a.warc"
    path.write_bytes(typed + none + image + build.record(4, BODY, status="301 Moved"))
    assert [page.url for page in pages_of(path)] == [f"https://news.example/{n}" for n in (1, 2)]


def test_a_revisit_is_no_page_and_hides_none(tmp_path: Path) -> None:
    again = build.record(1, b"", "revisit") + build.record(2, BODY)
    (tmp_path / "a.warc").write_bytes(build.record(0, BODY) + again)
    assert [page.url for page in pages_of(tmp_path / "a.warc")] == [
        f"https://news.example/{n}" for n in (0, 2)
    ]


@pytest.mark.parametrize(
    ("make", "ending"), [(build.warc, ".warc"), (build.warc, ".warc.gz"), (build.parquet, ".parquet")]
)
def test_an_archive_that_cannot_be_a_stream_says_so(
    make: Callable[[Path], Path], ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(tmp_path / f"a{ending}").open("rb") as stream:
        monkeypatch.setattr("sys.stdin", type("Input", (), {"buffer": stream}))
        (failure,) = iter_pages(["-"])
    assert isinstance(failure, Failure) and "save it as a file ending in" in str(failure.error)


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_a_damaged_record_costs_itself_alone(name: str, tmp_path: Path) -> None:
    path = build.warc(tmp_path / name)
    places = [int(p.mark) for p in iter_placed([path])]
    data = bytearray(path.read_bytes())
    data[places[3] : places[3] + 60] = b"\x00" * 60
    path.write_bytes(bytes(data))
    items = list(iter_pages([path]))
    failures = [item for item in items if isinstance(item, Failure)]
    read_again = [item.url for item in items if isinstance(item, Page)]
    assert len(failures) == 1 and "damaged" in str(failures[0].error)
    assert read_again == [f"https://news.example/{n}" for n in (0, 1, 2, 4, 5, 6)]


def test_a_file_that_ends_early_says_so(tmp_path: Path) -> None:
    path = build.warc(tmp_path / "a.warc")
    path.write_bytes(path.read_bytes()[:-60])
    *pages, last = iter_pages([path])
    assert len(pages) == 6 and isinstance(last, Failure) and "breaks off" in str(last.error)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.warc", b"this is no crawl", "damaged at byte 0"),
        ("a.parquet", b"PAR1 but not really", "no Parquet file"),
        ("a.eml", b"", "no text"),
        ("a.pdf", b"%PDF-1.7 and then nothing", "a damaged PDF"),
        ("a.pdf", build.pdf([]), "without a text layer"),
    ],
)
def test_what_is_broken_is_one_line_with_a_way_out(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    (failure,) = iter_pages([tmp_path / name])
    assert isinstance(failure, Failure) and words in str(failure.error)
    assert failure.error.way_out and "\n" not in str(failure.error)


def test_a_table_without_pages_is_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({"n": [1]}), tmp_path / "a.parquet")
    (failure,) = iter_pages([tmp_path / "a.parquet"])
    assert isinstance(failure, Failure) and "no column of pages" in str(failure.error)


@pytest.mark.parametrize(("name", "make"), [k for k in KINDS if k[0] != "a.wet.gz"])
def test_one_page_too_large_stops_nothing(name: str, make: Callable[..., Path], tmp_path: Path) -> None:
    stories = list(build.STORIES)
    stories[2] = "Long. " * 4_000
    items = list(iter_pages([make(tmp_path / name, stories)], Limits(page_bytes=8_000)))
    assert [isinstance(item, Failure) for item in items] == [n == 2 for n in range(7)]
    assert "larger than 8 kB" in str(items[2].error) or "longer than" in str(items[2].error)  # type: ignore[union-attr]


def test_a_message_gives_subject_day_and_address(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(build.message(build.STORIES[1], 5))
    (page,) = pages_of(path)
    assert page.url == "https://news.example/brief/5" and page.media_type == "text/html"
    report = read(page)
    assert report.title == "Daily brief 5" and report.published.edtf == "2016-10-28"


def test_a_pdf_keeps_its_bytes_and_every_word_leads_back(tmp_path: Path) -> None:
    lines = [
        "Gunmen killed four people at a mar-",
        "ket in Quetta on Friday, police said. Nobody",
        "claimed the attack so far, an official said.",
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(build.pdf(lines))
    (page,) = pages_of(path)
    assert page.content == path.read_bytes()
    report = read(page)
    assert "at a market in Quetta on Friday" in report.text
    at = report.text.index("Quetta")
    ((start, end),) = report.offsets.to_page(at, at + 6)
    assert decode(page)[start:end] == "Quetta"


def test_a_mailbox_on_standard_input_is_told_by_its_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build.mbox(tmp_path / "inbox.txt")
    with path.open("rb") as stream:
        monkeypatch.setattr("sys.stdin", type("Input", (), {"buffer": stream}))
        assert len(list(iter_pages(["-"]))) == 7
