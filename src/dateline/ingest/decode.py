"""Bytes to text: which encoding, and whether it is text at all.

The decoded page is what every offset of a report counts in, so decoding is deterministic: the same
bytes give the same text, whatever was read before.
"""

from __future__ import annotations

import codecs
import re

from dateline.errors import InputError
from dateline.ingest import pdf
from dateline.model import Page

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
)
_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# What Windows-1252 puts beside letters in European text: quotes, dashes, dots, accented letters.
_WESTERN = re.compile(rb"[\x80\x82\x84\x85\x8a\x8c\x8e\x91-\x97\x99\x9a\x9c\x9e\x9f\xa0-\xff]")
# What pages on the web come in beside UTF-8 and UTF-16. A guess that knows more code pages finds one for any
# garbage: five stray bytes became "ťclate ĀćŹź" by that of an old Macintosh.
_ON_THE_WEB = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 iso8859_2 iso8859_5 iso8859_6 "
    "iso8859_7 iso8859_8 iso8859_9 iso8859_15 koi8_r koi8_u gb18030 big5 shift_jis euc_jp euc_kr"
).split()
# No word is half Latin, half Greek, Cyrillic, Hebrew or Arabic: "йclate" is "éclate" in the wrong code page.
_TWO_SCRIPTS = re.compile(r"[A-Za-z][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z]")
_WAY_OUT = "save it as UTF-8 and try again"


def decode(page: Page) -> str:
    """The text of the page, without a byte order mark.

    Tries, in this order: a byte order mark, UTF-16 by its zero bytes, UTF-8, the charset that the page came
    with and the one that the HTML names, Windows-1252 where its marks sit as they do in European text, and a
    statistical guess. A PDF gives its text layer.
    Raises InputError when the page is empty, binary, or in an encoding that cannot be told.
    """
    content, origin = page.content, page.origin or page.url or "page"
    if not content.strip():
        raise InputError(f"{origin} is empty", "nothing to read; obtain the page again")
    if pdf.is_pdf(content):
        return pdf.text_of(content, origin)
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise InputError(f"{origin} is {what}, not a text", "convert it to HTML or plain text first")
    text = _decode(content, origin, page.given.get("charset", ""))
    if not text.strip():
        raise InputError(f"{origin} holds nothing but white space", "obtain the page again")
    odd, looked_at = len(_CONTROL.findall(text, 0, 100_000)), min(len(text), 100_000)
    # A stray control character or two stand in many a story; three bytes that are nothing else are none.
    if odd > max(8, looked_at // 200) or odd * 5 > looked_at:
        raise InputError(f"{origin} is binary, not a text", "give an HTML or plain text file")
    return text


def _decode(content: bytes, origin: str, sent_as: str) -> str:
    for mark, name in _BOMS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{origin} says it is {name} and is not, at byte {error.start}", _WAY_OUT
                ) from None
    if b"\x00" in content[:2000] and (wide := _wide(content)) and (text := _try(content, wide)) is not None:
        return text  # before UTF-8, to which zero bytes are letters too
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if sent_as and (text := _try(content, sent_as)) is not None:
        return text
    declared = _CHARSET.search(content[:4096])
    if declared and (text := _try(content, declared[1].decode("ascii"))) is not None:
        return text
    if b"\x00" in content[:100_000]:
        raise InputError(f"{origin} is binary, not a text", "give an HTML or plain text file")
    return _guess(content, origin)


def _try(content: bytes, name: str) -> str | None:
    # A page that says ISO-8859-1 means Windows-1252, as every browser knows.
    name = "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name
    try:
        return content.decode(name)
    except (ValueError, LookupError):  # "charset=idna" is one that fails in its own way
        return None


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Latin text is zero."""
    head = content[:2000]
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _guess(content: bytes, origin: str) -> str:
    lenient = content.decode("utf-8", "replace")
    broken = lenient.count("�")
    wide = sum(1 for c in lenient[:200_000] if ord(c) > 127) - broken
    if wide > 10 * broken:  # UTF-8 with a few torn letters: cut in the middle, or pasted together
        return lenient
    high = len(re.findall(rb"[\x80-\xff]", content[:200_000]))
    if high < 0.06 * min(len(content), 200_000) and len(_WESTERN.findall(content[:200_000])) == high:
        return content.decode("cp1252", "replace")
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    best = from_bytes(content[:100_000], cp_isolation=_ON_THE_WEB).best()
    guessed = _try(content, best.encoding) if best is not None and best.chaos < 0.2 else None
    if guessed is not None and not _TWO_SCRIPTS.search(guessed[:100_000]):
        return guessed
    raise InputError(f"the encoding of {origin} cannot be told", _WAY_OUT)
