"""What every page of the desk has at hand: the ledger, the codebook, templates, and who is asking."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse

from dateline import __version__, service
from dateline.codebook import Codebook
from dateline.errors import DatelineError
from dateline.export.words import describe, describe_counts, describe_type, plain
from dateline.service import Ledger

STATIC = files("dateline.web") / "static"


@dataclass(frozen=True, slots=True)
class Who:
    """Who is asking: name, role, and the token that proves that a form is ours. ``name`` is "" for
    strangers. ``secret`` belongs to the session (the process, when nobody logs in)."""

    name: str
    role: str
    secret: str = ""
    bearer: bool = False

    @property
    def csrf(self) -> str:
        """What a form or a script has to send back with everything that writes."""
        return hmac.new(self.secret.encode(), b"csrf", hashlib.sha256).hexdigest() if self.secret else ""

    def may(self, needed: str) -> bool:
        """Whether this role allows what ``needed`` may."""
        return service.at_least(self.role, needed)


class Refused(DatelineError):
    """Something that this person, or this request, may not do; ``status`` is that of HTTP."""

    def __init__(self, status: int, problem: str, way_out: str) -> None:
        super().__init__(problem, way_out)
        self.status = status


@dataclass
class Desk:
    """The application's state. ``login``: people have to log in; else ``who`` sits here as an editor."""

    ledger: Ledger
    codebook: Codebook
    login: bool = False
    prefix: str = ""
    hosts: tuple[str, ...] = ()
    who: str = "local"
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    memory: service.Memory = field(default_factory=service.Memory)

    @cached_property
    def templates(self) -> jinja2.Environment:
        """The templates; everything that is put into them is escaped."""
        environment = jinja2.Environment(
            loader=jinja2.PackageLoader("dateline.web", "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        environment.filters.update(plain=plain, many=many, short=short)
        environment.globals.update(
            describe=describe,
            describe_type=describe_type,
            describe_counts=describe_counts,
            version=__version__,
            country_name=service.country_name,
        )
        return environment

    def url(self, path: str, **query: Any) -> str:
        """The address of a page or file of the desk."""
        asked = urlencode({k: v for k, v in query.items() if v not in (None, "")})
        return self.prefix + quote(path) + (f"?{asked}" if asked else "")

    def static(self, name: str) -> str:
        """The address of one of our own files; it changes with the file, so that browsers may keep it."""
        return f"{self.prefix}/static/{stamp(name)}/{name}"


@cache
def stamp(name: str) -> str:
    """A digest of one of our own files."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def many(count: int, what: str) -> str:
    """ "1 incident", "2 incidents"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def short(text: str, length: int = 140) -> str:
    """The beginning of a text, on one line: a title may be a megabyte long."""
    words = " ".join(text[: length * 4].split())
    return words if len(words) <= length and len(text) <= length * 4 else words[: length - 1] + "…"


def desk_of(request: Request) -> Desk:
    """The application's state."""
    desk: Desk = request.app.state.desk
    return desk


def who_of(request: Request) -> Who:
    """Who is asking, as the guard found out."""
    who: Who = request.state.who
    return who


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the desk."""
    desk, who = desk_of(request), who_of(request)
    made = desk.templates.get_template(template).render(
        desk=desk, who=who, url=desk.url, static=desk.static, path=request.url.path, **values
    )
    return HTMLResponse(made, status)
