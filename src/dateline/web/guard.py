"""Keeps the door: hosts, sessions, tokens, forged requests, roles, floods of log-ins, and headers."""

from __future__ import annotations

import hmac
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from dateline import service
from dateline.web.desk import Desk, Refused, Who, desk_of, who_of

COOKIE = "dateline"
#: Everything comes from us, nothing is inline; only the base map's own pictures are data.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
_LOCAL = ("127.0.0.1", "localhost", "[::1]", "::1")
#: What strangers may open.
_OPEN = ("/login", "/static/", "/healthz")

Next = Callable[[Request], Awaitable[Response]]


async def guard(request: Request, call_next: Next) -> Response:
    """The middleware around every request."""
    from dateline.web.errors import answer

    desk = desk_of(request)
    request.state.who = Who("", "")
    begun = time.perf_counter()
    try:
        _check_host(desk, request)
        request.state.who = await run_in_threadpool(_who, desk, request)
        refused = _stranger(desk, request)
        response = refused if refused is not None else await call_next(request)
    except Refused as error:
        response = answer(request, error, error.status)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    service.note_request(response.status_code, time.perf_counter() - begun)
    return response


def _check_host(desk: Desk, request: Request) -> None:
    """A page of somebody else's whose name leads to this machine must not read the desk (DNS rebinding)."""
    host = (urlsplit(f"//{request.headers.get('host', '')}").hostname or "").lower()
    if (not desk.login and host not in _LOCAL) or (desk.hosts and host not in (*_LOCAL, *desk.hosts)):
        raise Refused(
            421, f"the desk is not called {host[:60]!r}", "open it by the address that `serve` printed"
        )


def _who(desk: Desk, request: Request) -> Who:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        user = service.token_user(desk.ledger, token.strip())
        if user is None:
            raise Refused(401, "this token is unknown", "make one with: dateline user token NAME")
        return Who(user.name, user.role, bearer=True)
    if not desk.login:
        return Who(desk.who, service.ROLES[-1], desk.secret)
    cookie = request.cookies.get(COOKIE, "")
    user = service.session_user(desk.ledger, cookie) if cookie else None
    return Who(user.name, user.role, cookie) if user else Who("", "")


def inner_path(desk: Desk, request: Request) -> str:
    """The path without the prefix under which a proxy shows the desk."""
    path = request.url.path
    return path.removeprefix(desk.prefix) if desk.prefix and path.startswith(desk.prefix + "/") else path


def _stranger(desk: Desk, request: Request) -> Response | None:
    """Where somebody goes who is not known: to the page for logging in; programs are told."""
    path = inner_path(desk, request)
    if who_of(request).name or any(path == p or (p.endswith("/") and path.startswith(p)) for p in _OPEN):
        return None
    if path.startswith(("/api/", "/metrics")) or request.method not in _SAFE:
        raise Refused(401, "nobody is logged in", "log in, or send a token: Authorization: Bearer …")
    asked = request.url.path.removeprefix(desk.prefix) + (
        f"?{request.url.query}" if request.url.query else ""
    )
    return RedirectResponse(desk.url("/login", next=asked if asked != "/" else ""), 303)


def check_ours(request: Request, token: str = "") -> None:
    """Refuse what was not sent from a page of ours. ``token`` is the form's; scripts send a header."""
    who = who_of(request)
    if who.bearer:
        return  # no browser adds that header by itself
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Refused(403, "this came from a page of somebody else's", "use the desk's own pages")
    sent = request.headers.get("x-csrf-token") or token
    if not who.csrf or not hmac.compare_digest(sent.encode(), who.csrf.encode()):
        raise Refused(403, "this form is not, or no longer, ours", "load the page again, then repeat it")


def check_role(request: Request, needed: str) -> Who:
    """Who is asking, if the role allows it."""
    who = who_of(request)
    if not who.may(needed):
        raise Refused(
            403, f"that takes the role of {needed}, which {who.name or 'a stranger'} has not", "ask an editor"
        )
    return who


class Brake:
    """Slows down whoever tries many passwords: so many failures in a time, by name and by address."""

    def __init__(
        self, tries: int = 5, seconds: float = 300.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tries, self._seconds, self._clock = tries, seconds, clock
        self._failed: dict[str, deque[float]] = defaultdict(deque)

    def check(self, *keys: str) -> None:
        """Raises Refused while one of these has failed too often."""
        now = self._clock()
        for key in keys:
            failed = self._failed[key]
            while failed and failed[0] < now - self._seconds:
                failed.popleft()
            if not failed:
                del self._failed[key]
            elif len(failed) >= self._tries:
                wait = int(failed[0] + self._seconds - now) + 1
                raise Refused(429, "too many attempts to log in", f"wait {wait} seconds, then try again")

    def fail(self, *keys: str) -> None:
        """Count a failure."""
        for key in keys:
            self._failed[key].append(self._clock())
        if len(self._failed) > 10_000:  # many names from many places: keep the memory small
            self._failed.pop(next(iter(self._failed)))
