"""The application: pages, the API, our own files, and the guard around them."""

from __future__ import annotations

from importlib.resources import as_file

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dateline import __version__
from dateline.web import (
    api,
    api_decisions,
    health,
    pages_explore,
    pages_login,
    pages_merge,
    pages_more,
    pages_review,
)
from dateline.web.desk import STATIC, Desk, Refused, stamp
from dateline.web.errors import install
from dateline.web.guard import guard

_TYPES = {
    "mjs": "text/javascript",
    "js": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "svg": "image/svg+xml",
}


def create_app(desk: Desk) -> ASGIApp:
    """The desk as an ASGI application."""
    app = FastAPI(
        title="Dateline",
        version=__version__,
        description="Incidents that can be checked to the word. Everything that the desk shows and does.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
    )
    app.state.desk = desk
    app.middleware("http")(guard)
    install(app)
    app.get("/static/{digest}/{name:path}", include_in_schema=False)(_file)
    for pages in (pages_explore, pages_review, pages_merge, pages_more, pages_login, health):
        app.include_router(pages.router, include_in_schema=False)
    app.include_router(api.router)
    app.include_router(api_decisions.router)
    return Prefixed(app, desk.prefix) if desk.prefix else app


def _file(digest: str, name: str) -> Response:
    """One of our own files. Its address holds a digest of it: browsers may keep it."""
    known = {path.name for path in STATIC.iterdir() if path.is_file()}
    known |= {f"vendor/{path.name}" for path in (STATIC / "vendor").iterdir()}
    if name not in known:
        raise Refused(404, "there is no such file", "load the page again")
    kept = "public, max-age=31536000, immutable" if digest == stamp(name) else "no-cache"
    with as_file(STATIC / name) as path:
        kind = _TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
        return FileResponse(path, media_type=kind, headers={"Cache-Control": kept})


class Prefixed:
    """Serves an application below a path, whether or not the proxy in front takes the prefix off."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app, self.prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the prefix back where it was taken off; the rest follows from ``root_path``."""
        if scope["type"] in ("http", "websocket"):
            path = scope["path"]
            whole = path if path == self.prefix or path.startswith(self.prefix + "/") else self.prefix + path
            scope = {**scope, "root_path": self.prefix, "path": whole}
        await self.app(scope, receive, send)
