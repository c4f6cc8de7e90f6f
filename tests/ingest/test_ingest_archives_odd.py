"""Mail, tables and PDF as they come: odd charsets, messages within messages, columns of any type, locks."""

from __future__ import annotations

import base64
import io
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import archive_builder as build
import pytest

from dateline.ingest import Failure, Limits, decode, iter_pages, iter_placed, read
from dateline.model import Page

pytest.importorskip("pyarrow", reason="needs the extra: pip install 'dateline[archives]'")
HEAD = b"From: a@b\nSubject: Daily brief\nDate: Fri, 28 Oct 2016 18:00:00 +0500\nMIME-Version: 1.0\n"
QUOTED = "The \u201cattack\u201d killed four people in a Quetta market on Friday, police said. It\u2019s bad."
LINE = b"From a@b Fri Oct 28 18:00:00 2016\n"


def pages(path: Path) -> list[Page]:
    found = list(iter_pages([path]))
    assert not [str(item.error) for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Page)]


def mail(folder: Path, rest: bytes, name: str = "a.eml") -> list[Page]:
    (folder / name).write_bytes(HEAD + rest if name.endswith(".eml") else rest)
    return pages(folder / name)


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"The =93attack=94 killed four people in a Que=\ntta market on Friday, police said=2E It=92s bad.",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: 8bit\n\n" + QUOTED.encode("cp1252"),
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        + QUOTED.encode("cp1252"),
        b"Content-Type: text/plain; charset=x-unknown\n\n" + QUOTED.encode(),
        b"Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(QUOTED.encode("utf-16")),
        b'Content-Type: text/plain; charset=utf-8; name="brief.txt"\nContent-Disposition: inline; '
        b'filename="brief.txt"\n\n' + QUOTED.encode(),
    ],
    ids=["latin that is windows", "no charset", "wrong charset", "unknown charset", "utf-16", "named part"],
)
def test_the_words_of_a_message_in_any_encoding(part: bytes, tmp_path: Path) -> None:
    (page,) = mail(tmp_path, part)
    assert read(page).text == QUOTED


INNER = b"Subject: Inner %d\nDate: Mon, 24 Oct 2016 18:00:00 +0500\nContent-Type: text/plain\n\n%s\n"


def attached(number: int) -> bytes:
    return b"Content-Type: message/rfc822\n\n" + INNER % (number, build.STORIES[number].encode())


def mixed(*parts: bytes) -> bytes:
    body = b"".join(b"--B\n" + part + b"\n" for part in parts)
    return b'Content-Type: multipart/mixed; boundary="B"\n\n' + body + b"--B--\n"


def test_a_message_that_is_forwarded_is_a_page_of_its_own_day(tmp_path: Path) -> None:
    note = b"Content-Type: text/plain\n\nFor your records, as promised on the phone."
    outer, inner = mail(tmp_path, mixed(note, attached(1)))
    assert (read(outer).title, read(outer).published.edtf) == ("Daily brief", "2016-10-28")
    assert (read(inner).title, read(inner).published.edtf) == ("Inner 1", "2016-10-24")
    assert read(inner).text == build.STORIES[1] and inner.origin == f"{tmp_path}/a.eml.1"


