"""The evidence page: one file on which every value can be checked against its words.

Self-contained: no script, style, font or picture from outside, and a content security policy that
forbids them even if a hostile page slipped something in. All text is escaped by the template engine.
Without JavaScript every value is still a link to its words, and the words a link to their value.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TextIO

import jinja2
from markupsafe import Markup

from dateline.export.evidence.view import page_view
from dateline.export.material import Material


def write_html(material: Material, out: TextIO) -> None:
    """Write the page for these incidents and their reports."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{_digest(style)}'",
            f"script-src 'sha256-{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    # Markup() marks our own files as safe; nothing that comes from a report passes through it.
    page = _template().generate(
        page=page_view(material), policy=policy, style=Markup(style), script=Markup(script)
    )
    out.writelines(page)


def _digest(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _asset(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"page": _asset("page.html.j2")}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page")
