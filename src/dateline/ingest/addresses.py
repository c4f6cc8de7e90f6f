"""One form for the many in which an address comes."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
# What stays as it is, of letters that mean something in a path or query, and escapes.
_KEPT = "%!$&'()*+,/:;=?@[]|~"
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_SESSION = re.compile(r"(?i);jsessionid=[^/?]*")
# Who sent a reader, never what is read. No word that a newspaper may call its story by: "?cid=4711" and
# "?source=4711" are the story itself on some, and "?4711" on others.
_TRACKS = re.compile(
    r"(?i)(?:utm_|mtm_|pk_|hsa_|oly_|vero_|__hs|_hs|fb_(?:action|source|ref)|at_(?:medium|campaign|custom|bbc)"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)).*"
    r"|(?:fb|g|dc|ms|y|tw|tt|wicked)cl(?:k)?id|gclsrc|gbraid|wbraid|igshid|igsh|mc_[ce]id|_ga|_gl|xtor|cmpid|smid"
    r"|echobox|phpsessid|ocid|guccounter|guce_referrer|guce_referrer_sig"
)


def canonical(url: str) -> str:
    """An address in ASCII, without fragment, tracking marks, session and default port.

    What is no address keeps its form, and is refused when it is fetched.

    >>> canonical("HTTP://News.Example:80/blast?utm_source=rss&id=7#comments")
    'http://news.example/blast?id=7'
    """
    try:
        parts = urlsplit(url.strip())
        host = _host(parts.hostname or "")
        port = parts.port
    except ValueError:
        return url
    if not host or parts.scheme not in _PORTS or "@" in parts.netloc:
        return url
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    path = _escaped(_SESSION.sub("", parts.path)) or "/"
    return urlunsplit((parts.scheme, netloc, path, _escaped(_query(parts.query)), ""))


def _host(name: str) -> str:
    """A host in lower case; names in other scripts as name servers know them."""
    if ":" in name:
        return f"[{name}]"
    return name if name.isascii() else name.encode("idna").decode("ascii")


def _query(query: str) -> str:
    """What is asked for, in the order given: some servers go by it."""
    wanted = [part for part in query.replace("&amp;", "&").split("&") if part]
    return "&".join(part for part in wanted if not _TRACKS.fullmatch(part.partition("=")[0]))


def _escaped(words: str) -> str:
    escaped = quote(words, safe=_KEPT, errors="replace")
    return _ESCAPE.sub(lambda match: match[0].upper(), escaped)
