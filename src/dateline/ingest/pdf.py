"""The text layer of a PDF. The bytes stay the page; every offset counts in the text that is read here."""

from __future__ import annotations

import io
import logging
import re
from functools import lru_cache

from dateline.errors import InputError

MAGIC = b"%PDF"
_MOST_SHEETS = 500
_MOST_LETTERS = 5_000_000
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])|\xad\n?")
_BEFORE = 1_024  # bytes that may stand before the mark, as all readers allow
# Letters that typesetting joins: "gun\ufb01re".
_JOINED = str.maketrans(
    {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st"}
)


def is_pdf(content: bytes) -> bool:
    """Whether bytes are a PDF, with or without a line that a mail program or a server put before it."""
    return content.startswith(MAGIC) or b"\n%PDF-1." in content[:_BEFORE] or content[3:7] == MAGIC


@lru_cache(maxsize=2)  # a page is decoded by each room that looks at it
def text_of(content: bytes, origin: str) -> str:
    """The text of a PDF, sheet by sheet, in its lines; words that a line parts are put together.

    Raises InputError when it is damaged, locked, or has no text (a scan).
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError as error:
        raise InputError(f"{origin} is a PDF", "pip install 'dateline[archives]'") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{origin} is locked", "save it without a password")
        sheets, letters = [], 0
        for sheet in reader.pages[:_MOST_SHEETS]:
            sheets.append(sheet.extract_text() or "")
            letters += len(sheets[-1])
            if letters > _MOST_LETTERS:
                break
    except InputError:
        raise
    except MemoryError:
        raise
    except DependencyError as error:
        raise InputError(f"{origin} is encrypted", "pip install 'dateline[archives]'") from error
    except Exception as error:  # a hostile file makes the parser stumble in any way
        what = f"{origin} is a damaged PDF ({type(error).__name__})"
        raise InputError(what, "obtain it again, or save its text") from error
    text = "\n\n".join(_flowing(sheet) for sheet in sheets if sheet.strip())
    if not any(c.isalpha() for c in text):
        raise InputError(f"{origin} is a PDF without a text layer", "run it through text recognition first")
    return text.encode("utf-8", "replace").decode("utf-8")


def _flowing(sheet: str) -> str:
    lines = "\n".join(line.strip() for line in sheet.translate(_JOINED).splitlines())
    return _HYPHEN.sub("", lines).strip()
