"""Archives for tests: every kind from the same stories, and PDF files with a text layer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

STORIES = [
    f"Gunmen killed {n + 2} people at a market in Quetta on Friday, police said. It was case number {n}."
    for n in range(7)
]


def html(story: str, title: str = "Gunmen kill people in Quetta") -> bytes:
    page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{story}</p>"
    return (
        page + "<p>Nobody claimed it, officials said later that day.</p></article></body></html>"
    ).encode()


def record(
    number: int, body: bytes, kind: str = "response", extra: bytes = b"", status: str = "200 OK"
) -> bytes:
    """One WARC record with its HTTP head (none for a conversion)."""
    media = b"text/plain" if kind == "conversion" else b"application/http; msgtype=response"
    if kind != "conversion":
        head = b"HTTP/1.1 " + status.encode() + b"\r\nContent-Type: text/html\r\n" + extra
        body = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Target-URI: https://news.example/{number}\r\nWARC-Date: 2016-10-28T10:00:00Z\r\n"
    )
    return (
        head.encode()
        + b"Content-Type: %s\r\nContent-Length: %d\r\n\r\n" % (media, len(body))
        + body
        + b"\r\n\r\n"
    )


def warc(path: Path, stories: Sequence[str] = STORIES) -> Path:
    records = [record(n, html(s)) for n, s in enumerate(stories)]
    records.insert(1, record(90, b"gone", status="404 Not Found"))
    pack = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(b"".join(pack(r) for r in records))
    return path


def wet(path: Path, stories: Sequence[str] = STORIES) -> Path:
    path.write_bytes(
        b"".join(gzip.compress(record(n, s.encode(), "conversion")) for n, s in enumerate(stories))
    )
    return path


def jsonl(path: Path, stories: Sequence[str] = STORIES) -> Path:
    lines = [json.dumps({"id": f"r{n}", "text": s}) for n, s in enumerate(stories)]
    data = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def parquet(path: Path, stories: Sequence[str] = STORIES) -> Path:
    import pyarrow as pa
    from pyarrow import parquet as pq

    table = pa.table({"id": [f"r{n}" for n in range(len(stories))], "text": list(stories)})
    pq.write_table(table, path, row_group_size=3)
    return path


def message(story: str, number: int = 0) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = (
        f"Daily brief {number}",
        "desk@news.example",
        "all@news.example",
    )
    mail["Date"] = "Fri, 28 Oct 2016 18:00:00 +0500"
    mail["Archived-At"] = f"<https://news.example/brief/{number}>"
    mail.set_content(story)
    mail.add_alternative(html(story).decode(), subtype="html")
    return mail.as_bytes()


def mbox(path: Path, stories: Sequence[str] = STORIES) -> Path:
    parts = [
        b"From desk@news.example Fri Oct 28 18:00:00 2016\n" + message(s, n) for n, s in enumerate(stories)
    ]
    path.write_bytes(b"\n".join(parts))
    return path


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one sheet with these lines as its text layer."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td 14 TL {shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
