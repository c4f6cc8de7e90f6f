"""Files, folders, gzip, JSON Lines, standard input; and everything that cannot be taken in."""

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from dateline.errors import TooLarge
from dateline.ingest import Failure, Limits, decode, iter_pages, read
from dateline.model import Page

STORY = "Two people were hurt when a bus stop collapsed in the town on Monday, police said.\n"


def taken(*paths: Path | str, limits: Limits | None = None) -> tuple[list[Page], list[Failure]]:
    items = list(iter_pages(paths, limits))
    return [i for i in items if isinstance(i, Page)], [i for i in items if isinstance(i, Failure)]


def one_failure(path: Path, limits: Limits | None = None) -> Failure:
    pages, failures = taken(path, limits=limits)
    assert pages == []
    (failure,) = failures
    message = str(failure.error)
    assert "\n" not in message and ": " in message  # one line: what is wrong, and the way out
    assert failure.error.way_out
    return failure


def test_a_folder_is_read_in_order_and_in_depth(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text(STORY)
    (tmp_path / "a.html").write_text(f"<html><body><p>{STORY}</p></body></html>")
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(STORY.encode(), mtime=0))
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / ".hidden.txt").write_text(STORY)
    pages, failures = taken(tmp_path)
    assert [Path(p.origin).name for p in pages] == ["a.html", "two.txt", "c.txt.gz"]
    assert [p.media_type for p in pages] == ["text/html", "text/plain", "text/plain"]
    assert pages[2].content == STORY.encode()
    assert failures == []


def test_standard_input_is_told_by_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = json.dumps({"id": "x1", "text": STORY}) + "\n"
    for content, media in ((lines.encode(), "text/plain"), (b"<html><p>Hello there</p>", "text/html")):
        for given in (content, gzip.compress(content, mtime=0)):
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
            pages, failures = taken("-")
            assert [p.media_type for p in pages] == [media] and not failures


def test_json_lines_keep_what_is_given_and_survive_a_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    records = [
        json.dumps(
            {"id": 7, "url": "http://a.example/1", "title": "T", "published": "2016-10-28", "text": STORY}
        ),
        '{"id": "8", "text": ',
        "",
        "[1, 2]",
        json.dumps({"id": "9"}),
        json.dumps({"id": "10", "text": ""}),
        json.dumps({"id": "11", "html": f"<p>{STORY}</p>", "text": "other"}),
        '{"id": "12", "text": "A torn emoji \\ud83d in a story about a fire in the old town."}',
    ]
    path.write_text("\n".join(records))
    pages, failures = taken(path)
    assert [p.given["id"] for p in pages] == ["7", "11", "12"]
    assert pages[0].given == {
        "id": "7", "url": "http://a.example/1", "title": "T", "published": "2016-10-28"
    }  # fmt: skip
    assert pages[0].url == "http://a.example/1"
    assert pages[1].media_type == "text/html"
    assert [f.origin.rsplit(":", 1)[1] for f in failures] == ["2", "4", "5", "6"]
    assert read(pages[0]).id == "7"


def test_a_line_beyond_the_limit_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    long = json.dumps({"text": "word " * 100_000})
    path.write_text(long + "\n" + json.dumps({"id": "b", "text": STORY}) + "\n")
    pages, failures = taken(path, limits=Limits(page_bytes=10_000))
    assert [p.given["id"] for p in pages] == ["b"]
    assert isinstance(failures[0].error, TooLarge) and failures[0].origin.endswith(":1")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "an image"),
        ("program.html", bytes(range(256)) * 50, "binary"),
        ("noise.txt", b"\x00\x01\x02\x03" * 900, "binary"),
        ("three.txt", b"\x00\x01\x02", "binary"),
        ("torn.txt", b"Une bombe \xe9clate \x81\x8d\x8f\x90 \xa0\xff\xfe \xc3\x28 ...", "encoding"),
        ("paper.html", b"%PDF-1.7 ...", "a damaged PDF"),
        ("marked.txt", b"\xef\xbb\xbfgood \xff\xfe bad", "not, at byte"),
        ("deep.html", b"<div>" * 10_000 + b"x" + b"</div>" * 10_000, "deep"),
        ("torn.txt.gz", gzip.compress(STORY.encode() * 500, mtime=0)[:60], "breaks off"),
        ("bad.txt.gz", b"\x1f\x8b\x08\x00" + b"garbage" * 20, "damaged"),
        ("empty.jsonl", b"\n\n", "empty"),
    ],
)
def test_bad_input_is_one_line_with_a_way_out(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    failure = one_failure(path)
    assert words in str(failure.error)
    assert failure.origin == str(path)


def test_a_page_of_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.truncate(50_000_000)
    failure = one_failure(path)
    assert isinstance(failure.error, TooLarge) and "20 MB" in str(failure.error)


def test_a_gzip_bomb_is_met_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=9) as out:
        for _ in range(40):
            out.write(b"\n" * 1_000_000)
    failure = one_failure(path, Limits(unpacked_bytes=5_000_000))
    assert isinstance(failure.error, TooLarge) and "5 MB" in str(failure.error)


def test_a_path_that_is_not_there_or_not_readable(tmp_path: Path) -> None:
    assert "not there" in str(one_failure(tmp_path / "none.txt").error)
    (tmp_path / "empty").mkdir()
    assert "no page" in str(one_failure(tmp_path / "empty").error)
    (tmp_path / "table.xlsx").write_text("x")
    assert "no type" in str(one_failure(tmp_path / "table.xlsx").error)
    (tmp_path / "pipe.txt").symlink_to(tmp_path / "nowhere")
    assert "not a regular file" in str(one_failure(tmp_path / "pipe.txt").error)


def test_what_the_system_refuses_is_listed_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY)
    opened, listed = Path.open, os.scandir

    def refuse_a(path: Path, *args: object) -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args)  # type: ignore[call-overload]  # handed on as it came

    def refuse_closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(Path, "open", refuse_a)
    monkeypatch.setattr(os, "scandir", refuse_closed)
    pages, failures = taken(tmp_path)
    assert [Path(p.origin).name for p in pages] == ["b.txt"]
    assert [Path(f.origin).name for f in failures] == ["closed", "a.txt"]
    assert all("cannot be read (permission denied): check" in str(f.error) for f in failures)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(STORY)
    path.chmod(0)
    assert "permission" in str(one_failure(path).error)


@pytest.mark.parametrize(
    ("content", "media", "expected"),
    [
        ("Café “no” — yes".encode(), "text/plain", "Café “no” — yes"),
        ("Café “no” — yes".encode("cp1252"), "text/plain", "Café “no” — yes"),
        ("Sao Paulo".encode("utf-16"), "text/plain", "Sao Paulo"),
        ("Four held after the raid".encode("utf-16-le"), "text/plain", "Four held after the raid"),
        ("<meta charset=koi8-r><p>Взрыв".encode("koi8-r"), "text/html", "<meta charset=koi8-r><p>Взрыв"),
        ("\ufeffMarked".encode(), "text/plain", "Marked"),
        (
            "Взрыв в Кветте: погибло пять человек.".encode("cp1251"),
            "text/plain",
            "Взрыв в Кветте: погибло пять человек.",
        ),
        (("é" * 60).encode()[:-1], "text/plain", "é" * 59 + "�"),
    ],
)
def test_encodings(content: bytes, media: str, expected: str) -> None:
    assert decode(Page(content, media)) == expected