def test_a_digest_is_its_messages_and_reading_goes_on_behind_each(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    digest = LINE + HEAD + mixed(attached(1), attached(2), attached(3))
    path.write_bytes(digest + b"\n" + LINE + HEAD + b"\n" + build.STORIES[4].encode() + b"\n")
    whole = list(iter_placed([path]))
    assert [read(p.item).text for p in whole if isinstance(p.item, Page)] == build.STORIES[1:5]
    for done, placed in enumerate(whole, 1):
        rest = [p.item.origin for p in iter_placed([path], marks={placed.source: placed.mark})]
        assert rest[-len(whole) + done :] == [p.item.origin for p in whole[done:]] or not whole[done:]


def test_messages_within_messages_end_somewhere(tmp_path: Path) -> None:
    content = INNER % (1, build.STORIES[1].encode())
    for depth in range(40):
        within = mixed(b"Content-Type: message/rfc822\n\n" + content)
        content = b"Subject: x\n" + within.replace(b'"B"', b'"B%d"' % depth, 1).replace(
            b"--B", b"--B%d" % depth, 1
        )
        content = content.removesuffix(b"--B--\n") + b"--B%d--\n" % depth
    (tmp_path / "a.eml").write_bytes(content)
    (item,) = iter_pages([tmp_path / "a.eml"])
    assert isinstance(item, Failure) and "has no text" in str(item.error)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("before", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_sentence_that_begins_like_a_message_is_none(ends: bytes, before: bytes, tmp_path: Path) -> None:
    story = build.STORIES[0].encode() + b"\n\nFrom Quetta the gunmen fled to Sibi.\n>From there nobody knows."
    gmail = b"From 1549@xxx Fri Oct 28 18:00:00 +0000 2016\n"
    bare = b"From somebody\n"  # no time, but an empty line before and a header behind
    data = LINE + HEAD + b"\n" + story
    data += b"".join(b"\n\n" + line + HEAD + b"\n" + build.STORIES[1].encode() for line in (gmail, bare))
    found = mail(tmp_path, before + data.replace(b"\n", ends), "a.mbox")
    assert len(found) == 3
    assert read(found[0]).text.endswith("From Quetta the gunmen fled to Sibi.\n\nFrom there nobody knows.")
    assert [read(page).text for page in found[1:]] == [build.STORIES[1]] * 2


def test_messages_part_at_the_same_places_wherever_the_pieces_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = [f"{story} " * 40 for story in build.STORIES]
    path = build.mbox(tmp_path / "a.mbox", long)
    whole = [page.content for page in pages(path)]
    assert len(whole) == 7
    for piece in (61, 512, 1_000, 4_099):
        monkeypatch.setattr("dateline.ingest.mail._CHUNK", piece)
        assert [page.content for page in pages(path)] == whole
        items = list(iter_pages([path], Limits(page_bytes=3_000)))
        assert len(items) == 7 and all(isinstance(item, Failure) for item in items)


def table(folder: Path, **columns: Any) -> list[Page]:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table(columns), folder / "a.parquet")
    return pages(folder / "a.parquet")


@pytest.mark.parametrize(
    ("column", "value", "given"),
    [
        ("id", Decimal("5.00"), "5.00"), ("id", 5, "5"), ("published", date(2016, 10, 28), "2016-10-28"),
        ("published", time(10), "10:00:00"), ("published", timedelta(1), "1 day, 0:00:00"),
        ("title", float("nan"), None), ("title", None, None), ("title", b"Quetta", "Quetta"),
        ("title", [b"x"], '["b\'x\'"]'),
    ],
)  # fmt: skip
def test_columns_of_any_type(column: str, value: object, given: str | None, tmp_path: Path) -> None:
    (page,) = table(tmp_path, text=build.STORIES[:1], **{column: [value]})
    assert page.given.get(column) == given and read(page).text == build.STORIES[0]


def test_bytes_in_a_table_are_decoded_as_any_page(tmp_path: Path) -> None:
    story = "Sześć osób zginęło w zamachu na targu, podała policja w piątek wieczorem."
    latin = f"<html><head><meta charset=iso-8859-2></head><body><p>{story}</p></body></html>".encode(
        "iso-8859-2"
    )
    (page,) = table(tmp_path, html=[latin])
    assert page.content == latin and read(page).text == story


def test_a_damaged_row_group_costs_its_rows_alone(tmp_path: Path) -> None:
    from pyarrow import parquet

    path = build.parquet(tmp_path / "a.parquet")  # groups of three rows
    column = parquet.ParquetFile(path).metadata.row_group(1).column(1)
    data = bytearray(path.read_bytes())
    begin = column.dictionary_page_offset or column.data_page_offset
    data[begin : begin + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    placed = list(iter_placed([path]))
    texts = [read(p.item).text if isinstance(p.item, Page) else "" for p in placed]
    assert texts == [*build.STORIES[:3], "", build.STORIES[6]] and [p.mark for p in placed] == list("12367")
    assert isinstance(placed[3].item, Failure) and "damaged before row 7" in str(placed[3].item.error)
    assert [p.mark for p in iter_placed([path], marks={placed[3].source: placed[3].mark})] == ["7"]


def test_nan_in_a_line_is_no_value(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = b'{"text": "%s", "title": NaN, "url": null}' % build.STORIES[0].encode()
    path.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n" + line + b"\r\n")
    assert [(page.given, page.url) for page in pages(path)] == [({}, None)] * 2


def locked(algorithm: str, user: str) -> bytes:
    from pypdf import PdfWriter

    writer, out = PdfWriter(clone_from=io.BytesIO(build.pdf(build.STORIES[:1]))), io.BytesIO()
    writer.encrypt(user_password=user, owner_password="owner", algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_only_forbids_copying_is_read_and_a_locked_one_says_so(
    algorithm: str, tmp_path: Path
) -> None:
    if algorithm.startswith("AES"):
        pytest.importorskip("cryptography")
    (tmp_path / "a.pdf").write_bytes(locked(algorithm, ""))
    (page,) = pages(tmp_path / "a.pdf")
    assert read(page).text == build.STORIES[0]
    (tmp_path / "a.pdf").write_bytes(locked(algorithm, "secret"))
    (failure,) = iter_pages([tmp_path / "a.pdf"])
    assert isinstance(failure, Failure) and "is locked: save it without a password" in str(failure.error)


@pytest.mark.parametrize("before", [b"\n", b"Content-Type: application/pdf\r\n\r\n", b"\xef\xbb\xbf"])
def test_a_pdf_behind_a_line_is_one(before: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(before + build.pdf(build.STORIES[:1]))
    (page,) = pages(tmp_path / "a.pdf")
    assert read(page).text == build.STORIES[0]


def test_letters_that_a_typesetter_joined_are_two(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        build.pdf([r"Gun\256re killed of\256cers, witnesses said.", "Nobody claimed it."])
    )
    (page,) = pages(tmp_path / "a.pdf")
    assert "Gunfire killed officers" in decode(page)
