"""One request, and all that may go wrong with it."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from dateline import __version__
from dateline.errors import FetchError
from dateline.fetch.guard import Guard

NAME = "dateline"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_AS_IT_IS = "%!$&'()*+,/:;=?@[]|~"  # of an address, beside letters and digits
_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: an address, and what is known of it from before (``ETag``, ``Last-Modified``)."""

    url: str
    etag: str = ""
    modified: str = ""
    most_bytes: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: ``url`` is where redirects led; ``content`` is unpacked; empty when nothing is new (304)."""

    url: str
    status: int
    content: bytes = b""
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    retry_after: str = ""


class Client:
    """Asks politely and with bounds: ``seconds`` for the whole of one request, however it trickles.
    ``contact`` tells hosts whom to write to."""

    def __init__(self, guard: Guard | None = None, seconds: float = 30.0, contact: str = "") -> None:
        self.guard, self._seconds = guard or Guard(), seconds
        self.agent = f"{NAME}/{__version__} ({contact or 'news archive'})"

    def get(self, wanted: Wanted, turn: Callable[[str], None] = lambda url: None) -> Answer:
        """The answer at the end of all redirects. ``turn`` is called before each address on the way is asked:
        it waits until that may be, or raises FetchError. Raises FetchError."""
        url, seen = _in_ascii(wanted.url), set[str]()
        deadline = time.monotonic() + self._seconds
        while True:
            self.guard.check(url)
            if url in seen or len(seen) > _MOST_REDIRECTS:
                raise FetchError(f"{wanted.url} leads in circles", "open it in a browser, and correct it")
            seen.add(url)
            begun = time.monotonic()
            turn(url)
            deadline += time.monotonic() - begun  # waiting politely is not the server's slowness
            answer, location = self._once(url, wanted, deadline)
            if location is None:
                return answer
            url = _joined(url, location)

    def _once(self, url: str, wanted: Wanted, deadline: float) -> tuple[Answer, str | None]:
        try:
            import httpcore
        except ImportError as error:
            raise FetchError("nothing can be fetched", "pip install 'dateline[watch]'") from error
        from dateline.fetch.network import backend

        limit = {name: min(15.0, self._seconds) for name in ("connect", "read", "write", "pool")}
        pool = httpcore.ConnectionPool(
            ssl_context=_tls(), max_keepalive_connections=0, network_backend=backend(self.guard, deadline)
        )
        try:
            with (
                pool,
                pool.stream(
                    "GET", url, headers=self._headers(wanted), extensions={"timeout": limit}
                ) as answer,
            ):
                headers = _headers_of(answer.headers)
                if answer.status in _REDIRECTS and headers.get("location"):
                    return Answer(url, answer.status), headers["location"]
                content = b""
                if answer.status == 200:
                    content = _body(answer.iter_stream(), headers, wanted, deadline)
                return _answer(url, answer.status, headers, content), None
        except FetchError:
            raise
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise FetchError(f"{url} is too slow", "it is tried again later") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            why = " ".join(str(error).split())[:120] or type(error).__name__
            raise FetchError(f"{url} broke off ({why})", "it is tried again later") from error
        except (ValueError, httpcore.UnsupportedProtocol) as error:
            raise FetchError(f"{url[:200]} is no address", "check the feed") from error

    def _headers(self, wanted: Wanted) -> list[tuple[bytes, bytes]]:
        asked = {"User-Agent": self.agent, "Accept-Encoding": "gzip", "Accept": "*/*", "Connection": "close"}
        if wanted.etag:
            asked["If-None-Match"] = wanted.etag
        if wanted.modified:
            asked["If-Modified-Since"] = wanted.modified
        return [(k.encode(), v.encode("latin-1", "replace")) for k, v in asked.items()]


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _headers_of(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): _text(value).strip() for name, value in raw}


def _text(value: bytes) -> str:
    """Many a ``Location`` is in UTF-8, which no standard has ever allowed."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _body(chunks: Iterable[bytes], headers: dict[str, str], wanted: Wanted, deadline: float) -> bytes:
    """The body, unpacked; never more than ``most_bytes`` of it are held, nor taken from the net."""
    coding = headers.get("content-encoding", "").lower().strip()
    if coding not in ("", "identity", *_WINDOW):
        raise FetchError(f"{wanted.url} comes packed ({coding[:20]}), unasked", "it is tried again later")
    inflate = _Inflate(_WINDOW[coding]) if coding in _WINDOW else None
    parts: list[bytes] = []
    size = came = 0
    for chunk in chunks:
        if time.monotonic() > deadline:
            raise FetchError(f"{wanted.url} is too slow", "it is tried again later")
        try:
            part = inflate.next(chunk, wanted.most_bytes + 1 - size) if inflate else chunk
        except zlib.error as error:
            raise FetchError(f"{wanted.url} is damaged on its way", "it is tried again later") from error
        parts.append(part)
        size, came = size + len(part), came + len(chunk)
        if max(size, came) > wanted.most_bytes:
            raise FetchError(f"{wanted.url} is larger than {wanted.most_bytes} bytes", "raise --max-page")
    if inflate and not inflate.ended:
        raise FetchError(f"{wanted.url} breaks off in the middle", "it is tried again later")
    return b"".join(parts)


class _Inflate:
    """Unpacks what comes in pieces; of several members all, of what else stands behind them nothing."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._inflate: Any = zlib.decompressobj(wbits=window)

    @property
    def ended(self) -> bool:
        """Whether the packing came to its end."""
        return bool(self._inflate.eof)

    def next(self, chunk: bytes, room: int) -> bytes:
        """What a piece unpacks to, at most ``room`` bytes. Raises zlib.error."""
        parts: list[bytes] = []
        while chunk and room > 0:
            if self._inflate.eof:
                if not chunk.startswith(b"\x1f"):
                    break
                self._inflate = zlib.decompressobj(wbits=self._window)
            parts.append(self._inflate.decompress(chunk, room))
            room -= len(parts[-1])
            chunk = self._inflate.unused_data if self._inflate.eof else b""
        return b"".join(parts)


def _answer(url: str, status: int, headers: dict[str, str], content: bytes) -> Answer:
    media, _, more = headers.get("content-type", "").partition(";")
    charset = more.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return Answer(
        url=url,
        status=status,
        content=content,
        media_type=media.strip().lower(),
        charset=charset[:40],
        etag=headers.get("etag", "")[:500],
        modified=headers.get("last-modified", "")[:100],
        retry_after=headers.get("retry-after", "")[:100],
    )


def _joined(url: str, location: str) -> str:
    try:
        return _in_ascii(urlsplit(urljoin(url, location))._replace(fragment="").geturl())
    except ValueError as error:
        raise FetchError(f"{url} leads to no address", "open it in a browser, and correct it") from error


def _in_ascii(url: str) -> str:
    """An address as it is sent: hosts of other scripts as name servers know them, all else in escapes."""
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:  # whoever looks at it next refuses it
        return url
    path, query = (quote(words, safe=_AS_IT_IS, errors="replace") for words in (parts.path, parts.query))
    return parts._replace(netloc=host, path=path, query=query).geturl()
